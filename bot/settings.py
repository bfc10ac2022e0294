"""The settings: read once from the environment and `.env`, with all faults told at once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.errors import OperatorMistake

_PREFIX = "SOHOI_"
_OF_TESTS = {"browser", "rewrite_transcripts"}
_LEAST_SECRET = 16
_LEAST_OUTBOX_DAYS = 45
_LONGEST_REPLY_WAIT = 15
_HOME, _PLAN = Path("data"), Path("plans/326-KH-BTV.yaml")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings; each is called SOHOI_ and the field's name in capitals."""

    home: Path = field(default=_HOME, metadata={"help": "Folder of the data"})
    port: int = field(
        default=8600,
        metadata={"help": "Port of the demo's page and, when running, of the webhooks"},
    )
    host: str = field(default="127.0.0.1", metadata={"help": "Address the webhooks listen on"})
    telegram_tokens: tuple[str, ...] = field(
        default=(), metadata={"help": "Tokens of the Telegram bots, comma-separated"}
    )
    zalo_bot_tokens: tuple[str, ...] = field(
        default=(), metadata={"help": "Tokens of the Zalo bots, comma-separated"}
    )
    telegram_api: str = field(
        default="https://api.telegram.org",
        metadata={"help": "Base address of the Telegram Bot API"},
    )
    zalo_bot_api: str = field(
        default="https://bot-api.zaloplatforms.com",
        metadata={"help": "Base address of the Zalo Bot API"},
    )
    database_url: str = field(
        default="", metadata={"help": "Database (default: SQLite in the data folder)"}
    )
    webhook_url: str = field(
        default="", metadata={"help": "Public https address of this server; absent: long polling"}
    )
    telegram_proxy: str = field(
        default="", metadata={"help": "Proxy for Telegram, e.g. http://host:port"}
    )
    secret: str = field(
        default="",
        metadata={"help": "Signs links to files, the same on every machine (default: made by us)"},
    )
    plan: Path = field(default=_PLAN, metadata={"help": "The plan file"})
    outbox_days: int = field(
        default=90,
        metadata={"help": "Days that messages which left or were dropped are kept (45 at least)"},
    )
    reply_wait: int = field(
        default=4,
        metadata={"help": "Seconds a reply on Zalo waits for what she writes next (0: none)"},
    )
    vault_key: str = field(
        default="",
        repr=False,
        metadata={"help": "Key of the vault, or several, newest first (default: a file vault.key)"},
    )

    @property
    def database(self) -> str:
        """The database's address, SQLite in the data folder unless set."""
        return self.database_url or f"sqlite:///{self.home / 'sohoi.db'}"


def read(
    environment: Mapping[str, str] | None = None,
    env_file: Path = Path(".env"),
    *,
    networks: bool = False,
) -> Settings:
    """Read the settings; raises OperatorMistake that names every wrong one, a line each.

    `networks`: a token of at least one network must be among them, as `sohoi run` needs.
    """
    given = dict(environment) if environment is not None else _gather_from_machine(env_file)
    values: dict[str, Any] = {}
    faults: list[str] = []
    known = {f.name: f for f in fields(Settings)}
    for name, text in given.items():
        if name.startswith(_PREFIX) and text.strip():
            key = name.removeprefix(_PREFIX).lower()
            if key in _OF_TESTS:
                continue
            if key not in known:
                faults.append(f"{name}: there is no such setting")
                continue
            value, fault = _read_value(key, text.strip())
            values[key] = value
            faults += [f"{name}: {fault}"] if fault else []
    if networks and not {"telegram_tokens", "zalo_bot_tokens"} & set(values):
        faults.append(
            "SOHOI_TELEGRAM_TOKENS, SOHOI_ZALO_BOT_TOKENS: put one of them (or both) into .env; "
            "`make demo` needs neither"
        )
    if faults:
        raise OperatorMistake("wrong or missing settings:\n  " + "\n  ".join(faults))
    return Settings(**values)


def _gather_from_machine(env_file: Path) -> dict[str, str]:
    from_file = {k: v for k, v in dotenv_values(env_file).items() if v is not None}
    return {**from_file, **os.environ}


def _read_value(key: str, text: str) -> tuple[Any, str]:
    """Return the setting's value and what is wrong with it, without quoting a token."""
    if key in ("home", "plan"):
        path = Path(text).expanduser()
        lacking = key == "plan" and not path.is_file()
        return path, f"there is no file {path}" if lacking else ""
    if key == "port":
        good = text.isdecimal() and 0 < int(text) < 65536
        return (int(text), "") if good else (0, f"{text!r} is no port (1 to 65535)")
    if key == "outbox_days":
        enough = text.isdecimal() and int(text) >= _LEAST_OUTBOX_DAYS
        fault = f"{text!r} is no number of days from {_LEAST_OUTBOX_DAYS} on"
        return (int(text), "") if enough else (0, fault)
    if key == "reply_wait":
        good = text.isdecimal() and int(text) <= _LONGEST_REPLY_WAIT
        fault = f"{text!r} is no number of seconds from 0 to {_LONGEST_REPLY_WAIT}"
        return (int(text), "") if good else (0, fault)
    if key == "secret":
        short = f"needs at least {_LEAST_SECRET} letters (openssl rand -hex 32)"
        return text, short if len(text) < _LEAST_SECRET else ""
    if key.endswith("_tokens"):
        return _read_tokens(text)
    if key.endswith(("_api", "_url", "_proxy")):
        return text.rstrip("/"), _find_address_fault(key, text)
    return text, ""


def _read_tokens(text: str) -> tuple[tuple[str, ...], str]:
    tokens = tuple(t.strip() for t in text.split(",") if t.strip())
    for place, token in enumerate(tokens, 1):
        head, colon, tail = token.partition(":")
        if not (head.isdecimal() and colon and len(tail) >= 3):
            return tokens, f"token {place} does not look like digits:letters"
    bots = [t.partition(":")[0] for t in tokens]
    return tokens, "the same bot is named twice" if len(set(bots)) < len(bots) else ""


def _find_address_fault(key: str, text: str) -> str:
    scheme = urlsplit(text).scheme
    allowed = {
        "database_url": ("sqlite", "postgresql", "postgresql+psycopg"),
        "webhook_url": ("https", "http"),
        "telegram_proxy": ("http", "https", "socks5", "socks5h"),
    }.get(key, ("https", "http"))
    if scheme in allowed:
        return ""
    return f"needs an address that begins with {' or '.join(s + '://' for s in allowed)}"
