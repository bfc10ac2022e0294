"""Reads a YAML text that people edit: every fault is named with its line and its field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import isfinite
from typing import TypeVar, overload

import yaml

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

_INFINITE = float("inf")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL, _BOOL, _INT, _FLOAT, _STR, _DATE = (
    f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float", "str", "timestamp")
)


@dataclass(frozen=True, order=True, slots=True)
class FileFault:
    """Something wrong in a file: line (from 1), path of the field ("" for the file), and why."""

    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.line}: {self.field or '(file)'}: {self.message}"


@dataclass(slots=True)
class Reader:
    """One mapping of the file. Each field is taken once; a field that nobody took is a fault.

    A wrong or missing field adds a fault and returns a stand-in, so that all faults are found in
    one reading. What was built is thrown away if there are any.
    """

    items: Mapping[str, yaml.Node]
    path: str
    line: int
    faults: list[FileFault]
    taken: set[str] = field(default_factory=set)

    def add_fault(self, name: str, message: str) -> None:
        """Add a fault of this field, at its line, or at the mapping's if it is missing."""
        node = self.items.get(name)
        self.faults.append(
            FileFault(_get_line(node) if node else self.line, self._make_path(name), message)
        )

    def has(self, name: str) -> bool:
        """Return True if the field is in the file with a value."""
        node = self.items.get(name)
        return node is not None and node.tag != _NULL

    def finish(self) -> None:
        """Add a fault for every field that nobody took. Call it last."""
        for name in self.items.keys() - self.taken:
            self.add_fault(name, "unknown field")

    @overload
    def read_text(self, name: str, *, most: int | None = None) -> str: ...
    @overload
    def read_text(self, name: str, *, most: int | None = None, default: T) -> str | T: ...
    def read_text(self, name: str, *, most: int | None = None, default: object = ...) -> object:
        """Read a text of at most `most` characters that is not empty."""
        node = self._take(name, required=default is ...)
        if node is None:
            return "" if default is ... else default
        value = _get_text(node)
        if not value.strip():
            self.add_fault(name, "must be a text")
        elif most is not None and len(value) > most:
            self.add_fault(name, f"has {len(value)} characters, at most {most} fit")
        return value.strip()

    @overload
    def read_number(self, name: str, *, low: float = ..., high: float = ...) -> float: ...
    @overload
    def read_number(
        self, name: str, *, low: float = ..., high: float = ..., default: T
    ) -> float | T: ...
    def read_number(
        self,
        name: str,
        *,
        low: float = 0,
        high: float = _INFINITE,
        default: object = ...,
    ) -> object:
        """Read a number from `low` to `high`, both included."""
        node = self._take(name, required=default is ...)
        if node is None:
            return low if default is ... else default
        value = _parse_number(node)
        if value is None:
            self.add_fault(name, "must be a number")
            return low
        if not low <= value <= high:
            bounds = f"at least {low:g}" if high == _INFINITE else f"{low:g} to {high:g}"
            self.add_fault(name, f"must be {bounds}, not {value:g}")
        return value

    @overload
    def read_whole(self, name: str, *, low: int = ..., high: float = ...) -> int: ...
    @overload
    def read_whole(
        self, name: str, *, low: int = ..., high: float = ..., default: T
    ) -> int | T: ...
    def read_whole(
        self, name: str, *, low: int = 0, high: float = _INFINITE, default: object = ...
    ) -> object:
        """Read a whole number from `low` to `high`, both included."""
        if default is not ... and not self.has(name):
            self._take(name, required=False)
            return default
        value = self.read_number(name, low=low, high=high)
        if value != int(value):
            self.add_fault(name, "must be a whole number")
        return int(value)

    def read_flag(self, name: str, *, default: bool = False) -> bool:
        """Read true or false."""
        node = self._take(name, required=False)
        if node is None:
            return default
        if node.tag != _BOOL:
            self.add_fault(name, "must be true or false")
        return _get_text(node).lower() in ("true", "yes", "on")

    @overload
    def read_day(self, name: str) -> date: ...
    @overload
    def read_day(self, name: str, *, default: T) -> date | T: ...
    def read_day(self, name: str, *, default: object = ...) -> object:
        """Read a date, written 2025-12-31."""
        node = self._take(name, required=default is ...)
        if node is None:
            return date.min if default is ... else default
        return self._parse_day(name, node)

    @overload
    def read_choice(self, name: str, kind: type[E]) -> E: ...
    @overload
    def read_choice(self, name: str, kind: type[E], *, default: T) -> E | T: ...
    def read_choice(self, name: str, kind: type[E], *, default: object = ...) -> object:
        """Read one of the values of an enumeration."""
        node = self._take(name, required=default is ...)
        if node is None:
            return next(iter(kind)) if default is ... else default
        return self._choose(name, node, kind)

    def read_choices(
        self, name: str, kind: type[E], *, default: tuple[E, ...] | None = None
    ) -> tuple[E, ...]:
        """Read one value, a list of them, or the word "all"."""
        node = self._take(name, required=default is None)
        if node is None:
            return default or ()
        if _get_text(node) == "all":
            return tuple(kind)
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if not nodes:
            self.add_fault(name, "must not be empty")
        return tuple(self._choose(name, each, kind) for each in nodes)

    def read_texts(self, name: str) -> tuple[str, ...]:
        """Read a list of texts, empty if the field is missing."""
        nodes = self._take_list(name)
        for node in nodes:
            if not _get_text(node).strip():
                self._add_fault_at(name, node, "must be texts")
        return tuple(_get_text(node) for node in nodes)

    def read_wholes(
        self, name: str, *, low: int, high: int, default: tuple[int, ...] = ()
    ) -> tuple[int, ...]:
        """Read a list of whole numbers from `low` to `high`, both included."""
        if not self.has(name):
            self._take(name, required=False)
            return default
        return tuple(self._parse_whole(name, node, low, high) for node in self._take_list(name))

    def read_days(self, name: str) -> tuple[date, ...]:
        """Read a list of dates, empty if the field is missing."""
        return tuple(self._parse_day(name, node) for node in self._take_list(name))

    def open_inside(self, name: str, *, required: bool = True) -> "Reader | None":
        """Open the mapping in this field; None if it is missing or no mapping."""
        node = self._take(name, required=required)
        if node is None:
            return None
        return open_mapping(node, self._make_path(name), self.faults)

    def open_each(self, name: str, called: str) -> tuple["Reader", ...]:
        """Open each mapping of a list; paths name it by its field `called`."""
        nodes = self._take_list(name, required=True)
        found = (
            open_mapping(n, f"{name}[{_find_name(n, called, i)}]", self.faults)
            for i, n in enumerate(nodes)
        )
        return tuple(reader for reader in found if reader)

    def read(self, name: str, parse: Callable[[str], T], message: str) -> T | None:
        """Parse a text; None if it is missing.

        ValueError and LookupError of `parse` become a fault with this message.
        """
        node = self._take(name, required=False)
        if node is None:
            return None
        try:
            return parse(_get_text(node))
        except (ValueError, LookupError):
            self.add_fault(name, message)
            return None

    def _make_path(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def _take(self, name: str, *, required: bool) -> yaml.Node | None:
        self.taken.add(name)
        if self.has(name):
            return self.items[name]
        if required:
            self.add_fault(name, "is missing")
        return None

    def _take_list(self, name: str, *, required: bool = False) -> list[yaml.Node]:
        node = self._take(name, required=required)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.add_fault(name, "must be a list")
            return []
        return list(node.value)

    def _choose(self, name: str, node: yaml.Node, kind: type[E]) -> E:
        values = [member.value for member in kind]
        if _get_text(node) in values:
            return kind(_get_text(node))
        self._add_fault_at(name, node, f"must be one of {', '.join(values)}")
        return next(iter(kind))

    def _parse_day(self, name: str, node: yaml.Node) -> date:
        try:
            return date.fromisoformat(_get_text(node))
        except ValueError:
            self._add_fault_at(name, node, "must be a date such as 2025-12-31")
            return date.min

    def _parse_whole(self, name: str, node: yaml.Node, low: int, high: int) -> int:
        value = _parse_number(node)
        if value is not None and value == int(value) and low <= value <= high:
            return int(value)
        self._add_fault_at(name, node, f"must be whole numbers from {low} to {high}")
        return low

    def _add_fault_at(self, name: str, node: yaml.Node, message: str) -> None:
        self.faults.append(FileFault(_get_line(node), self._make_path(name), message))


def open_mapping(node: yaml.Node, path: str, faults: list[FileFault]) -> Reader | None:
    """Open a mapping node; anything else is a fault and None."""
    if not isinstance(node, yaml.MappingNode):
        faults.append(FileFault(_get_line(node), path, "must hold fields"))
        return None
    items: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name = _get_text(key)
        if not name or name in items:
            at = f"{path}.{name}" if path else name
            faults.append(
                FileFault(_get_line(key), at, "stands twice" if name else "must be a name")
            )
        items[name] = value
    return Reader(items, path, _get_line(node), faults)


def open_text(text: str, faults: list[FileFault]) -> Reader | None:
    """Open a whole file; None with a fault if it is no YAML mapping."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        faults.append(_describe_syntax_error(error))
        return None
    if node is None:
        faults.append(FileFault(1, "", "is empty"))
        return None
    return open_mapping(node, "", faults)


def _describe_syntax_error(error: yaml.YAMLError) -> FileFault:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    hint = "; a text holding ': ' needs quotes" if "mapping values" in problem else ""
    return FileFault(mark.line + 1 if mark else 1, "", f"no valid YAML: {problem}{hint}")


def _find_name(node: yaml.Node, name: str, index: int) -> str:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if _get_text(key) == name:
                return _get_text(value)
    return str(index)


def _get_line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _get_text(node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _parse_number(node: yaml.Node) -> float | None:
    if node.tag not in (_INT, _FLOAT):
        return None
    try:
        value = float(_get_text(node))
    except ValueError:
        return None
    if not isfinite(value):
        return None
    return int(value) if value == int(value) else value
