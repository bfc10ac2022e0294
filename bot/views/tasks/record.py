"""Words that ask an office what it did for a task, show it, and say what is recorded."""

from bot.engine.message import Choice, Message
from bot.engine.surface import Surface
from bot.engine.view import View
from bot.views.hotlines import say_whom_to_call
from domain.notices.tasks import (
    ActivityDropped,
    ActivityFacts,
    ActivityGone,
    ActivityPreview,
    ActivityRecorded,
    ActivityTakenBack,
    AskActivityDay,
    AskActivityDoubt,
    AskActivityWords,
    AskHeld,
    AskParticipants,
    AskTask,
    ConfirmTakingBack,
    LatestActivities,
    LatestFacts,
    OfficersRecord,
)
from domain.plan.plan import EventKind
from domain.tasks.activity import Doubt
from domain.tasks.tasks import find_task
from services.tasks.reading import read_activity, read_draft, read_latest

_SHOWN_LETTERS = 80


def _name_task(task_id: str, surface: Surface) -> str:
    found = find_task(surface.plan.tasks, task_id)
    return task_id if found is None else f"{task_id} {found.short}"


def _is_conference(task_id: str, surface: Surface) -> bool:
    found = find_task(surface.plan.tasks, task_id)
    return found is not None and found.kind is EventKind.MILESTONE


def render_ask_task(notice: AskTask, surface: Surface) -> Message:
    """Ask which task it was for: one of a few, another, or by words."""
    say = surface.say
    text = say("What {unit} did: for which task?", unit=notice.unit)
    if notice.worded:
        text = say("I keep what you typed. For which task was it?")
    if notice.again:
        text = say("I do not find that among the tasks.") + " " + text
    labels = [_name_task(task, surface) for task in notice.tasks]
    how = say("Or type a few words of its name.")
    if surface.buttons:
        rows = [(Choice(label, str(n)),) for n, label in enumerate(labels, 1)]
        last = [Choice(say("Leave it"), "cancel")]
        if notice.more:
            last.insert(0, Choice(say("Other tasks"), "khac"))
        return Message(f"{text}\n{how}", (*rows, tuple(last)))
    listed = [f"{n}. {label}" for n, label in enumerate(labels, 1)]
    if notice.more:
        listed.append(f"{len(labels) + 1}. " + say("Other tasks"))
    return Message("\n".join([text, *listed, how + " " + say("To leave it, type DROP.")]))


def render_ask_activity_words(notice: AskActivityWords, surface: Surface) -> Message:
    """Ask what was done."""
    say = surface.say
    lines = [
        say("**{task}**", task=_name_task(notice.task, surface)),
        say(
            "What was done? One line, at most {n} letters; others read it, so no names of people.",
            n=notice.most,
        ),
    ]
    fault = {
        "long": say("That is too long: at most {n} letters.", n=notice.most),
        "short": say("That is very short; a few words more, please."),
        "no_text": say("I can only read text."),
    }.get(notice.fault, "")
    if fault:
        lines.insert(0, fault)
    return _with_way_out("\n".join(lines), surface)


def _with_way_out(text: str, surface: Surface) -> Message:
    if surface.buttons:
        return Message(text, ((Choice(surface.say("Leave it"), "cancel"),),))
    return Message(text + " " + surface.say("To leave it, type DROP."))


def render_ask_activity_doubt(
    notice: AskActivityDoubt, facts: ActivityFacts, surface: Surface
) -> Message:
    """Ask whether words that may name somebody are to be read by others as they are."""
    say = surface.say
    if notice.doubt == Doubt.DANGER:
        return _ask_about_danger(surface)
    if notice.doubt == Doubt.NUMBER:
        why = say("There seems to be a phone or identity number in it.")
    else:
        why = say("There seems to be somebody's name in it.")
    text = "\n".join(
        [
            say("“{words}”", words=facts.words),
            why + " " + say("Others read this, in the digest and in the report."),
        ]
    )
    if surface.buttons:
        rows = ((Choice(say("Other words"), "edit"), Choice(say("Keep it as it is"), "ok")),)
        return Message(text, (*rows, (Choice(say("Leave it"), "cancel"),)))
    return Message(
        text + "\n" + say("Type it again without that, or OK to keep it as it is, or DROP.")
    )


def _ask_about_danger(surface: Surface) -> Message:
    """Say where help is; what she typed is not quoted, since it may tell of somebody."""
    say = surface.say
    text = "\n".join(
        [
            say("This seems to tell of somebody in danger, which is not recorded here."),
            say_whom_to_call(surface),
            say("If the Union is to help her: type CASE."),
        ]
    )
    if surface.buttons:
        rows = (
            (Choice(say("Report a case"), "/vuviec moi"), Choice(say("Other words"), "edit")),
            (Choice(say("It tells of nobody, keep it"), "ok"), Choice(say("Leave it"), "cancel")),
        )
        return Message(text, rows)
    return Message(
        text + "\n" + say("If it tells of nobody: OK keeps it; else type other words, or DROP.")
    )


def _say_of_what(task: str, surface: Surface) -> str:
    """Say which task she was recording for, where something else came in between."""
    if not task:
        return ""
    return surface.say("You were recording for {task}.", task=_name_task(task, surface)) + "\n"


def render_ask_activity_day(notice: AskActivityDay, surface: Surface) -> Message:
    """Ask on which day it was."""
    say = surface.say
    text = say("On which day was it? For example 5/10.")
    fault = {
        "unclear": say("I did not find a day in that."),
        "ahead": say("That day is still to come; record it when it is done."),
        "long_ago": say("That is too long ago for this plan."),
    }.get(notice.fault, "")
    if fault:
        text = fault + " " + text
    text = _say_of_what(notice.task, surface) + text
    if surface.buttons:
        row = (Choice(say("Today"), "hom nay"), Choice(say("Yesterday"), "hom qua"))
        return Message(text, (row, (Choice(say("Leave it"), "cancel"),)))
    return Message(text + " " + say("Or type TODAY, YESTERDAY."))


def render_ask_participants(notice: AskParticipants, surface: Surface) -> Message:
    """Ask how many took part."""
    say = surface.say
    text = say("How many took part?")
    if notice.again:
        text = say("I did not find a number in that.") + " " + text
    text = _say_of_what(notice.task, surface) + text
    if surface.buttons:
        return Message(
            text, ((Choice(say("Not counted"), "skip"), Choice(say("Leave it"), "cancel")),)
        )
    return Message(text + " " + say("If nobody counted, type SKIP."))


def render_ask_held(notice: AskHeld, surface: Surface) -> Message:
    """Ask whether it was the conference itself."""
    say = surface.say
    text = say("Was it {task} itself, or what prepares it?", task=_name_task(notice.task, surface))
    if notice.again:
        text = say("I did not understand.") + " " + text
    if surface.buttons:
        row = (Choice(say("It was held"), "held"), Choice(say("It prepares it"), "prepares"))
        return Message(text, (row,))
    return Message(text + "\n" + say("1. It was held\n2. It prepares it"))


def render_activity_preview(
    notice: ActivityPreview, facts: ActivityFacts, surface: Surface
) -> Message:
    """Show all of it, and ask for a yes or what is wrong."""
    say = surface.say
    people = say("not counted")
    if notice.participants is not None:
        people = surface.number(notice.participants)
    lines = [
        say("I correct it so:")
        if notice.corrects
        else say("I record for {unit}:", unit=facts.unit),
        say("Task: {task}", task=_name_task(notice.task, surface)),
        say("What: {what}", what=facts.words),
        say("Day: {day}", day=f"{surface.long_day(notice.day)}/{notice.day.year}"),
        say("People: {n}", n=people),
    ]
    if notice.held is not None and _is_conference(notice.task, surface):
        lines.append(say("It was held") if notice.held else say("It prepares it"))
    if surface.buttons:
        row = (Choice(say("What"), "words"), Choice(say("Another day of it"), "day"))
        more = (Choice(say("People"), "people"), Choice(say("Task"), "task"))
        last = (Choice(say("Leave it"), "cancel"),)
        return Message(
            "\n".join(lines), ((Choice(say("Right, record it"), "ok"),), row, more, last)
        )
    lines.append(say("Right: type OK. To change: WHAT, DAY, PEOPLE, TASK. To leave it: DROP."))
    return Message("\n".join(lines))


def render_activity_recorded(
    notice: ActivityRecorded, facts: ActivityFacts, surface: Surface
) -> Message:
    """Say that it is recorded, under which number, and how it is corrected."""
    say = surface.say
    task = "" if facts.task is None else facts.task.id
    text = say("Recorded for {task}, as number **{n}**. Thank you!", task=task, n=facts.id)
    if notice.corrected:
        text = say("Corrected for {task}, now number **{n}**.", task=task, n=facts.id)
    if surface.buttons:
        row = (
            Choice(say("Correct"), f"/ghiviec sua {facts.id}"),
            Choice(say("Take back"), f"/ghiviec rut {facts.id}"),
        )
        more = (Choice(say("Record another"), "/ghiviec"), Choice(say("Tasks"), "/nhiemvu"))
        return Message(text, (row, more), ageless=True)
    return Message(
        text
        + " "
        + say(
            "To correct it: type RECORD CORRECT {n}; to take it back: RECORD BACK {n}.", n=facts.id
        )
    )


def render_activity_taken_back(notice: ActivityTakenBack, surface: Surface) -> Message:
    """Say that it counts no more."""
    return Message(
        surface.say(
            "Taken back: it counts no more for {task}. To record it anew, type RECORD.",
            task=_name_task(notice.task, surface),
        )
    )


def render_activity_dropped(notice: ActivityDropped, surface: Surface) -> Message:
    """Say that nothing was recorded."""
    say = surface.say
    if notice.corrects:
        return Message(say("Nothing was changed: what was recorded stays."))
    return Message(say("Left out: nothing was recorded. Another time, type RECORD."))


def render_activity_gone(notice: ActivityGone, surface: Surface) -> Message:
    """Say that it is not there to be changed."""
    return Message(
        surface.say(
            "I do not find that among what your office recorded; perhaps it was corrected or taken "
            "back already. What is there: type RECORD CORRECT."
        )
    )


def render_confirm_taking_back(
    notice: ConfirmTakingBack, facts: ActivityFacts, surface: Surface
) -> Message:
    """Show what would count no more, and ask once."""
    say = surface.say
    text = say("Take this back?") + "\n" + _say_recorded(facts, surface)
    if surface.buttons:
        row = (
            Choice(say("Take back"), f"/ghiviec rut {facts.id} ok"),
            Choice(say("Correct"), f"/ghiviec sua {facts.id}"),
        )
        return Message(text, (row,), ageless=True)
    return Message(text + "\n" + say("Then type RECORD BACK {n} OK.", n=facts.id))


def _say_recorded(facts: ActivityFacts, surface: Surface) -> str:
    day = "" if facts.day is None else surface.day(facts.day)
    task = "" if facts.task is None else facts.task.id
    what = facts.words
    if len(what) > _SHOWN_LETTERS:
        what = what[:_SHOWN_LETTERS].rstrip() + "…"
    return surface.say(
        "number {n} · {task} · {day}: {what}", n=facts.id, task=task, day=day, what=what
    )


def render_latest_activities(
    notice: LatestActivities, facts: LatestFacts, surface: Surface
) -> Message:
    """Show what was recorded last, and how each is corrected or taken back."""
    say = surface.say
    if not facts.activities:
        text = say("Nothing is recorded for {unit} yet.", unit=facts.unit)
        return Message(text + " " + say("To record what was done: type RECORD."))
    lines = [say("Recorded last for {unit}:", unit=facts.unit)]
    lines += ["• " + _say_recorded(one, surface) for one in facts.activities]
    first = facts.activities[0].id
    if surface.buttons:
        rows = tuple(
            (
                Choice(say("Correct {n}", n=one.id), f"/ghiviec sua {one.id}"),
                Choice(say("Take back {n}", n=one.id), f"/ghiviec rut {one.id}"),
            )
            for one in facts.activities
        )
        return Message("\n".join(lines), rows, ageless=True)
    lines.append(say("Type RECORD CORRECT {n}, or RECORD BACK {n}.", n=first))
    return Message("\n".join(lines))


def render_officers_record(notice: OfficersRecord, surface: Surface) -> Message:
    """Tell a branch leader that she need not record this, and what she can see."""
    return Message(
        surface.say(
            "Recording what was done for the plan's tasks is the commune officers' work; your "
            "monthly report is all I need from you. Type TASKS to see what is under way."
        )
    )


VIEWS: tuple[View, ...] = (
    View(AskTask, render_ask_task),
    View(AskActivityWords, render_ask_activity_words),
    View(AskActivityDoubt, render_ask_activity_doubt, load=read_draft),
    View(AskActivityDay, render_ask_activity_day),
    View(AskParticipants, render_ask_participants),
    View(AskHeld, render_ask_held),
    View(ActivityPreview, render_activity_preview, load=read_draft),
    View(ActivityRecorded, render_activity_recorded, load=read_activity),
    View(ActivityTakenBack, render_activity_taken_back),
    View(ActivityDropped, render_activity_dropped),
    View(ActivityGone, render_activity_gone),
    View(ConfirmTakingBack, render_confirm_taking_back, load=read_activity),
    View(LatestActivities, render_latest_activities, load=read_latest),
    View(OfficersRecord, render_officers_record),
)
