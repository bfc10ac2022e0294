"""What is confidential shows itself nowhere by mistake, and does not compile into a notice."""

import pickle
from pathlib import Path

import msgspec
import pytest
from mypy import api

from domain.confidential import Confidential
from tests.support.paths import ROOT

WORDS = Confidential("chị ấy ở nhà bà Pồng")

SNIPPET = """
from domain.confidential import Confidential
from domain.notices.base import Notice
from domain.notices.cases import CaseWaiting


class Loud(Notice, frozen=True, tag="loud/1"):
    words: str


def tell(words: Confidential) -> tuple[Notice, ...]:
    return (Loud(words), CaseWaiting(17, why=words))
"""


def test_mypy_refuses_to_put_it_into_a_notice(tmp_path: Path) -> None:
    snippet = tmp_path / "snippet.py"
    snippet.write_text(SNIPPET)
    options = ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(tmp_path / "c")]
    said, faults, code = api.run([*options, "--follow-imports=silent", str(snippet)])
    assert (code, faults) == (1, ""), said
    refused = [line for line in said.splitlines() if "[arg-type]" in line]
    assert [line.split(":")[1] for line in refused] == ["12", "12"]


@pytest.mark.parametrize(
    "shown", [str(WORDS), repr(WORDS), f"{WORDS}", f"{WORDS:>90}", repr([WORDS])]
)
def test_it_shows_nothing(shown: str) -> None:
    assert "Pồng" not in shown
    assert "•••" in shown


@pytest.mark.parametrize("write", [msgspec.json.encode, msgspec.msgpack.encode, pickle.dumps])
def test_it_is_not_written(write) -> None:
    with pytest.raises(TypeError):
        write(WORDS)


def test_it_is_read_on_purpose_only() -> None:
    assert WORDS.reveal() == "chị ấy ở nhà bà Pồng"
    assert Confidential("chị ấy ở nhà bà Pồng") == WORDS
    assert not Confidential("")
