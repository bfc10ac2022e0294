"""What staff granted again is a row of its own: who granted it before, and why, is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COLUMNS = "unit_id, period, kind, until, person_id, at, reason"


def upgrade() -> None:
    op.rename_table("grace", "grace_last")
    if op.get_bind().dialect.name == "postgresql":  # names there outlive a table's own
        op.execute("ALTER TABLE grace_last RENAME CONSTRAINT pk_grace TO pk_grace_last")
    op.create_table(
        "grace",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("reason", sa.String(length=16), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_grace_unit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_grace_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grace")),
    )
    op.create_index("ix_grace_unit_id", "grace", ["unit_id", "period", "kind"])
    op.execute(
        f"INSERT INTO grace ({_COLUMNS}) "  # noqa: S608 - our own names
        f"SELECT {_COLUMNS} FROM grace_last ORDER BY at"
    )
    op.drop_table("grace_last")
