"""A picture or a file with its words: uploaded where a network can, else by a link that expires."""

from collections.abc import Callable
from dataclasses import replace

from bot.engine.message import Message
from bot.engine.surface import Surface
from bot.views.documents.document_files import DocumentFile
from domain.notices.base import Notice


def attach_picture(
    notice: Notice, message: Message, draw: Callable[[], bytes], surface: Surface
) -> Message:
    """Add a picture to the message, which stays as it is where none can be shown.

    It is drawn at once where it is uploaded, else when its link is opened.
    """
    if surface.abilities.upload:
        return replace(message, photo=draw())
    link = surface.link(notice) if surface.abilities.photo_by_address else None
    return message if link is None else replace(message, photo_address=link.address)


def attach_file(
    notice: Notice, words: str, make: Callable[[], DocumentFile], surface: Surface
) -> Message:
    """Send the words with a file, or with a link to it that is good for a while.

    Where neither can be sent, say where the file can be had.
    """
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
