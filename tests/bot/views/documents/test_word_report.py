"""The written report: its sentences, its form on paper, and templates that an office changed."""

import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Mm
from openpyxl import load_workbook

from bot.errors import OperatorMistake
from bot.views.documents import words
from bot.views.documents.placeholders import TO_FILL_IN
from bot.views.documents.report_template import SHIPPED, find_template
from bot.views.documents.sentences import say_still_to_do, write_sentences
from bot.views.documents.word_report import make_document
from bot.views.documents.workbook import make_workbook
from domain.documents.figures import DocumentFacts, Draft, Upcoming
from domain.documents.signing import OfficeSettings, Signer
from domain.documents.span import Span
from domain.documents.task_results import TaskDone, TaskResult
from domain.org.levels import Level
from domain.plan.plan import Plan
from domain.progress.coverage import Coverage
from domain.progress.progress import Row
from tests.support.document_facts import SEPTEMBER, THE_SEPTEMBER, UNITS, facts, plan, row

ROWS = (
    row(100, "1.2a", 60, 8),
    row(100, "1.2a", 41),
    row(103, "1.2a", 1),
    row(100, "1.4a", 16),
    row(102, "1.4a", 4),
)


def open_document(of: DocumentFacts, template: Path = SHIPPED) -> Any:
    return docx.Document(BytesIO(make_document(of, template)))


def read_text(of: DocumentFacts, template: Path = SHIPPED) -> str:
    found = open_document(of, template)
    cells = [c.text for t in found.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in found.paragraphs), *cells]).replace("\xa0", " ")


def make_stricter_plan() -> Plan:
    lines = (replace(i, baseline=6) if i.code == "1.5b" else i for i in plan().indicators)
    return replace(plan(), indicators=tuple(lines))


def write_sentence(code: str, *rows: Row, of: int = 1, raised: bool = False, **more: Any) -> str:
    """`raised`: by a plan whose baseline of 1.5b is 6, so that no unit may stay below."""
    known = facts(*rows, of=of, by=make_stricter_plan() if raised else None, **more)
    return write_sentences(next(i for i in known.indicators if i.indicator.code == code), known)


# --- sentences ---------------------------------------------------------------------------------

NOTE = "Ghi chú: Số gốc 11 là của 161 xã trước sáp nhập; tỉnh chưa chốt số gốc mới cho 56 xã."
SENTENCES = {
    "a sum against its number, with the form before": (
        partial(write_sentence, "1.2a", *ROWS),
        "Trong tháng 9 có 42 hộ (tháng 8: 60, giảm 30%). Lũy kế từ đầu năm, toàn tỉnh có "
        "102/161 hộ, đạt 63,4% kế hoạch. Chậm tiến độ (đến 14/9/2025 cần đạt 70,4%).",
    ),
    "a sum that is met names nobody": (
        partial(write_sentence, "1.2a", row(100, "1.2a", 161)),
        "Trong tháng 9 có 161 hộ. Lũy kế từ đầu năm, toàn tỉnh có 161/161 hộ, đạt 100% kế hoạch.",
    ),
    "nothing in the last month": (
        partial(write_sentence, "1.2a", row(100, "1.2a", 161, 8), row(100, "1.2a", 0)),
        "Trong tháng 9 không phát sinh (tháng 8: 161). Lũy kế từ đầu năm, toàn tỉnh có 161/161 hộ, "
        "đạt 100% kế hoạch.",
    ),
    "units that reached it, and what they add up to": (
        partial(write_sentence, "1.4a", *ROWS),
        "Trong tháng 9 có 20 hộ. Lũy kế từ đầu năm, toàn tỉnh có 1/2 cơ sở Hội đạt chỉ tiêu, bằng "
        "33,3% kế hoạch, tổng số 20/35 hộ. Chậm tiến độ (đến 14/9/2025 cần đạt 70,4%). "
        "Đơn vị chậm tiến độ: Hai.",
    ),
    "a commune's own number": (
        partial(write_sentence, "1.4a", *ROWS, of=10),
        "Trong tháng 9 có 16 hộ. Lũy kế từ đầu năm, toàn xã có 16/15 hộ, đạt 106,7% kế hoạch.",
    ),
    "a branch has no target": (
        partial(write_sentence, "1.2a", row(100, "1.2a", 2, 8), of=100),
        "Trong tháng 9 chưa có báo cáo. Lũy kế từ đầu năm, chi hội có 2 hộ.",
    ),
    "members joined less members left": (
        partial(
            write_sentence,
            "1.5a",
            row(100, "1.5a", 500, field="joined"),
            row(100, "1.5a", 88, field="left"),
        ),
        "Trong tháng 9 tăng 412 hội viên. Lũy kế từ đầu năm, toàn tỉnh tăng thêm 412/800 hội viên, "
        "đạt 51,5% kế hoạch. Chậm tiến độ (đến 14/9/2025 cần đạt 70,4%).",
    ),
    "a ratio of people": (
        partial(
            write_sentence,
            "1.6a",
            row(10, "1.6a", 3, field="part"),
            row(10, "1.6a", 4, field="whole"),
        ),
        "Toàn tỉnh đạt 75% (3/4 người), bằng 75% kế hoạch (kế hoạch 100%). "
        "Hạn hoàn thành: 31/12/2025.",
    ),
    "a share of which not all is asked": (
        partial(
            write_sentence,
            "1.6b",
            row(100, "1.6b", 1, field="yes"),
            row(101, "1.6b", 0, field="yes"),
        ),
        "Toàn tỉnh có 1/2 chi hội trưởng đã được tập huấn nghiệp vụ công tác Hội, đạt 50% "
        "(kế hoạch 60%), còn 1 chi hội trưởng chưa tập huấn. Hạn hoàn thành: 31/12/2025.",
    ),
    "one unit's yes": (
        partial(write_sentence, "3.3a", row(10, "3.3a", 1, field="yes"), of=10),
        "Hội LHPN xã Ba đã được trang bị máy tính có kết nối mạng.",
    ),
    "one unit's no": (
        partial(write_sentence, "3.3a", row(10, "3.3a", 0, field="yes"), of=10),
        "Hội LHPN xã Ba chưa được trang bị máy tính có kết nối mạng. Hạn hoàn thành: 31/12/2025.",
    ),
    "every month had one": (
        partial(
            write_sentence, "1.1", *(row(100, "1.1", 1, month) for month in range(1, 10)), of=10
        ),
        "Trong tháng 9 có 1 buổi (tháng 8: 1). Toàn xã có 9 buổi, tháng nào cũng có. "
        "Cần duy trì đến hết năm.",
    ),
    "lower is better, and it is not yet low enough": (
        partial(
            write_sentence,
            "1.5b",
            *(row(10, "1.5b", 50, field="part"), row(10, "1.5b", 100, field="whole")),
            raised=True,
        ),
        "Toàn tỉnh còn 1 cơ sở Hội có tỷ lệ tập hợp dưới 60%, cao hơn mức kế hoạch (không quá 0). "
        f"Hạn hoàn thành: 31/12/2025. Đơn vị dưới mức: Ba. {NOTE}",
    ),
    "lower is better, and it is low": (
        partial(
            write_sentence,
            "1.5b",
            row(10, "1.5b", 50, field="part"),
            row(10, "1.5b", 100, field="whole"),
        ),
        "Toàn tỉnh còn 1 cơ sở Hội có tỷ lệ tập hợp dưới 60%, trong mức kế hoạch (không quá 5). "
        f"Cần duy trì đến hết năm. {NOTE}",
    ),
    "nothing occurred that could be counted": (
        partial(
            write_sentence, "1.3", row(1, "1.3", 0, field="part"), row(1, "1.3", 0, field="whole")
        ),
        "Không phát sinh.",
    ),
    "nobody has answered": (partial(write_sentence, "2.5", *ROWS), "Chưa có báo cáo."),
    "so few cases that somebody could be known": (
        partial(
            write_sentence, "1.3", row(1, "1.3", 3, field="part"), row(1, "1.3", 4, field="whole")
        ),
        "Phát sinh dưới 5 trường hợp, không nêu chi tiết để giữ kín thông tin.",
    ),
    "cases enough": (
        partial(
            write_sentence, "1.3", row(1, "1.3", 7, field="part"), row(1, "1.3", 10, field="whole")
        ),
        "Trong tháng 9 đạt 70%. Toàn tỉnh đạt 70% (7/10), bằng 87,5% kế hoạch (kế hoạch 80%). "
        "Chưa đạt.",
    ),
}


@pytest.mark.parametrize("what", SENTENCES)
def test_a_sentence_says_what_a_secretary_would(what: str) -> None:
    found, wanted = SENTENCES[what]
    assert found() == wanted


def make_year_before(*rows: Row) -> dict[str, Any]:
    return {i.indicator.code: i for i in facts(*rows).indicators if i.standing.answers}


@pytest.mark.parametrize(
    ("code", "before", "clause"),
    [
        ("1.2a", (row(100, "1.2a", 51),), ", bằng 200% so với cùng kỳ."),
        ("1.2a", (row(100, "1.2a", 0),), ", cùng kỳ năm trước chưa có."),
        ("1.2b", (row(100, "1.2b", 5),), "Chưa có báo cáo"),
    ],
)
def test_the_same_period_is_named_where_it_is_known(
    code: str, before: tuple[Row, ...], clause: str
) -> None:
    assert clause in write_sentence(code, *ROWS, year_before=make_year_before(*before))


def test_the_same_period_is_not_named_where_it_is_not_known() -> None:
    assert "cùng kỳ" not in read_text(facts(*ROWS))


def test_ratios_are_compared_in_points() -> None:
    def make_share(part: int) -> tuple[Row, Row]:
        return row(10, "1.6a", part, field="part"), row(10, "1.6a", 8, field="whole")

    found = write_sentence("1.6a", *make_share(6), year_before=make_year_before(*make_share(5)))
    assert "tăng 12,5 điểm phần trăm so với cùng kỳ" in found


def test_what_is_left_to_do() -> None:
    known = {i.indicator.code: i for i in facts(*ROWS).indicators}
    assert say_still_to_do(known["1.2a"]) == "còn 59 hộ"
    assert say_still_to_do(known["1.4a"]) == "còn 2 cơ sở Hội"
    assert say_still_to_do(known["2.5"]) == ""


def test_days_bear_a_nought_as_the_decree_asks() -> None:
    assert words.format_long_day(date(2025, 1, 5)) == "ngày 05 tháng 01 năm 2025"
    assert words.format_long_day(date(2025, 10, 13)) == "ngày 13 tháng 10 năm 2025"


# --- the paper ---------------------------------------------------------------------------------


def test_the_page_is_as_the_decree_asks() -> None:
    section = open_document(facts(*ROWS)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert Mm(20) <= section.top_margin <= Mm(25)
    assert Mm(20) <= section.bottom_margin <= Mm(25)
    assert Mm(30) <= section.left_margin <= Mm(35)
    assert Mm(15) <= section.right_margin <= Mm(20) + 635  # Word counts twentieths of a point
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_letters_are_times_new_roman_of_14() -> None:
    normal = open_document(facts(*ROWS)).styles["Normal"]
    assert (normal.font.name, normal.font.size.pt) == ("Times New Roman", 14)


def test_the_report_has_its_head_its_parts_and_its_foot() -> None:
    found = read_text(facts(*ROWS))
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "HỘI LHPN TỈNH CAO BẰNG",
        "Cao Bằng, ngày 13 tháng 10 năm 2025",
        "BÁO CÁO\nKết quả thực hiện Kế hoạch số 326/KH-BTV tháng 9 năm 2025\n"
        "(Số liệu tính đến hết ngày 14 tháng 9 năm 2025)",
        "I. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU",
        "1. Các chỉ tiêu Nghị quyết Đại hội",
        "4. Chỉ tiêu thực hiện khâu đột phá",
        "- Hộ thoát nghèo (chỉ tiêu 1.2a): Trong tháng 9 có 42 hộ",
        "II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ",
        "III. ĐÁNH GIÁ CHUNG",
        "3. Nguyên nhân",
        TO_FILL_IN,
        "kỳ tháng 9/2025 có 3/4 chi hội gửi báo cáo, đạt 75%",
        "còn 1 chi hội chưa gửi báo cáo: Ba (1).",
        "IV. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI",
        "- Hộ thoát nghèo (1.2a): còn 59 hộ.",
        "báo cáo tháng 10/2025 trước hết ngày 20 tháng 10 năm 2025",
        "V. ĐỀ XUẤT, KIẾN NGHỊ",
        "Nơi nhận:",
        "- Ban Tổ chức Tỉnh ủy;",
        "- Hội Phụ nữ các đơn vị trực thuộc;",
        "TM. BAN THƯỜNG VỤ",
        "PHỤ LỤC",
    ):
        assert part in found, part
    assert "{{" not in found
    assert "{%" not in found


def test_events_to_come_are_told_with_their_days() -> None:
    to_come = (
        Upcoming("Lễ kỷ niệm", None, date(2025, 10, 20)),
        Upcoming("Tháng hành động", date(2025, 11, 15), date(2025, 12, 15)),
    )
    found = read_text(facts(*ROWS, upcoming=to_come))
    assert "- Trước 20/10/2025: Lễ kỷ niệm." in found
    assert "- Từ 15/11/2025 đến 15/12/2025: Tháng hành động." in found


def test_the_annex_has_a_row_for_every_indicator() -> None:
    table = open_document(facts(*ROWS)).tables[-1]
    assert len(table.rows) == 1 + len(plan().indicators)
    row_of = next(r for r in table.rows if r.cells[0].text == "1.2a")
    assert [c.text for c in row_of.cells][2:] == [
        *("hộ", "161", "102", "63,4%", "1/1", "Chậm tiến độ")
    ]


@pytest.mark.parametrize(
    ("of", "issuer", "above", "signs"),
    [
        (10, "HỘI LHPN XÃ BA", "HỘI LHPN TỈNH CAO BẰNG", "TM. BAN THƯỜNG VỤ"),
        (2, "HỘI LHPN TỈNH CAO BẰNG", "HỘI LHPN VIỆT NAM", "TM. BAN THƯỜNG VỤ"),
        (100, "CHI HỘI PHỤ NỮ NÀ PỒNG", "HỘI LHPN XÃ BA", "CHI HỘI TRƯỞNG"),
    ],
)
def test_every_unit_s_report_has_its_issuer(of: int, issuer: str, above: str, signs: str) -> None:
    found = read_text(facts(*ROWS, of=of))
    assert issuer in found
    assert above in found
    assert signs in found


def test_an_area_s_report_says_of_where() -> None:
    assert "trên địa bàn huyện Bắc cũ tháng 9" in read_text(facts(*ROWS, of=2))


@pytest.mark.parametrize("of", [1, 2, 10, 100])
def test_before_anything_is_reported_it_says_so(of: int) -> None:
    found = read_text(facts(of=of, turnout=(), missing=()))
    assert "Chưa có báo cáo." in found
    assert "chậm tiến độ" not in found.lower().replace("các chỉ tiêu chậm tiến độ", "")


def test_a_merged_unit_s_targets_are_told_to_be_of_its_parts() -> None:
    assert "gồm phần của 3 xã trước sáp nhập" in read_text(facts(*ROWS, of=10))
    assert "trước sáp nhập." not in read_text(facts(*ROWS))


def test_samples_are_said_to_be_samples() -> None:
    assert words.SAMPLE in read_text(facts(sample=True))
    assert words.SAMPLE not in read_text(facts())


def test_a_name_from_people_is_text_and_nothing_else() -> None:
    name = "Xã {{ 7*7 }} <w:p/> & \x00{% raw %}"
    found = read_text(facts(*ROWS, of=10, unit=replace(UNITS[10], name=name, short=name)))
    assert "{{ 7*7 }} <w:p/> & {% raw %}" in found


# --- the template ------------------------------------------------------------------------------


def change_template(folder: Path, change: Callable[[Any], None]) -> Path:
    """The shipped template as somebody changed it in Word."""
    blank = docx.Document(str(SHIPPED))
    change(blank)
    path = folder / "bao-cao.docx"
    blank.save(str(path))
    return path


def test_the_office_s_own_words_stay(tmp_path: Path) -> None:
    own = change_template(tmp_path, lambda d: d.add_paragraph("Mẫu riêng của {{ co_quan }}"))
    assert "Mẫu riêng của HỘI LHPN TỈNH CAO BẰNG" in read_text(facts(*ROWS), own)


def test_the_template_beside_the_plan_is_taken(tmp_path: Path) -> None:
    plan_file = tmp_path / "ke-hoach.yaml"
    assert find_template(plan_file) == SHIPPED
    (tmp_path / "templates").mkdir()
    own = change_template(tmp_path / "templates", lambda d: None)
    assert find_template(plan_file) == own


@pytest.mark.parametrize(
    ("placeholder", "why"),
    [
        ("{{ ten_xa }}", "nothing is called {{ ten_xa }}; there are bang, cac_phan,"),
        ("{{ noi_nhn }}", "nothing is called {{ noi_nhn }}; write {{ noi_nhan }}"),
        ("{% if 1 > 2 %}{{ chucvu }}{% endif %}", "{{ chucvu }}; write {{ chuc_vu }}"),
        ("{{ ten xa }}", "a placeholder is not well formed"),
        ("{% for x in bang %}", "a placeholder is not well formed"),
        ("{{ co_quan.__class__.__mro__ }}", "cannot be used"),
    ],
)
def test_a_wrong_placeholder_is_one_line_for_the_operator(
    tmp_path: Path, placeholder: str, why: str
) -> None:
    own = change_template(tmp_path, lambda d: d.add_paragraph(placeholder))
    with pytest.raises(OperatorMistake) as told:
        make_document(facts(*ROWS), own)
    assert str(own) in str(told.value)
    assert why in str(told.value)
    assert "\n" not in str(told.value)


def without_subject(blank: Any) -> None:
    for paragraph in blank.paragraphs:
        if "trich_yeu" in paragraph.text:
            paragraph.clear()


def test_a_template_without_the_subject_is_refused(tmp_path: Path) -> None:
    own = change_template(tmp_path, without_subject)
    with pytest.raises(OperatorMistake, match="it lacks what a report needs: trich_yeu"):
        make_document(facts(*ROWS), own)


def _write_broken_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", "<broken")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda p: p.write_text("báo cáo"),
        lambda p: p.write_bytes(b""),
        _write_broken_zip,
        lambda p: p.mkdir(),
    ],
)
def test_what_is_no_template_is_one_line_for_the_operator(
    tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    spoil(tmp_path / "bao-cao.docx")
    for path in (tmp_path / "bao-cao.docx", tmp_path / "none.docx"):
        with pytest.raises(OperatorMistake) as told:
            make_document(facts(), path)
        assert str(told.value).startswith(f"the report's template {path} cannot be used: ")
        assert "\n" not in str(told.value)


def test_the_shipped_template_is_what_its_script_writes(tmp_path: Path) -> None:
    scope: dict[str, Any] = {"__file__": str(SHIPPED.with_name("make_template.py"))}
    exec(SHIPPED.with_name("make_template.py").read_text("utf-8"), scope)  # noqa: S102 - our own
    scope["build"]().save(str(tmp_path / "made.docx"))
    for part in ("word/document.xml", "word/header1.xml", "word/styles.xml"):
        made, kept = (zipfile.ZipFile(p).read(part) for p in (tmp_path / "made.docx", SHIPPED))
        assert made == kept, part


def test_a_report_is_written_within_seconds() -> None:
    known = facts(*ROWS)
    began = time.perf_counter()
    make_document(replace(known, below=known.below * 13))
    assert time.perf_counter() - began < 3


# --- drafts, signers, tasks ---------------------------------------------------------------------

DRAFTS = {
    "DỰ THẢO – mới có 3/14 báo cáo": (Draft(SEPTEMBER, SEPTEMBER, 3, 14), THE_SEPTEMBER),
    "DỰ THẢO – mới có 3/14 báo cáo tháng 9": (
        Draft(SEPTEMBER, SEPTEMBER, 3, 14),
        Span.parse("2025-07..2025-09"),
    ),
    "DỰ THẢO – kỳ báo cáo chưa hết, số liệu mới đến 14/9/2025": (
        Draft(SEPTEMBER),
        Span.parse("2025-01..2025-12"),
    ),
}


@pytest.mark.parametrize("why", DRAFTS)
@pytest.mark.parametrize("own", [False, True], ids=["shipped", "own"])
def test_a_draft_is_marked_on_every_page(why: str, own: bool, tmp_path: Path) -> None:
    draft, span = DRAFTS[why]

    def strip_headers(blank: Any) -> None:
        blank.sections[0].different_first_page_header_footer = False
        blank.add_section()

    template = change_template(tmp_path, strip_headers) if own else SHIPPED
    found = open_document(facts(*ROWS, draft=draft, span=span), template)
    for section in found.sections:
        headers = [section.header]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        for header in headers:
            assert [p.text for p in header.paragraphs if "DỰ THẢO" in p.text] == [why]
            assert 'string="DỰ THẢO"' in header._element.xml


def test_what_is_no_draft_bears_no_mark() -> None:
    [section] = open_document(facts(*ROWS)).sections
    assert "DỰ THẢO" not in section.header._element.xml + section.first_page_header._element.xml


def test_who_signs_is_set_by_the_office() -> None:
    signer = Signer("TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH THƯỜNG TRỰC", "Họ Và Tên")
    office = OfficeSettings(signers={"00001": signer}, symbols={Level.PROVINCE: "/BC-HPN"})
    table = open_document(facts(*ROWS, office=office)).tables[1]
    lines = [line for line in table.rows[0].cells[1].text.split("\n") if line]
    assert lines == [signer.on_behalf, signer.in_place, signer.position, signer.name]
    assert "/BC-HPN" in read_text(facts(*ROWS, office=office))


def test_what_was_done_for_tasks_is_told_with_its_day() -> None:
    done = (TaskDone(date(2025, 9, 5), "Tập huấn sàn thương mại điện tử", 48, "Xã Ba"),)
    tasks = (
        TaskResult("III.9", "Đẩy mạnh ứng dụng công nghệ thông tin", done),
        TaskResult("IV.3.2-1a", "Hội nghị biểu dương", held=date(2025, 9, 8)),
        TaskResult("III.10", "Công tác đối ngoại"),
    )
    found = read_text(facts(*ROWS, tasks=tasks))
    assert "- Đẩy mạnh ứng dụng công nghệ thông tin (nhiệm vụ III.9)" in found
    assert "+ 5/9/2025: Xã Ba: Tập huấn sàn thương mại điện tử (48 người tham gia)." in found
    assert "+ Đã tổ chức ngày 8/9/2025." in found
    assert "[Văn phòng viết thêm. Chưa ghi việc nào trong kỳ cho: III.10]" in found


def test_what_is_known_too_little_of_is_not_compared() -> None:
    known = facts(*ROWS)
    few = replace(known.within["1.2a"].before, coverage=Coverage(1, 4))
    within = {**known.within, "1.2a": replace(known.within["1.2a"], before=few)}
    found = next(i for i in known.indicators if i.indicator.code == "1.2a")
    assert "tháng 8" not in write_sentences(found, replace(known, within=within))


@pytest.mark.parametrize("of", [1, 2, 10, 100])
def test_what_is_hidden_is_in_no_document(of: int) -> None:
    """Two worlds that differ in few cases alone make the same report and the same sheet."""

    def make(whole: int) -> tuple[str, list[object]]:
        fields = {"part": 1, "whole": whole}
        cases = [row(1, c, n, field=f) for c in ("1.3", "3.2") for f, n in fields.items()]
        known = facts(*ROWS, *cases, of=of)
        book = load_workbook(BytesIO(make_workbook(known)))
        cells = [c.value for sheet in book for cells in sheet.iter_rows() for c in cells]
        return read_text(known), cells

    assert make(1) == make(4)
