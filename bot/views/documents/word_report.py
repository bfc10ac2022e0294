"""A written report as a .docx: the office's template, filled in."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from bot.errors import OperatorMistake
from bot.views.documents.placeholders import fill_placeholders
from bot.views.documents.report_template import SHIPPED
from bot.views.documents.workbook_cells import clean
from domain.documents.figures import DocumentFacts

NEEDED = frozenset({"trich_yeu", "cac_phan"})
"""A template without these placeholders would be no report of the plan."""
_BLANKS = re.compile(r"[ \t\r\n\v\f]+")  # not the space that holds a date together


def make_document(facts: DocumentFacts, template: Path = SHIPPED) -> bytes:
    """Make the .docx. Raises OperatorMistake, of one line, where the template cannot be used."""
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    filling = _clean_all(fill_placeholders(facts))
    try:
        return _fill(template, environment, filling)
    except UndefinedError as fault:
        known = ", ".join(sorted(filling))
        raise _explain_unusable(template, f"{fault.message}; known placeholders: {known}") from None
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


def _fill(template: Path, environment: SandboxedEnvironment, filling: dict[str, Any]) -> bytes:
    blank = DocxTemplate(BytesIO(template.read_bytes()))
    lacking = NEEDED - set(blank.get_undeclared_template_variables(environment))
    if lacking:
        names = ", ".join(sorted(lacking))
        raise _explain_unusable(template, f"it lacks what a report needs: {names}")
    blank.render(filling, environment)
    file = BytesIO()
    blank.save(file)
    return file.getvalue()


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
