"""Marks every page of a written report as a draft: a line at its top, and large across it.

The marks are put into the headers of the finished document, so that every office's template has
them on all pages, whatever it holds itself.
"""

from io import BytesIO
from typing import Any
from xml.sax.saxutils import quoteattr

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Pt, RGBColor

_ACROSS = """
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
     xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
  <w:pict>
    <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
                 path="m@7,l@8,m@5,21600l@6,21600e">
      <v:formulas>
        <v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>
        <v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
        <v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>
      </v:formulas>
      <v:path textpathok="t" o:connecttype="rect"/>
      <v:textpath on="t" fitshape="t"/>
    </v:shapetype>
    <v:shape id="DuThao{number}" type="#_x0000_t136" fillcolor="#d9d9d9" stroked="f"
             style="position:absolute;width:460pt;height:120pt;rotation:315;z-index:-251658752;
                    mso-position-horizontal:center;mso-position-horizontal-relative:margin;
                    mso-position-vertical:center;mso-position-vertical-relative:margin">
      <v:fill opacity=".5"/>
      <v:textpath style="font-family:&quot;Times New Roman&quot;;font-size:1pt" string={words}/>
    </v:shape>
  </w:pict>
</w:r>
"""
_ACROSS_WORDS = "DỰ THẢO"
_COLOUR = RGBColor(0xB0, 0x20, 0x20)


def mark_draft(content: bytes, why: str) -> bytes:
    """Put the marks of a draft on every page; `why` stands in the line at its top."""
    document = docx.Document(BytesIO(content))
    for number, header in enumerate(_list_headers(document)):
        header.is_linked_to_previous = False
        _mark_header(header, why, number)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _list_headers(document: Document) -> list[Any]:
    """List the headers that pages show, each once."""
    headers: list[Any] = []
    for place, section in enumerate(document.sections):
        kinds: list[Any] = [section.header]
        if section.different_first_page_header_footer:
            kinds.append(section.first_page_header)
        if document.settings.odd_and_even_pages_header_footer:
            kinds.append(section.even_page_header)
        headers += [each for each in kinds if place == 0 or not each.is_linked_to_previous]
    return headers


def _mark_header(header: Any, why: str, number: int) -> None:
    free = [p for p in header.paragraphs if not p.text and not p.runs]
    paragraph = free[0] if free else header.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(why)
    run.bold, run.font.size, run.font.color.rgb = True, Pt(11), _COLOUR
    across = _ACROSS.format(number=number, words=quoteattr(_ACROSS_WORDS))
    paragraph._p.append(parse_xml(across))  # noqa: SLF001 - python-docx has no watermarks
