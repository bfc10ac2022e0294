"""Notices to somebody who reports a case. None holds what she answered: only ids and steps."""

from domain.notices.base import Notice


class IntakeQuestion(Notice, frozen=True, tag="intake_question/1"):
    """Asks one question with its numbered answers.

    `stage`: an IntakeStage. `again`: why it is asked anew: "unread", "story"
    (words were typed, which are not kept), "shown" (a photo and the like) or "noted" (a note was
    kept without names). `units`, `officers`: the ids offered, where these are the answers.
    `opened`: the case is open already. `picking`: several answers fit and some are picked; which
    is read late.
    """

    stage: str
    again: str = ""
    units: tuple[int, ...] = ()
    officers: tuple[int, ...] = ()
    opened: bool = False
    picking: bool = False


class IntakeLimits(Notice, frozen=True, tag="intake_limits/1"):
    """Says, before she tells anything, what must be passed on and what not to write.

    `stranger`: she is new here, so it is also said that this is a machine.
    """

    stranger: bool = False


class IntakeNumbers(Notice, frozen=True, tag="intake_numbers/1"):
    """Names the numbers to call at once."""


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


class HarmlessScreen(Notice, frozen=True, tag="harmless_screen/1"):
    """Is left on the screen after a quick exit: nothing in it tells what was talked about."""


class TidyUp(Notice, frozen=True, tag="tidy_up/1"):
    """Says how to take away what was said here."""


class Cleaned(Notice, frozen=True, tag="cleaned/1"):
    """Says that messages are being taken away as far as possible, and that copies may remain."""


class AskedInGroup(Notice, frozen=True, tag="asked_in_group/1"):
    """Asks her kindly into a private chat, after she began a case in a group.

    `message_id`: that of her message, to be deleted where the bot may.
    """

    message_id: str = ""
