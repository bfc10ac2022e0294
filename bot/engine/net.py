"""The net under what is not understood: whoever wrote it may be in need."""

from dataclasses import replace

from bot.engine.channel import Content, Shown
from bot.engine.reply import Reply
from domain.notices.base import Notice
from domain.notices.common import Net, NotUnderstood


def put_net_under(reply: Reply, content: Content) -> Reply:
    """End what says that something was not understood with whom to call, and where help is.

    So does every answer to a photo, a voice message or a sticker: it may be a cry for help. Where
    the numbers are named already, nothing is added.
    """
    said = reply.notices
    wants = isinstance(content, Shown) or any(notice.unheard for notice in said)
    if not said or not wants or any(map(_names_help, said)):
        return reply
    return replace(reply, notices=(*said, Net()))


def _names_help(notice: Notice) -> bool:
    """Tell whether a notice names the numbers; to whoever has no post, "not understood" does."""
    alone = isinstance(notice, NotUnderstood) and not notice.roles
    return alone or notice.names_help
