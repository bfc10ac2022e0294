"""Writes bao-cao.docx, the template of the written report, so that it can be reviewed as text.

Run `python plans/templates/make_template.py` after a change here. The office need not: it opens
bao-cao.docx in Word, changes what it likes and keeps the placeholders (README.md lists them).
Layout by Nghị định 30/2020/NĐ-CP, annex I: A4, margins 20/20/30/20 mm, Times New Roman, page
number centred at the top from the second page.
"""

from pathlib import Path
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TEMPLATE = Path(__file__).with_name("bao-cao.docx")
_FONT, _BODY = "Times New Roman", 14
_HEADS = ("TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Kết quả", "Tỷ lệ", "Báo cáo", "Tình trạng")
_ROW = ("ma", "ten", "don_vi", "giao", "ket_qua", "ty_le", "bao_cao", "tinh_trang")
_WIDTHS = (12, 40, 15, 15, 14, 16, 28, 20)  # mm, 160 in all


def build() -> Any:
    """The template as a document."""
    document = docx.Document()
    _page(document)
    _fonts(document)
    _top(document)
    _body(document)
    _signature(document)
    _annex(document)
    properties = document.core_properties
    properties.author, properties.title = "{{ co_quan }}", "Báo cáo {{ trich_yeu }}"
    properties.comments = ""
    return document


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        _field(number.add_run(), kind, text)


def _field(run: Any, kind: str, text: str) -> None:
    run.font.size = Pt(13)
    if kind:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
    else:
        mark = OxmlElement("w:instrText")
        mark.text = text
    run._r.append(mark)  # noqa: SLF001 - python-docx has no fields


def _fonts(document: Any) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_BODY)
    fonts = style.element.rPr.rFonts
    for script in ("w:eastAsia", "w:cs", "w:hAnsi"):
        fonts.set(qn(script), _FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)


def _line(place: Any, text: str, size: float = _BODY, *, first: bool = False, **how: Any) -> Any:
    """A centred line in a cell. `first` takes the paragraph that every cell has."""
    paragraph = place.paragraphs[0] if first else place.add_paragraph()
    paragraph.alignment = how.get("align", ALIGN.CENTER)
    run = paragraph.add_run(text)
    run.bold, run.italic = how.get("bold", False), how.get("italic", False)
    run.font.size = Pt(size)
    return paragraph


def _rule(place: Any, left: float, right: float) -> None:
    """A thin line across part of the width, as a paragraph's upper border."""
    paragraph = place.add_paragraph()
    shape = paragraph.paragraph_format
    shape.left_indent, shape.right_indent = Mm(left), Mm(right)
    shape.line_spacing, shape.space_before = Pt(5), Pt(3)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001 - as above


def _table(document: Any, widths: tuple[float, ...], rows: int) -> Any:
    table = document.add_table(rows=rows, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _top(document: Any) -> None:
    table = _table(document, (70, 96), 2)
    left, right = table.rows[0].cells
    _line(left, "{{ co_quan_tren }}", 12, first=True)
    _line(left, "{{ co_quan }}", 12, bold=True)
    _rule(left, 22, 22)
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, first=True, bold=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", 13, bold=True)
    _rule(right, 17, 17)
    left, right = table.rows[1].cells
    _line(left, "Số:          {{ ky_hieu }}", 13, first=True)
    _line(right, "{{ noi }}, {{ ngay }}", 13, first=True, italic=True)
    _line(document, "BÁO CÁO", bold=True).paragraph_format.space_before = Pt(14)
    subject = _line(document, "{{ trich_yeu }}", bold=True).paragraph_format
    subject.left_indent = subject.right_indent = Mm(14)
    _mark(document, "if so_lieu_den")
    _line(document, "{{ so_lieu_den }}", 13, italic=True)
    _mark(document, "endif")
    _rule(document, 58, 58)


def _text(document: Any, *runs: tuple[str, str], keep: bool = False) -> Any:
    """A paragraph of the body. Each run: its text and its looks, of the letters b and i."""
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGN.JUSTIFY
    shape = paragraph.paragraph_format
    shape.first_line_indent, shape.space_before, shape.line_spacing = Mm(10), Pt(6), 1.1
    shape.keep_with_next = keep
    for text, looks in runs:
        run = paragraph.add_run(text)
        run.bold, run.italic = "b" in looks, "i" in looks
    return paragraph


def _mark(document: Any, *tags: str) -> None:
    """Loops and conditions stand in paragraphs of their own, which vanish."""
    for tag in tags:
        document.add_paragraph(f"{{%p {tag} %}}")


def _body(document: Any) -> None:
    _text(document, ("{{ mo_dau }}", ""))
    _mark(document, "if ghi_chu")
    _text(document, ("{{ ghi_chu }}", "bi"))
    _mark(document, "endif")
    _text(document, ("I. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU", "b"), keep=True)
    _mark(document, "for phan in cac_phan")
    _text(document, ("{{ phan.so }}. {{ phan.ten }}", "b"), keep=True)
    _mark(document, "for dong in phan.cac_dong")
    _text(document, ("- {{ dong.ten }}", "i"), (" (chỉ tiêu {{ dong.ma }}): {{ dong.loi }}", ""))
    _mark(document, "endfor", "endfor")
    _mark(document, "if chua_den_ky")
    _text(document, ("{{ chua_den_ky }}", "i"))
    _mark(document, "endif")
    _tasks(document, "II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ")
    _parts(document, "III. ĐÁNH GIÁ CHUNG", "danh_gia")
    _parts(document, "IV. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI", "nhiem_vu")
    _text(document, ("V. ĐỀ XUẤT, KIẾN NGHỊ", "b"), keep=True)
    _mark(document, "for loi in kien_nghi")
    _text(document, ("{{ loi }}", ""))
    _mark(document, "endfor")
    _text(document, ("{{ ket }}", ""), keep=True)


def _tasks(document: Any, head: str) -> None:
    _text(document, (head, "b"), keep=True)
    _mark(document, "for viec in ket_qua_nhiem_vu")
    _text(document, ("- {{ viec.ten }}", "i"), (" (nhiệm vụ {{ viec.ma }})", ""), keep=True)
    _mark(document, "for loi in viec.cac_loi")
    _text(document, ("+ {{ loi }}", ""))
    _mark(document, "endfor", "endfor")
    _text(document, ("{{ nhiem_vu_chua_ghi }}", ""))


def _parts(document: Any, head: str, name: str) -> None:
    _text(document, (head, "b"), keep=True)
    _mark(document, f"for muc in {name}")
    _text(document, ("{{ loop.index }}. {{ muc.ten }}", "b"), keep=True)
    _mark(document, "for loi in muc.cac_loi")
    _text(document, ("{{ loi }}", ""))
    _mark(document, "endfor", "endfor")


def _signature(document: Any) -> None:
    space = document.add_paragraph().paragraph_format
    space.line_spacing, space.keep_with_next = Pt(12), True
    row = _table(document, (83, 83), 1).rows[0]
    _whole(row)
    left, right = row.cells
    _line(left, "Nơi nhận:", 12, first=True, bold=True, italic=True, align=ALIGN.LEFT)
    for tag, text in (("for ten in noi_nhan", ""), ("", "- {{ ten }}"), ("endfor", "")):
        _line(left, f"{{%p {tag} %}}" if tag else text, 11, align=ALIGN.LEFT)
    _line(right, "{%p if ky_thay %}", first=True)
    _line(right, "{{ ky_thay }}", bold=True)
    _line(right, "{%p endif %}")
    _line(right, "{%p if ky_thay_chuc_vu %}")
    _line(right, "{{ ky_thay_chuc_vu }}", bold=True)
    _line(right, "{%p endif %}")
    _line(right, "{{ chuc_vu }}", bold=True)
    for _ in range(4):
        _line(right, "", _BODY)
    _line(right, "{{ nguoi_ky }}", bold=True)


def _annex(document: Any) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    _line(document, "PHỤ LỤC", bold=True)
    _line(document, "Tổng hợp kết quả thực hiện các chỉ tiêu", bold=True)
    with_it = "(Kèm theo Báo cáo số          {{ ky_hieu }} {{ ngay }})"
    _line(document, with_it, 13, italic=True)
    counted = "Lũy kế từ đầu năm đến hết ngày {{ den_ngay }}. "
    counted += "Báo cáo: số đã có trên số phải có."
    _line(document, counted, 11, italic=True)
    _line(document, "", 6)
    table = _table(document, _WIDTHS, 4)
    table.style = "Table Grid"
    for cell, head in zip(table.rows[0].cells, _HEADS, strict=True):
        _line(cell, head, 11, first=True, bold=True)
    _repeat(table.rows[0])
    table.rows[1].cells[0].text = "{%tr for dong in bang %}"
    for cell, name in zip(table.rows[2].cells, _ROW, strict=True):
        align = ALIGN.LEFT if name in ("ten", "tinh_trang") else ALIGN.CENTER
        size = 10 if name == "bao_cao" else 11  # "11.641/12.519" stays in one line
        _line(cell, f"{{{{ dong.{name} }}}}", size, first=True, align=align)
    _whole(table.rows[2])
    table.rows[3].cells[0].text = "{%tr endfor %}"


def _repeat(row: Any) -> None:
    """The head stands on every page that the table reaches."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - as above


def _whole(row: Any) -> None:
    """A row is not torn between two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - as above


if __name__ == "__main__":
    build().save(str(TEMPLATE))
