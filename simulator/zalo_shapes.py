"""The world as Zalo's Bot Platform words it: flat events, ids as strings, dates in milliseconds."""

from typing import Any

from simulator.records import Bot, ChatRecord, MessageRecord
from simulator.world import World

Json = dict[str, Any]

_EVENTS = {
    "text": ("message.text.received", ""),
    "photo": ("message.image.received", "CHAT_PHOTO"),
    "sticker": ("message.sticker.received", "CHAT_STICKER"),
    "voice": ("message.voice.received", "CHAT_VOICE"),
    "document": ("message.unsupported.received", ""),
    "contact": ("message.unsupported.received", ""),
    "location": ("message.unsupported.received", ""),  # assumed: only files, cards, links are known
    "service": ("message.unsupported.received", ""),
}


def me_shape(bot: Bot) -> Json:
    """getMe's answer."""
    return {
        "id": bot.id,
        "account_name": bot.username or f"bot.{bot.key}",
        "account_type": "BASIC",
        "can_join_groups": bot.can_join_groups,
        "display_name": bot.name,
    }


def event_shape(world: World, chat: ChatRecord, message: MessageRecord, bot: Bot) -> Json:
    """What a bot is told of a person's message."""
    name, kind = _EVENTS[message.kind]
    person = world.people[message.sender]
    shape: Json = {
        "date": round(message.date * 1000),
        "chat": {"chat_type": "GROUP" if chat.is_group else "PRIVATE", "id": str(chat.address)},
        "message_id": message.id,
        "from": {
            "id": str(world.address_of(person, bot)),
            "is_bot": False,
            "display_name": f"{person.last_name} {person.name}".strip(),
        },
    }
    if kind:
        shape["message_type"] = kind
    return {"event_name": name, "message": shape | _content(message)}


def _content(message: MessageRecord) -> Json:
    if message.kind == "text":
        return {"text": message.text}
    if message.kind == "photo":
        return {
            "caption": message.text,
            "photo_url": f"https://photo-stal-22.zdn.vn/{message.file}.jpg",
        }
    if message.kind == "sticker":
        address = f"https://zalo-api.zadn.vn/api/emoticon/oasticker?eid={message.file}&size=130"
        return {"sticker": message.file, "url": address}
    if message.kind == "voice":
        return {"voice_url": f"https://f2-voice-aac-dl.zdn.vn/{message.file}.aac"}
    return {}


def reaches(world: World, chat: ChatRecord, message: MessageRecord, bot: Bot) -> bool:
    """In groups a bot gets only what mentions it or answers it."""
    if not chat.is_group:
        return chat.bots.get(bot.key) == "member"
    if chat.bots.get(bot.key) in {None, "left", "kicked"} or message.kind == "service":
        return False
    replied = world.message(chat, message.reply_to) if message.reply_to is not None else None
    return f"@{bot.name}" in message.text or (replied is not None and replied.sender == bot.key)


def sent_shape(message: MessageRecord) -> Json:
    """A send method's answer."""
    shape: Json = {"message_id": message.id, "date": round(message.date * 1000)}
    return shape | ({"message_type": "CHAT_PHOTO"} if message.kind == "photo" else {})
