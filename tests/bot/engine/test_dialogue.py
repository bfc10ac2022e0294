"""By which words a command is called, where, and that a word calls one command only."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from bot.conversations.intents import Intent
from bot.engine.channel import Abilities, Pressed, Said, Shown
from bot.engine.conversation import Event, Facts, Frame, Outcome, Session, Step
from bot.engine.dialogue import Call, Dialogue, Handler, Reply, put_net_under
from bot.runtime import wiring
from domain.answers import COMMAND_WORDS
from domain.answers.text.wishes import Wish
from domain.notices.base import Notice
from domain.notices.common import Net, NotHere
from domain.org.tree import Tree
from domain.periods import Calendar
from services.context import Reference
from storage.addresses import Contact
from storage.moments import VIETNAM
from storage.units import Units

NOW = datetime(2025, 10, 13, 8, tzinfo=VIETNAM)
ABILITIES = Abilities(buttons=True, edit=True, delete=True, upload=True, max_text=4096)


class Heard(Notice, frozen=True, tag="test_called/1"):
    by: str
    words: str = ""


class Open(msgspec.Struct, frozen=True):
    """The state of a conversation that hears nothing but "one"."""


class Deaf:
    """Hears "one" and leaves all else unheard."""

    name, version, state_type = "deaf", 1, Open
    confidential = False

    def step(self, state: Open, event: Event, facts: Facts) -> Step[Open]:
        if event.text == "one":
            return Step(state, (Heard("deaf"),))
        return Step(state, unheard=True)

    def prompt(self, state: Open, facts: Facts) -> tuple[Notice, ...]:
        return ()

    def key(self, state: Open) -> str | None:
        return None


OPEN = Session(frame=Frame("deaf", 1, msgspec.Raw(b"{}")))


def handler(
    name: str, *, opens: tuple[str, Any] | None = None, sets_aside: bool = False, **called: Any
) -> Handler:
    def handle(call: Call) -> Outcome:
        return Outcome((Heard(name, call.words),), opens=opens, sets_aside=sets_aside)

    return Handler((name,), handle, **called)


HANDLERS = (
    handler("report", anywhere=("report",), unheard=("nothing",), typed=("bao cao",)),
    handler("edit", unheard=("edit",)),
    handler("help", outside=("help",), in_groups=True),
)


def dialogue(*handlers: Handler) -> Dialogue:
    return Dialogue(
        (Deaf(),),
        handlers,
        apply=lambda effect, call: (),
        join=lambda call: None,
        fallback=lambda call: Outcome((Heard("fallback", call.words),)),
    )


def hear(content: str | Pressed, session: Session | None = None, *, group: bool = False) -> Notice:
    contact = Contact(1, "telegram", "1", "7", None if group else 1, None, group, True, False)
    call = Call(
        None,  # type: ignore[arg-type]
        Reference({0: None}, Calendar(), Units(Tree([]), {})),  # type: ignore[dict-item]
        NOW,
        contact=contact,
        abilities=ABILITIES,
        session=session or Session(),
    )
    said = Said(content) if isinstance(content, str) else content
    reply: Reply = dialogue(*HANDLERS).hear(call, said)
    (notice,) = reply.notices
    return notice


# --- who claims a word -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Handler(("lich", "same"), Outcome), Handler(("same",), Outcome)),
        (handler("one", typed=("same",)), handler("two", typed=("same",))),
        (handler("one", anywhere=("edit",)), handler("two", anywhere=("edit",))),
        (handler("one", anywhere=("edit",)), handler("two", unheard=("edit",))),
        (handler("one", unheard=("edit",)), handler("two", outside=("edit",))),
        (handler("same"), handler("two", typed=("same",))),
        (handler("edit"), handler("two", outside=("edit",))),
    ],
)
def test_two_handlers_that_claim_one_word_are_refused(first: Handler, second: Handler) -> None:
    with pytest.raises(ValueError, match=r"'(same|edit)' calls /\w+ and /\w+"):
        dialogue(first, second)


def test_a_handler_may_be_called_by_one_word_in_several_ways() -> None:
    dialogue(handler("edit", typed=("edit",), unheard=("edit",)))


@pytest.mark.parametrize(
    "claims", [{"anywhere": ("edti",)}, {"unheard": ("edit",), "outside": ("edit",)}]
)
def test_a_command_word_must_be_read_and_be_claimed_once(claims: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="/sua"):
        handler("sua", **claims)


def test_every_command_word_is_a_conversation_s_or_calls_a_command() -> None:
    called = {word for each in wiring.HANDLERS for word in each.command_words}
    assert not COMMAND_WORDS - called - set(Intent)
    wiring.build_dialogue()  # refuses what two handlers claim


# --- where a word leads to its handler ---------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "outside", "left_unheard"),
    [
        ("báo cáo", "report", "report"),
        ("không phát sinh", "report", "report"),
        ("sửa", "edit", "edit"),
        ("trợ giúp", "help", "fallback"),
        ("quay lại", "fallback", "fallback"),
        ("/help", "help", "help"),
    ],
)
def test_a_word_leads_to_its_handler_where_the_handler_says(
    said: str, outside: str, left_unheard: str
) -> None:
    assert hear(said) == Heard(outside, said if outside == "fallback" else "")
    assert hear(said, OPEN) == Heard(left_unheard, said if left_unheard == "fallback" else "")


def test_what_follows_a_name_or_typed_words_is_given_to_the_handler() -> None:
    assert hear("/report@bot tháng 9") == Heard("report", "tháng 9")
    assert hear("Báo  cáo tháng 9") == Heard("report", "tháng 9")
    assert hear(Pressed(None, "/report 12", "c")) == Heard("report", "12")
    assert hear(Pressed(None, "/gone 12", "c")) == Heard("fallback")


def test_an_answer_is_the_open_conversation_s() -> None:
    assert hear("one", OPEN) == Heard("deaf")


def test_a_group_calls_by_name_and_word_what_may_be_asked_there() -> None:
    assert hear("trợ giúp", group=True) == Heard("help")
    assert hear("/help", group=True) == Heard("help")
    assert hear("báo cáo tháng 9", group=True) == NotHere()
    assert hear("/báo cáo", group=True) == Heard("fallback", "/báo cáo")


# --- how long it is remembered that something confidential was heard -----------------------------


class Secret(Deaf):
    """Is about a case."""

    name = "secret"
    confidential = True


def sit(session: Session, said: str, at: datetime = NOW) -> Session:
    """The session after something was said in it."""
    contact = Contact(1, "telegram", "1", "7", 1, None, False, True, False)
    reference = Reference({0: None}, Calendar(), Units(Tree([]), {}))  # type: ignore[dict-item]
    call = Call(None, reference, at, contact=contact, abilities=ABILITIES, session=session)  # type: ignore[arg-type]
    talks = Dialogue(
        (Deaf(), Secret()),
        (handler("report", opens=("deaf", Open())), handler("leave", sets_aside=True)),
        apply=lambda effect, call: (),
        join=lambda call: None,
        fallback=lambda call: Outcome((Heard("fallback", call.words),)),
    )
    after = talks.hear(call, Said(said)).session
    assert after is not None
    return after


SECRET = Session(frame=Frame("secret", 1, msgspec.Raw(b"{}"), confidential=True))


def test_for_a_while_after_a_confidential_conversation_it_is_remembered_and_sealed() -> None:
    left = sit(SECRET, "/leave")
    assert (left.frame, left.case_at, left.confidential) == (None, NOW, True)
    assert sit(left, "words", NOW + timedelta(minutes=29)).case_at == NOW
    later = sit(left, "words", NOW + timedelta(minutes=31))
    assert (later.case_at, later.confidential) == (None, False)


def test_a_form_that_is_opened_ends_it() -> None:
    assert sit(sit(SECRET, "/leave"), "/report").case_at is None


# --- what is wanted in words of her own -----------------------------------------------------------


def test_a_wish_that_two_handlers_claim_is_refused() -> None:
    with pytest.raises(ValueError, match="wish who"):
        dialogue(handler("one", wishes=(Wish.WHO,)), handler("two", wishes=(Wish.WHO,)))


def test_every_wish_has_a_handler_but_what_plain_words_answer() -> None:
    claimed = [wish for each in wiring.HANDLERS for wish in each.wishes]
    assert set(Wish) - set(claimed) == {Wish.MEANING, Wish.NOTHING_NEW}
    assert len(claimed) == len(set(claimed))


def hear_all(text: str, session: Session, *, passing: bool) -> tuple[Notice, ...]:
    every = (*HANDLERS, handler("who", wishes=(Wish.WHO,)), handler("slip", wishes=(Wish.EDIT,)))
    talking = Dialogue(
        (Deaf(),),
        every,
        apply=lambda effect, call: (),
        join=lambda call: None,
        fallback=lambda call: Outcome((Heard("fallback", call.words),)),
        passing=("deaf",) if passing else (),
        forms=() if passing else ("deaf",),
        hear_plain=lambda call: Outcome((Heard("plain"),)) if call.words == "plain" else None,
    )
    contact = Contact(1, "telegram", "1", "7", 1, None, False, True, False)
    call = Call(
        None,  # type: ignore[arg-type]
        Reference({0: None}, Calendar(), Units(Tree([]), {})),  # type: ignore[dict-item]
        NOW,
        contact=contact,
        abilities=ABILITIES,
        session=session,
    )
    return talking.hear(call, Said(text)).notices


@pytest.mark.parametrize("session", [Session(), OPEN], ids=["nowhere", "open"])
@pytest.mark.parametrize("passing", [True, False], ids=["a list", "a form"])
def test_who_are_you_is_answered_everywhere(session: Session, passing: bool) -> None:
    assert hear_all("em là ai vậy", session, passing=passing) == (Heard("who", "em là ai vậy"),)


def test_plain_words_that_a_list_does_not_know_go_to_whoever_does() -> None:
    assert hear_all("plain", OPEN, passing=True) == (Heard("plain"),)


def test_what_nobody_understands_ends_with_the_net() -> None:
    class Unread(Notice, frozen=True, tag="test_unread/1"):
        again: bool = True

    said = Reply((Unread(),))
    assert put_net_under(said, Said("x")).notices == (Unread(), Net())
    assert put_net_under(Reply((Heard("x"),)), Said("x")).notices == (Heard("x"),)
    assert put_net_under(Reply((Heard("x"),)), Shown("voice")).notices == (Heard("x"), Net())
    assert put_net_under(Reply(()), Shown("voice")).notices == ()
