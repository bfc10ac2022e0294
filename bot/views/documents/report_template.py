"""The template of written reports: the office's own, or the one that is shipped."""

from pathlib import Path

SHIPPED = Path(__file__).parents[3] / "plans" / "templates" / "bao-cao.docx"


def find_template(plan_file: Path) -> Path:
    """Find the office's templates/bao-cao.docx beside its plan file, else the shipped one."""
    own = plan_file.with_name("templates") / SHIPPED.name
    return own if own.exists() else SHIPPED
