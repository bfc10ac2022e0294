"""Running totals stand sheaf by sheaf: a province's figures are read in one piece"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEY = ("sheaf_id", "period", "indicator", "cell_id", "field")
_FIGURES = ("amount", "answers", "old", "olds", "prior", "priors")


def upgrade() -> None:
    op.rename_table("total", "total_by_cell")
    if op.get_bind().dialect.name == "postgresql":  # names there outlive a table's own
        op.execute("ALTER TABLE total_by_cell RENAME CONSTRAINT pk_total TO pk_total_by_cell")
    op.create_table(
        "total",
        sa.Column("sheaf_id", _ID, autoincrement=False, nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("indicator", sa.String(length=8), nullable=False),
        sa.Column("cell_id", _ID, autoincrement=False, nullable=False),
        sa.Column("field", sa.String(length=16), nullable=False),
        *_figures(),
        sa.ForeignKeyConstraint(["cell_id"], ["cell.id"], name=op.f("fk_total_cell_id")),
        sa.PrimaryKeyConstraint(*_KEY, name=op.f("pk_total")),
        sqlite_with_rowid=False,
    )
    figures = ", ".join(_FIGURES)
    op.execute(
        f"INSERT INTO total ({', '.join(_KEY)}, {figures}) "  # noqa: S608 - our own names
        f"SELECT coalesce(sheaf_id, 0), period, indicator, cell_id, field, {figures} "
        "FROM total_by_cell JOIN cell ON cell.id = total_by_cell.cell_id "
        "ORDER BY 1, 2, 3, 4, 5"
    )
    op.drop_table("total_by_cell")


def _figures() -> list[sa.Column[float]]:
    """A sum and the number of its addends, in turn."""
    kinds = (sa.Float(), sa.Integer())
    return [sa.Column(name, kinds[n % 2], nullable=False) for n, name in enumerate(_FIGURES)]
