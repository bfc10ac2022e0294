"""What offices say they did for the plan's tasks, in their own words.

The words of a draft are sealed, since she may yet drop them; recorded, they are public. Nothing is
overwritten: what is corrected or taken back stays with its moment, and counts no more.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping, delete, insert, select, update

from domain.tasks.activity import Activity
from domain.tasks.office_words import OfficeWords
from storage.database import Transaction
from storage.lists import is_one_of, is_sqlite, to_parameter
from storage.schema import activity
from storage.vault import VaultLocked, get_vault, is_sealed

_A_DRAFT_STAYS_SECONDS = 30 * 86_400.0


@dataclass(frozen=True, slots=True)
class Draft:
    """What is not recorded yet. `corrects`: the activity it will replace, None for a new one."""

    id: int
    unit_id: int
    words: OfficeWords
    person_id: int
    corrects: int | None


def create_draft(
    tx: Transaction, unit_id: int, plan: str, by: int, at: float, corrects: Activity | None = None
) -> int:
    """Create a draft, empty or with the words of what it will correct; return its id.

    Drafts of more than a month ago are deleted.
    """
    old = activity.c.recorded_at.is_(None) & (activity.c.begun_at < at - _A_DRAFT_STAYS_SECONDS)
    tx.execute(delete(activity).where(old))
    row = {"unit_id": unit_id, "plan": plan, "person_id": by, "begun_at": at}
    row |= {"corrects": None if corrects is None else corrects.id}
    made = int(tx.execute(insert(activity).values(row).returning(activity.c.id)).scalar_one())
    if corrects is not None:
        set_words(tx, made, corrects.words)
    return made


def set_words(tx: Transaction, draft_id: int, words: OfficeWords) -> None:
    """Set a draft's words, sealed."""
    sealed = get_vault(tx).seal(words.show(), make_aad(draft_id))
    tx.execute(
        update(activity)
        .where(activity.c.id == draft_id, activity.c.recorded_at.is_(None))
        .values(words=sealed)
    )


def drop_draft(tx: Transaction, draft_id: int, by: int) -> None:
    """Delete a draft of hers with its words."""
    mine = (activity.c.id == draft_id) & (activity.c.person_id == by)
    tx.execute(delete(activity).where(mine, activity.c.recorded_at.is_(None)))


def find_draft(tx: Transaction, draft_id: int) -> Draft | None:
    """Find a draft; None if it is gone or recorded."""
    statement = select(activity).where(activity.c.id == draft_id, activity.c.recorded_at.is_(None))
    row = tx.execute(statement).mappings().first()
    if row is None:
        return None
    return Draft(row["id"], row["unit_id"], _open_words(tx, row), row["person_id"], row["corrects"])


def record(
    tx: Transaction,
    draft: Draft,
    task: str,
    day: date,
    participants: int | None,
    at: float,
    *,
    held: bool = False,
) -> bool:
    """Record a draft; what it corrects counts no more. `held`: it is the conference itself.

    False where it has no words, or what it corrects was corrected or taken back meanwhile.
    """
    if not draft.words:
        return False
    if draft.corrects is not None and not take_back(tx, draft.corrects, draft.person_id, at):
        return False
    said: dict[str, object] = {"task": task, "day": day.isoformat()}
    said |= {"participants": participants, "held": held}
    said |= {"words": draft.words.show(), "recorded_at": at}
    unrecorded = (activity.c.id == draft.id) & activity.c.recorded_at.is_(None)
    return tx.execute(update(activity).where(unrecorded).values(said)).rowcount == 1


def take_back(tx: Transaction, activity_id: int, by: int, at: float) -> bool:
    """Take an activity back: it stays, but counts no more. False where it did not count."""
    done = tx.execute(
        update(activity)
        .where(activity.c.id == activity_id, _COUNTS)
        .values(taken_back_at=at, taken_back_by=by)
    )
    return done.rowcount == 1


_COUNTS = activity.c.recorded_at.is_not(None) & activity.c.taken_back_at.is_(None)


def find(tx: Transaction, activity_id: int) -> Activity | None:
    """Find an activity that counts."""
    row = tx.execute(select(activity).where(activity.c.id == activity_id, _COUNTS)).mappings()
    found = row.first()
    return None if found is None else _read(found)


def load_of_units(
    tx: Transaction,
    plan: str,
    units: Collection[int],
    first: date,
    last: date,
    *,
    most: int | None = None,
) -> list[Activity]:
    """Load what these units did from one day to another, the newest first."""
    statement = (
        select(activity)
        .where(_COUNTS, activity.c.plan == plan)
        .where(activity.c.day.between(first.isoformat(), last.isoformat()))
        .where(is_one_of(is_sqlite(tx), activity.c.unit_id, "units"))
        .order_by(activity.c.day.desc(), activity.c.id.desc())
        .limit(most)
    )
    rows = tx.execute(statement, {"units": to_parameter(is_sqlite(tx), units)}).mappings()
    return [_read(row) for row in rows]


def load_recorded_between(
    tx: Transaction, plan: str, units: Collection[int], since: float, until: float
) -> list[Activity]:
    """Load what these units recorded from one moment to another, the newest first."""
    statement = (
        select(activity)
        .where(_COUNTS, activity.c.plan == plan)
        .where(activity.c.recorded_at.between(since, until))
        .where(is_one_of(is_sqlite(tx), activity.c.unit_id, "units"))
        .order_by(activity.c.recorded_at.desc())
    )
    rows = tx.execute(statement, {"units": to_parameter(is_sqlite(tx), units)}).mappings()
    return [_read(row) for row in rows]


def find_history(tx: Transaction, activity_id: int) -> Sequence[tuple[OfficeWords, float]]:
    """Find what an activity said before it was corrected, the newest first, each with when."""
    found: list[tuple[OfficeWords, float]] = []
    at: int | None = activity_id
    while at is not None:
        columns = activity.c.words, activity.c.recorded_at, activity.c.corrects
        row = tx.execute(select(*columns).where(activity.c.id == at)).one()
        found.append((OfficeWords(row.words), row.recorded_at))
        at = row.corrects
    return found[1:]


def make_aad(draft_id: int) -> str:
    """Make what binds sealed words to their row."""
    return f"activity/{draft_id}"


def _open_words(tx: Transaction, row: RowMapping) -> OfficeWords:
    """Open a draft's words; none where their key is gone: she types them again."""
    if not is_sealed(row["words"]):
        return OfficeWords(row["words"])
    try:
        return OfficeWords(get_vault(tx).open(row["words"], make_aad(row["id"])))
    except VaultLocked:
        return OfficeWords("")


def _read(row: RowMapping) -> Activity:
    return Activity(
        row["id"],
        row["unit_id"],
        row["task"],
        date.fromisoformat(row["day"]),
        OfficeWords(row["words"]),
        row["participants"],
        row["person_id"],
        row["held"],
    )
