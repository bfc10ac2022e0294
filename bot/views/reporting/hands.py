"""Words where several people report for one unit: what was sent, by whom, and what replaced it."""

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.engine.view import View
from bot.views.people.beside import name_colleague
from bot.views.reporting import words
from domain.notices.hands import (
    CORRECTION_REASONS,
    AskCorrectionReason,
    Colleague,
    EmptyReport,
    KeptAsSent,
    NothingChanged,
    ReplacedFacts,
    ReportReplaced,
    ReportStands,
    SameAsSent,
    Sender,
)
from domain.notices.reporting import Change, Head
from domain.people.roles import Role
from services.context import Context
from storage import people, reports
from storage.moments import moment
from storage.reports import Report

# --- facts -------------------------------------------------------------------------------------


def read_sender(notice: ReportStands | SameAsSent | KeptAsSent, context: Context) -> Sender | None:
    """Read who sent a report and when."""
    report = reports.find(context.tx, notice.submission_id)
    return None if report is None else _find_sender(report, context)


def read_replaced(notice: ReportReplaced, context: Context) -> ReplacedFacts | None:
    """Read whose report took the other's place."""
    report = reports.find(context.tx, notice.submission_id)
    if report is None:
        return None
    unit = context.units.unit(report.unit_id)
    return ReplacedFacts(
        _find_sender(report, context),
        unit.name,
        report.period,
        report.extra.get("reason", ""),
    )


def _find_sender(report: Report, context: Context) -> Sender:
    who, sent_at = report.person_id, moment(report.sent_at)
    if who is None:
        return Sender(report.unit_id, "", "", sent_at)
    role = Role.COMMUNE.value
    if not report.on_behalf:
        posts = people.load_posts(context.tx, who)
        role = next((p.role.value for p in posts if p.unit_id == report.unit_id), "")
    here = people.find_private_chat(context.tx, context.address_id)
    is_reader = here is not None and here.person_id == who
    name = people.find_name(context.tx, who) or ""
    return Sender(report.unit_id, name, role, sent_at, is_reader)


# --- words -------------------------------------------------------------------------------------


def render_report_stands(notice: ReportStands, sender: Sender, surface: Surface) -> Message:
    """Show what was sent since, line by line where it differs, and ask which one stays."""
    say = surface.say
    lines = [_say_difference(change, surface) for change in notice.changes]
    text = "\n".join(
        (_say_sent(notice.head, sender, surface), say("It differs from yours:"), *lines)
    )
    if not surface.buttons:
        return Message(text + "\n" + say("Type REPLACE to send yours, KEEP to leave it as it is."))
    replace, keep = (
        Choice(say("Replace it by mine"), "thay"),
        Choice(say("Keep what was sent"), "giu"),
    )
    return Message(text, ((replace,), (keep,)))


def _say_sent(head: Head, sender: Sender, surface: Surface) -> str:
    """Say who sent the report of this month, and when."""
    say, at = surface.say, surface.moment(sender.sent_at)
    month, unit = words.say_month(surface, head.period), words.shorten_unit_name(head.unit_name)
    if sender.is_reader:
        return say(
            "The report **{month}** of {unit} you have sent yourself at {at}.",
            month=month,
            unit=unit,
            at=at,
        )
    return say(
        "The report **{month}** of {unit} was sent by {who} at {at}.",
        month=month,
        unit=unit,
        who=_name_sender(sender, surface),
        at=at,
    )


def _name_sender(sender: Sender, surface: Surface) -> str:
    if not sender.role:
        return sender.name or surface.say("another person")
    return name_colleague(surface, Colleague(sender.name, sender.role))


def _say_difference(change: Change, surface: Surface) -> str:
    return surface.say(
        "{n}. {question}: {sent} (yours: {mine})",
        n=change.number,
        question=words.name_question(surface, change.code),
        sent=words.format_shown(surface, change.code, change.old),
        mine=words.format_shown(surface, change.code, change.new),
    )


def render_same_as_sent(notice: SameAsSent, sender: Sender, surface: Surface) -> Message:
    """Say that the very same was sent already, so that hers need not go."""
    same = surface.say("It is the same as yours, so there is nothing to send.")
    text = f"{_say_sent(notice.head, sender, surface)} {same}"
    return _add_correction(text, sender, notice.head.period, _find_entered(notice.head), surface)


def render_kept_as_sent(notice: KeptAsSent, sender: Sender, surface: Surface) -> Message:
    """Say that the other one stands, that hers was dropped, and how to correct."""
    say, month = surface.say, words.say_month(surface, notice.head.period)
    if sender.is_reader:
        text = say("The report {month} stays as you sent it; I dropped this one.", month=month)
    else:
        text = say(
            "The report {month} stays as {who} sent it; I dropped yours.",
            month=month,
            who=_name_sender(sender, surface),
        )
    return _add_correction(text, sender, notice.head.period, _find_entered(notice.head), surface)


def _find_entered(head: Head) -> str:
    """Return the unit's name where an officer reports for it, else ""."""
    return head.unit_name if head.on_behalf else ""


def render_nothing_changed(notice: NothingChanged, surface: Surface) -> Message:
    """Say that it stands as it was sent, and how it is corrected after all."""
    head = notice.head
    text = surface.say(
        "Nothing was changed: the report {month} stays as it was sent.",
        month=words.say_month(surface, head.period),
    )
    return Message(f"{text} {_say_how_to_correct(head.period, _find_entered(head), surface)}")


def render_empty_report(notice: EmptyReport, surface: Surface) -> Message:
    """Say why it was not sent, and what she can do."""
    return Message(
        surface.say(
            "The report {month} has no line yet, so I have not sent it. Please answer the "
            "questions, or type NOTHING if there is nothing this month.",
            month=words.say_month(surface, notice.head.period),
        )
    )


def render_ask_correction_reason(notice: AskCorrectionReason, surface: Surface) -> Message:
    """Ask an officer why; the leader is told."""
    say = surface.say
    text = say("Why do you correct it? I keep it with your name, and tell the leader.")
    if notice.again:
        text = say("I did not understand.") + " " + text
    labels = [_name_reason(reason, surface) for reason in CORRECTION_REASONS]
    if surface.buttons:
        return Message(text, tuple((Choice(label, f"{n}"),) for n, label in enumerate(labels, 1)))
    listed = "\n".join(f"{n} {label}" for n, label in enumerate(labels, 1))
    return Message(f"{text}\n{listed}")


def _name_reason(reason: str, surface: Surface) -> str:
    say = surface.say
    return {
        "asked": say("The leader asked me to"),
        "checked": say("The books say otherwise"),
        "slip": say("A slip, or a line left out"),
    }.get(reason, say("Something else"))


def render_report_replaced(
    notice: ReportReplaced, facts: ReplacedFacts, surface: Surface
) -> Message:
    """Tell by whom, when and why it was replaced, and what changed."""
    say = surface.say
    named = {
        "month": words.say_month(surface, facts.period),
        "unit": words.shorten_unit_name(facts.unit_name),
        "who": _name_sender(facts.sender, surface),
        "at": surface.moment(facts.sender.sent_at),
    }
    first = (
        say("The report **{month}** of {unit} that you sent was changed by {who} at {at}:", **named)
        if notice.mine
        else say("The report **{month}** of {unit} was changed by {who} at {at}:", **named)
    )
    lines = [
        f"{c.number}. {words.name_question(surface, c.code)}: {words.format_change(surface, c)}"
        for c in notice.changes
    ]
    if facts.reason:
        lines.append(say("Reason: {reason}.", reason=_name_reason(facts.reason, surface)))
    text = "\n".join((first, *lines))
    entered = facts.unit_name if notice.entered else ""
    return _add_correction(text, facts.sender, facts.period, entered, surface)


def _add_correction(
    text: str, sender: Sender, period: str, entered: str, surface: Surface
) -> Message:
    """Add how the report that stands is corrected. `entered`: the unit an officer reports for."""
    if surface.buttons:
        correct = Choice(surface.say("Correct it"), f"/sua {sender.unit_id} {period}")
        return Message(text, ((correct,),), ageless=True)
    apart = "\n" if "\n" in text else " "
    return Message(text + apart + _say_how_to_correct(period, entered, surface))


def _say_how_to_correct(period: str, entered: str, surface: Surface) -> str:
    say = surface.say
    if entered:
        return say("To correct it, type {command}.", command=f"/sua {entered}")
    return say("To correct it, type CORRECT {month}.", month=words.say_month_word(period))


VIEWS: tuple[View, ...] = (
    View(ReportStands, render_report_stands, load=read_sender),
    View(SameAsSent, render_same_as_sent, load=read_sender),
    View(KeptAsSent, render_kept_as_sent, load=read_sender),
    View(NothingChanged, render_nothing_changed),
    View(EmptyReport, render_empty_report),
    View(AskCorrectionReason, render_ask_correction_reason),
    View(ReportReplaced, render_report_replaced, load=read_replaced),
)
