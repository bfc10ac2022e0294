"""`sohoi org`: brings units from the data files into the database; lists of branches; moves."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.context import FAULT, parse_day, stop
from bot.cli.org_words import describe
from bot.runtime.org_rows import UnreadableFileError, read_org, read_rows
from domain.org.branches import BranchFile, read_branches
from domain.org.levels import Level
from domain.org.tree import Tree, TreeView, Unit

org_app = typer.Typer(help="Units: the dated tree, lists of branches.", no_args_is_help=True)

At = Annotated[str, typer.Option("--at", help="The day, as 2025-10-13; today without it.")]
_List = Annotated[Path, typer.Argument(help="A list of branches, CSV or xlsx.")]
_RESTART = "a bot that runs knows it after a restart"


@org_app.command()
def load() -> None:
    """Bring the units of the data files into the database; what is there already stays."""
    from bot.cli import org_stored

    before, after = org_stored.load_files()
    typer.echo(f"{after} units, {after - before} of them new; {_RESTART}")


@org_app.command()
def check(file: _List, at: At = "") -> None:
    """Read a list of branches and name every bad row; nothing is stored. Exit 1 on a fault."""
    on = parse_day(at)
    typer.echo(summarize(accept(read_branches(read_file(file), read_org(), on))))


@org_app.command("import")
def import_(file: _List, at: At = "") -> None:
    """Store a list of branches, as of a day; with one bad row nothing is stored. Exit 1 then.

    A branch that is there already gets its new name and numbers.
    """
    from bot.cli import org_stored

    on = parse_day(at)
    rows = read_file(file)
    typer.echo(summarize(org_stored.import_branches(rows, on, accept)))
    typer.echo(_RESTART, err=True)


@org_app.command()
def move(
    member: Annotated[str, typer.Argument(help="The commune's code or name.")],
    group: Annotated[str, typer.Argument(help="The area's or bloc's code or name.")],
    on: Annotated[str, typer.Option("--on", help="The first day, as 2025-10-13; today else.")] = "",
) -> None:
    """Put a commune into another area or bloc from a day on; it leaves the one it was in."""
    from bot.cli import org_stored

    done, changed = org_stored.move(member, group, parse_day(on, "--on"))
    typer.echo(f"{done}; {_RESTART}" if changed else done)


@org_app.command()
def show(
    at: At = "",
    stored: Annotated[
        bool, typer.Option("--stored", help="As the database has it, with branches and moves.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
) -> None:
    """Print the tree of the data files as it stood on a day."""
    day, tree = parse_day(at), _load_stored() if stored else read_org()
    view = tree.at(day)
    if as_json:
        units = [to_dict(tree, view, unit) for unit in view]
        typer.echo(json.dumps({"at": day.isoformat(), "units": units}, ensure_ascii=False))
        return
    for line in format_lines(tree, view):
        typer.echo(line)


def _load_stored() -> Tree:
    from bot.cli import org_stored

    return org_stored.load_tree()


def read_file(file: Path) -> list[tuple[int, Sequence[object]]]:
    """Read a list's rows. A file that cannot be opened ends the command, exit 1."""
    try:
        return read_rows(file)
    except (UnreadableFileError, OSError) as error:
        raise stop(f"{file}: {error}", FAULT) from error


def accept(found: BranchFile) -> BranchFile:
    """Accept a list without a fault; else name each fault and end the command, exit 1."""
    for fault in found.faults:
        typer.echo(describe(fault), err=True)
    if found.faults:
        raise stop(f"{len(found.faults)} lỗi; chưa nhận dòng nào.", FAULT)
    return found


def summarize(found: BranchFile) -> str:
    """Say in one line what a good list holds."""
    members = sum(b.baseline.members for b in found.branches)
    women = sum(b.baseline.women for b in found.branches)
    known = sum(b.known for b in found.branches)
    return (
        f"{len(found.branches)} chi hội ({known} đã có), "
        f"{members} hội viên, {women} phụ nữ từ 18 tuổi có mặt."
    )


def format_lines(tree: Tree, view: TreeView) -> Iterator[str]:
    """Yield the line of command, indented; then areas and blocs with their communes."""
    for root in view.roots():
        yield format_label(root)
        for unit in view.descendants(root.key):
            depth = len(view.ancestors(unit.key))
            parts = tree.count_parts(unit.key)
            merged = f" = {parts} xã cũ" if parts > 1 and unit.level is Level.COMMUNE else ""
            yield f"{'  ' * depth}{format_label(unit)}{merged}"
    for level in (Level.AREA, Level.BLOC):
        for group in view.of_level(level):
            members = ", ".join(m.short for m in view.members(group.key))
            yield f"{format_label(group)}: {members}"


def format_label(unit: Unit) -> str:
    """Name a unit with its code, and say if it is a sample."""
    sample = ", mẫu" if unit.sample and "mẫu" not in unit.name else ""
    return f"{unit.name} ({unit.code}{sample})"


def to_dict(tree: Tree, view: TreeView, unit: Unit) -> Mapping[str, object]:
    """Describe a unit for a program, with the codes of the units it is tied to."""
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
