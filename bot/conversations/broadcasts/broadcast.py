"""Writing to a level below one's unit: for whom, which words, a preview, then it is sent."""

import msgspec

from bot.conversations.effects import SendBroadcast, WordBroadcast
from bot.conversations.intents import Intent, fold_phrase, read_plain_intent
from bot.engine.conversation import Event, Facts, Step
from domain.notices.base import Notice
from domain.notices.broadcasts import AskAudience, AskWords, BroadcastPreview, NothingBroadcast

MOST_LETTERS = 800
_LEVEL_WORDS = {
    "branch": ("chi hoi", "chi hoi truong", "branch"),
    "commune": ("xa", "can bo xa", "xa phuong", "commune"),
    "area": ("dia ban", "can bo dia ban", "area"),
}


class BroadcastState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known so far.

    `audiences`: (level, number of people). `level`: "" while it is asked. `worded`: the preview is
    shown.
    """

    broadcast_id: int
    unit: str
    audiences: tuple[tuple[str, int], ...]
    level: str = ""
    worded: bool = False


class BroadcastConversation:
    """Asks for audience and words; the draft lies in storage, so the state holds only its id."""

    name = "broadcast"
    version = 1
    confidential = False
    state_type = BroadcastState

    def key(self, state: BroadcastState) -> str | None:
        """Return None: it is begun anew rather than set aside."""
        return None

    def prompt(self, state: BroadcastState, facts: Facts) -> tuple[Notice, ...]:
        """Ask the open question again."""
        if state.worded:
            return (BroadcastPreview(state.broadcast_id),)
        return (_ask_words(state) if state.level else _ask_audience(state),)

    def step(self, state: BroadcastState, event: Event, facts: Facts) -> Step[BroadcastState]:
        """Take the level, then the words, then a yes; the words can be changed before it."""
        intent = read_plain_intent(event)
        if intent in (Intent.CANCEL, Intent.LATER):
            return Step(None, (NothingBroadcast(),))
        if not state.level:
            return _read_audience(state, event)
        if state.worded and intent is Intent.OK:
            return Step(None, effects=(SendBroadcast(state.broadcast_id),))
        if state.worded and intent is Intent.EDIT:
            again = msgspec.structs.replace(state, worded=False)
            return Step(again, (_ask_words(again),))
        if event.pressed:
            return Step(state, self.prompt(state, facts))
        return _read_words(state, event)


def open_broadcast(
    broadcast_id: int, unit: str, audiences: tuple[tuple[str, int], ...]
) -> tuple[BroadcastState, tuple[Notice, ...]]:
    """Ask for the audience; if there is only one, ask for the words at once."""
    only = audiences[0][0] if len(audiences) == 1 else ""
    state = BroadcastState(broadcast_id, unit, audiences, only)
    return state, (_ask_words(state) if only else _ask_audience(state),)


def _read_audience(state: BroadcastState, event: Event) -> Step[BroadcastState]:
    said = fold_phrase(event.text[:60])
    for number, (level, _) in enumerate(state.audiences, 1):
        if said == str(number) or said in _LEVEL_WORDS.get(level, ()):
            chosen = msgspec.structs.replace(state, level=level)
            return Step(chosen, (_ask_words(chosen),))
    if event.command is not None:
        return Step(state, unheard=True)
    return Step(state, (_ask_audience(state, again=True),))


def _read_words(state: BroadcastState, event: Event) -> Step[BroadcastState]:
    """Take whatever is typed as the words; typed again, they replace the former ones."""
    words = event.text.strip()
    if not words or event.what != "text":
        return Step(state, (_ask_words(state, "no_text"),))
    if len(words) > MOST_LETTERS:
        return Step(state, (_ask_words(state, "long"),))
    after = msgspec.structs.replace(state, worded=True)
    kept = WordBroadcast(state.broadcast_id, state.level, words)
    return Step(after, (BroadcastPreview(state.broadcast_id),), (kept,))


def _ask_audience(state: BroadcastState, *, again: bool = False) -> AskAudience:
    return AskAudience(state.unit, state.audiences, again)


def _ask_words(state: BroadcastState, fault: str = "") -> AskWords:
    people = dict(state.audiences)[state.level]
    return AskWords(state.level, people, MOST_LETTERS, fault)
