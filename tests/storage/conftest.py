"""A transaction for tests that need one only, on both databases."""

from collections.abc import Iterator

import pytest

from storage import units
from storage.database import Database, Transaction
from tests.support.stored_people import TREE


@pytest.fixture
def tx(database: Database) -> Iterator[Transaction]:
    """A writing transaction in which a province and a commune are stored."""
    with database.write() as tx:
        units.save(tx, TREE)
        yield tx
