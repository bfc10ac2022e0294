"""Reading the answer to each question of the intake.

A reader returns the state with the answer, or None if it understood none.
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from msgspec.structs import replace

from bot.conversations.cases.intake_state import IntakeState
from bot.conversations.cases.intake_words import (
    keeps_commune_out,
    names_kin,
    names_kin_in_commune,
    read_control,
    read_labels,
    read_numbers,
    read_options,
    says_phone_is_unsafe,
)
from bot.conversations.intents import fold_phrase
from bot.engine.conversation import Event, Facts
from domain.answers import (
    Place,
    Status,
    denies_danger,
    fold,
    read_place,
    says_it_is_happening,
    speaks_as_child,
    tells_of_danger,
)
from domain.cases.deidentify import remove_names
from domain.cases.intake import Hours, Way, Wish
from domain.cases.intake_form import (
    ADD_NOTE,
    ANSWERS,
    NO,
    UNKNOWN,
    YES,
    YES_NO,
    Agreement,
    IntakeStage,
)

AnswerReader = Callable[[IntakeState, Event, Facts], IntakeState | None]

T = TypeVar("T")

_WISHES = tuple(Wish(each) for each in ANSWERS[IntakeStage.WISH])
"""In the order of their numbers."""

_TRUTH: Mapping[str, bool | None] = {YES: True, NO: False, UNKNOWN: None}
_MOST_WORDS_OF_A_CRY = 8
_NONE = frozenset({*YES_NO[NO], "khong co ai", "khong ai", "khong ai ca"})


def may_be_asked(state: IntakeState, facts: Facts) -> bool:
    """Tell whether this question can be asked: it has answers to offer and is still open."""
    if state.stage is IntakeStage.EXCLUDED:
        return bool(facts.officers)
    if state.stage is IntakeStage.COMMUNE_TOLD:
        return not state.commune_out
    if state.stage is IntakeStage.CHILD:
        return not state.young
    if state.stage is IntakeStage.VULNERABLE:
        return not state.young  # a child is not asked whether she is pregnant
    return state.stage is not IntakeStage.SEND or not state.opened


def offer_officers(state: IntakeState, facts: Facts) -> IntakeState:
    """Offer the officers to choose from, in their present order, at the question about them."""
    if state.stage is not IntakeStage.EXCLUDED:
        return state
    offered = facts.officers
    if state.stranger:  # she leaves out a post; one who holds it stands for it
        offered = tuple(people[0] for people in facts.officer_posts)
    return replace(state, offered=offered)


# --- several answers by buttons ----------------------------------------------------------------


def list_picked_numbers(state: IntakeState) -> tuple[int, ...]:
    """Return the numbers of the answers given at a question that takes several; else none."""
    if state.stage is IntakeStage.WISH:
        return tuple(n for n, wish in enumerate(_WISHES, 1) if wish in state.wishes)
    if state.stage is IntakeStage.EXCLUDED:
        return tuple(n for n, who in enumerate(state.offered, 1) if who in state.excluded)
    return ()


def toggle_answer(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    """Set one of several answers by its button, or take it back by the same; None if no button."""
    if not event.pressed:
        return None
    if state.stage is IntakeStage.WISH and (numbers := read_numbers(event.text, len(_WISHES))):
        return replace(state, wishes=_flip(state.wishes, _WISHES[numbers[0] - 1]))
    if state.stage is IntakeStage.EXCLUDED and (
        numbers := read_numbers(event.text, len(state.offered))
    ):
        picked = state.offered[numbers[0] - 1]
        same = _find_post_of(picked, state, facts)
        rest = tuple(who for who in state.excluded if who not in same)
        return replace(state, excluded=rest if picked in state.excluded else (*rest, *same))
    return None


def _flip(values: tuple[T, ...], value: T) -> tuple[T, ...]:
    rest = tuple(each for each in values if each != value)
    return rest if len(rest) < len(values) else (*values, value)


# --- question by question ----------------------------------------------------------------------


def _read_danger(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    said = read_options(IntakeStage.DANGER, event.text)
    if not said and event.what == "text" and _cries_for_help(event.text, state.cried):
        said = (YES,)
    if not said:
        return None
    danger = said[0] == YES
    earlier = facts.recent_case if danger and not state.stranger and not state.opened else 0
    return replace(state, danger=danger, earlier=earlier, tap_first=state.commune_known)


def _cries_for_help(text: str, cried: bool) -> bool:
    """Tell whether short words of danger answer the question; a story does not.

    After she cried for help "rồi đó" and "em ăn rồi" do as well.
    """
    short = len(text.split()) <= _MOST_WORDS_OF_A_CRY
    if denies_danger(text):
        return False
    return short and (tells_of_danger(text) or (cried and says_it_is_happening(text)))


def _make_truth_reader(field: str, stage: IntakeStage) -> AnswerReader:
    def read_truth(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
        said = read_options(stage, event.text)
        return replace(state, **{field: _TRUTH[said[0]]}) if said else None

    return read_truth


def _read_child(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    """Read whether a child is there; "em là trẻ con" is a yes, and it is she herself."""
    said = read_options(IntakeStage.CHILD, event.text)
    if not said and tells_of_danger(event.text):
        return None  # what is done to her is asked about first
    if not said and event.what == "text" and speaks_as_child(event.text):
        return replace(state, child=True, young=True)
    return replace(state, child=_TRUTH[said[0]]) if said else None


def _read_kind(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    kinds = facts.plan.cases.kinds
    said = read_labels(event.text, tuple(kinds.values()))
    return replace(state, kind=tuple(kinds)[said[0] - 1]) if len(said) == 1 else None


def _read_commune(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    """Take the commune known so far, one of those offered, or one by its name.

    If several have that name they are offered.
    """
    offered = state.offered or ((state.unit_id,) if state.commune_known else ())
    said = read_numbers(event.text, len(offered), spelled=False)
    if said:
        return _set_commune(state, offered[said[0] - 1])
    if event.pressed or read_control(event) is not None:
        return None
    return _find_commune(state, event.text, facts.communes)


_BEFORE_A_PLACE = re.compile(r"^\s*((em|e|chị|chi|tôi|toi)\s+)?(ở|o|tại|tai)\s+", re.IGNORECASE)


def _find_commune(state: IntakeState, text: str, communes: tuple[Place, ...]) -> IntakeState | None:
    reading = read_place(_BEFORE_A_PLACE.sub("", text), communes)
    if reading.status not in (Status.VALUE, Status.CONFIRM):
        return None
    ids = tuple(int(place.code) for place in reading.value)
    if reading.status is Status.VALUE:
        return _set_commune(state, ids[0])
    return replace(state, offered=ids)


def _set_commune(state: IntakeState, unit_id: int) -> IntakeState:
    moved = state.moved or unit_id != state.unit_id
    return replace(
        state,
        unit_id=unit_id,
        commune_known=True,
        moved=moved,
        commune_out=state.commune_out and (unit_id == state.unit_id or not state.commune_known),
    )


def _read_wish(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    said = read_options(IntakeStage.WISH, event.text)
    return replace(state, wishes=tuple(Wish(each) for each in said)) if said else None


def _read_consent(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    said = read_options(IntakeStage.CONSENT, event.text)
    return replace(state, agreed=Agreement(said[0])) if said else None


def _read_way(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    said = read_options(IntakeStage.WAY, event.text)
    return replace(state, way=None if said[0] == UNKNOWN else Way(said[0])) if said else None


def _read_hours(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    said = read_options(IntakeStage.HOURS, event.text)
    return replace(state, hours=None if said[0] == UNKNOWN else Hours(said[0])) if said else None


def _read_excluded(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    """Take officers by their numbers; "không" or the number after the last means nobody."""
    if fold_phrase(event.text[:40]) in _NONE:
        return replace(state, excluded=())
    nobody = len(state.offered) + 1
    said = read_numbers(event.text, nobody, many=True, spelled=False)
    if not said or (nobody in said and len(said) > 1):
        return None
    left_out = [state.offered[n - 1] for n in said if n != nobody]
    everybody = [who for each in left_out for who in _find_post_of(each, state, facts)]
    return replace(state, excluded=tuple(dict.fromkeys(everybody)))


def _find_post_of(who: int, state: IntakeState, facts: Facts) -> tuple[int, ...]:
    """Find all who hold the post that a stranger leaves out; else the officer alone."""
    posts = facts.officer_posts if state.stranger else ()
    return next((people for people in posts if who in people), (who,))


def leave_out_by_name(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    """Leave out every officer whose name was typed; None if none of them has that name."""
    words = _read_name(state, event)
    found = [who for who, name in facts.officer_names.items() if _ends_in(name, words)]
    if not found:
        return None
    return replace(state, by_name=tuple(dict.fromkeys((*state.by_name, *found))))


def may_be_name(state: IntakeState, event: Event) -> bool:
    """Tell whether a name was typed where officers are left out by it, and no sentence."""
    return bool(_read_name(state, event))


_MAY_BE_NAME = re.compile(r"[^\W\d_]+(\s+[^\W\d_]+){0,5}")
_ADDRESS = frozenset({"chi", "co", "ba", "ong", "anh", "bac", "chu", "em"})
_WHERE_SHE_WORKS = re.compile(r"( (o|ben|lam|cua|can|bo|hoi))*( (xa|phuong|tinh|dia ban))$")
_NO_NAME = frozenset(
    [
        "khong",
        "ko",
        "k",
        "biet",
        "ro",
        "voi",
        "di",
        "nhe",
        "e",
        "em",
        "oi",
        "ve",
        "no",
        "cuu",
        "noi",
        "chuyen",
        "thoi",
        "xong",
        "roi",
        "ai",
        "the",
        "gi",
        "sao",
        "lam",
        "ma",
        "thi",
        "cho",
        "het",
        "dau",
        "bi",
        "danh",
        "nua",
        "day",
        "o",
        "nha",
        "toi",
        "chua",
        "co",
        "duoc",
        "goi",
        "bao",
    ]
)
"""Words of a sentence: what holds one of them is no name."""


def _read_name(state: IntakeState, event: Event) -> list[str]:
    """Return the words of the name typed ("bà Mai xã", "Mai là chị gái nó"), empty if none was."""
    asked = state.stage is IntakeStage.EXCLUDED and state.stranger and not event.pressed
    if not asked or event.what != "text" or not _MAY_BE_NAME.fullmatch(event.text.strip()):
        return []
    said = _WHERE_SHE_WORKS.sub("", fold(event.text).strip().split(" la ")[0])
    words = _drop_address(said.split())
    return [] if _NO_NAME & set(words) or len(words) > _MOST_WORDS_OF_A_NAME else words


_MOST_WORDS_OF_A_NAME = 4


def _drop_address(words: list[str]) -> list[str]:
    return words[1:] if len(words) > 1 and words[0] in _ADDRESS else words


def _ends_in(name: str, words: list[str]) -> bool:
    """Tell whether these words are the name, or its last ones: people go by the given name."""
    return bool(words) and fold(name).split()[-len(words) :] == words


def _read_last_officer(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    """Read whether really nobody is to be told; else whoever was left out last is told on."""
    said = read_options(IntakeStage.LAST_OFFICER, event.text)
    if not said:
        return None
    back = replace(state, stage=IntakeStage.EXCLUDED)
    return back if said[0] == NO else replace(back, excluded=(), by_name=())


def _read_send(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    said = read_options(IntakeStage.SEND, event.text)
    if not said:
        return None
    if said[0] == ADD_NOTE:
        return replace(state, stage=IntakeStage.NOTE, returns_to=IntakeStage.SEND)
    return state


def _read_note(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    """Take a note after removing names, numbers and places from it."""
    if read_control(event) is not None or event.what != "text":
        return None
    return replace(state, note=remove_names(event.text), stage=state.returns_to)


def _read_same(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    """Return the state without the case reported before, unless it is that one."""
    said = read_options(IntakeStage.SAME, event.text)
    if not said:
        return None
    return replace(state, stage=IntakeStage.LEFT) if said[0] == YES else state


def _read_commune_told(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    """Read whether the commune may know; kin of theirs who sits there is a no as well."""
    said = read_options(IntakeStage.COMMUNE_TOLD, event.text)
    kin = names_kin_in_commune(event.text) or names_kin(event.text)
    if not said and (keeps_commune_out(event.text) or kin):
        said = (NO,)
    return replace(state, commune_out=said[0] == NO) if said else None


def _read_phone(state: IntakeState, event: Event, facts: Facts) -> IntakeState | None:
    said = read_options(IntakeStage.PHONE, event.text)
    if not said and event.what == "text" and says_phone_is_unsafe(event.text):
        said = (NO,)
    return replace(state, phone_is_safe=said[0] == YES) if said else None


ANSWER_READERS: Mapping[IntakeStage, AnswerReader] = {
    IntakeStage.DANGER: _read_danger,
    IntakeStage.SAME: _read_same,
    IntakeStage.COMMUNE_TOLD: _read_commune_told,
    IntakeStage.PHONE: _read_phone,
    IntakeStage.CHILD: _read_child,
    IntakeStage.VULNERABLE: _make_truth_reader("vulnerable", IntakeStage.VULNERABLE),
    IntakeStage.KIND: _read_kind,
    IntakeStage.COMMUNE: _read_commune,
    IntakeStage.WISH: _read_wish,
    IntakeStage.CONSENT: _read_consent,
    IntakeStage.WAY: _read_way,
    IntakeStage.HOURS: _read_hours,
    IntakeStage.EXCLUDED: _read_excluded,
    IntakeStage.LAST_OFFICER: _read_last_officer,
    IntakeStage.SEND: _read_send,
    IntakeStage.NOTE: _read_note,
}
