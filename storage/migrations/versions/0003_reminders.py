"""Reminders: stale messages, one reminder a day, later due days, messages counted"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("not_after", sa.Float(), nullable=True))
    op.create_table(
        "reminded",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("person_id", _ID, autoincrement=False, nullable=False),
        sa.Column("unit_id", _ID, nullable=True),
        sa.Column("period", sa.String(length=7), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminded_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_reminded_unit_id")),
        sa.PrimaryKeyConstraint("day", "person_id", name=op.f("pk_reminded")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "grace",
        sa.Column("unit_id", _ID, autoincrement=False, nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("at", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_grace_unit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_grace_person_id")),
        sa.PrimaryKeyConstraint("unit_id", "period", "kind", name=op.f("pk_grace")),
    )
    op.create_table(
        "sent_count",
        sa.Column("network", sa.String(length=16), nullable=False),
        sa.Column("bot", sa.String(length=40), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("network", "bot", "month", name=op.f("pk_sent_count")),
        sqlite_with_rowid=False,
    )
