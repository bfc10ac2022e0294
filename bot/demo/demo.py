"""The demo: sample units, reports and invitations, and a simulator with the phones."""

import asyncio
import json
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime

from msgspec.structs import replace

from bot.channels.telegram import make_telegram_channel
from bot.channels.zalo import make_zalo_channel
from bot.demo.clock import Ahead
from bot.demo.samples.branches import FIRST_COMMUNE, make_sample_branches
from bot.demo.samples.reports import list_questions, make_sample_reports
from bot.engine.channel import Channel
from bot.errors import OperatorMistake
from bot.runtime.app import Webhooks
from bot.runtime.opening import open_database
from bot.runtime.org_rows import read_org
from bot.runtime.reference import drop_spread, load_reference, read_calendar, read_plan
from bot.runtime.start import build_app
from bot.settings import Settings
from domain.org.levels import Level
from domain.org.tree import Unit
from domain.people.invites import RANDOM_BYTES, make_code, make_prefix
from domain.people.roles import Post, Role
from domain.periods import VIETNAM, Period, compute_due_day
from simulator.clock import Agenda, Clock, Stop
from simulator.records import EventRecord
from simulator.scene import TELEGRAM_TOKEN, ZALO_TOKEN, Scene, Suggestion, default_scene
from simulator.serve import RunningSimulator
from storage import invites, reports, units
from storage.database import Database, Transaction
from storage.invites import Invite
from storage.moments import seconds
from storage.units import Units

START = datetime(2025, 10, 13, 8, 0, tzinfo=VIETNAM)
"""A Monday in 2025, the plan's year: October's report is open and nine months lie behind."""

_TREE_DAY = date(2025, 10, 1)
_AREA = "DB-042"
_SCENE = "demo-scene.json"
_WORLD = "demo-phones.json"


async def run(settings: Settings, start: datetime | None = None) -> None:
    """Serve the demo until cancelled; the next start finds again what was said in it."""
    async with _run_side_by_side(settings, start) as (simulator, serving):
        print(f"Sổ Hội · chạy thử: {simulator.base_url}", flush=True)  # noqa: T201 - its purpose
        await serving


@asynccontextmanager
async def run_simulated(
    settings: Settings, start: datetime | None = None
) -> AsyncIterator[RunningSimulator]:
    """Run the product and its simulated phones side by side."""
    async with _run_side_by_side(settings, start) as (simulator, _):
        yield simulator


@asynccontextmanager
async def _run_side_by_side(
    settings: Settings, start: datetime | None
) -> AsyncIterator[tuple[RunningSimulator, asyncio.Task[None]]]:
    database = prepare(settings)
    known = drop_spread(load_reference(database, settings.plan))
    clock, ahead = Clock(start or START), Ahead(database, known)
    simulator = _make_simulator(
        settings, clock, lambda now, until: Stop(*ahead.find_next_stop(now, until))
    )
    simulator.start()
    bots: list[Channel] = [
        make_telegram_channel(TELEGRAM_TOKEN, api=simulator.telegram_url, now=clock.now),
        make_zalo_channel(ZALO_TOKEN, api=simulator.zalo_url, now=clock.now),
    ]
    product = build_app(
        settings,
        database,
        lambda: clock.now().astimezone(VIETNAM),
        bots,
        hooks=_open_webhooks(),
        known=known,
    )
    ahead.attend(product, asyncio.get_running_loop())

    def follow_clock(event: EventRecord) -> None:
        if event.kind == "clock":
            ahead.catch_up()

    simulator.do(simulator.world.follow, follow_clock)
    serving = asyncio.create_task(product.run())
    try:
        yield simulator, serving
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        await asyncio.to_thread(simulator.stop)
        database.close()


def _open_webhooks() -> Webhooks:
    """Find a free port of this machine for webhooks, the way networks reach us in production."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return Webhooks(f"http://127.0.0.1:{port}", "127.0.0.1", port)


def _make_simulator(settings: Settings, clock: Clock, agenda: Agenda) -> RunningSimulator:
    try:
        return RunningSimulator(
            _make_scene(settings),
            clock=clock,
            state=settings.home / _WORLD,
            port=settings.port,
            agenda=agenda,
        )
    except OSError:
        raise OperatorMistake(
            f"port {settings.port} is taken, perhaps by another demo: "
            "stop it, or set SOHOI_PORT to another port"
        ) from None


def prepare(settings: Settings) -> Database:
    """Open the demo's database in the data folder, made at the first call."""
    database = open_database(settings)
    if not (settings.home / _SCENE).exists():
        with database.write() as tx:
            _fill(tx, settings)
            codes = _invite(tx, units.load(tx))
        path = settings.home / _SCENE
        path.write_text(json.dumps(codes, ensure_ascii=False), "utf-8")
    return database


def _fill(tx: Transaction, settings: Settings) -> None:
    """Store units and, as samples, branches, baselines and nine months of reports."""
    plan = read_plan(settings.plan)
    calendar = read_calendar(settings.plan.with_name("days-off.yaml"))
    tree = read_org()
    made = make_sample_branches(tree, _TREE_DAY)
    tree = tree.with_more(made.units, made.parents)
    units.save(tx, tree)
    units.save_baselines(tx, made.baselines)
    known = units.load(tx)

    def due(period: str) -> date:
        return compute_due_day(Period.parse(period), plan.settings, calendar, Level.BRANCH)

    rows = []
    for report in make_sample_reports(tree, made.baselines, list_questions(plan), due=due):
        answers: dict[str, dict[str, float]] = {}
        for code, name, amount in report.values:
            answers.setdefault(code, {})[name] = amount
        where = known.id_of(report.unit_key)
        rows.append((where, report.period, seconds(report.sent_at), answers))
    reports.send_samples(tx, rows)


# --- who is who --------------------------------------------------------------------------------


def _invite(tx: Transaction, known: Units) -> dict[str, str]:
    """Make an invitation for every phone, by the person's key on the page."""
    view = known.tree.at(_TREE_DAY)
    commune = view.find(FIRST_COMMUNE)
    province = view.of_level(Level.PROVINCE)[0]
    area = view.find(_AREA)
    if commune is None or area is None:
        raise ValueError("the demo's commune or area is not among the units")
    first, second, *_ = view.branches(commune.key)
    holders: dict[str, tuple[Unit, Role, str]] = {
        "lan": (first, Role.LEADER, "Hoàng Thị Lan"),
        "hoa": (second, Role.LEADER, "Nông Thị Hoa"),
        "mai": (commune, Role.COMMUNE, "Lý Thị Mai"),
        "hanh": (province, Role.PROVINCE, "Đàm Thị Hạnh"),
        "thu": (area, Role.AREA, "Bế Thị Thu"),
    }
    prefix, at = make_prefix(province.short), seconds(START)
    codes: dict[str, str] = {}
    for key, (unit, role, name) in holders.items():
        code = make_code(prefix, secrets.token_bytes(RANDOM_BYTES))
        post = Post(role, known.id_of(unit.key))
        invites.create(tx, Invite(code, post, at + 365 * 86400, 20, name), at)
        codes[key] = code
    return codes


_CODE = "{code}"
"""In a preset: the invitation's code of whoever holds the phone."""

_REPORT, _PROGRESS = Suggestion("/baocao", "Báo cáo"), Suggestion("/tiendo", "Tiến độ")
_CASES = Suggestion("/vuviec", "Vụ việc")
_JOIN = Suggestion(f"/start {_CODE}", "Nhận mã mời")
_PRESETS = {
    "lan": [
        Suggestion(_CODE, "Mã mời"),
        Suggestion("BÁO CÁO"),
        Suggestion("hai buổi, 2, k có, 1, 3/0, rồi, 0, ko"),
        Suggestion("OK"),
        Suggestion("TIẾN ĐỘ"),
        Suggestion("VỤ VIỆC"),
        Suggestion("1"),
        Suggestion("0", "0 (thoát)"),
        Suggestion("LỊCH"),
        Suggestion("TRỢ GIÚP"),
    ],
    "hoa": [_JOIN, _REPORT, _PROGRESS, _CASES],
    "mai": [
        _JOIN,
        _PROGRESS,
        Suggestion("/tiendo thieu", "Ai chưa gửi"),
        Suggestion("/nhapho"),
        _CASES,
        Suggestion("/nhiemvu", "Nhiệm vụ"),
        Suggestion("/ghiviec", "Ghi việc"),
        Suggestion("/thongbao", "Thông báo"),
        Suggestion("/moky", "Mở kỳ"),
    ],
    "hanh": [
        _JOIN,
        _PROGRESS,
        Suggestion("/tiendo bao lam"),
        _REPORT,
        Suggestion("/lich", "Lịch"),
        _CASES,
    ],
    "thu": [
        Suggestion(f"/start {_CODE}", "Nhận mã mời", "tg"),
        Suggestion(f"/nhom {_AREA}", "Gắn nhóm", "area"),
        _PROGRESS,
    ],
}
"""What can be tried on each phone: it stands under the typing box."""


def _make_scene(settings: Settings) -> Scene:
    """Set up the simulator's five phones with presets of the demo, the codes filled in."""
    codes = json.loads((settings.home / _SCENE).read_text("utf-8"))
    scene = default_scene()
    for phone in scene.phones:
        phone.suggestions = [
            replace(preset, text=preset.text.replace(_CODE, codes[phone.person]))
            for preset in _PRESETS[phone.person]
        ]
    return scene
