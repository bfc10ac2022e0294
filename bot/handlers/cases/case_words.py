"""Commands about a case as they are typed and as menus run them, and the menus that offer them."""

from collections.abc import Mapping

from bot.conversations.cases.case_menu import NOTHING, open_menu
from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call
from bot.handlers.cases.case_numbers import format_short_number
from domain.answers import fold
from domain.cases.actions import CaseAction
from domain.cases.case import Case
from domain.cases.social_services import HelpGiven
from domain.notices.case_work import CaseRefused
from services.cases.access import can_now
from services.cases.commands import find_acting_actor, is_below_the_owner
from services.cases.telling import find_line

NOT_REACHED = "chua"

NAMES: Mapping[CaseAction, str] = {
    CaseAction.TAKE: "nhan",
    CaseAction.ACCEPT: "nhangiao",
    CaseAction.DECLINE: "tuchoi",
    CaseAction.AGREE: "dongy",
    CaseAction.DISAGREE: "khongdongy",
    CaseAction.CONTACT: "lienlac",
    CaseAction.SAY: "tin",
    CaseAction.REMIND: "nhac",
    CaseAction.ASSIGN: "giaocho",
    CaseAction.TAKE_OVER: "nhanthay",
    CaseAction.TELL_OUTSIDE: "baongoai",
    CaseAction.RAISE: "khan",
    CaseAction.SERVICE: "dichvu",
    CaseAction.HELP: "giup",
    CaseAction.FOLLOW_UP: "hen",
    CaseAction.REFER: "chuyen",
    CaseAction.REFERRAL_ACCEPTED: "noikhacnhan",
    CaseAction.REFERRAL_DROPPED: "noikhackhongnhan",
    CaseAction.OFFER: "giao",
    CaseAction.SERVE: "xong",
    CaseAction.CLOSE: "dong",
    CaseAction.JOIN: "cungnguoi",
    CaseAction.DUPLICATE: "trung",
    CaseAction.OUT_OF_SCOPE: "ngoai",
    CaseAction.SEPARATE: "tach",
    CaseAction.REOPEN: "molai",
}
"""What may be done about a case, in the order of the menu, and the word of its command."""

BY_NAME = {name: action for action, name in NAMES.items()}


_TYPED = {
    "chua lien lac duoc": f"{NAMES[CaseAction.CONTACT]} {NOT_REACHED}",
    "chua lien lac": f"{NAMES[CaseAction.CONTACT]} {NOT_REACHED}",
    "khong lien lac duoc": f"{NAMES[CaseAction.CONTACT]} {NOT_REACHED}",
    "khong lien lac": f"{NAMES[CaseAction.CONTACT]} {NOT_REACHED}",
    "da lien lac": NAMES[CaseAction.CONTACT],
    "lien lac": NAMES[CaseAction.CONTACT],
    "da tu van": f"{NAMES[CaseAction.HELP]} {HelpGiven.COUNSEL.value}",
    "tu van": f"{NAMES[CaseAction.HELP]} {HelpGiven.COUNSEL.value}",
    "dich vu": NAMES[CaseAction.SERVICE],
    "ket thuc": NAMES[CaseAction.CLOSE],
    "ngoai pham vi": NAMES[CaseAction.OUT_OF_SCOPE],
    "hoi lai": NAMES[CaseAction.FOLLOW_UP],
    "nhan thay": NAMES[CaseAction.TAKE_OVER],
    "nhac can bo": NAMES[CaseAction.REMIND],
    "khong dong y": NAMES[CaseAction.DISAGREE],
    "chua dong y": NAMES[CaseAction.DISAGREE],
    "rut lai": NAMES[CaseAction.DISAGREE],
    "dong y": NAMES[CaseAction.AGREE],
    "mo lai": NAMES[CaseAction.REOPEN],
}
"""Commands as people type them with their spaces; the longer of two that begin alike first."""


def read_command_words(text: str) -> tuple[CaseAction, list[str]] | None:
    """Read what is recorded of a case ("đã liên lạc"), with what follows; None for all else."""
    name, *words = read_command(text).split() or [""]
    action = BY_NAME.get(name)
    return None if action is None else (action, words)


def read_command(rest: str) -> str:
    """Read a command typed with its spaces ("chưa liên lạc"); else what was typed."""
    said = " ".join(fold(rest[:40]).split())
    found = next((phrase for phrase in _TYPED if f"{said} ".startswith(f"{phrase} ")), None)
    return rest if found is None else f"{_TYPED[found]}{said[len(found) :]}"


def can_act_now(call: Call, case: Case, action: CaseAction) -> bool:
    line = find_line(call, case)
    allowed = can_now(find_acting_actor(call, case), action, case, line)
    return allowed and not is_below_the_owner(call, case, action)


def format_command(case: Case, action: CaseAction, *more: str) -> str:
    if action is CaseAction.SAY:
        return f"/tin {format_short_number(case)}"
    return " ".join([f"/viec {format_short_number(case)} {NAMES[action]}", *more])


def offer_menu(case: Case, menu: str, offered: dict[str, str]) -> Outcome:
    if not offered:
        return Outcome((CaseRefused(case.id),))
    state, notices = open_menu(case.id, menu, offered)
    return Outcome(notices, opens=("case_menu", state))


def offer_to_record(case: Case, offered: dict[str, str]) -> Outcome:
    """Show what was read of her words, to be recorded at her tap or not at all."""
    return offer_menu(case, "record", {**offered, NOTHING: ""})
