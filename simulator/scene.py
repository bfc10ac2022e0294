"""The scene a simulator starts with: bots, people, groups and the phones on the page.

A JSON document of the same shape is what `python -m simulator --scene FILE` reads.
"""

from pathlib import Path

import msgspec

from simulator.faults import FaultSettings
from simulator.records import Bot, Membership, Network, PersonRecord
from simulator.world import World


class Suggestion(msgspec.Struct, omit_defaults=True):
    """A preset text under the typing box. `label` is shown in place of `text`.

    `chat` (the key of a bot or a group) keeps it to one of the phone's chats.
    """

    text: str
    label: str = ""
    chat: str = ""


class GroupScene(msgspec.Struct, omit_defaults=True):
    """A group with its members by key."""

    key: str
    network: Network
    title: str
    people: dict[str, Membership] = {}
    bots: dict[str, Membership] = {}
    supergroup: bool = False


class PhoneScene(msgspec.Struct, omit_defaults=True):
    """A phone on the page: whose, and which chats it shows (keys of bots and groups)."""

    person: str
    title: str
    chats: list[str]
    suggestions: list[Suggestion] = []


class Scene(msgspec.Struct, omit_defaults=True):
    """Everything a simulator is told at its start."""

    bots: list[Bot]
    people: list[PersonRecord]
    phones: list[PhoneScene] = []
    groups: list[GroupScene] = []
    title: str = "Sổ Hội · chạy thử"
    notice: str = (
        "Đây là bản chạy thử trên máy này: điện thoại, Zalo và Telegram đều là giả, "
        "không có tin nhắn nào ra ngoài. Gõ vào từng máy như chị em vẫn nhắn."
    )
    faults: FaultSettings = msgspec.field(default_factory=FaultSettings)
    seed: int = 1


def read_scene(path: Path) -> Scene:
    """A scene out of a JSON file. Raises msgspec.ValidationError naming the wrong field."""
    return msgspec.json.decode(path.read_bytes(), type=Scene)


def stage(world: World, scene: Scene, at: float) -> None:
    """Put on stage what is not there yet; what a saved world holds goes on."""
    for bot in scene.bots:
        _stage_bot(world, bot)
    for person in scene.people:
        known = world.people.get(person.key)
        fresh = msgspec.structs.replace(person)
        if known:
            fresh.number = known.number
        world.add_person(fresh)
    for group in scene.groups:
        if group.key not in world.chats:
            stage_group(world, group, at)


def _stage_bot(world: World, bot: Bot) -> None:
    known = world.bots.get(bot.key)
    if known is None:
        world.add_bot(msgspec.json.decode(msgspec.json.encode(bot), type=Bot))
        return
    known.name, known.username, known.token = bot.name, bot.username, bot.token
    world.add_bot(known)


def stage_group(world: World, group: GroupScene, at: float) -> None:
    """Make a group with its members."""
    chat = world.add_group(group.key, group.network, group.title, supergroup=group.supergroup)
    by = next(iter(group.people), "")
    for key, status in group.people.items():
        world.seat(chat, key, status, by=by, at=at)
    for key, status in group.bots.items():
        world.seat(chat, key, status, by=by or key, at=at)


TELEGRAM_TOKEN = "7000000001:SIMULATED-telegram-token-0000000000"  # noqa: S105 - made up, opens nothing
ZALO_TOKEN = "1459232241454765289:SIMULATED-zalo-token"  # noqa: S105 - made up, opens nothing


def default_scene() -> Scene:
    """Five phones: branch leaders on Zalo and Telegram, commune, province, an area's group."""
    hello = [Suggestion("/start", "Bắt đầu"), Suggestion("/baocao"), Suggestion("/tiendo")]
    words = [Suggestion("Chào em"), Suggestion("BÁO CÁO"), Suggestion("TIẾN ĐỘ")]
    return Scene(
        bots=[
            Bot("tg", "telegram", TELEGRAM_TOKEN, "Sổ Hội", "SoHoiCaoBang_bot"),
            Bot("zl", "zalo", ZALO_TOKEN, "Bot Sổ Hội", "bot.SoHoi"),
        ],
        people=[
            PersonRecord("lan", "zalo", "Lan", "Hoàng Thị"),
            PersonRecord("hoa", "telegram", "Hoa", "Nông Thị", number=1_000_001),
            PersonRecord("mai", "telegram", "Mai", "Lý Thị", number=1_000_002),
            PersonRecord("hanh", "telegram", "Hạnh", "Đàm Thị", number=1_000_003),
            PersonRecord("thu", "telegram", "Thu", "Bế Thị", number=1_000_004),
        ],
        groups=[
            GroupScene(
                "area", "telegram", "Địa bàn Bảo Lâm",
                people={"thu": "creator", "mai": "member", "hoa": "member"},
                bots={"tg": "member"},
            ),
        ],
        phones=[
            PhoneScene("lan", "Chi hội trưởng · Zalo", ["zl"], words),
            PhoneScene("hoa", "Chi hội trưởng · Telegram", ["tg", "area"], hello),
            PhoneScene("mai", "Cán bộ xã · Telegram", ["tg", "area"], hello),
            PhoneScene("hanh", "Cán bộ tỉnh · Telegram", ["tg"], hello),
            PhoneScene("thu", "Nhóm địa bàn · Telegram", ["tg", "area"], hello),
        ],
    )  # fmt: skip
