"""Checks requests and answers against the published description of Telegram's Bot API.

`faults_of(exchange)` lists what is wrong with one exchange of the simulator's Telegram side; any
test may use it, on the simulator's answers as on the bot's requests.
"""

import json
from typing import Any

from simulator.endpoint import Exchange
from simulator.wire import Upload
from tests.support.paths import ROOT

API: dict[str, Any] = json.loads((ROOT / "tests/simulator/bot_api_10_3.json").read_text())
_NAMES = {name.lower(): name for name in API["methods"]}
_PLAIN = {
    "Integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "String": lambda v: isinstance(v, str),
    "Boolean": lambda v: isinstance(v, bool),
    "True": lambda v: v is True,
    "Float": lambda v: isinstance(v, int | float) and not isinstance(v, bool),
    "InputFile": lambda v: isinstance(v, Upload),
}


def faults_of(exchange: Exchange) -> list[str]:
    """What disagrees with the description, request and answer; an empty list when nothing."""
    if exchange.network != "telegram":
        return []
    method = _NAMES.get(exchange.method.lower())
    if method is None and exchange.answer.status == 404:
        return []
    if method is None:
        return [f"{exchange.method}: not among the methods in use"]
    answer = json.loads(exchange.answer.body)
    found = _request_faults(method, exchange.params) if answer["ok"] else []
    return found + _answer_faults(method, answer)


def _request_faults(method: str, params: dict[str, Any]) -> list[str]:
    described = API["methods"][method]["params"]
    found = [
        f"{method}: {n} is missing"
        for n, (_, need) in described.items()
        if need and n not in params
    ]
    for name, value in params.items():
        if name in described:
            found += check(
                _from_form(value, described[name][0]), described[name][0], f"{method}.{name}"
            )
        elif not isinstance(value, Upload):
            found.append(f"{method}: {name} is no parameter")
    return found


def _from_form(value: Any, wanted: str) -> Any:
    """Forms carry everything as text; numbers and objects are JSON in it."""
    if not isinstance(value, str) or wanted == "String":
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _answer_faults(method: str, answer: dict[str, Any]) -> list[str]:
    if answer["ok"]:
        returns = " or ".join(API["methods"][method]["returns"])
        extra = answer.keys() - {"ok", "result"}
        found = [f"{method}: the answer has {name}" for name in extra]
        return found + check(answer["result"], returns, f"{method} ->")
    found = check(answer["error_code"], "Integer", f"{method} error_code")
    found += check(answer["description"], "String", f"{method} description")
    return found + check(answer.get("parameters", {}), "ResponseParameters", f"{method} parameters")


def check(value: Any, wanted: str, where: str) -> list[str]:
    """Faults of a value against a type such as "Array of Update" or "Integer or String"."""
    options = wanted.split(" or ")
    tried = [_check_one(value, option, where) for option in options]
    return min(tried, key=len)


def _check_one(value: Any, wanted: str, where: str) -> list[str]:
    if wanted.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{where}: {value!r} is no list"]
        inner = wanted.removeprefix("Array of ")
        return [
            fault for i, item in enumerate(value) for fault in check(item, inner, f"{where}[{i}]")
        ]
    if wanted in _PLAIN:
        return [] if _PLAIN[wanted](value) else [f"{where}: {value!r} is no {wanted}"]
    if wanted not in API["types"]:
        return [f"{where}: type {wanted} is not among those in use"]
    return _check_object(value, API["types"][wanted], wanted, where)


def _check_object(value: Any, described: dict[str, Any], name: str, where: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{where}: {value!r} is no {name}"]
    subtypes = [s for s in described["subtypes"] if s in API["types"]]
    if subtypes:
        return min((_check_one(value, s, where) for s in subtypes), key=len)
    fields = described["fields"]
    found = [
        f"{where}.{n} is missing" for n, (_, need) in fields.items() if need and n not in value
    ]
    for key, inner in value.items():
        if key in fields:
            found += check(inner, fields[key][0], f"{where}.{key}")
        else:
            found.append(f"{where}.{key} is unknown to {name}")
    return found
