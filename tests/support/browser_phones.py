"""The demo's phones as a test plays them."""

import asyncio
import json
from pathlib import Path

from simulator.records import MessageRecord
from simulator.serve import RunningSimulator
from tests.support.bot_api_schema import faults_of


class Phones:
    """`say` types on a phone and waits for the answer; every request is held against the spec."""

    def __init__(self, simulator: RunningSimulator, home: Path) -> None:
        self.simulator = simulator
        self.codes: dict[str, str] = json.loads((home / "demo-scene.json").read_text("utf-8"))
        self.faults: list[str] = []
        simulator.do(simulator.simulation.watch, lambda one: self.faults.extend(faults_of(one)))

    def answers(self, chat: str) -> list[MessageRecord]:
        return self.simulator.from_bot(chat)

    async def say(self, who: str, bot: str, text: str, **more: object) -> str:
        """The words of the bot's answer to this."""
        return (await self.answer(who, bot, text, **more)).text or ""

    async def answer(self, who: str, bot: str, text: str, **more: object) -> MessageRecord:
        chat = f"{bot}.{who}" if bot in ("tg", "zl") else bot
        before = len(self.answers(chat))
        await asyncio.to_thread(self.simulator.send, who, bot, text, **more)
        await self.simulator.until(lambda: len(self.answers(chat)) > before)
        return self.answers(chat)[-1]

    async def press(self, who: str, bot: str, label: str) -> str:
        """Press the button with this label on the newest message; the words of the answer."""
        chat = f"{bot}.{who}"
        message = self.answers(chat)[-1]
        row, column = next(
            (r, c)
            for r, buttons in enumerate((message.markup or {})["inline_keyboard"])
            for c, button in enumerate(buttons)
            if button["text"] == label
        )
        before = len(self.answers(chat))
        await asyncio.to_thread(self.simulator.press, who, bot, message, row, column)
        await self.simulator.until(lambda: len(self.answers(chat)) > before)
        return self.answers(chat)[-1].text or ""

    async def join(self, who: str, bot: str) -> str:
        code = self.codes[who]
        return await self.say(who, bot, f"/start {code}" if bot == "tg" else code)
