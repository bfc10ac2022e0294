"""Notices to somebody who reports a case. None holds what she answered: only ids and steps."""

from datetime import datetime
from typing import ClassVar

from domain.notices.base import Notice


class IntakeQuestion(Notice, frozen=True, tag="intake_question/1"):
    """Asks one question with its numbered answers.

    `stage`: an IntakeStage. `again`: why it is asked anew: "unread", "story" (words were typed,
    which are not kept), "shown" (a photo and the like), "noted" (a note was kept without names),
    "name" (officers of a typed name are left out), "no_name" (nobody has it), "left_out" (the
    commune will not be told) or "nobody_yet" (she asked who knows of it).
    `units`, `officers`: the ids offered, where these are the answers. `opened`: the case is open
    already. `picking`: several answers fit and some are picked; which is read late. `case_id`: the
    case reported before, where it is asked about. `stranger`: no officer is named to her. `more`:
    officers of a name she typed are left out already.
    """

    names_help: ClassVar[bool] = True

    stage: str
    again: str = ""
    units: tuple[int, ...] = ()
    officers: tuple[int, ...] = ()
    opened: bool = False
    picking: bool = False
    case_id: int = 0
    stranger: bool = False
    more: bool = False


class IntakeLimits(Notice, frozen=True, tag="intake_limits/1"):
    """Says, before she tells anything, what must be passed on and what not to write.

    `stranger`: she is new here, so it is also said that this is a machine.
    """

    stranger: bool = False


class IntakeNumbers(Notice, frozen=True, tag="intake_numbers/1"):
    """Names the numbers to call at once.

    `when`: "" in danger, "asked" where it is not known whether there is any, "child" where a child
    needs help without haste, "child_now" where a child is in danger, "poison" where poison was
    taken.
    """

    names_help: ClassVar[bool] = True

    when: str = ""


class IntakeSilent(Notice, frozen=True, tag="intake_silent/1"):
    """Says that nobody was told, after nothing was answered for a while to the intake or to whether
    words of danger go to an open case; it names no matter.

    `asked_at`: since when; it is dropped if anything was answered meanwhile.
    """

    asked_at: datetime


class IntakeMustPassOn(Notice, frozen=True, tag="intake_must_pass_on/1"):
    """Says that it is passed on although she did not agree: there is danger to life, or a child
    is abused. She was told so first."""


class IntakeNotPassedOn(Notice, frozen=True, tag="intake_not_passed_on/1"):
    """Says that nothing is kept and nobody is told, since she did not agree."""


class IntakeCompleted(Notice, frozen=True, tag="intake_completed/1"):
    """Says that all was asked of a case that had been opened before."""


class IntakeKept(Notice, frozen=True, tag="intake_kept/1"):
    """Says that the case is kept and nobody is told until the person concerned has been asked."""

    case_id: int


class IntakeOpened(Notice, frozen=True, tag="intake_opened/1"):
    """Says that the case is open, and who was told, which is read late."""

    case_id: int


class IntakeCommune(Notice, frozen=True, tag="intake_commune/1"):
    """Says what became of the commune after she was asked; who was told is read late."""

    case_id: int


class IntakeStanding(Notice, frozen=True, tag="intake_standing/1"):
    """Says who was told of a case of hers, whether somebody has it, and what comes next; all of it
    is read late. `case_id`: 0 for the newest."""

    case_id: int = 0


class IntakeSame(Notice, frozen=True, tag="intake_same/1"):
    """Says that her second alarm is kept with the case she had reported before."""

    case_id: int


class LeftOutLate(Notice, frozen=True, tag="left_out_late/1"):
    """Says, to the reporter and the province, what officers had learnt before they were left out.

    `people`: their ids; what each was told and saw, and when, is read from the audit log.
    """

    case_id: int
    people: tuple[int, ...]


class OfferWords(Notice, frozen=True, tag="offer_words/1"):
    """Asks whether words she typed go to an open case of hers. `case_ids`: which could be meant.

    `danger`: they tell of danger, so it is also asked whether it is about somebody else.
    """

    case_ids: tuple[int, ...]
    danger: bool = False


class WordsDropped(Notice, frozen=True, tag="words_dropped/1"):
    """Says that what she typed went to nobody and is not kept."""


class NotHeard(Notice, frozen=True, tag="not_heard/1"):
    """Says that a photo or voice message was not read. `told`: an officer knows that one came.
    `stranger`: she holds no post, and one word would do."""

    told: bool = True
    stranger: bool = False


class HarmlessScreen(Notice, frozen=True, tag="harmless_screen/1"):
    """Is left on the screen after a quick exit: nothing in it tells what was talked about.

    `stranger`: she holds no post. `sent`: "kept" where something went to the Union and stays there,
    "nothing" where nothing did, "stopped" where nobody more is told at her wish, "quiet" for the
    same without a word of what, "" where none of it is to be said.
    """

    stranger: bool = False
    sent: str = ""


class TypeItsNumber(Notice, frozen=True, tag="type_its_number/1"):
    """Says that a command takes a number: the same whether there is a case or not, so that whoever
    holds the phone learns nothing."""

    command: str = "xem"


class NotShownHere(Notice, frozen=True, tag="not_shown_here/1"):
    """Says, on a phone that its owner called unsafe, that nothing is shown, and whom to call."""


class NoToWhat(Notice, frozen=True, tag="no_to_what/1"):
    """Says that her no was counted nowhere, since it may be about a report or about a case.

    `quiet`: whoever holds the phone may not read that there is a case.
    """

    quiet: bool = False


class TidyUp(Notice, frozen=True, tag="tidy_up/1"):
    """Says how to take away what was said here."""


class Cleaned(Notice, frozen=True, tag="cleaned/1"):
    """Says that messages are being taken away as far as possible, and that copies may remain."""


class AskedInGroup(Notice, frozen=True, tag="asked_in_group/1"):
    """Says in a group that one talks alone here, and the numbers: the same words whatever was
    said, so that they mark nobody."""
