"""Running totals; storage.migrate fills them from the values that are there"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "cell",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sheaf_id", _ID),
        sa.ForeignKeyConstraint(["sheaf_id"], ["cell.id"], name=op.f("fk_cell_sheaf_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cell")),
        sa.UniqueConstraint("level", "until", "path", name=op.f("uq_cell_level_until_path")),
    )
    op.create_table(
        "filed",
        sa.Column("unit_id", _ID, autoincrement=False, nullable=False),
        sa.Column("cell_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_filed_unit_id")),
        sa.ForeignKeyConstraint(["cell_id"], ["cell.id"], name=op.f("fk_filed_cell_id")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_filed")),
    )
    op.create_index("ix_filed_cell_id", "filed", ["cell_id"])
    op.create_table(
        "total",
        sa.Column("cell_id", _ID, autoincrement=False, nullable=False),
        *_key(),
        *_figures(),
        sa.ForeignKeyConstraint(["cell_id"], ["cell.id"], name=op.f("fk_total_cell_id")),
        sa.PrimaryKeyConstraint("cell_id", "period", "indicator", "field", name=op.f("pk_total")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "total_change",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        *_key(),
        sa.Column("cell_id", _ID, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        *_figures(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_total_change")),
    )
    op.create_table(
        "total_fault",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("cell_id", _ID, nullable=False),
        *_key(),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.Column("counted", sa.Text(), nullable=False),
        sa.Column("mended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_total_fault")),
    )


def _key() -> list[sa.Column[str]]:
    return [
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("indicator", sa.String(length=8), nullable=False),
        sa.Column("field", sa.String(length=16), nullable=False),
    ]


def _figures() -> list[sa.Column[float]]:
    return [
        sa.Column("amount", sa.Float(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("old", sa.Float(), nullable=False),
        sa.Column("olds", sa.Integer(), nullable=False),
        sa.Column("prior", sa.Float(), nullable=False),
        sa.Column("priors", sa.Integer(), nullable=False),
    ]
