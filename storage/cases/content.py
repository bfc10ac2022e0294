"""What a case says, as one text to be sealed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from domain.cases.intake import Intake
from domain.cases.social_services import HelpGiven, Service, ServiceState
from domain.confidential import Confidential


@dataclass(frozen=True, slots=True)
class Content:
    """All of a case that is sealed; `intake` is None once it is erased. `reason`: why it is to
    end, while a second officer is asked."""

    intake: Intake | None = None
    services: Mapping[Service, ServiceState] = field(default_factory=dict)
    helps: frozenset[HelpGiven] = frozenset()
    reason: str = ""


def pack(content: Content) -> str:
    """Pack the content as text. It reveals what is confidential: only the vault may be given it."""
    return _encode(content).decode()


def unpack(text: str) -> Content:
    """Read the content from a text."""
    return _decode(text)


# msgspec expects NotImplementedError from hooks for a type that they do not know.


def _reveal(value: Any) -> Any:
    if isinstance(value, Confidential):
        return value.reveal()
    raise NotImplementedError(f"{type(value).__name__} cannot be packed")


def _conceal(kind: type, value: Any) -> Any:
    if kind is Confidential:
        return Confidential(value)
    raise NotImplementedError(f"{kind.__name__} cannot be unpacked")


_encode = msgspec.json.Encoder(enc_hook=_reveal).encode
_decode = msgspec.json.Decoder(Content, dec_hook=_conceal).decode
