"""The world as Telegram's Bot API words it: users, chats, messages, updates (Bot API 10.3)."""

import re
from typing import Any

from simulator.formatting import found_entities
from simulator.records import Bot, ChatRecord, Membership, MessageRecord, PersonRecord, Press
from simulator.world import World

Json = dict[str, Any]

_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages",
    "can_manage_video_chats", "can_restrict_members", "can_promote_members", "can_change_info",
    "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_send_welcome_messages",
)  # fmt: skip
_GRANTED = {"can_manage_chat", "can_delete_messages", "can_invite_users", "can_restrict_members"}


def person_shape(person: PersonRecord) -> Json:
    shape: Json = {"id": person.number, "is_bot": False, "first_name": person.name}
    if person.last_name:
        shape["last_name"] = person.last_name
    if person.username:
        shape["username"] = person.username
    return shape | {"language_code": "vi"}


def bot_shape(bot: Bot) -> Json:
    return {"id": bot.number, "is_bot": True, "first_name": bot.name, "username": bot.username}


def me_shape(bot: Bot) -> Json:
    """getMe's answer."""
    return bot_shape(bot) | {
        "can_join_groups": bot.can_join_groups,
        "can_read_all_group_messages": bot.reads_all,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
    }


def user_shape(world: World, key: str) -> Json:
    """Whoever has this key."""
    bot = world.bots.get(key)
    return bot_shape(bot) if bot else person_shape(world.people[key])


def chat_shape(world: World, chat: ChatRecord) -> Json:
    if chat.is_group:
        return {"id": chat.address, "type": chat.kind, "title": chat.title}
    person = world.people[chat.person]
    shape: Json = {"id": chat.address, "type": "private", "first_name": person.name}
    if person.last_name:
        shape["last_name"] = person.last_name
    if person.username:
        shape["username"] = person.username
    return shape


def full_chat_shape(world: World, chat: ChatRecord) -> Json:
    """getChat's answer."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    return chat_shape(world, chat) | {
        "accent_color_id": abs(int(chat.address)) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys((*gifts, "gifts_from_channels"), False),
    }


def member_shape(world: World, key: str, status: Membership) -> Json:
    """A ChatMember."""
    shape: Json = {"status": status, "user": user_shape(world, key)}
    if status == "administrator":
        return shape | {right: right in _GRANTED for right in _RIGHTS}
    if status == "creator":
        return shape | {"is_anonymous": False}
    return shape | {"until_date": 0} if status == "kicked" else shape


def message_shape(
    world: World, chat: ChatRecord, message: MessageRecord, *, nested: bool = False
) -> Json:
    """A Message, with the one it answers inside unless it is `nested` itself."""
    shape: Json = {
        "message_id": message.id,
        "from": user_shape(world, message.sender),
        "chat": chat_shape(world, chat),
        "date": int(message.date),
    }
    if message.edited is not None:
        shape["edit_date"] = int(message.edited)
    if message.forwarded_from:
        shape["forward_origin"] = {
            "type": "hidden_user",
            "sender_user_name": message.forwarded_from,
            "date": int(message.date),
        }
    if message.reply_to is not None and not nested:
        replied = world.message(chat, message.reply_to)
        if replied is not None and not replied.deleted:
            shape["reply_to_message"] = message_shape(world, chat, replied, nested=True)
    if message.protected:
        shape["has_protected_content"] = True
    _CONTENT[message.kind](world, message, shape)
    if message.markup and "inline_keyboard" in message.markup:
        shape["reply_markup"] = {"inline_keyboard": message.markup["inline_keyboard"]}
    return shape


def _text(_: World, message: MessageRecord, shape: Json) -> None:
    shape["text"] = message.text
    if message.entities:
        shape["entities"] = message.entities


def _caption(message: MessageRecord, shape: Json) -> None:
    if message.text:
        shape["caption"] = message.text
        if message.entities:
            shape["caption_entities"] = message.entities


def _file(world: World, file_id: str) -> Json:
    found = world.files.get(file_id)
    shape: Json = {"file_id": file_id, "file_unique_id": "u" + file_id[-14:]}
    return shape | {"file_size": found.size} if found else shape


def _photo(world: World, message: MessageRecord, shape: Json) -> None:
    found = world.files.get(message.file)
    width, height = (found.width, found.height) if found else (0, 0)
    size = {"width": width or 800, "height": height or 600}
    shape["photo"] = [_file(world, message.file) | size]
    if "media_group_id" in message.detail:
        shape["media_group_id"] = message.detail["media_group_id"]
    _caption(message, shape)


def _document(world: World, message: MessageRecord, shape: Json) -> None:
    shape["document"] = _file(world, message.file)
    if found := world.files.get(message.file):
        shape["document"] |= {"file_name": found.name, "mime_type": found.mime}
    _caption(message, shape)


def _sticker(world: World, message: MessageRecord, shape: Json) -> None:
    shape["sticker"] = _file(world, message.file) | {
        "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False,
        "emoji": message.detail.get("emoji", "🌸"),
    }  # fmt: skip


def _voice(world: World, message: MessageRecord, shape: Json) -> None:
    more = {"duration": message.detail.get("seconds", 3), "mime_type": "audio/ogg"}
    shape["voice"] = _file(world, message.file) | more


def _contact(_: World, message: MessageRecord, shape: Json) -> None:
    shape["contact"] = message.detail


def _location(_: World, message: MessageRecord, shape: Json) -> None:
    shape["location"] = message.detail


def _service(world: World, message: MessageRecord, shape: Json) -> None:
    detail = message.detail
    if "joined" in detail:
        shape["new_chat_members"] = [user_shape(world, key) for key in detail["joined"]]
    elif "left" in detail:
        shape["left_chat_member"] = user_shape(world, detail["left"])
    else:
        shape.update(detail)


_CONTENT = {
    "text": _text,
    "photo": _photo,
    "document": _document,
    "sticker": _sticker,
    "voice": _voice,
    "contact": _contact,
    "location": _location,
    "service": _service,
}


def press_shape(world: World, press: Press) -> Json:
    """A CallbackQuery; a deleted message is named only."""
    chat = world.chats[press.chat]
    message = world.message(chat, press.message)
    shape: Json = {
        "id": press.id,
        "from": user_shape(world, press.person),
        "chat_instance": str(1_000_000 + abs(int(chat.address)) * 31),
        "data": press.data,
    }
    if message is None or message.deleted:
        place = {"chat": chat_shape(world, chat), "message_id": press.message, "date": 0}
        return shape | {"message": place}
    return shape | {"message": message_shape(world, chat, message)}


def membership_shape(world: World, chat: ChatRecord, by: str, data: Json) -> Json:
    """A ChatMemberUpdated out of a "member" event."""
    return {
        "chat": chat_shape(world, chat),
        "from": user_shape(world, by),
        "date": int(data["at"]),
        "old_chat_member": member_shape(world, data["who"], data["before"]),
        "new_chat_member": member_shape(world, data["who"], data["after"]),
    }


def reaches(world: World, chat: ChatRecord, message: MessageRecord, bot: Bot) -> bool:
    """Whether the bot gets this message: in groups privacy mode hides most of them."""
    if not chat.is_group or bot.reads_all or message.kind == "service":
        return True
    if chat.bots.get(bot.key) == "administrator" or _answers(world, chat, message, bot):
        return True
    text = message.text
    if re.search(rf"(?i)@{re.escape(bot.username)}\b", text):
        return True
    commands = [e for e in found_entities(text) if e["type"] == "bot_command"]
    return any("@" not in text[e["offset"] : e["offset"] + e["length"]] for e in commands)


def _answers(world: World, chat: ChatRecord, message: MessageRecord, bot: Bot) -> bool:
    replied = world.message(chat, message.reply_to) if message.reply_to is not None else None
    return replied is not None and replied.sender == bot.key
