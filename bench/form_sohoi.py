"""The five-question form on Sổ Hội itself: inbox, sessions, outbox and sender as they are.

usage: python -m bench.form_sohoi BASE_URL FOLDER

Only the conversation and its words are the benchmark's: Q1 … Q5, then `DONE a1|a2|a3|a4|a5`.
Every answer is on disk (SQLite, WAL, synchronous=FULL) before its reply leaves. The network's
speed limits are lifted: the server has none.
"""

import sys
from datetime import datetime
from pathlib import Path

import msgspec
import uvloop

from bot.channels.telegram import make_telegram_channel
from bot.engine.channel import UNLIMITED
from bot.engine.conversation import Event, Facts, Outcome, Step
from bot.engine.dialogue import Call, Dialogue, Handler
from bot.engine.message import Message
from bot.engine.renderer import Renderer
from bot.engine.surface import Surface
from bot.engine.view import View
from bot.runtime.app import App
from domain.notices.base import Notice
from domain.org.tree import Tree
from domain.periods import VIETNAM, Calendar
from domain.plan.plan import Plan
from domain.plan.plan_file import parse_plan
from services.context import Reference
from storage import migrate
from storage.database import Database
from storage.units import Units

QUESTIONS = 5


class AskNumber(Notice, frozen=True, tag="bench_ask/1"):
    number: int


class AllAnswered(Notice, frozen=True, tag="bench_done/1"):
    answers: tuple[str, ...]


class Answers(msgspec.Struct, frozen=True):
    given: tuple[str, ...] = ()


class Form:
    """Five questions, one after the other."""

    name = "bench"
    version = 1
    confidential = False
    state_type = Answers

    def step(self, state: Answers, event: Event, facts: Facts) -> Step[Answers]:
        given = (*state.given, event.text)
        if len(given) == QUESTIONS:
            return Step(None, (AllAnswered(given),))
        return Step(Answers(given), (AskNumber(len(given) + 1),))

    def prompt(self, state: Answers, facts: Facts) -> tuple[Notice, ...]:
        return (AskNumber(len(state.given) + 1),)

    def key(self, state: Answers) -> str | None:
        return None


def _start(call: Call) -> Outcome:
    return Outcome((AskNumber(1),), opens=("bench", Answers()))


def _ask(notice: AskNumber, surface: Surface) -> Message:
    return Message(f"Q{notice.number}")


def _done(notice: AllAnswered, surface: Surface) -> Message:
    return Message("DONE " + "|".join(notice.answers))


def _nothing(call: Call) -> Outcome:
    return Outcome()


def app(base: str, folder: str) -> App:
    """The product around the benchmark's form."""
    database = Database(f"sqlite:///{folder}/sohoi.db")
    migrate.prepare(database)
    plan = parse_plan(Path("plans/326-KH-BTV.yaml").read_text("utf-8"))
    if not isinstance(plan, Plan):
        raise SystemExit("the plan file has faults")
    dialogue = Dialogue(
        (Form(),),
        (Handler(("start",), _start),),
        apply=lambda effect, call: (),
        join=lambda call: None,
        fallback=_nothing,
    )
    channel = make_telegram_channel("123:ABC", api=base, limits=UNLIMITED)
    reference = Reference.of(plan, Calendar(), Units(Tree([]), {}))
    renderer = Renderer(
        database,
        (View(AskNumber, _ask), View(AllAnswered, _done)),
        lambda: reference,
        _now,
        {channel.network.value: channel.abilities},
    )
    return App(database, dialogue, renderer, lambda: reference, [channel], _now, limits=UNLIMITED)


def _now() -> datetime:
    return datetime.now(VIETNAM)


if __name__ == "__main__":
    uvloop.run(app(sys.argv[1], sys.argv[2]).run())
