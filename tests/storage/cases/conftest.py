"""A commune with a reporter and an officer, on both databases."""

import pytest

from storage.database import Database
from tests.support.case_town import Town


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)
