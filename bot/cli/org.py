"""`sohoi org`: the units as the data files have them, and lists of branches."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.org_rows import UnreadableFileError, read_org, read_rows
from bot.cli.org_words import describe
from domain.levels import Level
from domain.org import Tree, Unit, View
from domain.org_branches import BranchFile, read_branches

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

org_app = typer.Typer(help="Units: the dated tree, lists of branches.", no_args_is_help=True)

At = Annotated[str, typer.Option("--at", help="The day, as 2025-10-13; today without it.")]


@org_app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A list of branches, CSV or xlsx.")], at: At = ""
) -> None:
    """Read a list of branches and name every bad row; nothing is stored. Exit 1 on a fault."""
    found = read_list(file, read_org(), _day(at))
    for fault in found.faults:
        typer.echo(describe(fault), err=True)
    if found.faults:
        typer.echo(f"{len(found.faults)} lỗi; chưa nhận dòng nào.", err=True)
        raise typer.Exit(1)
    typer.echo(summary(found))


@org_app.command()
def show(
    at: At = "",
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
) -> None:
    """Print the tree as it stood on a day."""
    tree, day = read_org(), _day(at)
    view = tree.at(day)
    if as_json:
        units = [as_dict(tree, view, unit) for unit in view]
        typer.echo(json.dumps({"at": day.isoformat(), "units": units}, ensure_ascii=False))
        return
    for line in lines(tree, view):
        typer.echo(line)


def read_list(file: Path, tree: Tree, on: date) -> BranchFile:
    """A list of branches from the disk. A file that cannot be opened ends the command, exit 1."""
    try:
        return read_branches(read_rows(file), tree, on)
    except (UnreadableFileError, OSError) as error:
        typer.echo(f"{file}: {error}", err=True)
        raise typer.Exit(1) from error


def summary(found: BranchFile) -> str:
    """What a good list holds, in one line."""
    members = sum(b.baseline.members for b in found.branches)
    women = sum(b.baseline.women for b in found.branches)
    known = sum(b.known for b in found.branches)
    return (
        f"{len(found.branches)} chi hội ({known} đã có), "
        f"{members} hội viên, {women} phụ nữ từ 18 tuổi có mặt."
    )


def lines(tree: Tree, view: View) -> Iterator[str]:
    """The line of command, indented; then areas and blocs with their communes."""
    for root in view.roots():
        yield label(root)
        for unit in view.descendants(root.key):
            depth = len(view.ancestors(unit.key))
            parts = tree.parts(unit.key)
            merged = f" = {parts} xã cũ" if parts > 1 and unit.level is Level.COMMUNE else ""
            yield f"{'  ' * depth}{label(unit)}{merged}"
    for level in (Level.AREA, Level.BLOC):
        for group in view.of_level(level):
            members = ", ".join(m.short for m in view.members(group.key))
            yield f"{label(group)}: {members}"


def label(unit: Unit) -> str:
    """A unit with its code, and whether it is a sample."""
    sample = ", mẫu" if unit.sample and "mẫu" not in unit.name else ""
    return f"{unit.name} ({unit.code}{sample})"


def as_dict(tree: Tree, view: View, unit: Unit) -> Mapping[str, object]:
    """A unit for a program: codes for what it is tied to."""
    above, area = view.parent(unit.key), view.area(unit.key)
    return {
        "code": unit.code,
        "valid_from": unit.key.valid_from.isoformat(),
        "valid_to": unit.valid_to.isoformat() if unit.valid_to else None,
        "level": unit.level.value,
        "name": unit.name,
        "short": unit.short,
        "parent": above.code if above else None,
        "area": area.code if area else None,
        "members": [m.code for m in view.members(unit.key)],
        "merged_from": [key.code for key in tree.predecessors(unit.key)],
        "population": unit.population,
        "lat": unit.lat,
        "lon": unit.lon,
        "sample": unit.sample,
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else datetime.now(ZONE).date()
    except ValueError as error:
        raise typer.BadParameter("a day is written 2025-10-13", param_hint="--at") from error
