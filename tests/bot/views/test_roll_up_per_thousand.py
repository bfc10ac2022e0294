"""A roll-up of the tests' own, "per 1,000", is seen in chat, picture, sheet and Word report.

Nothing but the class is added: what the product shows of a figure it asks of its roll-up.
"""

from dataclasses import replace
from io import BytesIO

import docx
from openpyxl import load_workbook

from bot.channels import telegram_messages
from bot.engine.i18n import say_for
from bot.engine.surface import Surface
from bot.views.documents.word_report import make_document
from bot.views.documents.workbook import make_workbook
from bot.views.progress.figures import format_figure
from domain.documents.figures import DocumentFacts
from domain.plan.plan import Plan
from domain.rollups import Ratio
from tests.support.document_facts import OCTOBER, facts, plan, row

CODE = "1.6a"
PER_THOUSAND = Ratio("per_1000", scale=1000, suffix="‰")


def make_plan() -> Plan:
    """The plan with one line that is told per 1,000, of which nine are wanted."""
    lines = tuple(
        replace(line, rollup=PER_THOUSAND, target=replace(line.target, percent=9))
        if line.code == CODE
        else line
        for line in plan().indicators
    )
    return replace(plan(), indicators=lines)


def make_facts() -> DocumentFacts:
    """Three communes that counted nine in three thousand together: three in a thousand."""
    told = {10: (2, 500), 11: (3, 1500), 12: (4, 1000)}
    rows = [
        row(unit_id, CODE, amount, field=name)
        for unit_id, amounts in told.items()
        for name, amount in zip(("part", "whole"), amounts, strict=True)
    ]
    return facts(*rows, by=make_plan())


def find_progress(found: DocumentFacts):  # type: ignore[no-untyped-def]
    return next(p for p in found.indicators if p.indicator.code == CODE)


def test_chat() -> None:
    surface = Surface(telegram_messages.ABILITIES, say_for("vi"), make_plan(), OCTOBER)
    assert format_figure(find_progress(make_facts()), surface).startswith("3‰ (cần 9‰)")


def test_word_report() -> None:
    report = docx.Document(BytesIO(make_document(make_facts())))
    said = [p.text for p in report.paragraphs if f"({'chỉ tiêu'} {CODE})" in p.text]
    assert len(said) == 1
    assert "đạt 3‰ (9/3.000 người)" in said[0]
    assert " 3%" not in said[0]


def test_sheet() -> None:
    sheet = load_workbook(BytesIO(make_workbook(make_facts())))["Tổng hợp"]
    line = next(cells for cells in sheet.iter_rows() if cells[0].value == CODE)
    assert 3 in [cell.value for cell in line]
    assert "‰" in [cell.value for cell in line]
