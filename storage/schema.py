"""The tables. What is particular to a dialect stays inside this package.

Moments are stored as UTC seconds (float), days as ISO text: the same on both databases, sortable,
and free of any server's time zone. Sessions and notices are JSON text written by msgspec.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives an autoincrementing rowid to INTEGER alone.
Id = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


# --- units -------------------------------------------------------------------------------------

unit = Table(
    "unit",
    metadata,
    _id(),
    Column("valid_from", String(10), nullable=False),
    Column("code", String(40), nullable=False),
    Column("valid_to", String(10)),
    Column("level", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("short", Text, nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("population", Integer),
    Column("members", Integer),
    Column("women", Integer),
    Column("sample", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("valid_from", "code"),
)

link = Table(
    "link",
    metadata,
    _id(),
    Column("child_id", Id, ForeignKey("unit.id"), nullable=False),
    Column("parent_id", Id, ForeignKey("unit.id"), nullable=False),
    Column("kind", String(8), nullable=False),  # tree, area, bloc
    Column("valid_from", String(10), nullable=False),
    Column("valid_to", String(10)),
    UniqueConstraint("child_id", "parent_id", "kind", "valid_from"),
)
Index("ix_link_parent_id", link.c.parent_id)

merger = Table(
    "merger",
    metadata,
    Column("old_id", Id, ForeignKey("unit.id"), primary_key=True),
    Column("new_id", Id, ForeignKey("unit.id"), primary_key=True),
    Column("on_day", String(10), nullable=False),
    Column("whole", Boolean, nullable=False),
)

# --- people ------------------------------------------------------------------------------------

person = Table(
    "person",
    metadata,
    _id(),
    Column("name", Text, nullable=False, server_default=""),
    Column("language", String(8), nullable=False, server_default="vi"),
    Column("created_at", Float, nullable=False),
    Column("sample", Boolean, nullable=False, server_default=text("false")),
)

session = Table(
    "session",
    metadata,
    Column("person_id", Id, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("updated_at", Float, nullable=False),
)

address = Table(
    "address",
    metadata,
    _id(),
    Column("network", String(16), nullable=False),
    Column("bot", String(40), nullable=False),
    Column("chat", String(80), nullable=False),
    Column("person_id", Id, ForeignKey("person.id")),
    Column("group_unit_id", Id, ForeignKey("unit.id")),
    Column("is_group", Boolean, nullable=False, server_default=text("false")),
    Column("reachable", Boolean, nullable=False, server_default=text("true")),
    Column("cut_off", Boolean, nullable=False, server_default=text("false")),
    Column("seen_at", Float, nullable=False),
    UniqueConstraint("network", "bot", "chat"),
)
Index("ix_address_person_id", address.c.person_id)

post = Table(
    "post",
    metadata,
    _id(),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False),
    Column("unit_id", Id, ForeignKey("unit.id"), nullable=False),
    Column("role", String(16), nullable=False),
    Column("since", Float, nullable=False),
    Column("until", Float),
)
Index("ix_post_person_id", post.c.person_id)
Index("ix_post_unit_id", post.c.unit_id)

invite = Table(
    "invite",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("unit_id", Id, ForeignKey("unit.id"), nullable=False),
    Column("role", String(16), nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("person_id", Id, ForeignKey("person.id")),  # a second network of this very person
    Column("expires_at", Float, nullable=False),
    Column("uses_left", Integer, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("created_by", Id, ForeignKey("person.id")),
)

invite_use = Table(
    "invite_use",
    metadata,
    Column("code", String(32), ForeignKey("invite.code"), primary_key=True),
    Column("person_id", Id, ForeignKey("person.id"), primary_key=True),
    Column("at", Float, nullable=False),
)

invite_guess = Table(
    "invite_guess",
    metadata,
    _id(),
    Column("address_id", Id, ForeignKey("address.id"), nullable=False),
    Column("at", Float, nullable=False),
)
Index("ix_invite_guess_address_id_at", invite_guess.c.address_id, invite_guess.c.at)

officer_phone = Table(
    "officer_phone",  # numbers of officers, by what they agreed to; a row stays when one withdraws
    metadata,
    Column("person_id", Id, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("unit_id", Id, ForeignKey("unit.id"), primary_key=True, autoincrement=False),
    Column("used_for", String(16), primary_key=True),  # domain.people.phones.PhoneUse
    Column("sealed", Text, nullable=False),  # "" once withdrawn
    Column("consented_at", Float, nullable=False),
    Column("consented_by", String(16), nullable=False),  # the network on which she agreed
    Column("withdrawn_at", Float),
)
Index("ix_officer_phone_unit_id", officer_phone.c.unit_id)

# --- reports -----------------------------------------------------------------------------------

submission = Table(
    "submission",
    metadata,
    _id(),
    Column("number", String(24), nullable=False, unique=True),
    Column("unit_id", Id, ForeignKey("unit.id"), nullable=False),
    Column("period", String(7), nullable=False),
    Column("edition", Integer, nullable=False),
    Column("sent_at", Float, nullable=False),
    Column("person_id", Id, ForeignKey("person.id")),
    Column("on_behalf", Boolean, nullable=False, server_default=text("false")),
    Column("latest", Boolean, nullable=False),
    Column("answers", Text, nullable=False),
    Column("sample", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("unit_id", "period", "edition"),
)
Index(
    "ix_submission_latest",
    submission.c.period,
    submission.c.unit_id,
    unique=True,
    sqlite_where=text("latest"),
    postgresql_where=text("latest"),
)

value = Table(
    "value",
    metadata,
    Column("unit_id", Id, ForeignKey("unit.id"), primary_key=True, autoincrement=False),
    Column("indicator", String(8), primary_key=True),
    Column("period", String(7), primary_key=True),
    Column("field", String(16), primary_key=True),
    Column("amount", Float, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_value_period", value.c.period, value.c.indicator)

# --- running totals (docs/adr/0013-running-totals.md) --------------------------------------------

cohort = Table(
    # Units that report and whose figures count at the same places at all times: they have common
    # totals. A rollup is a row too: the cohorts of the same province.
    "cohort",
    metadata,
    _id(),
    Column("level", String(16), nullable=False),
    Column("until", String(10), nullable=False),  # the day these units end, or ""
    Column("path", Text, nullable=False),  # "day:unit id,…": where their figures count from a day
    Column("rollup_id", Id, ForeignKey("cohort.id")),  # see storage.totals.rollups
    UniqueConstraint("level", "until", "path"),
)

cohort_unit = Table(
    "cohort_unit",
    metadata,
    Column("unit_id", Id, ForeignKey("unit.id"), primary_key=True, autoincrement=False),
    Column("cohort_id", Id, ForeignKey("cohort.id"), nullable=False),
)
Index("ix_cohort_unit_cohort_id", cohort_unit.c.cohort_id)


def _figure_columns() -> tuple[Column[float], ...]:
    """See domain.progress.totals.Figures."""
    return (
        Column("amount", Float, nullable=False),
        Column("answers", Integer, nullable=False),
        Column("replaced", Float, nullable=False),
        Column("replaced_answers", Integer, nullable=False),
        Column("previous", Float, nullable=False),
        Column("previous_answers", Integer, nullable=False),
    )


total = Table(
    "total",  # by month, by year where the period is one, by the day of sending where it is a day
    metadata,
    # The cohort's rollup, 0 for a rollup's own totals: a province's figures stand side by side.
    Column("rollup_id", Id, primary_key=True, autoincrement=False),
    Column("period", String(10), primary_key=True),
    Column("indicator", String(8), primary_key=True),
    Column("cohort_id", Id, ForeignKey("cohort.id"), primary_key=True, autoincrement=False),
    Column("field", String(16), primary_key=True),
    *_figure_columns(),
    sqlite_with_rowid=False,
)

total_change = Table(
    "total_change",  # the delta log: not yet added to the totals, so whoever reads adds these
    metadata,
    _id(),
    Column("period", String(10), nullable=False),
    Column("indicator", String(8), nullable=False),
    Column("field", String(16), nullable=False),
    Column("cohort_id", Id, nullable=False),
    Column("day", String(10), nullable=False),  # the day on which it was sent, or ""
    *_figure_columns(),
)

total_fault = Table(
    "total_fault",  # totals that a recount found to differ from what the values add up to
    metadata,
    _id(),
    Column("at", Float, nullable=False),
    Column("cohort_id", Id, nullable=False),
    Column("period", String(10), nullable=False),
    Column("indicator", String(8), nullable=False),
    Column("field", String(16), nullable=False),
    Column("kept", Text, nullable=False),
    Column("counted", Text, nullable=False),
    Column("mended", Boolean, nullable=False),
)

counter = Table(
    "counter",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Integer, nullable=False),
)

# --- inbox, outbox -----------------------------------------------------------------------------

inbox = Table(
    "inbox",
    metadata,
    Column("network", String(16), primary_key=True),
    Column("bot", String(40), primary_key=True),
    Column("external_id", String(80), primary_key=True),
    Column("received_at", Float, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_inbox_received_at", inbox.c.received_at)

set_aside = Table(
    "set_aside",
    metadata,
    _id(),
    Column("network", String(16), nullable=False),
    Column("bot", String(40), nullable=False),
    Column("external_id", String(80), nullable=False),
    Column("shape", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Float, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("address_id", Id, ForeignKey("address.id"), nullable=False),
    Column("network", String(16), nullable=False),
    Column("bot", String(40), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("turn", Integer),
    Column("notices", Text, nullable=False),
    Column("unique_key", String(120), unique=True),
    Column("created_at", Float, nullable=False),
    Column("due_at", Float, nullable=False),
    Column("not_after", Float),  # after this moment it is stale, and dropped
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("state", String(8), nullable=False),  # pending, sent, dead, dropped
    Column("reason", Text, nullable=False, server_default=""),
    Column("message_id", String(80), nullable=False, server_default=""),
    Column("sent_at", Float),
)
Index("ix_outbox_address_id", outbox.c.address_id)
Index(
    "ix_outbox_pending",
    outbox.c.network,
    outbox.c.bot,
    outbox.c.due_at,
    sqlite_where=outbox.c.state == "pending",
    postgresql_where=outbox.c.state == "pending",
)

sent_reminder = Table(
    "sent_reminder",  # whoever was reminded on a day is not reminded again that day
    metadata,
    Column("day", String(10), primary_key=True),
    Column("person_id", Id, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("unit_id", Id, ForeignKey("unit.id")),  # of the only form the reminder asks for
    Column("period", String(7), nullable=False, server_default=""),
    sqlite_with_rowid=False,
)

extension = Table(
    "extension",  # what staff granted one unit and all below it for one period; the newest counts
    metadata,
    _id(),
    Column("unit_id", Id, ForeignKey("unit.id"), nullable=False),
    Column("period", String(7), nullable=False),
    Column("kind", String(8), nullable=False),  # due: a later due day; open: a later lock
    Column("until", String(10), nullable=False),
    Column("person_id", Id, ForeignKey("person.id")),
    Column("at", Float, nullable=False),
    Column("reason", String(16), nullable=False, server_default=""),  # see domain.notices.reopening
)
Index("ix_extension_unit_id", extension.c.unit_id, extension.c.period, extension.c.kind)

event_date = Table(
    "event_date",  # the days that somebody set for an event of a plan
    metadata,
    Column("plan", String(40), primary_key=True),
    Column("event", String(40), primary_key=True),
    Column("first", String(10)),  # None: it is not held
    Column("last", String(10)),
    Column("person_id", Id, ForeignKey("person.id")),
    Column("at", Float, nullable=False),
)

activity = Table(
    "activity",  # what an office says it did for a task of a plan: its own words, to be read
    metadata,
    _id(),
    Column("unit_id", Id, ForeignKey("unit.id"), nullable=False),
    Column("plan", String(40), nullable=False),
    Column("task", String(40), nullable=False, server_default=""),
    Column("day", String(10)),
    Column("words", Text, nullable=False, server_default=""),  # sealed until it is recorded
    Column("participants", Integer),
    Column("held", Boolean, nullable=False, server_default=text("false")),  # the conference itself
    Column("person_id", Id, ForeignKey("person.id"), nullable=False),
    Column("begun_at", Float, nullable=False),
    Column("recorded_at", Float),  # None: a draft
    Column("taken_back_at", Float),  # or corrected: then another row names it in `corrects`
    Column("taken_back_by", Id, ForeignKey("person.id")),
    Column("corrects", Id, ForeignKey("activity.id")),
)
Index("ix_activity_unit_id_day", activity.c.unit_id, activity.c.day)
Index("ix_activity_plan_day", activity.c.plan, activity.c.day)

broadcast = Table(
    "broadcast",  # what staff announce to a level below their unit: public words, kept once
    metadata,
    _id(),
    Column("unit_id", Id, ForeignKey("unit.id"), nullable=False),
    Column("level", String(16), nullable=False, server_default=""),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False),
    Column("words", Text, nullable=False, server_default=""),
    Column("at", Float, nullable=False),
    Column("sent_at", Float),  # when it was confirmed; before, it is a draft
    Column("stopped_at", Float),
)

receiver = Table(
    "receiver",  # of a broadcast; outbox_id None: she has no chat that can be written to
    metadata,
    Column("broadcast_id", Id, ForeignKey("broadcast.id"), primary_key=True, autoincrement=False),
    Column("person_id", Id, primary_key=True, autoincrement=False),
    Column("outbox_id", Id),
)
Index("ix_receiver_outbox_id", receiver.c.outbox_id)

sent_count = Table(
    "sent_count",  # messages sent, where a network counts them, by bot and month
    metadata,
    Column("network", String(16), primary_key=True),
    Column("bot", String(40), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("strangers", Integer, nullable=False, server_default="0"),  # to people without a post
    sqlite_with_rowid=False,
)

lease = Table(
    "lease",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("until", Float, nullable=False),
)

bot = Table(
    "bot",
    metadata,
    Column("network", String(16), primary_key=True),
    Column("bot", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("username", Text, nullable=False),
    Column("seats", Integer),
    Column("seen_at", Float, nullable=False),
)

# --- cases (docs/adr/0015-vault.md, 0016-audit-chain.md): their content is sealed -----------------

vault_key = Table(
    "vault_key",
    metadata,
    Column("key_id", String(16), primary_key=True),
    Column("check_text", Text, nullable=False),
    Column("made_at", Float, nullable=False),
    Column("retired_at", Float),
)

subject = Table(
    "subject",  # the data subject of cases: a code, never a name
    metadata,
    _id(),
    Column("code", String(24), nullable=False, unique=True),
    Column("created_at", Float, nullable=False),
)

case_file = Table(
    "case_file",
    metadata,
    _id(),
    Column("number", String(24), nullable=False, unique=True),
    Column("unit_id", Id, ForeignKey("unit.id"), nullable=False),
    Column("subject_id", Id, ForeignKey("subject.id"), nullable=False),
    Column("reporter_id", Id, ForeignKey("person.id")),
    Column("owner_id", Id, ForeignKey("person.id")),
    Column("state", String(16), nullable=False),
    Column("urgency", String(8), nullable=False),
    Column("reached", String(16), nullable=False),
    Column("rounds", Integer, nullable=False, server_default="0"),
    Column("opened_at", Float, nullable=False),
    Column("due_at", Float),
    Column("follow_up_at", Float),
    Column("closed_at", Float),
    Column("duplicate_of", Id, ForeignKey("case_file.id")),
    Column("wait", String(16)),
    Column("wait_by", Id, ForeignKey("person.id")),
    Column("wait_to", Id, ForeignKey("person.id")),
    Column("wait_unit_id", Id, ForeignKey("unit.id")),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("events", Integer, nullable=False, server_default="0"),
    Column("content", Text, nullable=False),  # sealed; "" once erased
    Column("erased_at", Float),
    Column("wait_ending", String(16)),  # how it is to end, where that waits for a second officer
    Column("wait_double_of", Id, ForeignKey("case_file.id")),
    Column("commune_at", Float),  # danger: when the commune is told, unless she says it must not
    Column("commune_left_out", Boolean, nullable=False, server_default=text("false")),
    Column("phone_is_safe", Boolean),
    Column("alarms", Integer, nullable=False, server_default="1"),
)
Index("ix_case_file_unit_id", case_file.c.unit_id, case_file.c.state)
Index("ix_case_file_owner_id", case_file.c.owner_id)
Index("ix_case_file_reporter_id", case_file.c.reporter_id)
Index("ix_case_file_subject_id", case_file.c.subject_id)
Index("ix_case_file_due_at", case_file.c.due_at)
Index("ix_case_file_follow_up_at", case_file.c.follow_up_at)

case_told = Table(
    "case_told",
    metadata,
    Column("case_id", Id, ForeignKey("case_file.id"), primary_key=True, autoincrement=False),
    Column("person_id", Id, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
)

case_duty = Table(
    "case_duty",  # what is owed to her and not done (domain.cases.duties)
    metadata,
    Column("case_id", Id, ForeignKey("case_file.id"), primary_key=True, autoincrement=False),
    Column("duty", String(16), primary_key=True),
    Column("since", Float, nullable=False),
    Column("due_at", Float, nullable=False),
    Column("next_at", Float, nullable=False),
    Column("told", Integer, nullable=False, server_default="0"),
)
Index("ix_case_duty_next_at", case_duty.c.next_at)

case_notice = Table(
    "case_notice",  # the messages by which officers were told, to know whether one arrived
    metadata,
    Column("outbox_id", Id, ForeignKey("outbox.id"), primary_key=True, autoincrement=False),
    Column("case_id", Id, ForeignKey("case_file.id"), nullable=False),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False),
)
Index("ix_case_notice_case_id", case_notice.c.case_id)

case_event = Table(
    "case_event",  # the audit log, append-only: triggers refuse all changes except to `sealed`
    metadata,
    _id(),
    Column("case_id", Id, ForeignKey("case_file.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Float, nullable=False),
    Column("actor_id", Id, ForeignKey("person.id")),
    Column("what", String(24), nullable=False),
    Column("sealed", Text, nullable=False),  # the detail, sealed; "" for none or once erased
    Column("digest", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("case_id", "seq"),
)
Index("ix_case_event_at", case_event.c.at)

case_message = Table(
    "case_message",  # what staff and reporter write to each other
    metadata,
    _id(),
    Column("case_id", Id, ForeignKey("case_file.id"), nullable=False),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False),
    Column("at", Float, nullable=False),
    Column("sealed", Text, nullable=False),  # "" once erased
)
Index("ix_case_message_case_id", case_message.c.case_id)

audit_anchor = Table(
    "audit_anchor",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("cases", Integer, nullable=False),
    Column("events", Integer, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("made_at", Float, nullable=False),
)
