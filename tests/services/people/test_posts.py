"""Which of her posts let her do what."""

from bot.engine.dialogue import Call
from domain.notices.people import NamedPost
from domain.people.roles import Action, Post, Role
from services.people.posts import name_post, list_posts_for, list_posts
from storage import people
from storage.database import Savepoint
from tests.support.people_stage import BLOC, LAM, NOW, PONG, ZALO, Stage


def held(stage: Stage, *posts: Post) -> None:
    stage.say("hoa", "alo")
    with stage.database.write() as tx:
        for post in posts:
            people.give_post(tx, stage.find("hoa").person_id or 0, post, 1.0)


def asked(stage: Stage, action: Action | None) -> tuple[Post, ...]:
    with stage.database.write() as tx:
        savepoint = Savepoint(tx)
        call = Call(savepoint, stage.reference, NOW, contact=stage.find("hoa"), abilities=ZALO)
        found = list_posts(call) if action is None else list_posts_for(call, action)
        savepoint.keep()
    return found


def test_posts_by_action(stage: Stage) -> None:
    leader, officer = stage.post(Role.LEADER, PONG), stage.post(Role.COMMUNE, LAM)
    held(stage, leader, officer)
    assert asked(stage, None) == (leader, officer)
    assert asked(stage, Action.REPORT) == (leader, officer)
    assert asked(stage, Action.REPORT_FOR_BRANCH) == (officer,)


def test_names(stage: Stage) -> None:
    today = NOW.date()
    assert name_post(stage.units, stage.post(Role.COMMUNE, LAM), today) == NamedPost(
        "commune", "Xã Bảo Lâm", "", "Tỉnh Cao Bằng"
    )
    assert name_post(stage.units, stage.post(Role.AREA, BLOC), today).province == "Tỉnh Cao Bằng"
