"""Case numbers as they are typed after a command, and as buttons show them."""

from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call
from domain.cases.case import Case
from domain.notices.case_work import CaseNumberWanted


def starts_with_case_number(words: str) -> bool:
    """Tell whether a case number follows the command's word.

    Without one the word means something else ("nhận", "tin").
    """
    return words.partition(" ")[0].replace("-", "").isdecimal()


def ask_for_case_number(call: Call, command: str) -> Outcome | None:
    """Ask for a case number if the command stands alone; None if something follows it."""
    return None if call.words.strip() else Outcome((CaseNumberWanted(command),))


def format_short_number(case: Case) -> str:
    """Return a case's number as buttons show it: "25-42"."""
    _, year, number = case.number.split("-")
    return f"{year}-{int(number)}"
