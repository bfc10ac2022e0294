"""Words of the plan's tasks: what is under way, one task, and what is recalled."""

from collections.abc import Iterator, Sequence
from textwrap import shorten

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.engine.view import View
from domain.notices.tasks import (
    EventsPassed,
    Milestone,
    RecalledFacts,
    TaskLine,
    TaskList,
    TaskListFacts,
    TaskPage,
    TaskPageFacts,
    TasksMeant,
    TasksRecalled,
)
from domain.plan.plan import PlanEvent
from domain.tasks.activity import Activity
from services.tasks.reading import read_passed, read_recalled, read_task_list, read_task_page

_ON_A_PAGE = 10
_LONGEST_NAME = 200
_LONGEST_DONE = 75
_LONGEST_COMING = 110
_MOST_MILESTONES = 3
_MOST_RECALLED = 5
_IN_A_ROW = 5
LONGEST = 899


def render_task_list(notice: TaskList, facts: TaskListFacts, surface: Surface) -> Message:
    """Show a page of the tasks under way, with how much was done for each."""
    say = surface.say
    pages = max(1, -(-len(facts.lines) // _ON_A_PAGE))
    number = min(max(notice.page, 1), pages)
    shown = facts.lines[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE]
    lines = [say("**Tasks under way · {unit}**", unit=facts.office)]
    if facts.below:
        lines[0] += " " + say("(with the offices below)")
    lines += [_say_line(line, surface) for line in shown]
    if not shown:
        lines.append(say("Nothing is under way just now."))
    if number == 1 and facts.coming:
        first = facts.coming[0]
        name = shorten(" · ".join(o.event.name for o in facts.coming), _LONGEST_COMING,
                       placeholder="…")  # fmt: skip
        lines.append(say("Next: {day} {name}.", day=surface.day(first.starts), name=name)
                     .replace("….", "…"))  # fmt: skip
    more = number % pages + 1
    if not notice.choices:
        return Message("\n".join(lines))
    if surface.buttons:
        return Message("\n".join(lines), _offer_tasks(facts, shown, more, pages, surface), True)
    if shown:
        lines.append(say("One of them: type TASKS {id}.", id=shown[0].task.id))
    if pages > 1:
        lines.append(say("Page {page} of {pages}; others: type TASKS {more}.",
                         page=number, pages=pages, more=more))  # fmt: skip
    if facts.records:
        lines.append(say("To record what was done: type RECORD."))
    return Message("\n".join(lines))


def _say_line(line: TaskLine, surface: Surface) -> str:
    if not line.count or line.last is None:
        return f"{line.task.id} {line.task.short}"
    return surface.say(
        "{id} {name}: **{n}** done, last on {day}",
        id=line.task.id,
        name=line.task.short,
        n=surface.number(line.count),
        day=surface.day(line.last),
    )


def _offer_tasks(
    facts: TaskListFacts, shown: Sequence[TaskLine], more: int, pages: int, surface: Surface
) -> tuple[tuple[Choice, ...], ...]:
    say = surface.say
    each = [Choice(line.task.id, f"/nhiemvu {line.task.id}") for line in shown]
    rows = [tuple(each[at : at + _IN_A_ROW]) for at in range(0, len(each), _IN_A_ROW)]
    last = []
    if pages > 1:
        last.append(Choice(say("Other tasks"), f"/nhiemvu {more}"))
    if facts.records:
        last.append(Choice(say("Record what was done"), "/ghiviec"))
    return (*rows, tuple(last)) if last else tuple(rows)


def render_task_page(notice: TaskPage, facts: TaskPageFacts, surface: Surface) -> Message:
    """Show one task: what it says, moves, its milestones, what was done, and what comes."""
    say, task = surface.say, facts.task
    lines = [say("**{id} · {name}**", id=task.id, name=task.short)]
    if task.name != task.short:
        lines.append(shorten(task.name, _LONGEST_NAME, placeholder="…"))
    held = any(each.held for each in facts.milestones if each.event.id == task.id)
    if not facts.under_way and not held:
        lines.append(say("It is not under way just now."))
    lines += _say_around(facts, surface)
    lines += _say_done(facts, surface)
    if task.successor:
        lines.append(say("Afterwards: {what}.", what=task.successor))
    if task.note:
        lines.append(say("Note: {note}.", note=task.note))
    text = "\n".join(lines)
    if not notice.choices:
        return Message(text)
    record = facts.records
    if surface.buttons:
        choices = [Choice(say("All tasks"), "/nhiemvu")]
        if record:
            choices.insert(0, Choice(say("Record what was done"), f"/ghiviec {task.id}"))
        return Message(text, (tuple(choices),), ageless=True)
    foot = say("To record what was done: type RECORD {id}.", id=task.id) if record else ""
    return Message(f"{text}\n{foot}" if foot else text)


def _say_around(facts: TaskPageFacts, surface: Surface) -> Iterator[str]:
    say, task = surface.say, facts.task
    if task.links:
        told = [f"{code} {surface.plan.indicator(code).short}" for code in task.links]
        yield say("It moves: {list}.", list=" · ".join(told))
    for milestone in facts.milestones[:_MOST_MILESTONES]:
        yield _say_milestone(milestone, task, surface)
    if facts.coming:
        first, last = facts.coming[0]
        span = "" if first == last else f"–{surface.day(last)}"
        yield say("Next: {day}.", day=surface.day(first) + span)


def _say_milestone(milestone: Milestone, task: PlanEvent, surface: Surface) -> str:
    say = surface.say
    if milestone.held is not None:
        when = say("held on {day}", day=surface.day(milestone.held))
    elif milestone.day is not None:
        when = surface.long_day(milestone.day)
    elif milestone.by is not None:
        when = say("before {day}", day=surface.day(milestone.by))
    else:
        when = say("no day is set yet")
    name = say("Day") if milestone.event.id == task.id else milestone.event.short
    return say("{milestone}: {when}.", milestone=name, when=when)


def _say_done(facts: TaskPageFacts, surface: Surface) -> Iterator[str]:
    say = surface.say
    if facts.count:
        yield say("{unit} did **{n}**:", unit=facts.office, n=surface.number(facts.count))
        for one in facts.done:
            yield "• " + say_activity(one, surface)
    else:
        yield say("{unit}: nothing is recorded yet.", unit=facts.office)
    if facts.below:
        told = [f"{name} {count}" for name, count in facts.by_unit]
        yield say(
            "The offices below recorded {n}: {list}.",
            n=surface.number(facts.below),
            list=" · ".join(told)
            + (" …" if facts.below > sum(c for _, c in facts.by_unit) else ""),
        ).replace("….", "…")
        for name, one in facts.newest_below:
            yield f"• {name} {say_activity(one, surface)}"


def say_activity(one: Activity, surface: Surface) -> str:
    """Say what was done on which day, and how many took part."""
    what = shorten(one.words.show(), _LONGEST_DONE, placeholder="…")
    if one.participants is None:
        return surface.say("{day}: {what}", day=surface.day(one.day), what=what)
    return surface.say(
        "{day}: {what} ({n} people)",
        day=surface.day(one.day),
        what=what,
        n=surface.number(one.participants),
    )


def render_tasks_meant(notice: TasksMeant, surface: Surface) -> Message:
    """Say which tasks her words fit, or that there is none."""
    say = surface.say
    if not notice.tasks:
        text = say("I do not find that among the plan's tasks of your level.")
        if surface.buttons:
            return Message(text, ((Choice(say("All tasks"), "/nhiemvu"),),), ageless=True)
        return Message(text + " " + say("All of them: type TASKS."))
    names = {task.id: task.short for task in surface.plan.tasks}
    lines = [say("Which one do you mean?")]
    lines += [f"{task} {names.get(task, '')}" for task in notice.tasks]
    if notice.more:
        lines.append(say("… and {n} more.", n=notice.more))
    if surface.buttons:
        choices = [Choice(task, f"/nhiemvu {task}") for task in notice.tasks]
        rows = [tuple(choices[at : at + _IN_A_ROW]) for at in range(0, len(choices), _IN_A_ROW)]
        return Message("\n".join(lines), tuple(rows), ageless=True)
    lines.append(say("One of them: type TASKS {id}.", id=notice.tasks[0]))
    return Message("\n".join(lines))


def render_tasks_recalled(notice: TasksRecalled, facts: RecalledFacts, surface: Surface) -> Message:
    """Tell officers for which tasks nothing is recorded yet, and how it is recorded."""
    say = surface.say
    text = say(
        "For **{n} tasks** of the plan nothing of {unit} is recorded lately. What was done goes "
        "into the report; what was not needs nothing:",
        n=len(facts.tasks),
        unit=facts.unit,
    )
    return _list_recalled(text, facts, surface)


def render_events_passed(notice: EventsPassed, facts: RecalledFacts, surface: Surface) -> Message:
    """Ask whether what had its day was held."""
    say, named = surface.say, facts.tasks[:_MOST_RECALLED]
    lines = [
        say("The day of this is over. Was it held? Then record it, so that the report says so:"),
        *(f"• {task.id} {task.short}" for task in named),
    ]
    if surface.buttons:
        rows = tuple(
            (
                Choice(say("Held: {id}", id=task.id), f"/ghiviec {task.id}"),
                Choice(say("Another day: {id}", id=task.id), f"/lich ngay {task.id}"),
            )
            for task in named
        )
        return Message("\n".join(lines), rows, ageless=True)
    first = named[0].id
    lines.append(say("Held: type RECORD {id}. Put off: type CALENDAR DAYS {id}.", id=first))
    return Message("\n".join(lines))


def _list_recalled(text: str, facts: RecalledFacts, surface: Surface) -> Message:
    say = surface.say
    named = facts.tasks[:_MOST_RECALLED]
    lines = [text, *(f"• {task.id} {task.short}" for task in named)]
    if len(facts.tasks) > len(named):
        lines.append(say("… and {n} more.", n=len(facts.tasks) - len(named)))
    if surface.buttons:
        choices = tuple(Choice(task.id, f"/ghiviec {task.id}") for task in named)
        more = (Choice(say("All tasks"), "/nhiemvu"),)
        return Message("\n".join(lines), (choices, more), ageless=True)
    lines.append(say("To record what was done: type RECORD {id}.", id=named[0].id))
    return Message("\n".join(lines))


VIEWS: tuple[View, ...] = (
    View(TaskList, render_task_list, load=read_task_list),
    View(TaskPage, render_task_page, load=read_task_page),
    View(TasksMeant, render_tasks_meant),
    View(TasksRecalled, render_tasks_recalled, load=read_recalled),
    View(EventsPassed, render_events_passed, load=read_passed),
)
