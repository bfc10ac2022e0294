"""The five-question form on python-telegram-bot 22.8. argv: base_url variant.

Variants: pickle | pickle1 (update_interval=1) | concN (concurrent_updates=N, default 256, no
persistence) | concdef | seq (sequential, no persistence).
"""

import asyncio
import logging
import os
import sys
import tempfile
from pathlib import Path

from telegram.ext import (
    ApplicationBuilder,
    CommandHandler,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

logging.basicConfig(level=logging.ERROR)
base, variant = sys.argv[1], sys.argv[2]
SLOW = float(os.environ.get("SLOW", "0"))  # only for crash tests


async def start(u, c):
    if SLOW:
        await asyncio.sleep(SLOW)
    c.user_data["a"] = []
    await u.message.reply_text("Q1")
    return 1


def q(n):
    async def h(u, c):
        c.user_data["a"].append(u.message.text)
        if n < 5:
            await u.message.reply_text(f"Q{n + 1}")
            return n + 1
        await u.message.reply_text("DONE " + "|".join(c.user_data["a"]))
        return ConversationHandler.END

    return h


T = filters.TEXT & ~filters.COMMAND
b = ApplicationBuilder().token("123:ABC").base_url(base + "/bot")
pers = variant.startswith("pickle")
if pers:
    path = Path(tempfile.mkdtemp()) / "p.pickle"
    b = b.persistence(PicklePersistence(path, update_interval=1 if variant == "pickle1" else 60))
if variant == "concdef":
    b = b.concurrent_updates(True)  # library defaults: 256 updates, pool 256, pool_timeout 1 s
elif variant.startswith("conc"):
    b = (
        b.concurrent_updates(int(variant[4:] or 256))
        .pool_timeout(60)
        .read_timeout(60)
        .connect_timeout(60)
    )
app = b.build()
app.add_handler(
    ConversationHandler(
        [CommandHandler("start", start)],
        {n: [MessageHandler(T, q(n))] for n in range(1, 6)},
        [CommandHandler("cancel", start)],
        allow_reentry=True,
        **({"name": "form", "persistent": True} if pers else {}),
    )
)
app.run_polling(timeout=5)
