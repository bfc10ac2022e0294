"""Every notice of the report has words that fit a phone, on every kind of network."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from bot.engine.joining import join_messages
from bot.engine.message import Choice, Message, split_bold
from bot.views.table import VIEWS
from domain.answers import UnplacedReason
from domain.notices import common, reporting
from domain.notices.base import Notice
from domain.notices.reporting import CASE, Change, Head, Line, OwedMonth
from domain.org.levels import Level
from domain.people.roles import Role
from domain.periods import Period
from tests.support.stage import ABILITIES, Phone, plan, render_notices

STEP, SUMMARY = 400, 900
DECEMBER = Period(2025, 12)
LONG_NAME = "Chi hội Phụ nữ tổ dân phố " + "Nà Pồng Khuổi Mực " * 20
ALSO_OWED = (OwedMonth("2025-11", late=True), OwedMonth("2025-10", unit_name=LONG_NAME))
HEAD = Head(LONG_NAME, "2025-12", date(2025, 12, 19), on_behalf=True, correcting=True)
LARGE = 1234567.0


def _list_codes(level: Level) -> tuple[str, ...]:
    return (*(i.code for i in plan().form(level, DECEMBER)), CASE)


def _make_amounts(code: str, amount: float = LARGE) -> reporting.Amounts:
    fields = ("yes",) if code == CASE else plan().indicator(code).field_names
    return dict.fromkeys(fields, amount)


def _make_lines(level: Level = Level.BRANCH, amount: float = 12) -> tuple[Line, ...]:
    codes = _list_codes(level)
    return tuple(Line(n, c, _make_amounts(c, amount)) for n, c in enumerate(codes, 1))


ALL_CODES = (*(i.code for i in plan().indicators if i.from_cases is None), CASE)
CHANGES = tuple(
    Change(n, c, _make_amounts(c, 1), _make_amounts(c, 4)) for n, c in enumerate(ALL_CODES[:4], 1)
)

STEPS: tuple[Notice, ...] = (
    reporting.Opened(HEAD, 11, 11),
    reporting.Opened(HEAD, 11, 3),
    *(
        reporting.AskOne(Line(10, c, _make_amounts(c)), 11, first, _make_amounts(c), fixing)
        for c in ALL_CODES
        for first, fixing in ((True, False), (False, False), (False, True))
    ),
    *(reporting.HelpOnQuestion(10, c) for c in ALL_CODES),
    reporting.HelpOnForm(_list_codes(Level.BRANCH)),
    reporting.HelpOnForm(_list_codes(Level.COMMUNE)),
    *(reporting.NotRead(10, c, "x" * 24, then) for c in ALL_CODES for then in ("skip", "kept", "")),
    *(reporting.NotKnown(10, c) for c in ALL_CODES),
    reporting.NotMatched(11),
    *(
        reporting.ConfirmValue(10, c, _make_amounts(c), why, usual)
        for c in ALL_CODES
        for why, usual in (("read", None), ("far", LARGE), ("ceiling", None))
    ),
    *(
        reporting.AskExact(10, c, *ends)
        for c in ALL_CODES
        for ends in ((LARGE, LARGE), (LARGE,), (None, LARGE), (None, None, 80), ())
    ),
    *(reporting.Kept(change) for change in CHANGES),
    reporting.Kept(Change(1, "1.1", None, {"count": 2})),
    reporting.CannotChange(),
    *(reporting.NoText(what) for what in ("photo", "sticker", "voice", "video", "contact", "poll")),
    reporting.ReviewHint(unread=True),
    reporting.ReviewHint(unread=True, correcting=True),
    reporting.ReviewHint(kept=11),
    reporting.StillAsked(11),
    reporting.NoSuchAnswer(11),
    reporting.NotComplete(3, 11),
    reporting.NotComplete(11, 11),
    reporting.Waiting(),
    reporting.Waiting(correcting=True),
    *(reporting.AskCaseAgain(11, told, kept) for told in (True, False) for kept in (True, False)),
    *(reporting.AskYesOrNo(10, c) for c in ("1.6b", "2.4", CASE)),
    *(reporting.HelpOnQuestion(0, c) for c in ALL_CODES),
    reporting.LeftOut(tuple(("x" * 40, why.value) for why in list(UnplacedReason)[:3])),
    reporting.LeftOut((("", "question"), ("", "unclear"))),
    reporting.WhichLine(_make_lines()),
    reporting.Parked(HEAD, 3, 11),
    reporting.GoOn(HEAD),
    reporting.GoOn(replace(HEAD, also_owed=ALSO_OWED), named_below=True),
    reporting.NotedToo(HEAD),
    reporting.NotOpenYet(LONG_NAME, "2025-12", date(2025, 12, 10)),
    reporting.PartNotRead(LONG_NAME, "2025-12"),
    reporting.AskCancel(HEAD, 3),
    reporting.Cancelled(HEAD),
    reporting.ReportReceipt(417),
    reporting.NothingOwed("Chi hội Nà Pồng", "2025-11", date(2025, 11, 10), date(2025, 11, 20)),
    reporting.AlreadySent(LONG_NAME, "2025-10", "BC-2510-0417", datetime(2025, 10, 14, tzinfo=UTC)),
    reporting.NothingChosen(),
    reporting.BranchNotFound(),
    reporting.BranchesHaveSent(LONG_NAME),
    reporting.BranchesHaveSent(),
    common.Apology(),
    common.NotForYou(),
    common.NotHere(),
    common.NotUnderstood(),
    common.NotUnderstood(("leader",)),
    common.NotUnderstood(("leader",), "photo"),
    common.NotUnderstood(("leader",), "thanks"),
    *(
        common.NotUnderstood(("leader",), sent, common.Standing("2025-10", date(2025, 10, 20)))
        for sent in ("text", "voice", "small_talk", "insult")
    ),
    common.NotUnderstood(("leader",), "text", common.Standing("2025-10")),
    common.NotUnderstood(("commune",)),
    common.Net(),
    common.Help(),
)
SUMMARIES: tuple[Notice, ...] = (
    reporting.AskAll(HEAD, _make_lines()),
    reporting.AskAll(HEAD, _make_lines(Level.COMMUNE)),
    reporting.AskAll(replace(HEAD, also_owed=ALSO_OWED), _make_lines()),
    reporting.AskRest(HEAD, _make_lines()),
    reporting.Review(HEAD, _make_lines(amount=LARGE), CHANGES),
    reporting.Review(HEAD, _make_lines(Level.COMMUNE), nothing=True),
    reporting.ReportReceipt(417, CHANGES),
    reporting.Choose("unit", ("Chi hội Nà Pồng", "Chi hội Khuổi Mực"), again=True),
    reporting.Choose("unit", ("Chi hội Tổ dân phố 10, Phường Thục Phán",) * 12, more=1379),
    *(common.Help((role.value,)) for role in Role),
    common.Help(tuple(role.value for role in Role)),
)


def _list_surfaces() -> list[tuple[str, str]]:
    return [(network, language) for network in ABILITIES for language in ("vi", "en")]


def _render(notice: Notice, network: str, language: str = "vi") -> Message:
    return render_notices((notice,), Phone(network, language).surface)


@pytest.mark.parametrize(("network", "language"), _list_surfaces())
@pytest.mark.parametrize(
    ("notices", "most"), [(STEPS, STEP), (SUMMARIES, SUMMARY)], ids=["steps", "summaries"]
)
def test_every_message_is_short_enough(
    network: str, language: str, notices: tuple[Notice, ...], most: int
) -> None:
    for notice in notices:
        message = _render(notice, network, language)
        text, _ = split_bold(message.text)
        assert text.strip() == text != "", notice
        assert len(text) < most, (len(text), text)
        assert bool(message.choices) <= ABILITIES[network].buttons
        for choice in (c for row in message.choices for c in row):
            assert choice.value.isascii()
            assert 0 < len(choice.value) <= 40
            assert 0 < len(choice.label) <= 64


def test_every_notice_has_one_view_and_was_looked_at_here() -> None:
    ours = {
        kind
        for module in (reporting, common)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Notice) and kind is not Notice
    }
    viewed = [view.notice for view in VIEWS]
    assert len(viewed) == len(set(viewed))
    assert ours <= set(viewed)
    assert ours <= {type(notice) for notice in (*STEPS, *SUMMARIES)}


def test_kinds_are_named_with_a_version_and_once() -> None:
    tags = [view.notice.__struct_config__.tag for view in VIEWS]
    assert len(tags) == len(set(tags))
    assert all("/" in str(tag) for tag in tags)


def test_a_name_can_be_no_markup() -> None:
    head = Head("**<b>Nà\ue000 Pồng</b>**", "2025-10", on_behalf=True)
    text, bold = split_bold(_render(reporting.AskAll(head, _make_lines()), "zalo").text)
    assert "**<b>Nà Pồng</b>**" in text
    assert all("Nà" not in text[start : start + length] for start, length in bold)


def test_joined_messages_offer_the_last_choices() -> None:
    asked = _render(reporting.AskOne(Line(1, "1.1"), 8, first=True), "telegram")
    said = _render(reporting.CannotChange(), "telegram")
    both = join_messages([asked, said])
    assert both.choices == asked.choices
    assert both.text == f"{asked.text}\n{said.text}"


def test_what_is_protected_keeps_its_choices_beside_a_form() -> None:
    take = ((Choice("Nhận việc", "/nhanviec 1"),),)
    card = Message("VV-25-0001", take, ageless=True, protect=True)
    asked = _render(reporting.AskOne(Line(1, "1.1"), 8, first=True), "telegram")
    both = join_messages([card, asked])
    assert both.choices == take + asked.choices
    assert (both.protect, both.ageless) == (True, False)
