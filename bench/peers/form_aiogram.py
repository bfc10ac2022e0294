"""The five-question form on aiogram 3.31. argv: base_url variant.

Variants: mem | mem_iso (SimpleEventIsolation) | redis | redis_iso (RedisEventIsolation) |
mem_seq (handle_as_tasks=False).
"""

import asyncio
import logging
import os
import sys

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage, SimpleEventIsolation

logging.basicConfig(level=logging.ERROR)
base, variant = sys.argv[1], sys.argv[2]
SLOW = float(os.environ.get("SLOW", "0"))  # only for crash tests


class Form(StatesGroup):
    q1 = State()
    q2 = State()
    q3 = State()
    q4 = State()
    q5 = State()


ST = [Form.q1, Form.q2, Form.q3, Form.q4, Form.q5]
iso = None
if variant.startswith("redis"):
    from aiogram.fsm.storage.redis import RedisStorage

    storage = RedisStorage.from_url("redis://127.0.0.1:6399/1")
    if variant == "redis_iso":
        iso = storage.create_isolation()
else:
    storage = MemoryStorage()
    if variant == "mem_iso":
        iso = SimpleEventIsolation()
dp = Dispatcher(storage=storage, events_isolation=iso)


@dp.message(CommandStart())
async def start(m, state: FSMContext):
    if SLOW:
        await asyncio.sleep(SLOW)
    await state.set_data({"a": []})
    await state.set_state(Form.q1)
    await m.answer("Q1")


def reg(i):
    @dp.message(ST[i], F.text)
    async def h(m, state: FSMContext):
        a = (await state.get_data())["a"] + [m.text]
        if i < 4:
            await state.update_data(a=a)
            await state.set_state(ST[i + 1])
            await m.answer(f"Q{i + 2}")
        else:
            await state.clear()
            await m.answer("DONE " + "|".join(a))


for i in range(5):
    reg(i)
bot = Bot("123:ABC", session=AiohttpSession(api=TelegramAPIServer.from_base(base)))
dp.run_polling(bot, polling_timeout=5, handle_as_tasks=variant != "mem_seq")
