"""Notices of the plan's tasks: what is under way, and what an office records as done.

What an office typed is never in them: it is read when a message leaves.
"""

from dataclasses import dataclass
from datetime import date

from domain.calendar.events import Occasion
from domain.notices.base import Notice
from domain.org.levels import Level
from domain.plan.plan import PlanEvent
from domain.tasks.activity import Activity


class TaskList(Notice, frozen=True, tag="task_list/1"):
    """Shows which tasks are under way for a unit. `choices`: she may go on from here."""

    unit_id: int
    page: int = 1
    choices: bool = True


class TaskPage(Notice, frozen=True, tag="task_page/1"):
    """Shows one task for a unit: its milestones, what it moves, what was done, what comes."""

    unit_id: int
    task: str
    choices: bool = True


class TasksMeant(Notice, frozen=True, tag="tasks_meant/1"):
    """Says that her words fit several tasks (by id), or none."""

    tasks: tuple[str, ...] = ()
    more: int = 0


# --- recording ---------------------------------------------------------------------------------


class AskTask(Notice, frozen=True, tag="ask_task/1"):
    """Asks which task something was done for. `more`: there are others than those offered.
    `worded`: she has said already what was done."""

    unit: str
    tasks: tuple[str, ...]
    more: bool = False
    again: bool = False
    worded: bool = False


class AskActivityWords(Notice, frozen=True, tag="ask_activity_words/1"):
    """Asks what was done. `fault`: "", "long", "no_text", or "short"."""

    task: str
    most: int
    fault: str = ""


class AskActivityDoubt(Notice, frozen=True, tag="ask_activity_doubt/1"):
    """Asks whether words may be read by others. `doubt`: one of domain.tasks.activity.Doubt."""

    draft_id: int
    doubt: str


class AskActivityDay(Notice, frozen=True, tag="ask_activity_day/1"):
    """Asks on which day it was. `fault`: "", "unclear", "ahead", or "long_ago". `task`: said where
    something else came in between."""

    fault: str = ""
    task: str = ""


class AskParticipants(Notice, frozen=True, tag="ask_participants/1"):
    """Asks how many took part. `task`: said where something else came in between."""

    again: bool = False
    task: str = ""


class AskHeld(Notice, frozen=True, tag="ask_held/1"):
    """Asks whether it was the conference itself, or what prepares it."""

    task: str
    again: bool = False


class ActivityPreview(Notice, frozen=True, tag="activity_preview/1"):
    """Shows what would be recorded, and asks for a yes. `corrects`: it corrects what stands.
    `held`: it is the conference itself; None for what is none."""

    draft_id: int
    unit: str
    task: str
    day: date
    participants: int | None = None
    corrects: bool = False
    held: bool | None = None


class ActivityRecorded(Notice, frozen=True, tag="activity_recorded/1"):
    """Says that an activity is recorded, and how it is corrected."""

    activity_id: int
    corrected: bool = False


class ActivityTakenBack(Notice, frozen=True, tag="activity_taken_back/1"):
    """Says that an activity of a task counts no more."""

    task: str


class ActivityDropped(Notice, frozen=True, tag="activity_dropped/1"):
    """Says that nothing was recorded. `corrects`: what stood before stays."""

    corrects: bool = False


class ActivityGone(Notice, frozen=True, tag="activity_gone/1"):
    """Says that the activity she means is not there any more, or is none of her unit's."""


class ConfirmTakingBack(Notice, frozen=True, tag="confirm_taking_back/1"):
    """Shows an activity and asks whether it is to be taken back."""

    activity_id: int


class LatestActivities(Notice, frozen=True, tag="latest_activities/1"):
    """Shows what a unit recorded last, each with how it is corrected or taken back."""

    unit_id: int


class OfficersRecord(Notice, frozen=True, tag="officers_record/1"):
    """Tells a branch leader that officers record activities, and what she need not do."""


# --- recalled ----------------------------------------------------------------------------------


class TasksRecalled(Notice, frozen=True, tag="tasks_recalled/1"):
    """Tells officers of a unit for which tasks nothing is recorded. `on`: the day ("2025-09-03")
    whose rhythms count."""

    unit_id: int
    on: str


class EventsPassed(Notice, frozen=True, tag="events_passed/1"):
    """Asks the province whether what it set a day for was held; `on`: the day it is asked."""

    unit_id: int
    on: str


# --- late facts --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task in a list: how often something was done for it, and when last."""

    task: PlanEvent
    count: int
    last: date | None


@dataclass(frozen=True, slots=True)
class TaskListFacts:
    """What is under way for a unit. `office`: whose activities are counted. `below`: those of the
    offices below are counted too. `records`: her unit records activities. `coming`: what is on the
    next day of the calendar."""

    office: str
    level: Level
    lines: tuple[TaskLine, ...]
    below: bool = False
    records: bool = False
    coming: tuple[Occasion, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """A conference or the like of a task. `day`: when it is or was held; `by`: it is to be held
    before; both None: nobody set a day. `held`: the day on which it was held as recorded."""

    event: PlanEvent
    day: date | None = None
    by: date | None = None
    held: date | None = None


@dataclass(frozen=True, slots=True)
class TaskPageFacts:
    """One task. `done`: what the office did last, the newest first, of `count`. `below`: how many
    activities the offices below recorded, `by_unit` how many each, `newest_below` the newest of
    them with their units. `coming`: its next days."""

    office: str
    level: Level
    task: PlanEvent
    under_way: bool
    milestones: tuple[Milestone, ...] = ()
    done: tuple[Activity, ...] = ()
    count: int = 0
    below: int = 0
    by_unit: tuple[tuple[str, int], ...] = ()
    newest_below: tuple[tuple[str, Activity], ...] = ()
    coming: tuple[tuple[date, date], ...] = ()
    records: bool = False


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """An activity, or a draft with its words; `unit`: whose it is."""

    unit: str
    words: str
    task: PlanEvent | None = None
    day: date | None = None
    participants: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class LatestFacts:
    """What a unit recorded last."""

    unit: str
    activities: tuple[ActivityFacts, ...]


@dataclass(frozen=True, slots=True)
class RecalledFacts:
    """The tasks of a unit for which nothing is recorded in these months."""

    unit: str
    tasks: tuple[PlanEvent, ...]
