"""`sohoi invite` and `sohoi people` over a real database."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from bot.cli.people import invite, people_app
from domain.org.levels import Level
from domain.org.tree import Parent, Tree, Unit, UnitKey
from domain.people.invites import read_code
from domain.people.roles import Post, Role
from storage import addresses, migrate, people, units
from storage.database import Database

SINCE = date(2025, 7, 1)
PROVINCE, COMMUNE, BRANCH = (UnitKey(SINCE, code) for code in ("04", "01290", "CH-01290-01"))
TREE = Tree(
    [
        Unit(PROVINCE, Level.PROVINCE, "Tỉnh Cao Bằng", "Cao Bằng"),
        Unit(COMMUNE, Level.COMMUNE, "Xã Bảo Lâm", "Bảo Lâm"),
        Unit(BRANCH, Level.BRANCH, "Chi hội Nà Pồng", "Nà Pồng"),
    ],
    [Parent(COMMUNE, PROVINCE, SINCE), Parent(BRANCH, COMMUNE, SINCE)],
)
Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOHOI_HOME", str(tmp_path))
    monkeypatch.delenv("SOHOI_DATABASE_URL", raising=False)
    database = Database(f"sqlite:///{tmp_path / 'sohoi.db'}")
    migrate.prepare(database)
    with database.write() as tx:
        units.save(tx, TREE)
    yield database
    database.close()


@pytest.fixture
def run() -> Run:
    app = typer.Typer()
    app.command("invite")(invite)
    app.add_typer(people_app, name="people")
    return lambda *words: CliRunner().invoke(app, words)


def settle(home: Database, chat: str, name: str) -> tuple[int, int]:
    """A branch leader with a phone; her number and the phone's."""
    with home.write() as tx:
        met = addresses.add_chats(tx, "zalo", "1", [(chat, False, name)], 1.0)[chat]
        assert met.person_id is not None
        unit_id = units.load(tx).id_of(BRANCH)
        people.give_post(tx, met.person_id, Post(Role.LEADER, unit_id), 1.0)
    return met.person_id, met.id


def know(home: Database, network: str, bot: str, name: str, seats: int | None) -> None:
    row = {"network": network, "bot": bot, "name": name, "username": name.lower()}
    with home.write() as tx:
        addresses.remember_bot(tx, {**row, "seats": seats, "seen_at": 1.0})


def test_an_invitation_names_ways_to_join(home: Database, run: Run) -> None:
    know(home, "telegram", "7", "SoHoiBot", None)
    know(home, "zalo", "1", "SoHoi1", 50)
    done = run("invite", "na pong", "leader", "--name", "Hoa", "--uses", "2", "--json")
    assert done.exit_code == 0, done.output
    made = json.loads(done.stdout)
    reading = read_code(made["code"])
    assert reading is not None
    assert reading.sound
    assert made["telegram"] == f"https://t.me/sohoibot?start={made['code']}"
    assert made["zalo"] == {"bot": "SoHoi1", "free": 50}
    assert made["uses"] == 2
    plain = run("invite", "01290", "commune")
    assert "Zalo: open SoHoi1 (50 seats free)" in plain.stdout


def test_full_bots_are_said(home: Database, run: Run) -> None:
    know(home, "zalo", "1", "SoHoi1", 1)
    settle(home, "a", "Hoa")
    assert "every bot is full" in run("invite", "01290", "commune").stdout


@pytest.mark.parametrize(
    "words",
    [
        ("invite", "Atlantis", "leader"),
        ("invite", "01290", "leader"),
        ("people", "remove", "99"),
        ("people", "link", "Nobody"),
        ("people", "cut-off", "phone-99"),
        ("people", "list", "--unit", "Atlantis"),
    ],
)
def test_a_mistake_is_one_line(home: Database, run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_an_unknown_role_is_wrong_use(home: Database, run: Run) -> None:
    assert run("invite", "01290", "queen").exit_code == 2


def test_without_a_database(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOHOI_HOME", str(tmp_path / "none"))
    done = run("people", "list")
    assert done.exit_code == 1
    assert "sohoi db upgrade" in done.stderr
    assert done.stderr.count("\n") == 1


def test_people_are_listed_cut_off_and_removed(home: Database, run: Run) -> None:
    who, phone = settle(home, "a", "Hoàng Thị Hoa")
    settle(home, "b", "Lan")
    assert "Hoàng Thị Hoa: leader of Chi hội Nà Pồng" in run("people", "list").stdout
    assert len(json.loads(run("people", "list", "--unit", "01290", "--json").stdout)) == 2

    done = run("people", "cut-off", "hoang thi hoa")
    assert f"phone-{phone} (zalo) is cut off" in done.stdout
    assert f"sohoi people link {who}" in done.stdout
    listed = json.loads(run("people", "list", "--json").stdout)
    hers = next(row for row in listed if row["person"] == who)
    assert hers["phones"][0]["cut_off"]

    assert run("people", "link", str(who)).exit_code == 0
    assert "1 post(s) ended" in run("people", "remove", str(who)).stdout
    assert run("people", "link", str(who)).exit_code == 2
    assert len(json.loads(run("people", "list", "--json").stdout)) == 1


def test_one_phone_is_cut_off(home: Database, run: Run) -> None:
    _, phone = settle(home, "a", "Hoa")
    settle(home, "b", "Hoa")
    assert run("people", "cut-off", "Hoa").exit_code == 2
    assert run("people", "cut-off", f"phone-{phone}").exit_code == 0
    with home.read() as tx:
        assert addresses.find(tx, "zalo", "1", ["a", "b"])["b"].cut_off is False
