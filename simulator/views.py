"""The world as the page and the control interface see it."""

from datetime import datetime
from typing import Any

import msgspec

from simulator.clock import VIETNAM, Clock
from simulator.faults import Faults
from simulator.records import Bot, ChatRecord, EventRecord, MessageRecord, Refused
from simulator.scene import PhoneScene, Scene
from simulator.world import World

Json = dict[str, Any]
SHOWN_MESSAGES = 200


def message_view(world: World, message: MessageRecord) -> Json:
    """A message with its sender's name, its file and its time."""
    view: Json = msgspec.structs.asdict(message)
    bot = world.bots.get(message.sender)
    person = world.people.get(message.sender)
    view["name"] = (
        bot.name if bot else f"{person.last_name} {person.name}".strip() if person else ""
    )
    view["from_bot"] = bot is not None
    view["time"] = datetime.fromtimestamp(message.date, VIETNAM).isoformat(timespec="seconds")
    if message.kind == "service":
        view["text"] = _service_text(world, message)
    if message.file:
        view["file"] = _file_view(world, message.file)
    return view


def _service_text(world: World, message: MessageRecord) -> str:
    def name(key: str) -> str:
        return (world.bots.get(key) or world.people[key]).name

    if "joined" in message.detail:
        return ", ".join(name(key) for key in message.detail["joined"]) + " vào nhóm"
    if "left" in message.detail:
        return name(message.detail["left"]) + " rời nhóm"
    return "Nhóm đã được nâng cấp thành siêu nhóm"


def _file_view(world: World, file_id: str) -> Json:
    found = world.files.get(file_id)
    if found is None:
        return {"url": file_id if file_id.startswith("http") else "", "name": "", "mime": ""}
    return msgspec.to_builtins(found) | {"url": f"/sim/files/{file_id}"}  # type: ignore[no-any-return]


def chat_view(world: World, chat: ChatRecord) -> Json:
    """A chat with its last messages."""
    return {
        "key": chat.key,
        "network": chat.network,
        "kind": chat.kind,
        "address": chat.address,
        "title": chat.title,
        "people": chat.people,
        "bots": chat.bots,
        "moved_to": chat.moved_to,
        "messages": [message_view(world, m) for m in chat.messages[-SHOWN_MESSAGES:]],
    }


def event_view(world: World, event: EventRecord) -> Json:
    """An event with the message it is about."""
    view: Json = msgspec.to_builtins(event)
    chat = world.chats.get(event.chat)
    message = world.message(chat, event.message) if chat and event.message is not None else None
    view["message"] = message_view(world, message) if message else None
    return view


def bot_view(bot: Bot, clock: Clock, faults: Faults) -> Json:
    month = clock.now().strftime("%Y-%m")
    quota = faults.settings.zalo_quota if bot.network == "zalo" else None
    return {
        "key": bot.key, "network": bot.network, "name": bot.name, "username": bot.username,
        "sent_this_month": bot.sent_in_month.get(month, 0), "quota": quota,
        "commands": next(iter(bot.commands.values()), []),
        "waiting": len(bot.waiting),
        "webhook": bot.webhook.url if bot.webhook else "",
    }  # fmt: skip


def phone_view(world: World, phone: PhoneScene) -> Json:
    """A phone of the page with the keys of its chats."""
    person = world.people[phone.person]
    return {
        "person": person.key, "network": person.network, "title": phone.title,
        "name": f"{person.last_name} {person.name}".strip(),
        "suggestions": [
            {"text": s.text, "label": s.label or s.text, "chat": s.chat} for s in phone.suggestions
        ],
        "chats": [_tab(world, phone.person, key) for key in phone.chats],
    }  # fmt: skip


def _tab(world: World, person: str, name: str) -> Json:
    """One of a phone's chats: `name` as the scene says it, `key` as the world keeps it."""
    bot = world.bots.get(name)
    if bot:
        key = f"{bot.key}.{person}"
        return {"name": name, "key": key, "send_to": name, "title": bot.name, "group": False,
                "bot": name}  # fmt: skip
    chat = world.chats[name]
    while chat.moved_to is not None:
        chat = world.chats[f"{chat.key}-sg"]
    return {"name": name, "key": chat.key, "send_to": chat.key, "title": chat.title, "group": True,
            "bot": ""}  # fmt: skip


def state_view(
    world: World, scene: Scene, clock: Clock, faults: Faults, *, foresees: bool = False
) -> Json:
    """All that the page draws, with the number of the last event in it.

    `foresees`: somebody can tell what comes next, so that the clock can be moved there.
    """
    phones = [phone_view(world, phone) for phone in scene.phones]
    shown = {tab["key"] for phone in phones for tab in phone["chats"]}
    return {
        "seq": world.seq,
        "title": scene.title,
        "notice": scene.notice,
        "now": clock.now().isoformat(timespec="seconds"),
        "foresees": foresees,
        "bots": [bot_view(bot, clock, faults) for bot in world.bots.values()],
        "phones": phones,
        "chats": {key: chat_view(world, world.chats[key]) for key in shown if key in world.chats},
        "faults": msgspec.to_builtins(faults.settings),
    }


def refusal_view(refused: Refused) -> Json:
    return {"error": str(refused)}
