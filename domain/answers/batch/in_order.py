"""Reads answers of a batch without numbers or names, in the order of the questions."""

from dataclasses import replace

from domain.answers.batch.courtesies import Rest
from domain.answers.batch.form import Batch, Form
from domain.answers.batch.parts import read_part
from domain.answers.batch.segmentation import segment
from domain.answers.batch.sending import split_ok
from domain.answers.readings import UNREADABLE, Kind


def read_open_in_order(text: str, form: Form, rest: Rest | None) -> Batch:
    """Read answers to the questions still open, in order; to all where only that fits."""
    laid = read_in_order(text, form.select_asked(), rest=rest)
    if len(form.asked) == len(form.kinds):
        return laid
    if laid.leftover:
        return read_in_order(text, form, rest=rest)
    readings = form.make_empty()
    for number, reading in zip(form.asked, laid.readings, strict=True):
        readings[number - 1] = reading
    return replace(laid, readings=tuple(readings))


def read_in_order(text: str, form: Form, *, rest: Rest | None = None) -> Batch:
    """Read answers to all questions of the form in order; `rest`: what was said of the others."""
    kinds = form.kinds
    shorter, ok = split_ok(text, whole=True)
    if ok and not shorter:
        return Batch(tuple(form.make_empty()), ok=True)
    laid = _lay_out(shorter, form, ok=ok, some=rest is not None)
    if ok and kinds[-1] is Kind.YES_NO and laid.readings[-1] is None:
        full = segment(text, kinds, read_part, form.read)
        if full is not None and len(full) == len(kinds) and UNREADABLE not in full:
            return Batch(full)
    return laid


def _lay_out(text: str, form: Form, *, ok: bool, some: bool = False) -> Batch:
    readings = segment(text, form.kinds, read_part, form.read, some=some)
    if readings is None:
        return Batch(tuple(form.make_empty()), ok=ok, leftover=text)
    missing = len(form.kinds) - len(readings)
    return Batch((*readings, *(None,) * missing), ok=ok)
