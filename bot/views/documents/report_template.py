"""The form of written reports: the office's own, or the one that is shipped."""

from pathlib import Path

SHIPPED = Path(__file__).parents[3] / "plans" / "templates" / "bao-cao.docx"


def template_of(plan_file: Path) -> Path:
    """The office's template, templates/bao-cao.docx beside its plan file; else the shipped one."""
    own = plan_file.with_name("templates") / SHIPPED.name
    return own if own.exists() else SHIPPED
