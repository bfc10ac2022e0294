"""Which of her posts let her do what, and how they are named."""

from domain.notices.people import NamedPost
from domain.people.roles import Permission, Role
from services.people.posts import list_posts, list_posts_for, may_act, name_post, name_posts
from tests.support.people_stage import BLOC, LAC, LAM, NOW, PONG, Stage
from tests.support.service_calls import appoint, asked_by


def test_posts_by_action(stage: Stage) -> None:
    leader, officer = stage.post(Role.LEADER, PONG), stage.post(Role.COMMUNE, LAM)
    appoint(stage, "hoa", Role.LEADER, PONG)
    appoint(stage, "hoa", Role.COMMUNE, LAM)
    with asked_by(stage, "hoa") as request:
        assert list_posts(request) == (leader, officer)
        assert list_posts_for(request, Permission.REPORT) == (leader, officer)
        assert list_posts_for(request, Permission.REPORT_FOR_BRANCH) == (officer,)


def test_a_post_reaches_its_unit_and_those_below(stage: Stage) -> None:
    appoint(stage, "mai", Role.COMMUNE, LAM)
    with asked_by(stage, "mai") as request:
        reached = [
            may_act(request, Permission.REPORT_FOR_BRANCH, stage.units.id_of(unit.key))
            for unit in (LAM, PONG, LAC)
        ]
        assert reached == [True, True, False]
        assert not may_act(request, Permission.SET_EVENT_DATES, stage.units.id_of(LAM.key))


def test_names(stage: Stage) -> None:
    today, commune = NOW.date(), stage.post(Role.COMMUNE, LAM)
    lam = NamedPost("commune", "Xã Bảo Lâm", "", "Tỉnh Cao Bằng")
    assert name_post(stage.units, commune, today) == lam
    assert name_post(stage.units, stage.post(Role.AREA, BLOC), today).province == "Tỉnh Cao Bằng"
    appoint(stage, "mai", Role.COMMUNE, LAM)
    with asked_by(stage, "mai") as request:
        assert name_posts(request, (commune,)) == (lam,)
