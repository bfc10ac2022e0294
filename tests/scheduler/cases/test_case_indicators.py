"""Cases become figures of the plan by themselves, beside what the province reports."""

from datetime import timedelta

import pytest

from bot.runtime.reference import read_calendar, read_plan
from domain.cases.actions import CaseAction, CaseCommand
from domain.cases.social_services import HelpGiven, Service, ServiceState
from domain.progress.audience import Audience
from domain.progress.progress import IndicatorProgress
from scheduler.cases.case_indicators import CaseIndicators
from services.context import Context, Reference
from services.progress import figures
from storage import health, reports, units
from storage.database import Database
from storage.totals import recounting
from tests.support.case_town import NOW, Town
from tests.support.paths import DAYS_OFF_FILE, PLAN_FILE
from tests.support.stored_people import PROVINCE

PLAN = read_plan(PLAN_FILE)
CALENDAR = read_calendar(DAYS_OFF_FILE)
ACCESSED = CaseCommand(
    CaseAction.SERVICE, service=Service.LEGAL, service_state=ServiceState.ACCESSED
)


class Province:
    """Counts after each step, and reads progress as everybody does."""

    def __init__(self, database: Database) -> None:
        self.town = Town(database)
        with database.read() as tx:
            self.units = units.load(tx)
        self.counts = CaseIndicators(lambda: Reference.of(PLAN, CALENDAR, self.units))

    def count(self) -> int:
        return self.counts.count(self.town.database, NOW)

    def progress(self, code: str) -> IndicatorProgress:
        self.count()
        with self.town.database.read() as tx:
            assert recounting.recount(tx) == []
            assert health.find_faults(tx, ["1.3", "3.2"]) == []
            known = Reference.of(PLAN, CALENDAR, self.units)
            at = Context(tx, known, NOW, audience=Audience.CASE_OFFICERS)
            found = figures.compute_progress_at(self.units.tree.unit(PROVINCE), PLAN, at)
        return next(p for p in found if p.indicator.code == code)

    def share(self, code: str) -> tuple[float | None, float | None]:
        standing = self.progress(code).standing
        return standing.part, standing.whole


@pytest.fixture
def province(database: Database) -> Province:
    return Province(database)


def test_nothing_occurred_is_said_as_such(province: Province) -> None:
    assert province.progress("1.3").standing.nothing
    assert province.progress("3.2").standing.nothing


def test_figures_follow_what_is_done(province: Province) -> None:
    town = province.town
    first, second = town.open(), town.open()
    assert (province.share("1.3"), province.share("3.2")) == ((0, 2), (0, 2))
    first = town.do(town.do(first, CaseAction.TAKE), ACCESSED)
    first = town.do(first, CaseCommand(CaseAction.HELP, help=HelpGiven.COUNSEL))
    assert (province.share("1.3"), province.share("3.2")) == ((1, 2), (1, 2))
    second = town.do(second, CaseCommand(CaseAction.JOIN, to=first.id))
    assert (province.share("1.3"), province.share("3.2")) == ((1, 1), (1, 2))
    second = town.do(second, CaseCommand(CaseAction.DUPLICATE, to=first.id))
    assert province.share("3.2") == (1, 2), "not by one officer's word"
    town.do(second, CaseAction.AGREE, by=town.colleague)
    assert (province.share("1.3"), province.share("3.2")) == ((1, 1), (1, 1))
    assert province.count() == 0


def test_the_provinces_own_report_and_what_is_counted_leave_each_other_alone(
    province: Province,
) -> None:
    province.town.open()
    assert province.share("1.3") == (0, 1)
    where = province.units.id_of(PROVINCE)
    for amount in (1.0, 2.0):
        with province.town.database.write() as tx:
            reports.send(tx, where, "2025-10", {"1.7a": {"count": amount}}, sent_at=1.0)
    province.town.now += timedelta(minutes=5)
    province.town.open()
    assert province.share("1.3") == (0, 2)
    with province.town.database.read() as tx:
        report = reports.find_in_force(tx, where, "2025-10")
        values = reports.load_values(tx, where, "2025-10", "2025-10")
    assert report is not None
    assert report.answers == {"1.7a": {"count": 2.0}}
    assert {(code, name, amount) for _, code, name, amount in values} >= {("1.7a", "count", 2.0)}
