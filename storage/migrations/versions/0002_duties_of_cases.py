"""What is owed in a case and not done; who may be told of danger, and how a case ends by two"""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("case_file") as table:
        table.add_column(sa.Column("wait_ending", sa.String(length=16)))
        table.add_column(sa.Column("wait_double_of", _ID))
        table.add_column(sa.Column("commune_at", sa.Float()))
        table.add_column(
            sa.Column(
                "commune_left_out", sa.Boolean(), nullable=False, server_default=sa.text("false")
            )
        )
        table.add_column(sa.Column("phone_is_safe", sa.Boolean()))
        table.add_column(sa.Column("alarms", sa.Integer(), nullable=False, server_default="1"))
        table.create_foreign_key(
            op.f("fk_case_file_wait_double_of"), "case_file", ["wait_double_of"], ["id"]
        )
    with op.batch_alter_table("sent_count") as table:
        table.add_column(sa.Column("strangers", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "case_duty",
        sa.Column("case_id", _ID, autoincrement=False, nullable=False),
        sa.Column("duty", sa.String(length=16), nullable=False),
        sa.Column("since", sa.Float(), nullable=False),
        sa.Column("due_at", sa.Float(), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_duty_case_id")),
        sa.PrimaryKeyConstraint("case_id", "duty", name=op.f("pk_case_duty")),
    )
    op.create_index("ix_case_duty_next_at", "case_duty", ["next_at"])
    op.create_index("ix_outbox_address_id", "outbox", ["address_id"])
