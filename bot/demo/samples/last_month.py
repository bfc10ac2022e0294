"""A branch's report of last month, on which "như tháng trước" and the shown figures rest."""

from domain.notices.reporting import Amounts

LAST_MONTH: dict[str, Amounts] = {
    "1.1": {"count": 1},
    "1.2a": {"count": 1},
    "1.2b": {"count": 0},
    "1.4a": {"count": 2},
    "1.5a": {"joined": 3, "left": 1},
    "2.4": {"yes": 1},
    "2.5": {"count": 0},
}
