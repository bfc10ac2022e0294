"""`sohoi play`: transcripts played through the product itself, and compared with what came."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.context import FAULT, stop, stop_on_mistake

if TYPE_CHECKING:  # the whole product is imported when there is something to play
    from bot.play.playback import PlayedTalk, Template
    from bot.play.transcript import Transcript


def play(
    files: Annotated[
        list[Path], typer.Argument(help="Transcripts, or folders of them.", show_default=False)
    ],
    write: Annotated[bool, typer.Option("--write", help="Write what came into the files.")] = False,
) -> None:
    """Play conversations through the product in a made-up world: exit 1 where one differs."""
    transcripts = _read(files)
    with stop_on_mistake(), TemporaryDirectory(prefix="sohoi-play-") as folder:
        from bot import settings
        from bot.play.playback import Template

        template = Template(Path(folder), settings.read().plan)
        results = [_play(each, template, write=write) for each in transcripts]
    if not all(results):
        raise typer.Exit(FAULT)


def _read(files: list[Path]) -> "list[Transcript]":
    """Read all files before any is played; a mistake in one is wrong use."""
    from bot.play.transcript import TranscriptMistake, read_transcript

    try:
        found = [read_transcript(path) for each in files for path in _find_files(each)]
    except TranscriptMistake as mistake:
        raise stop(str(mistake)) from None
    if not found:
        raise stop("there is no transcript (*.yaml) in these folders")
    return found


def _find_files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(path.rglob("*.yaml"))
    else:
        yield path


def _play(transcript: "Transcript", template: "Template", *, write: bool) -> bool:
    """Play one file and print it; True where nothing differs, or all that differs was written."""
    from bot.play.playback import play_talks
    from bot.play.printing import print_talk

    typer.echo(f"# {transcript.title}")
    played = asyncio.run(play_talks(transcript.talks, template))
    for talk in played:
        typer.echo("\n".join(print_talk(transcript.path, talk)) + "\n")
    if all(talk.is_as_written for talk in played):
        return True
    return write and _write(transcript, played)


def _write(transcript: "Transcript", played: "list[PlayedTalk]") -> bool:
    """Write the answers that came; True where nothing else is wrong."""
    from bot.play.rewriting import CannotWrite, rewrite

    try:
        text = rewrite(transcript, played)
    except CannotWrite as fault:
        typer.echo(f"! {fault}", err=True)
        return False
    if text != transcript.text:
        transcript.path.write_text(text, "utf-8")
        typer.echo(f"{transcript.path}: written")
    return not any(talk.faults for talk in played)
