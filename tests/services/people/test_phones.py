"""An officer's number: sealed, shown to those below her while she agrees and holds her post."""

import pytest
from sqlalchemy import select

from domain.people.phones import PhoneUse
from domain.people.roles import Role
from services.people.phones import (
    keep_phone,
    list_own_phones,
    list_shown_phones,
    seal_offered,
    withdraw_phones,
)
from storage import people, vault, vault_rotation
from storage.moments import seconds
from storage.schema import officer_phone
from storage.vault import Key, Vault
from tests.support.people_stage import LAC, LAM, PONG, PROVINCE, Stage
from tests.support.service_calls import appoint, asked_by, at_the_moment

OLD, NEW = Key.new(), Key.new()
NUMBER = "0912345678"


@pytest.fixture
def town(stage: Stage) -> Stage:
    vault.unlock(stage.database, [OLD], 1.0)
    appoint(stage, "mai", Role.COMMUNE, LAM)
    appoint(stage, "thu", Role.PROVINCE, PROVINCE)
    appoint(stage, "hoa", Role.LEADER, PONG)
    return stage


def give(town: Stage, chat: str, number: str = NUMBER) -> bool:
    with asked_by(town, chat) as request:
        held = [post.unit_id for post in people.load_posts(request.tx, request.person_id)]
        return keep_phone(request, seal_offered(request, number), held, PhoneUse.SHOWN)


def list_numbers(town: Stage, unit: object = PONG) -> list[str]:
    with at_the_moment(town) as context:
        shown = list_shown_phones(context, town.units.id_of(unit.key))  # type: ignore[attr-defined]
        return [each.number for each in shown]


def test_those_below_see_the_numbers_that_were_given_the_commune_first(town: Stage) -> None:
    assert list_numbers(town) == []
    give(town, "thu", "0987654321")
    give(town, "mai")
    assert list_numbers(town) == [NUMBER, "0987654321"]
    assert list_numbers(town, LAC) == ["0987654321"]


def test_a_leaders_number_is_not_kept(town: Stage) -> None:
    assert not give(town, "hoa")
    assert list_numbers(town) == []


def test_it_lies_sealed_with_when_and_how_she_agreed(town: Stage) -> None:
    give(town, "mai")
    with asked_by(town, "mai") as request:
        (own,) = list_own_phones(request, request.person_id)
        row = request.tx.execute(select(officer_phone)).mappings().one()
    assert (own.number, own.consented_by, own.consented_at) == (NUMBER, "zalo", seconds(town.now))
    assert vault.is_sealed(row["sealed"])
    assert NUMBER not in repr(own)


def test_a_new_number_takes_the_place_of_the_old_one(town: Stage) -> None:
    give(town, "mai")
    give(town, "mai", "0987654321")
    assert list_numbers(town) == ["0987654321"]


def test_withdrawn_it_is_erased_and_the_consent_stays_on_record(town: Stage) -> None:
    give(town, "mai")
    with asked_by(town, "mai") as request:
        assert withdraw_phones(request) == 1
        assert withdraw_phones(request) == 0
        row = request.tx.execute(select(officer_phone)).mappings().one()
    assert (row["sealed"], row["withdrawn_at"]) == ("", seconds(town.now))
    assert list_numbers(town) == []


def test_it_goes_with_her_post(town: Stage) -> None:
    give(town, "mai")
    with asked_by(town, "mai") as request:
        people.end_posts(request.tx, request.person_id, seconds(request.now))
        assert request.tx.execute(select(officer_phone.c.sealed)).scalar_one() == ""
    assert list_numbers(town) == []


def test_a_rotated_vault_still_opens_it_and_another_one_hides_it(town: Stage) -> None:
    give(town, "mai")
    vault.unlock(town.database, [NEW, OLD], 2.0)
    assert vault_rotation.rotate(town.database, 3.0) == 1
    vault.unlock(town.database, [NEW], 4.0)
    assert list_numbers(town) == [NUMBER]
    vault.use(town.database, Vault([Key.new()]))
    assert list_numbers(town) == []
