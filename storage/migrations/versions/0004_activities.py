"""Activities: what offices say they did for the plan's tasks"""

import sqlalchemy as sa
from alembic import op

revision = "4"
down_revision = "3"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "activity",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("plan", sa.String(length=40), nullable=False),
        sa.Column("task", sa.String(length=40), nullable=False, server_default=""),
        sa.Column("day", sa.String(length=10)),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
        sa.Column("participants", sa.Integer()),
        sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("begun_at", sa.Float(), nullable=False),
        sa.Column("recorded_at", sa.Float()),
        sa.Column("taken_back_at", sa.Float()),
        sa.Column("taken_back_by", _ID),
        sa.Column("corrects", _ID),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_activity_unit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_activity_person_id")),
        sa.ForeignKeyConstraint(
            ["taken_back_by"], ["person.id"], name=op.f("fk_activity_taken_back_by")
        ),
        sa.ForeignKeyConstraint(["corrects"], ["activity.id"], name=op.f("fk_activity_corrects")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    op.create_index("ix_activity_unit_id_day", "activity", ["unit_id", "day"])
    op.create_index("ix_activity_plan_day", "activity", ["plan", "day"])
