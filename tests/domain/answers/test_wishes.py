"""What is wanted in a sentence of her own: read as people write it, and never out of a report."""

from pathlib import Path

import pytest

from domain.answers.text.wish_words import ALONE, ANYWHERE
from domain.answers.text.wishes import NEVER_AN_ANSWER, TALK, Wish, read_wish, sort_wish
from tests.domain.answers.test_corpus import load_cases

_ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "wishes.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("wish", "text"), _ROWS, ids=[text for _, text in _ROWS])
def test_a_wish_is_read(wish: str, text: str) -> None:
    found = read_wish(text)
    assert (found.value if found is not None else "-") == wish


@pytest.mark.parametrize(("wish", "text"), _ROWS, ids=[text for _, text in _ROWS])
def test_case_and_courtesies_do_not_matter(wish: str, text: str) -> None:
    found = read_wish(f"Dạ {text.upper()} ạ")
    if wish in TALK:
        return
    assert (found.value if found is not None else "-") == wish


def test_no_number_of_the_corpora_is_a_wish() -> None:
    numbers = [case for case in load_cases() if case.kind in ("count", "share", "place")]
    meant = [case.text for case in numbers if case.statuses & {"value", "confirm"}]
    assert {text for text in meant if read_wish(text) is not None} == set()


def test_what_answers_a_form_is_heard_by_the_form() -> None:
    """In a form only wishes that no answer could mean are heard before it."""
    answers = [c.text for c in load_cases() if c.kind in ("count", "share", "yes-no", "choice")]
    taken = {text for text in answers if read_wish(text) in NEVER_AN_ANSWER}
    assert taken <= {"đã nhận chưa", "ai đấy", "chưa làm được", "ko làm đc"}


def test_every_wish_has_words_and_a_sort() -> None:
    assert set(Wish) == set(ALONE) | set(ANYWHERE)
    assert {sort_wish(wish) for wish in Wish} == {"command", "question", "talk"}


def test_long_texts_hold_no_wish() -> None:
    assert read_wish("em là ai " * 30) is None
