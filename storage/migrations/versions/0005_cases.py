"""Cases: the vault's keys, cases and whom they are about, their trail, messages, anchors"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_HASH = sa.String(length=64)

_KEPT_FOR_EVER = "what was written into a case's trail stays as it is"
_FIXED = ("id", "case_id", "seq", "at", "actor_id", "what", "digest", "previous", "hash")


def upgrade() -> None:
    _make_keys()
    _make_cases()
    _make_trail()
    _make_messages()
    _make_anchors()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _id() -> sa.Column[int]:
    return sa.Column("id", _ID, autoincrement=True, nullable=False)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _make_keys() -> None:
    op.create_table(
        "vault_key",
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("check_text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Float(), nullable=False),
        sa.Column("retired_at", sa.Float()),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_vault_key")),
    )


def _make_cases() -> None:
    op.create_table(
        "woman",
        _id(),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_woman")),
        sa.UniqueConstraint("code", name=op.f("uq_woman_code")),
    )
    refers = {
        "unit_id": "unit",
        "woman_id": "woman",
        "reporter_id": "person",
        "owner_id": "person",
        "duplicate_of": "case_file",
        "wait_by": "person",
        "wait_to": "person",
        "wait_unit_id": "unit",
    }
    op.create_table(
        "case_file",
        _id(),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("woman_id", _ID, nullable=False),
        sa.Column("reporter_id", _ID),
        sa.Column("owner_id", _ID),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("urgency", sa.String(length=8), nullable=False),
        sa.Column("reached", sa.String(length=16), nullable=False),
        sa.Column("rounds", sa.Integer(), server_default="0", nullable=False),
        sa.Column("opened_at", sa.Float(), nullable=False),
        sa.Column("due_at", sa.Float()),
        sa.Column("follow_up_at", sa.Float()),
        sa.Column("closed_at", sa.Float()),
        sa.Column("duplicate_of", _ID),
        sa.Column("wait", sa.String(length=16)),
        sa.Column("wait_by", _ID),
        sa.Column("wait_to", _ID),
        sa.Column("wait_unit_id", _ID),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("events", sa.Integer(), server_default="0", nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.Float()),
        *(_refers("case_file", column, to) for column, to in refers.items()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("number", name=op.f("uq_case_file_number")),
    )
    op.create_index("ix_case_file_unit_id", "case_file", ["unit_id", "state"])
    for column in ("owner_id", "reporter_id", "woman_id", "due_at", "follow_up_at"):
        op.create_index(f"ix_case_file_{column}", "case_file", [column])
    op.create_table(
        "case_told",
        sa.Column("case_id", _ID, autoincrement=False, nullable=False),
        sa.Column("person_id", _ID, autoincrement=False, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        _refers("case_told", "case_id", "case_file"),
        _refers("case_told", "person_id", "person"),
        sa.PrimaryKeyConstraint("case_id", "person_id", name=op.f("pk_case_told")),
    )
    op.create_table(
        "case_parcel",
        sa.Column("outbox_id", _ID, autoincrement=False, nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        _refers("case_parcel", "outbox_id", "outbox"),
        _refers("case_parcel", "case_id", "case_file"),
        _refers("case_parcel", "person_id", "person"),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_case_parcel")),
    )
    op.create_index("ix_case_parcel_case_id", "case_parcel", ["case_id"])


def _make_trail() -> None:
    op.create_table(
        "case_event",
        _id(),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("actor_id", _ID),
        sa.Column("what", sa.String(length=24), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("digest", _HASH, nullable=False),
        sa.Column("previous", _HASH, nullable=False),
        sa.Column("hash", _HASH, nullable=False),
        _refers("case_event", "case_id", "case_file"),
        _refers("case_event", "actor_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
        sa.UniqueConstraint("case_id", "seq", name=op.f("uq_case_event_case_id_seq")),
    )
    op.create_index("ix_case_event_at", "case_event", ["at"])


def _make_messages() -> None:
    op.create_table(
        "case_message",
        _id(),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        _refers("case_message", "case_id", "case_file"),
        _refers("case_message", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_message")),
    )
    op.create_index("ix_case_message_case_id", "case_message", ["case_id"])


def _make_anchors() -> None:
    op.create_table(
        "audit_anchor",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("previous", _HASH, nullable=False),
        sa.Column("hash", _HASH, nullable=False),
        sa.Column("made_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_audit_anchor")),
    )


def _guard_sqlite() -> None:
    for table, columns in (("case_event", _FIXED), ("audit_anchor", ())):
        changed = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
        for name, event in (("kept", "DELETE"), ("fixed", changed)):
            op.execute(
                f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{_KEPT_FOR_EVER.replace(chr(39), chr(39) * 2)}'); END"
            )


def _guard_postgresql() -> None:
    words = _KEPT_FOR_EVER.replace("'", "''")
    op.execute(
        "CREATE FUNCTION kept_for_ever() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{words}'; END $$"
    )
    for table, columns in (("case_event", _FIXED), ("audit_anchor", ())):
        changed = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
        for name, event in (("kept", "DELETE"), ("fixed", changed)):
            op.execute(
                f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION kept_for_ever()"
            )
