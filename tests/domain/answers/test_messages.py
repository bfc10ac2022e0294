"""Whole messages and quick reports as women type them, played through the report conversation.

The lists were written before looking at the reader; `second*` after the first list was fixed and
before the reader ever saw it. bench/messages.py says what counts as right and as wrong in silence.
"""

from bench.messages import (
    Fate,
    Tally,
    format_figures,
    load_batches,
    load_quick_reports,
    read_batches,
    read_quickly,
)

MOST_SILENT = 0.003
LEAST_RIGHT = 0.97
MOST_MESSAGES_OUT = 3.4
"""The form, the summary and the receipt make three."""


def _check_tally(tally: Tally) -> None:
    print(format_figures(tally))  # noqa: T201
    assert tally.share(Fate.SILENT) <= MOST_SILENT, "\n".join(tally.silent)
    assert tally.share(Fate.RIGHT) >= LEAST_RIGHT, "\n".join(tally.missed)


def test_answers_to_whole_forms_are_read() -> None:
    cases = list(load_batches())
    assert len(cases) >= 450
    tally = read_batches(cases)
    _check_tally(tally)
    assert sum(tally.messages_out) / len(tally.messages_out) <= MOST_MESSAGES_OUT


def test_reports_outside_any_form_are_read() -> None:
    cases = list(load_quick_reports())
    assert len(cases) >= 200
    _check_tally(read_quickly(cases))
