"""What is said while somebody reports a case. Nothing she answered is here: ids and steps only."""

from domain.notices.base import Notice


class IntakeQuestion(Notice, frozen=True, tag="intake_question/1"):
    """One question with its numbered answers.

    `stage`: domain.cases.intake_form.Stage. `again`: why it is asked anew: "unread",
    "story" (words were typed, they are not kept), "shown" (a photo and the like) or "noted" (a
    note was kept without names). `units`,
    `officers`: ids offered, where these are the answers. `opened`: the case is open already.
    `picking`: it takes several answers and some stand; which is looked up when this is sent.
    """

    stage: str
    again: str = ""
    units: tuple[int, ...] = ()
    officers: tuple[int, ...] = ()
    opened: bool = False
    picking: bool = False


class IntakeLimits(Notice, frozen=True, tag="intake_limits/1"):
    """Said before anything is told: what must be passed on, and what not to write.

    `stranger`: we never met, so it is also said that this is a machine.
    """

    stranger: bool = False


class IntakeNumbers(Notice, frozen=True, tag="intake_numbers/1"):
    """The numbers to call at once."""


class IntakeMustPassOn(Notice, frozen=True, tag="intake_must_pass_on/1"):
    """She did not agree, yet danger to life or abuse of a child is passed on, as was said first."""


class IntakeNotPassedOn(Notice, frozen=True, tag="intake_not_passed_on/1"):
    """She did not agree: nothing is kept and nobody is told."""


class IntakeCompleted(Notice, frozen=True, tag="intake_completed/1"):
    """All was asked; the case had been opened before."""


class IntakeKept(Notice, frozen=True, tag="intake_kept/1"):
    """She has not been asked yet: it is kept, nobody is told until she was."""

    case_id: int


class IntakeOpened(Notice, frozen=True, tag="intake_opened/1"):
    """The case is open; who was told is looked up when this is sent. `after`: nothing follows."""

    case_id: int


class HarmlessScreen(Notice, frozen=True, tag="harmless_screen/1"):
    """What stands on the screen after a quick exit: nothing that tells what was talked about."""


class TidyUp(Notice, frozen=True, tag="tidy_up/1"):
    """How to take away what was said here."""


class Cleaned(Notice, frozen=True, tag="cleaned/1"):
    """What could be taken back is being taken back; traces may remain."""


class AskedInGroup(Notice, frozen=True, tag="asked_in_group/1"):
    """A case was begun in a group: kindly, into a private chat. `message_id`: hers, to be deleted
    where the bot may."""

    message_id: str = ""
