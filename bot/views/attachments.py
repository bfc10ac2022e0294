"""A picture with words, or a file: sent where a network takes it, else by a link that expires."""

from collections.abc import Callable
from dataclasses import replace

from bot.engine.message import Message
from bot.engine.surface import Surface
from bot.views.documents.document_files import DocumentFile
from domain.notices.base import Notice


def with_picture(
    notice: Notice, message: Message, draw: Callable[[], bytes], surface: Surface
) -> Message:
    """The message with a picture, or as it is where none can be shown; drawn only when sent."""
    if surface.abilities.upload:
        return replace(message, photo=draw())
    link = surface.link(notice) if surface.abilities.photo_by_address else None
    return message if link is None else replace(message, photo_address=link.address)


def with_file(
    notice: Notice, words: str, make: Callable[[], DocumentFile], surface: Surface
) -> Message:
    """The words with a file, with a link to it and until when it is good, or with neither."""
    if surface.abilities.upload:
        file = make()
        return Message(words, document=(file.name, file.content))
    link = surface.link(notice)
    if link is None:
        more = surface.say("No file can be sent here. Ask for it on Telegram, or at the office.")
    else:
        until, address = surface.moment(link.until), link.address
        more = surface.say("Download it until {until}: {address}", until=until, address=address)
    return Message(f"{words}\n{more}")
