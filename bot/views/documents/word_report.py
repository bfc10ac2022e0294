"""A written report as a .docx: the office's template, filled in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from rapidfuzz import fuzz, process

from bot.errors import OperatorMistake
from bot.views.documents.draft_marks import mark_draft
from bot.views.documents.placeholders import NAMES, fill_placeholders
from bot.views.documents.report_template import SHIPPED
from bot.views.documents.workbook_cells import clean
from domain.documents.figures import DocumentFacts

NEEDED = frozenset({"trich_yeu", "cac_phan"})
"""A template without these placeholders would be no report of the plan."""
_NEAR = 60
"""How like a known placeholder (0 to 100) a wrong one must be for that to be proposed."""
_BLANKS = re.compile(r"[ \t\r\n\v\f]+")  # not the space that holds a date together


def make_document(facts: DocumentFacts, template: Path = SHIPPED) -> bytes:
    """Make the .docx. Raises OperatorMistake, of one line, where the template cannot be used."""
    filling = _clean_all(fill_placeholders(facts))
    content = _fill_template(template, filling)
    return mark_draft(content, filling["du_thao"]) if filling["du_thao"] else content


def check_template(template: Path) -> None:
    """Raise OperatorMistake, of one line, where a template cannot be used."""
    environment = _make_environment()
    with _explained(template):
        _open(template, environment)


def _fill_template(template: Path, filling: dict[str, Any]) -> bytes:
    environment = _make_environment()
    with _explained(template):
        blank, file = _open(template, environment), BytesIO()
        blank.render(filling, environment)
        blank.save(file)
    return file.getvalue()


def _make_environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


@contextmanager
def _explained(template: Path) -> Iterator[None]:
    """Turn whatever is wrong with a template into one line for the operator."""
    try:
        yield
    except TemplateSyntaxError as fault:
        raise _explain_unusable(
            template, f"a placeholder is not well formed: {fault.message}"
        ) from None
    except TemplateError as fault:
        raise _explain_unusable(template, str(fault.message)) from None
    except (OpcError, BadZipFile, KeyError, ValueError, SyntaxError):
        raise _explain_unusable(template, "it is no .docx that can be read") from None
    except OSError as fault:
        raise _explain_unusable(template, str(fault.strerror or "it cannot be read")) from None


def _open(template: Path, environment: SandboxedEnvironment) -> DocxTemplate:
    """Open a template and look at its placeholders, also at those that nothing leads to."""
    blank = DocxTemplate(BytesIO(template.read_bytes()))
    used = set(blank.get_undeclared_template_variables(environment))
    if lacking := NEEDED - used:
        names = ", ".join(sorted(lacking))
        raise _explain_unusable(template, f"it lacks what a report needs: {names}")
    if unknown := sorted(used - NAMES):
        raise _explain_unusable(template, "; ".join(map(_say_unknown, unknown)))
    return blank


def _say_unknown(name: str) -> str:
    """Name a placeholder nobody fills, and the one that was probably meant."""
    near = process.extractOne(name, sorted(NAMES), scorer=fuzz.ratio, score_cutoff=_NEAR)
    meant = f"write {{{{ {near[0]} }}}}" if near else f"there are {', '.join(sorted(NAMES))}"
    return f"nothing is called {{{{ {name} }}}}; {meant}"


def _explain_unusable(template: Path, why: str) -> OperatorMistake:
    line = " ".join(why.split())
    return OperatorMistake(
        f"the report's template {template} cannot be used: {line}. "
        "Mend it in Word, or put back the one that came with the program"
    )


def _clean_all(filling: Any) -> Any:
    """Clean every text of what XML cannot hold, and turn line ends into spaces.

    Names are of one line.
    """
    if isinstance(filling, str):
        return _BLANKS.sub(" ", clean(filling)).strip()
    if isinstance(filling, dict):
        return {name: _clean_all(each) for name, each in filling.items()}
    if isinstance(filling, list):
        return [_clean_all(each) for each in filling]
    return filling
