"""Somebody leaves her post: what is said of reminders is what was done about them."""

from domain.notices.asked import LeavingTold, PostGoneAlready
from domain.people.roles import Role
from services.people.leaving import tell_of_leaving
from services.reminders.pauses import load_pauses
from storage import people
from storage.moments import seconds
from tests.support.people_stage import LAM, PONG, Stage
from tests.support.service_calls import appoint, asked_by


def test_every_month_that_is_not_locked_is_paused_also_one_to_come(stage: Stage) -> None:
    appoint(stage, "mai", Role.COMMUNE, LAM)
    appoint(stage, "hoa", Role.LEADER, PONG)
    with asked_by(stage, "hoa") as request:
        (told,) = tell_of_leaving(request, "leader", stage.units.id_of(PONG.key))
        paused = {period for _, _, period in load_pauses(request)}
    assert isinstance(told, LeavingTold)
    assert (told.officers, told.paused) == (1, True)
    assert {"2025-10", "2025-11", "2025-12"} <= paused


def test_she_is_answered_where_the_post_is_gone_already(stage: Stage) -> None:
    appoint(stage, "hoa", Role.LEADER, PONG)
    with asked_by(stage, "hoa") as request:
        people.end_posts(request.tx, request.person_id, seconds(request.now))
        (told,) = tell_of_leaving(request, "leader", stage.units.id_of(PONG.key))
        assert load_pauses(request) == set()
    assert isinstance(told, PostGoneAlready)
