"""People with phones who report under faults, and what their phones received.

Everything here runs in the simulator's own loop: a phone hears a message, thinks, and answers.
A person answers what she is asked once. When nothing comes for a while she asks for it again
(`/baocao`), or, where the whole report is one message, sends her last message again: both are
harmless if the first one arrived. She never repeats a single answer: what the network took from
her phone counts as sent. Should the bot ask again what she answered, with nothing of hers on the
way, an answer was lost; she gives it again and it is counted.
"""

import asyncio
import random
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from bench.fault_figures import Figure
from simulator.phones import Phones, Sending
from simulator.records import MessageRecord

TAG = re.compile(r"\n‹(\d+)\.(\d+)›$")
_QUESTION = re.compile(r"^(\d+)/\d+ ", re.MULTILINE)
_LINE = re.compile(r"^\d+\. ", re.MULTILINE)
_RECEIPT = re.compile(r"^Đã gửi báo cáo .*BC-\d{4}-\d{4}", re.MULTILINE)
_THINKS_SECONDS = (0.05, 0.5)
_DOUBLE_TAPS = 0.1


@dataclass(slots=True)
class Received:
    """One message on a phone: which row of the outbox, sent by which life of the bot.

    `late`: the network did it but answered too late, so that it may come once more.
    """

    life: int
    row: int
    late: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """Who she is: her key on the network, her bot's, her code and her answers."""

    person: str
    bot: str
    code: str
    figures: tuple[Figure, ...]
    starts_at: float
    patience_seconds: float
    lossy: bool = False  # her network may forget what she sent


class Player(ABC):
    """One person. `done`: her report is acknowledged and she was answered once more after it."""

    last_words = "/tiendo"

    def __init__(self, seat: Seat, phones: Phones, dice: random.Random) -> None:
        self.seat = seat
        self.received: list[Received] = []
        self.sent = 0
        self.asked_again: list[str] = []
        self.nudges = 0
        self.done = False
        self.story: list[str] = []
        self._phones = phones
        self._dice = dice
        self._loop = asyncio.get_running_loop()
        self._rows: set[int] = set()
        self._expected = 0
        self._did: set[str] = set()
        self._said = ""
        self._unread: list[MessageRecord] = []
        self._reaction: asyncio.TimerHandle | None = None
        self._worry: asyncio.TimerHandle | None = None
        self._began = self._loop.time()
        self._loop.call_later(seat.starts_at, self._start)

    @property
    def unanswered(self) -> int:
        """How many of her messages have no answer yet; each leads to exactly one."""
        return self._expected - len(self._rows)

    def tell(self, what: str) -> None:
        """Add to her story, for whoever looks for a fault."""
        self.story.append(f"{self._loop.time() - self._began:.2f} {what}")

    # what she does

    def say(self, text: str) -> None:
        self._said = text
        self.sent += 1
        self.tell(f"→ {text}")
        self._expected += 1
        self._phones.send(self.seat.person, Sending(chat=self.seat.bot, text=text))
        self._wait()

    def _start(self) -> None:
        self.say(self.seat.code)

    def _wait(self) -> None:
        if self._worry is not None:
            self._worry.cancel()
        self._worry = self._loop.call_later(self.seat.patience_seconds, self._worries)

    def _worries(self) -> None:
        if not self.done:
            self.nudges += 1
            if self.seat.lossy:
                self._expected = len(self._rows)
            self.say(self.nudge())

    def nudge(self) -> str:
        """What she sends when no answer comes."""
        return self._said

    # what she hears

    def hear(self, message: MessageRecord) -> None:
        """A message of the bot has reached her phone."""
        tag = TAG.search(message.text)
        if tag is None:
            raise ValueError("a message without its number")
        self.received.append(Received(int(tag[1]), int(tag[2])))
        self._rows.add(int(tag[2]))
        self.tell(f"← {tag[1]}.{tag[2]} {' / '.join(message.text.splitlines()[:-1])[:60]}")
        self._wait()
        self._unread.append(message)
        if self._reaction is None:
            pause = self._dice.uniform(*_THINKS_SECONDS)
            self._reaction = self._loop.call_later(pause, self._react)

    def _react(self) -> None:
        """Look at all that came meanwhile; the last thing asked counts, or a receipt."""
        messages, self._unread, self._reaction = self._unread, [], None
        if "report" in self._did:
            self._finish()
            return
        asked = {wish: message for message in messages if (wish := self.asked(message))}
        if asked:
            wish = "report" if "report" in asked else list(asked)[-1]
            self._do(wish, asked[wish])

    def _do(self, wish: str, message: MessageRecord) -> None:
        if wish in self._did:
            if self.unanswered > 0:
                return
            self.asked_again.append(wish)
        self._did.add(wish)
        self.act(wish, message)

    def _finish(self) -> None:
        if self.unanswered == 0 and not self.done:
            self.done = True
            if self._worry is not None:
                self._worry.cancel()

    @abstractmethod
    def asked(self, message: MessageRecord) -> str | None:
        """What a message wants of her, by a name; None where it wants nothing."""

    @abstractmethod
    def act(self, asked: str, message: MessageRecord) -> None:
        """Do what is wanted."""


class ByQuestion(Player):
    """Telegram: one question after the other, by typing or (`taps`) by buttons where there are."""

    taps: ClassVar[bool] = False

    def nudge(self) -> str:
        return "/baocao" if "join" in self._did else self._said

    def asked(self, message: MessageRecord) -> str | None:
        buttons = values(message)
        if _RECEIPT.search(message.text):
            return "report"
        if questions := _QUESTION.findall(message.text):
            return f"question {questions[-1]}"
        if "ok" in buttons:
            return "review" if "huy" in buttons else f"sure of {self._last_question()}"
        return "join" if "/baocao" in buttons and "join" not in self._did else None

    def _last_question(self) -> int:
        return max((int(d.split()[1]) for d in self._did if d.startswith("question")), default=0)

    def act(self, asked: str, message: MessageRecord) -> None:
        what, _, number = asked.partition(" ")
        if what == "question":
            self._answer(self.seat.figures[int(number) - 1], message)
        elif what == "report":
            self.say(self.last_words)
        elif what == "join":
            self._choose("/baocao", "/baocao", message)
        else:
            self._choose("ok", "đúng rồi", message)

    def _answer(self, figure: Figure, message: MessageRecord) -> None:
        button = {"rồi": "co", "có": "co", "chưa": "khong", "không": "khong"}
        self._choose(button.get(figure.typed, figure.typed), figure.typed, message)

    def _choose(self, value: str, words: str, message: MessageRecord) -> None:
        """Press the button with this value, or type the words.

        While something of hers is on its way the buttons may be old, and she types.
        """
        place = values(message).get(value)
        if not self.taps or place is None or self.unanswered > 0:
            self.say(words)
            return
        self._expected += 1
        twice = not value.startswith("/") and self._dice.random() < _DOUBLE_TAPS
        for _ in range(1 + twice):
            self.sent += 1
            self.tell(f"→ [{value}]")
            self._phones.press(self.seat.person, self.seat.bot, message.id, *place)
        self._wait()


class ByButton(ByQuestion):
    """Telegram, with buttons wherever one fits; now and then pressed twice."""

    taps = True


class InOneAnswer(Player):
    """Zalo: the whole report in one message."""

    last_words = "TIẾN ĐỘ"

    def asked(self, message: MessageRecord) -> str | None:
        if _RECEIPT.search(message.text):
            return "report"
        if _LINE.search(message.text):
            return "review" if "OK" in message.text else "form"
        return "join" if "BÁO CÁO" in message.text and "join" not in self._did else None

    def act(self, asked: str, message: MessageRecord) -> None:
        answers = ", ".join(figure.typed for figure in self.seat.figures)
        words = {"join": "BÁO CÁO", "form": answers, "review": "OK", "report": self.last_words}
        self.say(words[asked])


KINDS: dict[str, Sequence[type[Player]]] = {
    "telegram": (ByQuestion, ByButton),
    "zalo": (InOneAnswer,),
}


def values(message: MessageRecord) -> dict[str, tuple[int, int]]:
    """The values behind a message's buttons, with row and column."""
    rows = (message.markup or {}).get("inline_keyboard", [])
    return {
        str(button["callback_data"]).partition(".")[2]: (row, column)
        for row, buttons in enumerate(rows)
        for column, button in enumerate(buttons)
        if "callback_data" in button
    }
