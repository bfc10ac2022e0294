"""Minimal 'null' Telegram Bot API server for benchmarks (127.0.0.1 only, stops by itself).

Raw asyncio HTTP/1.1 so that the server is far from being the bottleneck.
Modes:
  closed : every simulated chat sends its next message only after the reply to the
           previous one arrived (1000 users active at once).       -> throughput
  burst  : all messages of a chat are queued back to back.         -> ordering/race correctness
A form = "/start" + 5 answers = 6 updates, 6 replies. Last reply must be
"DONE a1|a2|a3|a4|a5" (checked per chat and form).
getUpdates semantics follow the Bot API: offset confirms, limit<=100, long poll.
Extra: GET /_stats, POST /_pid?pid=N (server samples that pid's CPU between first
update served and last reply), GET /_quit.
"""

import argparse
import asyncio
import contextlib
import json
import os
import re
import time
from collections import deque
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs

try:
    import uvloop

    uvloop.install()
except ImportError:
    pass
ap = argparse.ArgumentParser()
ap.add_argument("--port", type=int, default=9100)
ap.add_argument("--chats", type=int, default=1000)
ap.add_argument("--forms", type=int, default=2)
ap.add_argument("--mode", default="closed", choices=["closed", "burst"])
ap.add_argument("--hold", type=float, default=0.2)
ap.add_argument("--max-seconds", type=float, default=300)
A = ap.parse_args()
HZ = os.sysconf("SC_CLK_TCK")
STEPS = ["/start"] + [f"a{i}" for i in range(1, 6)]
T0 = int(time.time())


class State:
    next_uid = 1
    pending: ClassVar[deque] = deque()  # (update_id, bytes)  unconfirmed
    waiters: ClassVar[list] = []
    pos: ClassVar[dict] = {}  # chat -> index of the next message in its script
    got: ClassVar[dict] = {}  # chat -> list of reply texts
    sent = 0
    served = 0
    get_updates = 0
    t0 = t1 = None
    pid = None
    cpu0 = cpu1 = None
    total = A.chats * A.forms * len(STEPS)


S = State()


def cpu(pid):
    p = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(p[11]) / HZ, int(p[12]) / HZ


def script(chat, k):
    form, step = divmod(k, len(STEPS))
    return "/start" if step == 0 else f"f{form}a{step}c{chat}"


def release(chat):
    k = S.pos.get(chat, 0)
    if k >= A.forms * len(STEPS):
        return
    S.pos[chat] = k + 1
    text = script(chat, k)
    uid = S.next_uid
    S.next_uid += 1
    u = {
        "update_id": uid,
        "message": {
            "message_id": k * 2 + 1,
            "date": T0,
            "from": {"id": chat, "is_bot": False, "first_name": f"U{chat}", "language_code": "vi"},
            "chat": {"id": chat, "type": "private", "first_name": f"U{chat}"},
            "text": text,
        },
    }
    if text.startswith("/"):
        u["message"]["entities"] = [{"offset": 0, "length": len(text), "type": "bot_command"}]
    S.pending.append((uid, json.dumps(u).encode()))


for c in range(1, A.chats + 1):
    if A.mode == "closed":
        release(c)
    else:
        for _ in range(A.forms * len(STEPS)):
            release(c)


def fields(ctype, body):
    if b"json" in ctype:
        return {k: str(v) for k, v in json.loads(body or b"{}").items()}
    if b"multipart" in ctype:
        return {
            m[0].decode(): m[1].decode()
            for m in re.findall(
                rb'name="(\w+)"\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--', body, re.DOTALL
            )
        }
    return {k: v[0] for k, v in parse_qs(body.decode()).items()}


def ok(result: bytes):
    return b'{"ok":true,"result":' + result + b"}"


ME = json.dumps(
    {
        "id": 123,
        "is_bot": True,
        "first_name": "bench",
        "username": "bench_bot",
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }
).encode()


async def get_updates(f):
    S.get_updates += 1
    off = int(f.get("offset") or 0)
    lim = int(f.get("limit") or 100)
    to = float(f.get("timeout") or 0)
    while S.pending and S.pending[0][0] < off:
        S.pending.popleft()
    if not S.pending and to:
        w = asyncio.get_running_loop().create_future()
        S.waiters.append(w)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(w, to)
    # As a saturated queue would: hold up to A.hold s for a full batch (a backlog gives full ones).
    end = time.perf_counter() + A.hold
    while len(S.pending) < lim and S.sent < S.total and time.perf_counter() < end:
        await asyncio.sleep(0.002)
    out = []
    for _, b in S.pending:
        if len(out) >= lim:
            break
        out.append(b)
    if out:
        S.served += len(out)
        if S.t0 is None:
            S.t0 = time.perf_counter()
            S.cpu0 = cpu(S.pid) if S.pid else None
    return ok(b"[" + b",".join(out) + b"]")


def send_message(f):
    chat = int(f["chat_id"])
    text = f["text"]
    S.sent += 1
    S.got.setdefault(chat, []).append(text)
    if A.mode == "closed":
        release(chat)
        if S.waiters:
            for w in S.waiters:
                if not w.done():
                    w.set_result(None)
            S.waiters.clear()
    if S.sent >= S.total:
        S.t1 = time.perf_counter()
        S.cpu1 = cpu(S.pid) if S.pid else None
    return ok(
        json.dumps(
            {
                "message_id": S.sent + 10**6,
                "date": T0,
                "from": {"id": 123, "is_bot": True, "first_name": "bench", "username": "bench_bot"},
                "chat": {"id": chat, "type": "private", "first_name": f"U{chat}"},
                "text": text,
            }
        ).encode()
    )


def stats():
    good = bad = 0
    for c in range(1, A.chats + 1):
        done = [t for t in S.got.get(c, []) if t.startswith("DONE")]
        for form in range(A.forms):
            want = "DONE " + "|".join(f"f{form}a{i}c{c}" for i in range(1, 6))
            good += want in done
            bad += want not in done
    d = {
        "sent": S.sent,
        "total": S.total,
        "served": S.served,
        "get_updates": S.get_updates,
        "forms_ok": good,
        "forms_bad": bad,
        "done": S.t1 is not None,
    }
    if S.t1:
        d["wall"] = S.t1 - S.t0
        d["per_s"] = S.total / d["wall"]
        if S.cpu0:
            d["user"] = S.cpu1[0] - S.cpu0[0]
            d["sys"] = S.cpu1[1] - S.cpu0[1]
            d["cpu_ms_per_msg"] = 1000 * (d["user"] + d["sys"]) / S.total
    return json.dumps(d).encode()


class Proto(asyncio.Protocol):
    def connection_made(self, tr):
        self.tr = tr
        self.buf = b""

    def connection_lost(self, exc):
        self.tr = None

    def data_received(self, data):
        self.buf += data
        while True:
            i = self.buf.find(b"\r\n\r\n")
            if i < 0:
                return
            head = self.buf[:i]
            low = head.lower()
            j = low.find(b"content-length:")
            n = (
                int(low[j + 15 : low.find(b"\r\n", j) if low.find(b"\r\n", j) > 0 else None])
                if j >= 0
                else 0
            )
            if j < 0 and b"chunked" in low:
                e = self.buf.find(b"0\r\n\r\n", i)
                if e < 0:
                    return
                raw = self.buf[i + 4 : e]
                body = b""
                while raw:
                    ln, _, raw = raw.partition(b"\r\n")
                    k = int(ln, 16)
                    body += raw[:k]
                    raw = raw[k + 2 :]
                self.buf = self.buf[e + 5 :]
            else:
                if len(self.buf) < i + 4 + n:
                    return
                body = self.buf[i + 4 : i + 4 + n]
                self.buf = self.buf[i + 4 + n :]
            j = low.find(b"content-type:")
            ct = (
                low[j + 13 : low.find(b"\r\n", j) if low.find(b"\r\n", j) > 0 else None]
                if j >= 0
                else b""
            )
            self.route(head.split(b" ", 2)[1].decode(), ct, body)

    def reply(self, body):
        if self.tr:
            self.tr.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                % len(body)
                + body
            )

    def route(self, path, ct, body):
        m = path.rsplit("/", 1)[-1].split("?")[0]
        if m == "sendMessage":
            self.reply(send_message(fields(ct, body)))
        elif m == "getUpdates":
            t = asyncio.ensure_future(get_updates(fields(ct, body)))
            t.add_done_callback(lambda t: self.reply(t.result()))
        elif m == "getMe":
            self.reply(ok(ME))
        elif m == "_stats":
            self.reply(stats())
        elif m == "_pid":
            S.pid = int(path.split("=")[1])
            self.reply(b"{}")
        elif m == "_quit":
            os._exit(0)
        else:
            self.reply(ok(b"true"))


async def main():
    _server = await asyncio.get_running_loop().create_server(Proto, "127.0.0.1", A.port)
    await asyncio.sleep(A.max_seconds)
    os._exit(0)


asyncio.run(main())
