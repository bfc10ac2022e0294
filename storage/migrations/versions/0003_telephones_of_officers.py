"""Telephone numbers of officers, sealed, each with what it is for and her consent"""

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "officer_phone",
        sa.Column("person_id", _ID, autoincrement=False, nullable=False),
        sa.Column("unit_id", _ID, autoincrement=False, nullable=False),
        sa.Column("used_for", sa.String(length=16), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("consented_at", sa.Float(), nullable=False),
        sa.Column("consented_by", sa.String(length=16), nullable=False),
        sa.Column("withdrawn_at", sa.Float()),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_officer_phone_person_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_officer_phone_unit_id")),
        sa.PrimaryKeyConstraint("person_id", "unit_id", "used_for", name=op.f("pk_officer_phone")),
    )
    op.create_index("ix_officer_phone_unit_id", "officer_phone", ["unit_id"])
