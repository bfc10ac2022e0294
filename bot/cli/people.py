"""`sohoi invite` and `sohoi people`: invitations, who holds which post, lost phones."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated

import typer

from bot.cli.context import now, stop, use_database
from bot.cli.people_lookup import (
    PHONE,
    check_role,
    find_person,
    find_phones,
    find_unit,
    format_phone,
)
from domain.people.invites import (
    LINK_SECONDS,
    RANDOM_BYTES,
    BotSeats,
    choose_bot,
    make_code,
    make_prefix,
)
from domain.people.roles import Post, Role
from storage import addresses, invites, people
from storage import units as stored_units
from storage.addresses import Contact
from storage.database import Transaction
from storage.invites import Invite
from storage.moments import moment, seconds
from storage.people import Appointment
from storage.units import Units

people_app = typer.Typer(help="People, their posts and their phones.", no_args_is_help=True)

_Json = Annotated[bool, typer.Option("--json", help="For a program to read.")]
_Person = Annotated[str, typer.Argument(help="A person's number, or her name.")]


def invite(
    unit: Annotated[str, typer.Argument(help="A unit's code or name.")],
    role: Annotated[Role, typer.Argument(help="What she will be in it.")],
    name: Annotated[str, typer.Option(help="Her name.")] = "",
    uses: Annotated[int, typer.Option(min=1, max=1000, help="How many people may use it.")] = 1,
    days: Annotated[int, typer.Option(min=1, max=366, help="How long it is good.")] = 30,
    for_person: Annotated[str, typer.Option(help="Link a phone of this person by it.")] = "",
    as_json: _Json = False,
) -> None:
    """Make an invitation: a code to type, a Telegram link, and a Zalo bot with a free seat."""
    at = now()
    with use_database() as database, database.write() as tx:
        units = stored_units.load(tx)
        found = find_unit(units, unit, at.date())
        check_role(role, found)
        person_id = find_person(tx, for_person) if for_person else None
        made = Invite(
            _draw_code(units, at),
            Post(role, units.id_of(found.key)),
            seconds(at + timedelta(days=days)),
            1 if person_id else uses,
            name,
            person_id,
        )
        invites.create(tx, made, seconds(at))
        _show(_to_dict(made, found.name, invites.load_bot_seats(tx)), as_json)


@people_app.command("list")
def list_(
    unit: Annotated[str, typer.Option(help="Only this unit and all below it.")] = "",
    as_json: _Json = False,
) -> None:
    """List who holds which post, and from which phones she writes."""
    at = now()
    with use_database() as database, database.read() as tx:
        units = stored_units.load(tx)
        found = people.load_appointments(tx, _find_unit_ids(units, unit, at) if unit else None)
        phones = _load_phones(tx, found)
    rows = [_holder_to_dict(h, units, phones.get(h.person_id, [])) for h in found]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row, holder in zip(rows, found, strict=True):
        shown = ", ".join(format_phone(c) for c in phones.get(holder.person_id, []))
        typer.echo(
            f"{row['person']}  {row['name'] or '(no name)'}: {row['role']} of "
            f"{row['unit_name']} ({row['unit']}); {shown or 'no phone'}"
        )


@people_app.command("cut-off")
def cut_off(
    who: Annotated[list[str], typer.Argument(help="A person, or one phone such as phone-34.")],
) -> None:
    """Cut off a lost phone: nothing is taken from it and nothing sent to it. Her posts stay."""
    with use_database() as database, database.write() as tx:
        lost = [c for words in who for c in find_phones(tx, words)]
        for contact in lost:
            addresses.cut_off(tx, contact.id)
        for person_id in {c.person_id for c in lost if c.person_id is not None}:
            invites.withdraw_links(tx, person_id)
    for contact in lost:
        typer.echo(
            f"{PHONE}{contact.id} ({contact.network}) is cut off; for her new phone: "
            f"sohoi people link {contact.person_id}"
        )
    if not lost:
        typer.echo("she has no phone: nothing to cut off")


@people_app.command()
def remove(who: _Person) -> None:
    """End all posts of a person. What she reported stays."""
    with use_database() as database, database.write() as tx:
        person_id = find_person(tx, who)
        ended = people.end_posts(tx, person_id, seconds(now()))
        invites.withdraw_links(tx, person_id)
    typer.echo(f"person {person_id}: {len(ended)} post(s) ended")


@people_app.command()
def link(who: _Person, as_json: _Json = False) -> None:
    """Make a code, good once and for a day, that she types on another phone or network."""
    at = now()
    with use_database() as database, database.write() as tx:
        units = stored_units.load(tx)
        person_id = find_person(tx, who)
        posts = people.load_posts(tx, person_id)
        if not posts:
            raise stop(f"person {person_id} holds no post: use `sohoi invite UNIT ROLE`")
        until = seconds(at) + LINK_SECONDS
        made = Invite(_draw_code(units, at), posts[0], until, 1, person_id=person_id)
        invites.withdraw_links(tx, person_id)
        invites.create(tx, made, seconds(at))
        name = units.unit(posts[0].unit_id).name
        _show(_to_dict(made, name, invites.load_bot_seats(tx)), as_json)


# --- what is printed ---------------------------------------------------------------------------


def _draw_code(units: Units, at: datetime) -> str:
    prefix = make_prefix(units.province(at.date()).short)
    return make_code(prefix, secrets.token_bytes(RANDOM_BYTES))


def _to_dict(made: Invite, unit_name: str, bots: list[BotSeats]) -> Mapping[str, object]:
    zalo = choose_bot(bots, "zalo")
    return {
        "code": made.code,
        "unit": unit_name,
        "role": made.post.role.value,
        "name": made.name,
        "person": made.person_id,
        "uses": made.uses_left,
        "expires": moment(made.expires_at).isoformat(timespec="minutes"),
        "telegram": _make_telegram_link(bots, made.code),
        "zalo": None if zalo is None else {"bot": zalo.name, "free": zalo.free},
        "zalo_full": zalo is None and any(b.network == "zalo" for b in bots),
    }


def _make_telegram_link(bots: list[BotSeats], code: str) -> str | None:
    known = [b for b in bots if b.network == "telegram" and b.username]
    return f"https://t.me/{known[0].username}?start={code}" if known else None


def _show(made: Mapping[str, object], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(made, ensure_ascii=False))
        return
    typer.echo(made["code"])
    typer.echo(f"{made['role']} of {made['unit']}, {made['uses']} use(s), until {made['expires']}")
    if made["telegram"]:
        typer.echo(f"Telegram: {made['telegram']}")
    zalo = made["zalo"]
    if isinstance(zalo, dict):
        seats = "" if zalo["free"] is None else f" ({zalo['free']} seats free)"
        typer.echo(f"Zalo: open {zalo['bot']}{seats} and type the code")
    if made["zalo_full"]:
        typer.echo("Zalo: every bot is full; add one to SOHOI_ZALO_BOT_TOKENS")


def _find_unit_ids(units: Units, words: str, at: datetime) -> list[int]:
    found = find_unit(units, words, at.date())
    below = units.tree.at(at.date()).descendants(found.key)
    return units.ids([found, *below])


def _load_phones(tx: Transaction, found: list[Appointment]) -> dict[int, list[Contact]]:
    phones: dict[int, list[Contact]] = {}
    for contact in people.load_all_private_chats(tx, sorted({h.person_id for h in found})):
        phones.setdefault(contact.person_id or 0, []).append(contact)
    return phones


def _holder_to_dict(holder: Appointment, units: Units, phones: list[Contact]) -> dict[str, object]:
    unit = units.unit(holder.post.unit_id)
    return {
        "person": holder.person_id,
        "name": holder.name,
        "role": holder.post.role.value,
        "unit": unit.code,
        "unit_name": unit.name,
        "since": moment(holder.since).isoformat(timespec="minutes"),
        "phones": [
            {
                "phone": f"{PHONE}{c.id}",
                "network": c.network,
                "reachable": c.reachable,
                "cut_off": c.cut_off,
            }
            for c in phones
        ],
    }
