"""Cases become figures of the plan by themselves, beside what the province reports."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot import progress_reading
from bot.reference import Reference, read_calendar, read_plan
from bot.renderer import Moment
from domain.cases.acts import Act, Deed
from domain.cases.services import Help, Service, ServiceState
from domain.progress import IndicatorProgress
from scheduler.case_counts import CaseCounts
from storage import health, recounting, reports, units
from storage.database import Database
from tests.storage.case_town import NOW, Town
from tests.storage.test_people import PROVINCE

PLAN = read_plan(Path(__file__).parents[2] / "plans" / "326-KH-BTV.yaml")
CALENDAR = read_calendar(Path(__file__).parents[2] / "plans" / "days-off.yaml")
ACCESSED = Deed(Act.SERVICE, service=Service.LEGAL, service_state=ServiceState.ACCESSED)


class Office:
    """Counts after each step, and reads progress as everybody does."""

    def __init__(self, database: Database) -> None:
        self.town = Town(database)
        with database.read() as book:
            self.units = units.load(book)
        self.counts = CaseCounts(lambda: (PLAN, self.units))

    def count(self) -> int:
        return self.counts.count(self.town.database, NOW)

    def progress(self, code: str) -> IndicatorProgress:
        self.count()
        with self.town.database.read() as book:
            assert recounting.recount(book) == []
            assert health.faults(book, ["1.3", "3.2"]) == []
            at = Moment(book, Reference(PLAN, CALENDAR, self.units), NOW)
            found = progress_reading.progress_at(self.units.tree.unit(PROVINCE), PLAN, at)
        return next(p for p in found if p.indicator.code == code)

    def share(self, code: str) -> tuple[float | None, float | None]:
        standing = self.progress(code).standing
        return standing.part, standing.whole


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def test_nothing_occurred_is_said_as_such(office: Office) -> None:
    assert office.progress("1.3").standing.nothing
    assert office.progress("3.2").standing.nothing


def test_figures_follow_what_is_done(office: Office) -> None:
    town = office.town
    first, second = town.open(), town.open()
    assert (office.share("1.3"), office.share("3.2")) == ((0, 2), (0, 2))
    first = town.do(town.do(first, Act.TAKE), ACCESSED)
    first = town.do(first, Deed(Act.HELP, help=Help.COUNSEL))
    assert (office.share("1.3"), office.share("3.2")) == ((1, 2), (1, 2))
    second = town.do(second, Deed(Act.JOIN, to=first.id))
    assert (office.share("1.3"), office.share("3.2")) == ((1, 1), (1, 2))
    town.do(second, Deed(Act.DUPLICATE, to=first.id))
    assert (office.share("1.3"), office.share("3.2")) == ((1, 1), (1, 1))
    assert office.count() == 0


def test_the_provinces_own_report_and_what_is_counted_leave_each_other_alone(
    office: Office,
) -> None:
    office.town.open()
    assert office.share("1.3") == (0, 1)
    where = office.units.id_of(PROVINCE)
    for amount in (1.0, 2.0):
        with office.town.database.write() as book:
            reports.send(book, where, "2025-10", {"1.7a": {"count": amount}}, sent_at=1.0)
    office.town.now += timedelta(minutes=5)
    office.town.open()
    assert office.share("1.3") == (0, 2)
    with office.town.database.read() as book:
        report = reports.in_force(book, where, "2025-10")
        values = reports.values_of(book, where, "2025-10", "2025-10")
    assert report is not None
    assert report.answers == {"1.7a": {"count": 2.0}}
    assert {(code, name, amount) for _, code, name, amount in values} >= {("1.7a", "count", 2.0)}
