"""What was done for the plan's tasks: who records it, who sees it, and what a report tells."""

from datetime import date

import pytest

from domain.notices.common import NotForYou
from domain.notices.tasks import (
    ActivityGone,
    ActivityRecorded,
    ActivityTakenBack,
    EventsPassed,
    TaskList,
    TaskPage,
    TasksRecalled,
)
from domain.org.tree import Unit
from domain.people.roles import Role
from domain.tasks.office_words import OfficeWords
from services.calendar.event_dates import set_event_date
from services.context import Request
from services.tasks.activities import (
    drop_activity,
    find_task_results,
    list_offices,
    record_activity,
    set_activity_words,
    take_activity_back,
)
from services.tasks.reading import (
    find_passed,
    find_recalled,
    read_passed,
    read_recalled,
    read_task_list,
    read_task_page,
)
from storage import activities, vault
from storage.vault import Key, Vault
from tests.support.people_stage import LAM, PONG, PROVINCE, Stage
from tests.support.service_calls import appoint, asked_by

DAY = date(2025, 10, 5)
OCTOBER = (date(2025, 10, 1), date(2025, 10, 31))


@pytest.fixture(autouse=True)
def unlocked(stage: Stage) -> None:
    """Drafts are sealed."""
    vault.use(stage.database, Vault([Key.new()]))


def id_of(request: Request, unit: Unit) -> int:
    return request.units.id_of(unit.key)


def record(
    request: Request, unit: Unit, task: str, words: str, day: date = DAY, *, held: bool = False
) -> int:
    """Record something as the conversation does; return its id."""
    draft = activities.create_draft(
        request.tx, id_of(request, unit), request.plan.id, request.person_id, 1.0
    )
    assert set_activity_words(request, draft, OfficeWords(words)) == ()
    said = record_activity(request, draft, task, day, 35, held=held)
    assert said == (ActivityRecorded(draft),)
    return draft


def test_officers_record_for_their_own_office_alone(stage: Stage) -> None:
    for chat, role, unit in (
        ("mai", Role.COMMUNE, LAM), ("hanh", Role.PROVINCE, PROVINCE),
        ("hoa", Role.LEADER, PONG), ("quan", Role.ADMIN, PROVINCE),
    ):  # fmt: skip
        appoint(stage, chat, role, unit)
    with asked_by(stage, "mai") as request:
        assert list_offices(request) == (id_of(request, LAM),)
        done = record(request, LAM, "III.9", "Tập huấn kỹ năng số")
    for chat in ("hoa", "quan"):
        with asked_by(stage, chat) as request:
            assert list_offices(request) == ()
            assert take_activity_back(request, done) == (ActivityGone(),)
            draft = activities.create_draft(
                request.tx, id_of(request, PONG), request.plan.id, request.person_id, 1.0
            )
            set_activity_words(request, draft, OfficeWords("việc khác"))
            assert record_activity(request, draft, "III.9", DAY, 1) == (NotForYou(),)
    with asked_by(stage, "hanh") as request:
        assert take_activity_back(request, done) == (ActivityGone(),), "it is the commune's"
        draft = activities.create_draft(
            request.tx, id_of(request, LAM), request.plan.id, request.person_id, 1.0
        )
        set_activity_words(request, draft, OfficeWords("việc khác"))
        assert record_activity(request, draft, "III.9", DAY, 1) == (NotForYou(),)
    with asked_by(stage, "mai") as request:
        assert record_activity(request, draft, "III.9", DAY, 1) == (ActivityGone(),)
        drop_activity(request, draft)
        assert activities.find_draft(request.tx, draft) is not None, "another's"
        assert take_activity_back(request, done) == (ActivityTakenBack("III.9"),)


def test_a_report_tells_what_was_done_by_task_and_unit(stage: Stage) -> None:
    appoint(stage, "mai", Role.COMMUNE, LAM)
    appoint(stage, "hanh", Role.PROVINCE, PROVINCE)
    with asked_by(stage, "mai") as request:
        record(request, LAM, "III.9", "Việc sau", date(2025, 10, 9))
        record(request, LAM, "III.9", "Việc trước")
        record(request, LAM, "III.9", "Của tháng khác", date(2025, 9, 5))
        found = {r.id: r for r in find_task_results(request, LAM, *OCTOBER)}
        assert [(d.what, d.people, d.unit_name) for d in found["III.9"].done] == [
            ("Việc trước", 35, ""), ("Việc sau", 35, ""),
        ]  # fmt: skip
        assert found["III.9"].codes == ("3.1", "3.3a", "3.3b")
        assert found["III.8"].done == ()
        assert "III.10" not in found, "none of a commune's"
    with asked_by(stage, "hanh") as request:
        record(request, PROVINCE, "IV.3.2-1a", "Họp ban tổ chức")
        found = {r.id: r for r in find_task_results(request, PROVINCE, *OCTOBER)}
        assert len(found) == 48
        assert {d.unit_name for d in found["III.9"].done} == {LAM.name}
        assert found["IV.3.2-1a"].held is None, "it was only prepared"
        record(request, PROVINCE, "IV.3.2-1a", "Hội nghị", date(2025, 10, 12), held=True)
        found = {r.id: r for r in find_task_results(request, PROVINCE, *OCTOBER)}
        assert found["IV.3.2-1a"].held == date(2025, 10, 12)


def test_a_branch_sees_what_its_commune_did(stage: Stage) -> None:
    appoint(stage, "mai", Role.COMMUNE, LAM)
    with asked_by(stage, "mai") as request:
        record(request, LAM, "III.1c", "Dọn vệ sinh")
        branch, province = id_of(request, PONG), id_of(request, PROVINCE)
        page = read_task_page(TaskPage(branch, "III.1c"), request)
        assert page is not None
        assert (page.office, [one.words.show() for one in page.done], page.records) == (
            LAM.name, ["Dọn vệ sinh"], False,
        )  # fmt: skip
        lines = read_task_list(TaskList(province), request).lines
        assert [(line.count, line.last) for line in lines if line.task.id == "III.1c"] == [(1, DAY)]
        above = read_task_page(TaskPage(province, "III.1c"), request)
        assert above is not None
        assert (above.count, above.below, above.by_unit) == (0, 1, ((LAM.short, 1),))
        assert read_task_page(TaskPage(branch, "gone"), request) is None


def test_recalled_is_what_has_nothing_in_its_months(stage: Stage) -> None:
    appoint(stage, "mai", Role.COMMUNE, LAM)
    september = date(2025, 9, 3)
    with asked_by(stage, "mai") as request:
        commune, province = id_of(request, LAM), id_of(request, PROVINCE)
        before = {task.id for task in find_recalled(request, commune, september)}
        assert {"III.1c", "III.9", "IV.4.2-1"} <= before
        assert not before & {"III.7a", "III.10", "IV.3.2-1a"}, "of the half year, or another's"
        record(request, LAM, "III.9", "Tập huấn", date(2025, 7, 2))
        record(request, LAM, "III.1c", "Dọn vệ sinh", date(2025, 6, 30))
        after = {task.id for task in find_recalled(request, commune, september)}
        assert before - after == {"III.9"}, "June is of the quarter before"
        assert find_recalled(request, commune, date(2025, 10, 1)) == ()
        told = read_recalled(TasksRecalled(commune, "2025-09-03"), request)
        assert told is not None
        assert read_recalled(TasksRecalled(commune, "2025-10-01"), request) is None
        of_province = {task.id for task in find_recalled(request, province, september)}
        assert "IV.4.1-3" in of_province
        assert "III.1c" not in of_province, "it is seen, but not the province's own"


def test_a_conference_whose_day_is_over_is_asked_about_once(stage: Stage) -> None:
    appoint(stage, "hanh", Role.PROVINCE, PROVINCE)
    sunday, monday = date(2025, 10, 12), date(2025, 10, 13)
    with asked_by(stage, "hanh") as request:
        province = id_of(request, PROVINCE)
        set_event_date(request, "IV.3.2-1a", (sunday, sunday))
        assert find_passed(request, province, sunday) == ()
        assert [t.id for t in find_passed(request, province, monday)] == ["IV.3.2-1a"]
        assert find_passed(request, province, date(2025, 10, 14)) == ()
        assert [t.id for t in find_passed(request, province, date(2025, 10, 21))] == ["IV.3.2-2"]
        assert read_passed(EventsPassed(province, "2025-10-13"), request) is not None
        record(request, PROVINCE, "IV.3.2-1a", "Họp chuẩn bị")
        assert find_passed(request, province, monday), "preparing it is not holding it"
        record(request, PROVINCE, "IV.3.2-1a", "Hội nghị", sunday, held=True)
        assert read_passed(EventsPassed(province, "2025-10-13"), request) is None
