"""Case numbers as they are typed after a command, and as buttons show them."""

from bot.engine.conversation import Outcome
from bot.engine.dialogue import Call
from domain.cases.case import Case
from domain.notices.case_work import CaseNumberWanted


def starts_with_case_number(words: str) -> bool:
    """Whether a case's number follows the word: alone it says something else ("nhận", "tin")."""
    return words.partition(" ")[0].replace("-", "").isdecimal()


def ask_for_case_number(call: Call, command: str) -> Outcome | None:
    """What to say where the command stands alone; None where something follows it."""
    return None if call.words.strip() else Outcome((CaseNumberWanted(command),))


def format_short_number(case: Case) -> str:
    """What buttons name it by: "25-42"."""
    _, year, number = case.number.split("-")
    return f"{year}-{int(number)}"
