"""Words of a report's end: the review, the receipt, setting aside, cancelling, and choosing."""

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.reporting import words
from bot.views.reporting.ask import Choices, say_form_name
from bot.views.reporting.doubts import find_reasons, say_note
from domain.notices.reporting import (
    AlreadySent,
    AskCancel,
    BranchesHaveSent,
    BranchNotFound,
    Cancelled,
    Change,
    Choose,
    GoOn,
    Line,
    NotedToo,
    NothingChosen,
    NothingOwed,
    NotOpenYet,
    Parked,
    PartNotRead,
    ReceiptFacts,
    ReportReceipt,
    Review,
    ReviewHint,
    WhichLine,
)

_BUTTONS_IN_ROW = 4


def render_review(notice: Review, surface: Surface) -> Message:
    """Show all answers, numbered, and how to send or correct them."""
    say, head = surface.say, notice.head
    changed = {change.number: change for change in notice.changes}
    odd = find_reasons(notice.lines, surface)
    lines = (
        _say_summary_line(line, changed.get(line.number), odd.get(line.code, ""), surface)
        for line in notice.lines
    )
    if notice.nothing and not changed:
        first = say("Nothing new, so I write:")
    else:
        first = say("It stands as:") if head.correcting else say("I understand:")
    first = f"{say_form_name(head, surface)}. {first}"
    text = "\n".join((first, *lines, *_say_how_to_send(surface)))
    return Message(text, _offer_review_choices(surface))


def _say_summary_line(line: Line, change: Change | None, reason: str, surface: Surface) -> str:
    name = words.name_question(surface, line.code)
    if change is not None and change.old is not None:
        value = words.format_change(surface, change)
    else:
        value = words.format_shown(surface, line.code, line.values)
    return f"{line.number}. {name}: {value}{say_note(line, reason, surface)}"


def _say_how_to_send(surface: Surface) -> tuple[str, ...]:
    if surface.buttons:
        return (surface.say("Is it right? To correct, type question and number, such as 4: 5."),)
    return (
        surface.say("Type OK if it is right. To correct, type question and number, such as 4: 5."),
    )


def _offer_review_choices(surface: Surface) -> Choices:
    if not surface.buttons:
        return ()
    say = surface.say
    return (
        (Choice(say("Right, send it"), "ok"), Choice(say("Change"), "sua")),
        (Choice(say("Later"), "de sau"), Choice(say("Drop it"), "huy")),
    )


def render_review_hint(notice: ReviewHint, surface: Surface) -> Message:
    """Say what she may answer to the review."""
    say = surface.say
    parts = [say("I did not understand.")] if notice.unread else []
    if notice.kept:
        parts.append(say("Question {n} stays as it was.", n=notice.kept))
    if notice.correcting:
        parts.append(say("What you changed is not sent yet; the report sent earlier stands."))
    else:
        parts.append(say("The report is not sent yet."))
    text = " ".join((*parts, *_say_how_to_send(surface)))
    return Message(text, _offer_review_choices(surface))


def render_which_line(notice: WhichLine, surface: Surface) -> Message:
    """Ask which line is not right, or which is meant by what she said it should be."""
    say = surface.say
    text = _ask_which_line(notice, surface)
    if not surface.buttons:
        return Message(text)
    lines = [Choice(f"{line.number}", f"{line.number}") for line in notice.lines]
    rows = [tuple(lines[i : i + _BUTTONS_IN_ROW]) for i in range(0, len(lines), _BUTTONS_IN_ROW)]
    return Message(text, (*rows, (Choice(say("Nothing to change"), "lui"),)))


def _ask_which_line(notice: WhichLine, surface: Surface) -> str:
    say = surface.say
    if notice.held:
        return say("Which question becomes {answer}? Type its number.", answer=notice.held)
    if surface.buttons:
        return say(
            "Which question is not right? Press its number, or type number and answer: 4: 5."
        )
    return say("Which question is not right? Type its number, or number and answer: 4: 5.")


def render_parked(notice: Parked, surface: Surface) -> Message:
    """Say that the form waits for her, how far it is, and when it is due."""
    say, head = surface.say, notice.head
    if head.correcting:
        return _say_correction_parked(notice, surface)
    text = say(
        "I keep the report **{month}** of {unit} as it is ({done}/{of} answered).",
        month=words.say_month(surface, head.period),
        unit=words.shorten_unit_name(head.unit_name),
        done=notice.answered,
        of=notice.questions,
    )
    due = "" if head.due is None else " " + say("It is due {day}.", day=surface.long_day(head.due))
    if surface.buttons:
        return Message(text + due, ((Choice(say("Go on"), "/baocao"),),), ageless=True)
    return Message(text + due + " " + say("Type REPORT to go on."))


def _say_correction_parked(notice: Parked, surface: Surface) -> Message:
    """Say that what she changed waits for her, and that the report sent stands until then."""
    say, head = surface.say, notice.head
    text = say(
        "I keep what you changed in the report **{month}** of {unit}; until then it stands as it "
        "was sent.",
        month=words.say_month(surface, head.period),
        unit=words.shorten_unit_name(head.unit_name),
    )
    if surface.buttons:
        go_on = Choice(say("Go on"), f"/sua {notice.unit_id} {head.period}")
        return Message(text, ((go_on,),), ageless=True)
    word = (
        f"/sua {words.shorten_unit_name(head.unit_name.partition(',')[0])}"
        if head.on_behalf
        else say("CORRECT {month}", month=words.say_month_word(head.period))
    )
    return Message(text + " " + say("Type {word} to go on.", word=word))


def render_go_on(notice: GoOn, surface: Surface) -> Message:
    """Say that a form goes on: `Mình làm tiếp báo cáo tháng 10/2025 của Chi hội Nà Pồng nhé.`"""
    say, head = surface.say, notice.head
    also = "".join(f" {words.say_owed(surface, owed)}." for owed in head.also_owed)
    if notice.named_below:
        return Message(say("Let us go on.") + also)
    month, unit = words.say_month(surface, head.period), words.shorten_unit_name(head.unit_name)
    text = say("Let us go on with the report {month} of {unit}.", month=month, unit=unit)
    return Message(text + also)


def render_noted_too(notice: NotedToo, surface: Surface) -> Message:
    """Say that the second report she told of in the same message comes after this one."""
    name = say_form_name(notice.head, surface)
    return Message(
        surface.say("I noted this one too, it comes once that is sent: {name}.", name=name)
    )


def render_part_not_read(notice: PartNotRead, surface: Surface) -> Message:
    """Say for which of her reports nothing could be read in her message."""
    unit = words.shorten_unit_name(notice.unit_name)
    month = words.say_month(surface, notice.period) + " " if notice.period else ""
    return Message(
        surface.say(
            "What you wrote for {month}{unit} I could not read yet.", month=month, unit=unit
        )
    )


def render_ask_cancel(notice: AskCancel, surface: Surface) -> Message:
    """Ask whether she really wants to drop the form."""
    say = surface.say
    month = words.say_month(surface, notice.head.period)
    unit = words.shorten_unit_name(notice.head.unit_name)
    if notice.head.correcting:
        text = say(
            "Drop what you changed? The report {month} of {unit} stays as it was sent.",
            month=month,
            unit=unit,
        )
    else:
        text = say(
            "Drop this report {month} of {unit} ({n} answered)? Nothing of it has been sent.",
            month=month,
            unit=unit,
            n=notice.answered,
        )
    if notice.again:
        text = say("I did not understand.") + " " + text
    if not surface.buttons:
        return Message(text + " " + say("Type YES to drop it, NO to go on."))
    return Message(text, ((Choice(say("Drop it"), "ok"), Choice(say("Go on"), "khong")),))


def render_cancelled(notice: Cancelled, surface: Surface) -> Message:
    """Say that the form was dropped, and how to begin again."""
    say = surface.say
    if notice.head.correcting:
        return Message(say("The correction was dropped. The report sent earlier stands."))
    if notice.sent_meanwhile:
        return Message(say("Your form was dropped. The report that was sent meanwhile stands."))
    if notice.head.on_behalf:
        return Message(say("The report was dropped. Type NHAP HO and the branch to start anew."))
    return Message(say("The report was dropped. Type REPORT to start anew."))


def render_report_receipt(notice: ReportReceipt, facts: ReceiptFacts, surface: Surface) -> Message:
    """Confirm that a report was sent, and say what comes next.

    `Đã gửi báo cáo tháng 10/2025 của Chi hội Nà Pồng lúc 19:42 thứ Ba 14/10 (câu 4: 1 → 4). Mã …`
    """
    say = surface.say
    parts = [_say_sent(notice, facts, surface), _say_thanks(facts, surface)]
    correct = f"/sua {facts.unit_id} {facts.period}"
    again = ((Choice(say("Correct it"), correct), Choice(say("Progress"), "/tiendo")),)
    return Message("\n".join(parts), again if surface.buttons else (), ageless=True)


def _say_sent(notice: ReportReceipt, facts: ReceiptFacts, surface: Surface) -> str:
    say = surface.say
    changes = "; ".join(
        say("question {n}: {change}", n=c.number, change=words.format_change(surface, c))
        for c in notice.changes
    )
    what = f" ({changes})" if changes else ""
    at = surface.moment(facts.sent_at)
    return say(
        "Sent: the report **{month}** of {unit} at {at}{what}. Number **{number}**.",
        month=words.say_month(surface, facts.period),
        unit=words.shorten_unit_name(facts.unit_name),
        at=at,
        what=what,
        number=facts.number,
    )


def _say_thanks(facts: ReceiptFacts, surface: Surface) -> str:
    say = surface.say
    parts = []
    if facts.praise is not None:
        done = _format_praise(*facts.praise, surface)
        parts.append(say("Since January: {done}.", done=done))
    parts.append(say("Thank you!"))
    parts += [f"{words.say_owed(surface, owed)}." for owed in facts.owed]
    if facts.next_due is not None:
        parts.append(say("Next one: due {day}.", day=surface.day(facts.next_due)))
    if not surface.buttons:
        branch = "" if facts.entered_for is None else facts.entered_for[1]
        month = "" if facts.newest else facts.period
        parts.append(_say_how_to_correct(branch, surface, month))
    return " ".join(parts)


def _say_how_to_correct(branch: str, surface: Surface, period: str = "") -> str:
    """Say the words that correct a report. `period`: where the bare word means another month."""
    if branch:
        return surface.say("To correct it, type {command}.", command=f"/sua {branch}")
    if period:
        month = words.say_month_word(period)
        return surface.say("To correct it, type CORRECT {month}.", month=month)
    return surface.say("To correct it, type CORRECT.")


def _format_praise(code: str, amount: float, surface: Surface) -> str:
    """Format a sum with what it counts: `9 hộ "5 không, 3 sạch"`.

    The unit is left out where the indicator's name begins with it.
    """
    name = words.name_question(surface, code)
    name = name[:1].lower() + name[1:]
    unit = surface.plan.indicator(code).unit_word
    counted = name if name.startswith(unit) else f"{unit} ({name})"
    return f"{surface.number(amount)} {counted}"


def render_nothing_owed(notice: NothingOwed, surface: Surface) -> Message:
    """Say that no report is owed now, and when the next one opens and is due."""
    say = surface.say
    text = say("There is no report to send now.")
    if notice.period and notice.opens is not None and notice.due is not None:
        text += " " + say(
            "The report {month} opens on {opens} and is due {due}.",
            month=words.say_month(surface, notice.period),
            opens=surface.day(notice.opens),
            due=surface.long_day(notice.due),
        )
    return Message(text)


def render_already_sent(notice: AlreadySent, surface: Surface) -> Message:
    """Say that the report was sent already, and how to correct it."""
    say = surface.say
    text = say(
        "The report **{month}** of {unit} was sent at {at}, number {number}.",
        month=words.say_month(surface, notice.period),
        unit=words.shorten_unit_name(notice.unit_name),
        at=surface.moment(notice.sent_at),
        number=notice.number,
    )
    if notice.locked:
        return Message(text)
    if surface.buttons:
        command = f"/sua {notice.unit_id} {notice.period}" if notice.unit_id else "/sua"
        return Message(text, ((Choice(say("Correct it"), command),),), ageless=True)
    return Message(text + " " + _say_how_to_correct("", surface, notice.period))


def render_not_open_yet(notice: NotOpenYet, surface: Surface) -> Message:
    """Say from which day on the report of that month can be sent."""
    text = surface.say(
        "The report {month} of {unit} can be sent from {day} on, not yet.",
        month=words.say_month(surface, notice.period),
        unit=words.shorten_unit_name(notice.unit_name),
        day=surface.long_day(notice.opens),
    )
    if notice.due is not None:
        text += " " + surface.say("It is due {day}.", day=surface.long_day(notice.due))
    return Message(text)


def render_choose(notice: Choose, surface: Surface) -> Message:
    """Let her choose from a numbered list, or by a button each, and offer a way out of it."""
    say = surface.say
    first = {
        "unit": say("Which unit is it for?"),
        "role": say("In which role?"),
        "period": say("Which report?"),
        "document": say("As a Word report, an Excel sheet, or the single reports?"),
        "span": say("Of which months?"),
        "answers": say("Which report were those answers for?"),
    }.get(notice.what, say("Which one?"))
    if notice.again:
        first = say("I did not understand.") + " " + first
    labels = [words.shorten_unit_name(label) for label in notice.labels]
    if surface.buttons:
        rows = tuple((Choice(label, f"{n}"),) for n, label in enumerate(labels, 1))
        text = "\n".join((first, *_say_how_many_more(notice.more, surface)))
        return Message(text, (*rows, (Choice(say("Leave it"), "cancel"),)))
    listed = [f"{n}. {label}" for n, label in enumerate(labels, 1)]
    lines = (
        first,
        *listed,
        *_say_how_many_more(notice.more, surface),
        say("Type the number, or DROP."),
    )
    return Message("\n".join(lines))


def _say_how_many_more(more: int, surface: Surface) -> tuple[str, ...]:
    """Say how many others there are, and that one of them can be named."""
    if not more:
        return ()
    count = surface.number(more)
    return (surface.say("There are {count} more: please type its name.", count=count),)


def render_branch_not_found(notice: BranchNotFound, surface: Surface) -> Message:
    """Say that none of her branches has that name."""
    return Message(
        surface.say(
            "I find no branch of that name in your units. "
            "Type NHAP HO and the name of the branch or of its commune."
        )
    )


def render_branches_have_sent(notice: BranchesHaveSent, surface: Surface) -> Message:
    """Say that nothing is left to enter for the branch she named, or for any of them."""
    say = surface.say
    if notice.name:
        name = words.shorten_unit_name(notice.name)
        sent = say("{unit} has sent every report it owes.", unit=name)
        return Message(f"{sent} {_say_how_to_correct(name, surface)}")
    return Message(say("These branches have sent every report they owe."))


def render_nothing_chosen(notice: NothingChosen, surface: Surface) -> Message:
    """Take leave of her after she left a list without picking."""
    return Message(surface.say("All right, later then. Type HELP to see what I can do."))
