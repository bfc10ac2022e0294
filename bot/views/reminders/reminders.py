"""Words of reminders: what is still owed, who has not reported, and what follows from either."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.views.reporting import words
from bot.views.reporting.ask import Choices, make_example
from domain.notices.reminders import (
    MissingFacts,
    MissingUnit,
    NotSentYet,
    Nudged,
    OwedForm,
    ReminderDue,
    ReminderFacts,
    SentIndeed,
    StillMissing,
    Unreached,
    UnreachedPage,
    WillRemind,
)
from domain.org.levels import Level
from domain.periods import Period

_QUESTIONS_A_MINUTE = 4
_MOST_NAMES = 15
_MOST_FORMS = 5


def render_reminder_due(notice: ReminderDue, facts: ReminderFacts, surface: Surface) -> Message:
    """Remind her of the reports she owes.

    `Chị Hoa ơi, hôm nay là hạn báo cáo tháng 10. Còn 3 câu nữa là xong: …`
    """
    first = f"{_say_because(notice.why, surface)}{_say_when(facts, surface)}"
    if len(facts.forms) == 1:
        rest = _say_one_form(facts.forms[0], surface)
    else:
        rest = _say_several_forms(facts.forms, surface)
    late = [f"{words.say_owed(surface, owed)}." for owed in facts.late]
    return Message("\n".join((first, *rest, *late)), _offer_buttons(facts, surface), ageless=True)


def _say_because(why: str, surface: Surface) -> str:
    said = {
        "nudge": surface.say("The Union's officer asked me to remind you.") + " ",
        "asked": surface.say("You asked me to remind you.") + " ",
    }
    return said.get(why, "")


def _say_when(facts: ReminderFacts, surface: Surface) -> str:
    say, who = surface.say, _name_person(facts.name, surface)
    month, whose = _name_month(facts.period, surface), _say_whose(facts, surface)
    days = (facts.due - _find_today(surface)).days
    if days == 0:
        return say(
            "{who}, today the report **{month}**{whose} is due.", who=who, month=month, whose=whose
        )
    if days > 0:
        return say(
            "{who}, the report **{month}**{whose} is due {day}, in {n} days.",
            who=who,
            month=month,
            whose=whose,
            day=surface.long_day(facts.due),
            n=days,
        )
    return say(
        "{who}, the report **{month}**{whose} is {n} days late. Please send it.",
        who=who,
        month=month,
        whose=whose,
        n=-days,
    )


def _say_whose(facts: ReminderFacts, surface: Surface) -> str:
    """Name the unit where the report of only one is owed; several are listed below."""
    if len(facts.forms) > 1:
        return ""
    unit = words.shorten_unit_name(facts.forms[0].unit_name)
    return " " + surface.say("of {unit}", unit=unit)


def _name_person(name: str, surface: Surface) -> str:
    """Call her by the last of her names: Nông Thị Hoa is called Hoa."""
    last = words.shorten_unit_name(name.rsplit(maxsplit=1)[-1]) if name.split() else ""
    return surface.say("Ms {name}", name=last) if last else surface.say("Hello")


def _name_month(period: Period, surface: Surface) -> str:
    return surface.say("month {n}", n=period.month)


def _find_today(surface: Surface) -> date:
    assert surface.now is not None  # noqa: S101 - every message is put into words at a moment
    return surface.now.date()


def _say_one_form(form: OwedForm, surface: Surface) -> Iterator[str]:
    say = surface.say
    codes = [line.code for line in form.left]
    if not codes:
        yield say("Everything is answered: look it over and send it.")
    elif form.begun:
        yield say("**{n} more** and it is done:", n=len(codes))
    else:
        yield _say_size(len(codes), surface) + ("." if surface.buttons else ":")
    if codes and (form.begun or not surface.buttons):
        yield from (words.format_form_line(surface, line) for line in form.left)
    if not surface.buttons:
        yield _say_how_to_answer(form, codes, surface)
        yield _say_typed_wishes(surface)


def _say_size(questions: int, surface: Surface) -> str:
    minutes = max(1, questions // _QUESTIONS_A_MINUTE)
    return surface.say("{n} questions, about {m} min", n=questions, m=minutes)


def _say_how_to_answer(form: OwedForm, codes: Sequence[str], surface: Surface) -> str:
    say = surface.say
    if not codes or form.in_steps:
        return say("Type REPORT to go on.")
    return say("Please answer here, for example: {example}", example=make_example(surface, codes))


def _say_typed_wishes(surface: Surface) -> str:
    return surface.say("Again tomorrow: type TOMORROW. Already sent: type SENT.")


def _say_several_forms(forms: Sequence[OwedForm], surface: Surface) -> Iterator[str]:
    for form in forms:
        name = words.shorten_unit_name(form.unit_name)
        yield surface.say("• {unit}: {n} questions", unit=name, n=len(form.left))
    if not surface.buttons:
        first = next((form for form in forms if form.left), forms[0])
        example = make_example(surface, [line.code for line in first.left])
        yield surface.say(
            "Please answer here with the branch's name first, for example: {example}",
            example=f"{first.short} {example}",
        )
        yield _say_typed_wishes(surface)


def _offer_buttons(facts: ReminderFacts, surface: Surface) -> Choices:
    if not surface.buttons:
        return ()
    say = surface.say
    one = len(facts.forms) == 1
    opens = tuple(
        (Choice(_label_form(form, one, surface), f"/baocao {form.unit_id} {facts.period}"),)
        for form in facts.forms[:_MOST_FORMS]
    )
    again = (
        Choice(say("Remind me in 2 hours"), "/nhaclai 2 gio"),
        Choice(say("Tomorrow"), "/nhaclai mai"),
    )
    return (*opens, again, (Choice(say("I have sent it"), "/dagui"),))


def _label_form(form: OwedForm, one: bool, surface: Surface) -> str:
    if not one:
        return words.shorten_unit_name(form.unit_name)
    return surface.say("Go on") if form.begun else surface.say("Report")


# --- who is missing ----------------------------------------------------------------------------


def render_still_missing(notice: StillMissing, facts: MissingFacts, surface: Surface) -> Message:
    """Tell an officer who has not sent a report, and what she can do.

    `Xã Bảo Lâm, tháng 10: 11/14 chi hội đã gửi, 9 đúng hạn. Chưa gửi: Nà Pồng, …`
    """
    lines = [_say_score(facts, surface)]
    if facts.missing:
        lines.append(surface.say("Not sent: {list}.", list=_list_units(facts.missing, surface)))
    if facts.own:
        listed = _list_units(facts.own, surface)
        lines.append(surface.say("Reports of communes and areas not sent: {list}.", list=listed))
    if not surface.buttons:
        lines.append(_say_typed_ways(facts, surface))
    return Message("\n".join(lines), _offer_ways(facts, surface), ageless=True)


def _say_score(facts: MissingFacts, surface: Surface) -> str:
    return surface.say(
        "**{unit}**, {month}: {sent}/{expected} branches have sent, {on_time} on time.",
        unit=words.shorten_unit_name(facts.unit_name),
        month=_name_month(facts.period, surface),
        sent=surface.number(facts.sent),
        expected=surface.number(facts.expected),
        on_time=surface.number(facts.on_time),
    )


def _list_units(units: Sequence[MissingUnit], surface: Surface) -> str:
    """List units, with the reason why nobody can be reminded once for all that share it.

    `Nà Pồng, Khuổi Mực; Bản Đe, Bản Lìn (đều chưa nhận mã)`
    """
    shown, say = units[:_MOST_NAMES], surface.say
    parts = [[_name_with_count(unit, surface) for unit in shown if not unit.why]]
    parts[0] += [_say_paused(unit, surface) for unit in shown if unit.why == "paused"]
    for why in ("nobody", "unreachable"):
        names = [words.shorten_unit_name(unit.name) for unit in shown if unit.why == why]
        if len(names) == 1:
            parts[0].append(_say_why_alone(names[0], why, surface))
        elif names:
            parts.append([_say_why_together(names, why, surface)])
    if more := len(units) - len(shown):
        parts[-1].append(say("{n} others", n=more))
    return "; ".join(", ".join(part) for part in parts if part)


def _name_with_count(unit: MissingUnit, surface: Surface) -> str:
    name = words.shorten_unit_name(unit.name)
    named = name if unit.count == 1 else f"{name} {surface.number(unit.count)}"
    if unit.due is None:
        return named
    return surface.say("{name} (due {day})", name=named, day=surface.day(unit.due))


def _say_paused(unit: MissingUnit, surface: Surface) -> str:
    name, say = words.shorten_unit_name(unit.name), surface.say
    if unit.until is None:
        return name
    return say("{name} (asked for peace until {day})", name=name, day=surface.day(unit.until))


def _say_why_alone(name: str, why: str, surface: Surface) -> str:
    if why == "nobody":
        return surface.say("{name} (nobody has taken the code)", name=name)
    return surface.say("{name} (cannot be written to)", name=name)


def _say_why_together(names: Sequence[str], why: str, surface: Surface) -> str:
    if why == "nobody":
        return surface.say("{list} (nobody has taken their codes)", list=", ".join(names))
    return surface.say("{list} (none can be written to)", list=", ".join(names))


def _count_reachable(facts: MissingFacts) -> int:
    return sum(not unit.why for unit in facts.missing)


def _say_typed_ways(facts: MissingFacts, surface: Surface) -> str:
    say = surface.say
    ways = [say("Type REMIND and I remind them.")] if _count_reachable(facts) else []
    if facts.level is Level.COMMUNE:
        ways.append(say("ENTER and a branch's name: its report, entered by you."))
    if facts.may_extend is not None:
        day = surface.day(facts.may_extend)
        ways.append(say("PUT OFF: due on {day}.", day=day))
    return " ".join(ways)


def _offer_ways(facts: MissingFacts, surface: Surface) -> Choices:
    if not surface.buttons:
        return ()
    say, where = surface.say, f"{facts.unit_id} {facts.period}"
    rows: list[tuple[Choice, ...]] = []
    if facts.level is Level.COMMUNE:
        if count := _count_reachable(facts):
            rows.append((Choice(say("Remind {n} branches", n=count), f"/nhac {where}"),))
        more = [Choice(say("Enter it for them"), "/nhapho")]
        if facts.may_extend is not None:
            day = surface.day(facts.may_extend)
            more.append(Choice(say("Put off to {day}", day=day), f"/giahan {where}"))
        rows.append(tuple(more))
    elif facts.missing:
        rows.append((Choice(say("Remind the communes"), f"/nhac {where}"),))
    return tuple(rows)


# --- what follows ------------------------------------------------------------------------------


def render_will_remind(notice: WillRemind, surface: Surface) -> Message:
    """Promise a reminder: `Vâng, em nhắc chị lúc 09:30 thứ Hai 20/10.`"""
    at = surface.moment(datetime.fromisoformat(notice.at))
    return Message(surface.say("All right, I remind you at {at}.", at=at))


def render_sent_indeed(notice: SentIndeed, surface: Surface) -> Message:
    """Confirm that her report came, with its number."""
    text = surface.say(
        "It is here: the report **{month}** of {unit}, sent at {at}, number {number}. Thank you!",
        month=words.say_month(surface, notice.period),
        unit=words.shorten_unit_name(notice.unit_name),
        at=surface.moment(datetime.fromisoformat(notice.sent_at)),
        number=notice.number,
    )
    return Message(text)


def render_not_sent_yet(notice: NotSentYet, surface: Surface) -> Message:
    """Say that her report has not come, and how many answers are kept."""
    say = surface.say
    unit, month = words.shorten_unit_name(notice.unit_name), words.say_month(surface, notice.period)
    text = say("The report **{month}** of {unit} has not come yet.", month=month, unit=unit)
    if notice.answered:
        done, of = notice.answered, notice.questions
        text += " " + say("{done} of {of} answers are kept, but not sent.", done=done, of=of)
    if surface.buttons:
        label = say("Go on") if notice.answered else say("Report")
        return Message(
            text, ((Choice(label, f"/baocao {notice.unit_id} {notice.period}"),),), ageless=True
        )
    return Message(text + " " + say("Type REPORT to go on."))


def render_nudged(notice: Nudged, surface: Surface) -> Message:
    """Tell an officer how many people are reminded, how many were before, and who cannot be."""
    say, months = surface.say, ", ".join(words.say_month(surface, p) for p in notice.months)
    parts = []
    if notice.reminded and notice.held:
        parts.append(
            say("I remind {n} people of {months} in the morning.", n=notice.reminded, months=months)
        )
    elif notice.reminded:
        parts.append(say("I remind {n} people of {months} now.", n=notice.reminded, months=months))
    if notice.already:
        parts.append(say("{n} have been reminded that day already.", n=notice.already))
    if not parts and not notice.unreached:
        return Message(say("Everybody has sent: there is nobody to remind."))
    return _list_unreached(" ".join(parts), notice.unreached, 1, notice.asked, surface)


def render_unreached_page(notice: UnreachedPage, surface: Surface) -> Message:
    """List one page of those whom a nudge does not reach."""
    if not notice.unreached:
        return Message(surface.say("I can reach everybody who has not sent."))
    return _list_unreached("", notice.unreached, notice.page, notice.asked, surface)


def _list_unreached(
    said: str, unreached: Sequence[Unreached], page: int, asked: str, surface: Surface
) -> Message:
    """Name the units of a page by the reason why nobody there can be reminded."""
    say, pages = surface.say, -(-len(unreached) // _MOST_NAMES)
    page = min(max(page, 1), max(pages, 1))
    shown = unreached[(page - 1) * _MOST_NAMES : page * _MOST_NAMES]
    lines = [said] if said else []
    if unheard := sum(one.why != "paused" for one in unreached):
        lines.append(say("I cannot reach {n} units: please call them.", n=unheard))
    for why, heading in (
        ("nobody", say("Nobody has taken the code")),
        ("unreachable", say("Their phone takes no message of mine")),
        ("paused", say("Asked not to be reminded for now, so I did not")),
    ):
        names = [words.shorten_unit_name(one.name) for one in shown if one.why == why]
        lines += [f"{heading}: {', '.join(names)}."] if names else []
    if page >= pages:
        return Message("\n".join(lines))
    then = f"{page + 1} {asked}".strip()
    left = len(unreached) - page * _MOST_NAMES
    if surface.buttons:
        more = Choice(say("{n} more", n=left), f"/nhac xem {then}")
        return Message("\n".join(lines), ((more,),))
    lines.append(say("{n} more: type REMIND SEE {page}.", n=left, page=then))
    return Message("\n".join(lines))
