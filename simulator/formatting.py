"""Formatted text: what the two networks accept, read into plain text and entities.

Entities are Telegram's: {type, offset, length}, counted in UTF-16 units. Zalo's styles are
read into the same shape, so that a page needs to know only one.
"""

import html
import re
from html.parser import HTMLParser
from typing import Any

Entity = dict[str, Any]

_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "code": "code", "pre": "pre", "tg-spoiler": "spoiler", "blockquote": "blockquote",
    "a": "text_link",
}  # fmt: skip
_MARKS_V2 = {
    "*": "bold", "__": "underline", "_": "italic", "~": "strikethrough", "||": "spoiler",
    "`": "code", "```": "pre",
}  # fmt: skip
_MARKS_V1 = {"*": "bold", "_": "italic", "`": "code", "```": "pre"}
_ZALO_MARKS = {"**": "bold", "~~": "strikethrough", "*": "italic", "_": "italic"}
_ZALO_STYLES = {"b": "bold", "i": "italic", "u": "underline", "s": "strikethrough"}
_RESERVED_V2 = set("_*[]()~`>#+-=|{}.!")
_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@\w{3,32})?(?!\w))"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31})"
    r"|(?P<url>https?://[^\s<>\"]+)"
)


class BadFormatting(ValueError):
    """The text's markup cannot be read; the message is the network's own."""


def utf16(text: str) -> int:
    """The length that entities count in."""
    return len(text) if text.isascii() else len(text) + sum(c > "\uffff" for c in text)


def found_entities(text: str) -> list[Entity]:
    """What Telegram finds by itself: commands, mentions, addresses."""
    if "/" not in text and "@" not in text:
        return []
    return [
        {"type": m.lastgroup, "offset": utf16(text[: m.start()]), "length": utf16(m.group())}
        for m in _FOUND.finditer(text)
    ]


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.entities: list[Entity] = []
        self.open: list[tuple[str, int, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS and tag != "span":
            raise BadFormatting(f'unsupported start tag "{tag}" at byte offset {self.getpos()[1]}')
        self.open.append((tag, utf16(self.text), dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            raise BadFormatting(f"unexpected end tag at byte offset {self.getpos()[1]}")
        name, start, attrs = self.open.pop()
        length = utf16(self.text) - start
        if length and (kind := "spoiler" if name == "span" else _TAGS[name]):
            entity: Entity = {"type": kind, "offset": start, "length": length}
            if kind == "text_link":
                entity["url"] = attrs.get("href") or ""
            self.entities.append(entity)

    def handle_data(self, data: str) -> None:
        self.text += data


def read_html(text: str) -> tuple[str, list[Entity]]:
    """Telegram's HTML."""
    parser = _Html()
    parser.feed(text)
    parser.close()
    if parser.open:
        raise BadFormatting(
            f'can\'t find end tag corresponding to start tag "{parser.open[-1][0]}"'
        )
    return parser.text, sorted(parser.entities, key=lambda e: (e["offset"], -e["length"]))


class _Marks:
    """A reader of marks that open and close; used for every kind of Markdown."""

    def __init__(self, text: str, marks: dict[str, str], *, strict: bool) -> None:
        self.source, self.strict = text, strict
        self.marks = sorted(marks.items(), key=lambda pair: -len(pair[0]))
        self.text, self.at = "", 0
        self.open: list[tuple[str, str, int, int]] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            if not (self._escaped() or self._mark() or self._link()):
                self._plain()
        if self.open and self.strict:
            _, kind, _, at = self.open[-1]
            raise BadFormatting(f"can't find end of {kind.title()} entity at byte offset {at}")
        return self.text, sorted(self.entities, key=lambda e: (e["offset"], -e["length"]))

    def _escaped(self) -> bool:
        if self.source[self.at] != "\\" or self.at + 1 == len(self.source):
            return False
        self.text += self.source[self.at + 1]
        self.at += 2
        return True

    def _mark(self) -> bool:
        inside = self.open[-1][1] if self.open else ""
        for mark, kind in self.marks:
            if not self.source.startswith(mark, self.at):
                continue
            if inside in {"code", "pre"} and kind != inside:
                continue
            if not self.open or self.open[-1][0] != mark:
                if not self.strict and mark not in self.source[self.at + len(mark) :]:
                    continue
                self.open.append((mark, kind, utf16(self.text), self.at))
            else:
                _, _, start, _ = self.open.pop()
                self._add(kind, start)
            self.at += len(mark)
            return True
        return False

    def _add(self, kind: str, start: int, **more: str) -> None:
        length = utf16(self.text) - start
        if length:
            self.entities.append({"type": kind, "offset": start, "length": length, **more})

    def _link(self) -> bool:
        match = re.compile(r"\[([^\]]+)\]\(([^)]+)\)").match(self.source, self.at)
        if not match or not self.strict:
            return False
        start = utf16(self.text)
        self.text += match[1].replace("\\", "")
        self._add("text_link", start, url=match[2])
        self.at = match.end()
        return True

    def _plain(self) -> None:
        char = self.source[self.at]
        if self.strict and len(self.marks) == len(_MARKS_V2) and char in _RESERVED_V2:
            raise BadFormatting(
                f"character '{char}' is reserved and must be escaped with the preceding '\\'"
            )
        self.text += char
        self.at += 1


def read_telegram(text: str, parse_mode: str) -> tuple[str, list[Entity]]:
    """Text under one of Telegram's parse modes. Raises Unreadable."""
    mode = parse_mode.lower()
    if mode == "html":
        return read_html(text)
    if mode in {"markdownv2", "markdown"}:
        marks = _MARKS_V2 if mode == "markdownv2" else _MARKS_V1
        return _Marks(text, marks, strict=True).read()
    raise BadFormatting("unsupported parse_mode")


def read_zalo(
    text: str, parse_mode: str, styles: list[dict[str, Any]] | None
) -> tuple[str, list[Entity]]:
    """Text as a Zalo phone shows it: by parse_mode markdown or html, or by text_styles."""
    if parse_mode == "markdown":
        return _zalo_markdown(text)
    if parse_mode == "html":
        return _zalo_html(text)
    return text, [entity for style in styles or [] for entity in _zalo_style(style)]


def _zalo_markdown(text: str) -> tuple[str, list[Entity]]:
    plain = re.sub(r"\{/?(red|orange|yellow|green|big|small)\}", "", text)
    plain = re.sub(r"(?m)^#{1,6} +(.+)$", r"**\1**", plain)
    return _Marks(plain, _ZALO_MARKS, strict=False).read()


def _zalo_html(text: str) -> tuple[str, list[Entity]]:
    known = re.sub(r"<(?!/?(?:b|strong|i|em|u|s)>)[^>]*>", "", re.sub(r"<br ?/?>", "\n", text))
    try:
        return read_html(known)
    except BadFormatting:
        return html.unescape(re.sub(r"<[^>]*>", "", text)), []


def _zalo_style(style: dict[str, Any]) -> list[Entity]:
    place = {"offset": int(style["start"]), "length": int(style["len"])}
    return [{"type": _ZALO_STYLES[name], **place} for name in style["st"] if name in _ZALO_STYLES]
