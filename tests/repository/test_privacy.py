"""What docs/privacy.md says is kept is what the database has tables for."""

import re

from storage.schema import metadata
from tests.support.repository import ROOT, rows

PRIVACY = (ROOT / "docs/privacy.md").read_text("utf-8")

NOTHING_OF_PEOPLE = {
    "bot", "cohort", "cohort_unit", "counter", "lease", "link", "merger", "sent_count", "total",
    "total_change", "total_fault", "unit", "vault_key",
}  # fmt: skip
"""Tables of units, sums of what units reported, keys and counters."""


def test_every_table_is_told_of_and_no_other() -> None:
    kept = PRIVACY.split("## Kept\n", 1)[1].split("\n## ", 1)[0]
    named = {name for row in rows(kept) for name in re.findall(r"`(\w+)`", row[1])}
    assert named == set(metadata.tables) - NOTHING_OF_PEOPLE
