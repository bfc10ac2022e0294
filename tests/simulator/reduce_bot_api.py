"""Cut the published Bot API description down to what is in use here.

`python tests/simulator/reduce_bot_api.py FULL.json` rewrites `bot_api_10_3.json`. FULL.json has
`methods` {name: {params, returns}} and `types` {name: {fields, subtypes}} (see the licence).
"""

import json
import sys
from pathlib import Path
from typing import Any

METHODS = (
    "getMe", "getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo", "sendMessage",
    "sendPhoto", "sendDocument", "editMessageText", "editMessageReplyMarkup", "deleteMessage",
    "answerCallbackQuery", "sendChatAction", "getFile", "getChat", "getChatMember",
    "setMyCommands", "getMyCommands", "deleteMyCommands", "leaveChat",
)  # fmt: skip
TYPES = (
    "Update", "User", "Chat", "ChatFullInfo", "AcceptedGiftTypes", "Message",
    "MaybeInaccessibleMessage", "InaccessibleMessage", "MessageEntity", "PhotoSize", "Document",
    "Sticker", "Voice", "Contact", "Location", "File", "MessageOrigin", "MessageOriginUser",
    "MessageOriginHiddenUser", "InlineKeyboardMarkup", "InlineKeyboardButton",
    "ReplyKeyboardMarkup", "KeyboardButton", "ReplyKeyboardRemove", "ForceReply",
    "ReplyParameters", "LinkPreviewOptions", "CallbackQuery", "ChatMemberUpdated", "ChatMember",
    "ChatMemberOwner", "ChatMemberAdministrator", "ChatMemberMember", "ChatMemberRestricted",
    "ChatMemberLeft", "ChatMemberBanned", "WebhookInfo", "ResponseParameters", "BotCommand",
    "BotCommandScope", "BotCommandScopeDefault", "BotCommandScopeAllPrivateChats",
    "BotCommandScopeAllGroupChats", "BotCommandScopeChat",
)  # fmt: skip
TARGET = Path(__file__).with_name("bot_api_10_3.json")


def fields(described: dict[str, Any]) -> dict[str, list[Any]]:
    """{name: [type, required]}"""
    return {name: [field["type"], bool(field["required"])] for name, field in described.items()}


def reduce(full: dict[str, Any]) -> dict[str, Any]:
    """The part in use, without descriptions."""
    methods = {
        name: {
            "params": fields(full["methods"][name]["params"]),
            "returns": full["methods"][name]["returns"],
        }
        for name in METHODS
    }
    types = {
        name: {
            "fields": fields(full["types"][name]["fields"]),
            "subtypes": full["types"][name].get("subtypes") or [],
        }
        for name in TYPES
    }
    return {
        "version": "10.3",
        "licence": TARGET.stem + ".LICENSE",
        "methods": methods,
        "types": types,
    }


if __name__ == "__main__":
    reduced = reduce(json.loads(Path(sys.argv[1]).read_text()))
    lines = [
        f"{json.dumps(group)}: {{\n"
        + ",\n".join(f"{json.dumps(n)}: {json.dumps(d)}" for n, d in reduced[group].items())
        + "\n}"
        for group in ("methods", "types")
    ]
    head = ", ".join(f"{json.dumps(k)}: {json.dumps(reduced[k])}" for k in ("version", "licence"))
    TARGET.write_text("{" + head + ",\n" + ",\n".join(lines) + "}\n")
