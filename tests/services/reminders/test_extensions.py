"""Extensions: an officer puts off a due day below her, sees what holds, and takes it back."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from domain.notices.common import NotForYou
from domain.notices.extensions import Extended, ExtensionUndone, NotExtended
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.people.roles import Role
from domain.periods import VIETNAM, Period
from services.context import Request
from services.progress.figures import add_on_time, count_reporting
from services.reminders.extensions import (
    describe_concerned,
    extend_due_days,
    find_next_day,
    list_extensions,
    propose_due_day,
    undo_extensions,
)
from services.reporting.due_days import DueDays
from storage import extensions, reports
from storage.moments import seconds
from tests.support.people_stage import AREA_LAM, LAC, LAM, MUC, PONG, PROVINCE, Stage
from tests.support.service_calls import appoint, asked_by

OCTOBER = Period(2025, 10)
DUE, LATER = date(2025, 10, 20), date(2025, 10, 25)


@pytest.fixture
def town(stage: Stage) -> Stage:
    appoint(stage, "mai", Role.COMMUNE, LAM)
    appoint(stage, "hanh", Role.PROVINCE, PROVINCE)
    appoint(stage, "hoa", Role.LEADER, PONG)
    return stage


def extend(request: Request, unit: Unit, until: date = LATER) -> Sequence[object]:
    return extend_due_days(request, [request.units.id_of(unit.key)], OCTOBER, until)


def test_the_day_that_is_proposed_is_a_working_day_after_the_due_day(town: Stage) -> None:
    unit_id = town.units.id_of(LAM.key)
    with asked_by(town, "mai") as request:
        assert propose_due_day(request, unit_id, OCTOBER) == date(2025, 10, 23)
    town.now = datetime(2025, 10, 22, 8, tzinfo=VIETNAM)  # in three days it is Saturday
    with asked_by(town, "mai") as request:
        assert find_next_day(request, DUE) == date(2025, 10, 27)
        assert extend(request, LAM) == (Extended(("Xã Bảo Lâm",), "2025-10", LATER),)
        assert propose_due_day(request, unit_id, OCTOBER) is None


@pytest.mark.parametrize("until", [date(2025, 10, 16), DUE, date(2025, 12, 16)])
def test_never_to_an_earlier_day_nor_after_the_lock(town: Stage, until: date) -> None:
    with asked_by(town, "mai") as request:
        assert extend(request, LAM, until) == (NotExtended(),)
        assert extensions.load_granted(request.tx, extensions.DUE) == []


def test_no_extension_brings_a_due_day_forward(town: Stage) -> None:
    with asked_by(town, "mai") as request:
        unit_id = town.units.id_of(LAM.key)
        early = extensions.Extension(unit_id, "2025-10", extensions.DUE, date(2025, 10, 16))
        extensions.grant(request.tx, early, None, 1.0)
        due = DueDays(request, OCTOBER)
        assert due.find_day(town.units.id_of(PONG.key)) == DUE
        assert due.find_extended() == {}


@pytest.mark.parametrize(("chat", "unit"), [("mai", LAC), ("mai", AREA_LAM), ("hoa", PONG)])
def test_only_at_or_below_her_own_unit(town: Stage, chat: str, unit: Unit) -> None:
    with asked_by(town, chat) as request:
        assert extend(request, unit) == (NotForYou(),)
        assert extensions.load_granted(request.tx, extensions.DUE) == []


@pytest.mark.parametrize("unit", [LAM, PONG])
def test_an_officer_puts_it_off_for_her_commune_or_one_branch(town: Stage, unit: Unit) -> None:
    with asked_by(town, "mai") as request:
        extend(request, unit)
        due = DueDays(request, OCTOBER)
        assert due.find_day(town.units.id_of(PONG.key)) == LATER
        assert due.find_day(town.units.id_of(MUC.key)) == (LATER if unit is LAM else DUE)


def test_a_province_puts_it_off_for_several_and_a_later_day_stays(town: Stage) -> None:
    ids = [town.units.id_of(unit.key) for unit in (LAM, LAC)]
    with asked_by(town, "hanh") as request:
        extend(request, LAM, date(2025, 10, 28))
        assert extend_due_days(request, ids, OCTOBER, LATER) == (
            Extended(("Xã Bảo Lạc",), "2025-10", LATER),
        )
        concerned = describe_concerned(request, ids, OCTOBER)
    assert [(one.due, one.usual) for one in concerned] == [
        (date(2025, 10, 28), DUE),
        (LATER, DUE),
    ]


def test_whoever_is_above_sees_it_and_may_take_it_back(town: Stage) -> None:
    with asked_by(town, "mai") as request:
        extend(request, LAM)
        (mine,) = list_extensions(request, [town.units.id_of(LAM.key)])
        (theirs,) = list_extensions(request, [town.units.id_of(PONG.key)])
        assert (mine.until, mine.hers, theirs.hers) == (LATER, True, False)
    with asked_by(town, "hanh") as request:
        unit_id = town.units.id_of(LAM.key)
        (said,) = undo_extensions(request, [unit_id], OCTOBER)
        assert said == ExtensionUndone(("Xã Bảo Lâm",), "2025-10", DUE)
        assert list_extensions(request, [unit_id]) == []
        assert undo_extensions(request, [unit_id], OCTOBER) == (NotExtended(),)


def test_what_was_sent_in_the_longer_time_is_on_time_in_every_count(town: Stage) -> None:
    """Of both branches of a commune, the one that sent while it was longer stays on time."""

    def count(unit: Unit) -> int | None:
        with asked_by(town, "hanh") as request:
            return add_on_time(count_reporting(unit, OCTOBER, request), unit, request).on_time

    def send(unit: Unit, day: int) -> None:
        at = seconds(datetime(2025, 10, day, 9, tzinfo=VIETNAM))
        with asked_by(town, "hanh") as request:
            reports.send(request.tx, town.units.id_of(unit.key), "2025-10", {}, sent_at=at)

    with asked_by(town, "mai") as request:
        extend(request, LAM)
    send(PONG, 22)
    town.now = datetime(2025, 10, 23, 8, tzinfo=VIETNAM)
    assert [count(unit) for unit in (PONG, LAM, AREA_LAM, PROVINCE)] == [1, 1, 1, 1]
    with asked_by(town, "mai") as request:
        undo_extensions(request, [town.units.id_of(LAM.key)], OCTOBER)
        due = DueDays(request, OCTOBER)
        assert due.find_day(town.units.id_of(LAM.key), Level.BRANCH) == DUE
    send(MUC, 24)
    town.now = datetime(2025, 10, 25, 8, tzinfo=VIETNAM)
    assert [count(unit) for unit in (PONG, MUC, LAM, PROVINCE)] == [1, 0, 1, 1]
