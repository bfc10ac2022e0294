"""Who signs a unit's documents, and who gets them: what an office sets beside its plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.org.levels import Level


@dataclass(frozen=True, slots=True)
class Signer:
    """The block of a signature, each in a line: on whose behalf ("TM. BAN THƯỜNG VỤ"), for whom
    ("KT. CHỦ TỊCH"), as what ("PHÓ CHỦ TỊCH THƯỜNG TRỰC"), and the full name; "" leaves it out."""

    on_behalf: str = ""
    in_place: str = ""
    position: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """What offices set for their documents.

    `signers`: by a unit's code; `usual`: by level, for the units that set none. `symbols`: what
    follows a document's number ("/BC-BTV"), by level.
    """

    signers: Mapping[str, Signer] = field(default_factory=dict)
    usual: Mapping[Level, Signer] = field(default_factory=dict)
    symbols: Mapping[Level, str] = field(default_factory=dict)

    def find_signer(self, code: str, level: Level) -> Signer:
        """Find who signs for the unit of this code and level."""
        return self.signers.get(code) or self.usual.get(level, Signer())
