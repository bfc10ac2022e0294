"""Conditions with a list as one parameter."""

import pytest
from sqlalchemy import select

from storage import lists
from storage.counters import next_number
from storage.database import Transaction
from storage.schema import counter


@pytest.mark.parametrize("wanted", [[], ["a"], ["b", "a", "c"], [f"n{n}" for n in range(5000)]])
def test_a_condition_holds_for_the_values_of_its_parameter(
    tx: Transaction, wanted: list[str]
) -> None:
    for name in ("a", "b", "d"):
        next_number(tx, name)
    lite = lists.is_sqlite(tx)
    asked = {"names": lists.to_parameter(lite, wanted)}
    found = {}
    for condition in (lists.is_one_of, lists.is_none_of):
        statement = select(counter.c.name).where(condition(lite, counter.c.name, "names"))
        statement = statement.where(counter.c.name.in_(["a", "b", "d"]))
        found[condition.__name__] = set(tx.execute(statement, asked).scalars())
    assert found["is_one_of"] == {"a", "b", "d"} & set(wanted)
    assert found["is_none_of"] == {"a", "b", "d"} - set(wanted)


def test_a_list_may_hold_numbers(tx: Transaction) -> None:
    next_number(tx, "once")
    lite = lists.is_sqlite(tx)
    statement = select(counter.c.value).where(lists.is_one_of(lite, counter.c.value, "values"))
    asked = {"values": lists.to_parameter(lite, {1, 7})}
    assert 1 in tx.execute(statement, asked).scalars().all()
