"""Whether figures are made up."""

from storage import reports, samples
from storage.database import Transaction
from tests.support.stored_people import find_commune_id


def test_a_sample_is_one_as_long_as_it_is_in_force(tx: Transaction) -> None:
    unit_id = find_commune_id(tx)
    reports.send_samples(tx, [(unit_id, "2025-09", 1.0, {"1.1": {"count": 2.0}})])
    assert samples.has_samples(tx, "2025-09", "2025-10")
    assert not samples.has_samples(tx, "2025-10", "2025-12")
    reports.send(tx, unit_id, "2025-09", {"1.1": {"count": 3.0}}, sent_at=2.0)
    assert not samples.has_samples(tx, "2025-01", "2025-12")
