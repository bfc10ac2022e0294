"""Reads what offices set for their documents: who signs, and what follows a document's number."""

from domain.documents.signing import OfficeSettings, Signer
from domain.org.levels import Level
from domain.plan.yaml_reader import FileFault, Reader, open_text

OFFICE_FILE = "van-phong.yaml"
"""Beside the plan file."""
_LONGEST = 60


def parse_office(text: str) -> OfficeSettings | list[FileFault]:
    """Parse the settings a text describes, or return all its faults in the order of lines."""
    faults: list[FileFault] = []
    top = open_text(text, faults)
    found = _read_office(top) if top else None
    return found if found and not faults else sorted(set(faults))


def _read_office(top: Reader) -> OfficeSettings:
    by_level = _read_signers(top.open_inside("signers", required=False))
    for name in by_level.keys() - {level.value for level in Level}:
        top.add_fault("signers", f"{name} is no level")
    found = OfficeSettings(
        signers=_read_signers(top.open_inside("units", required=False)),
        usual={level: by_level[level.value] for level in Level if level.value in by_level},
        symbols=_read_symbols(top.open_inside("symbols", required=False)),
    )
    top.finish()
    return found


def _read_signers(reader: Reader | None) -> dict[str, Signer]:
    if reader is None:
        return {}
    return {name: _read_signer(reader.open_inside(name)) for name in reader.items}


def _read_signer(reader: Reader | None) -> Signer:
    if reader is None:
        return Signer()
    signer = Signer(
        on_behalf=reader.read_text("on_behalf", most=_LONGEST, default=""),
        in_place=reader.read_text("in_place", most=_LONGEST, default=""),
        position=reader.read_text("position", most=_LONGEST),
        name=reader.read_text("name", most=_LONGEST, default=""),
    )
    reader.finish()
    return signer


def _read_symbols(reader: Reader | None) -> dict[Level, str]:
    if reader is None:
        return {}
    found = {level: reader.read_text(level.value, most=20, default="") for level in Level}
    reader.finish()
    return {level: symbol for level, symbol in found.items() if symbol}
