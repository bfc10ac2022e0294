"""The form of a reported case: its questions, the answers that may be given, and their words.

Conversations read answers by it, and views offer them in its order.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from domain.cases.intake import Hours, Way, Wish

YES, NO, UNKNOWN = "yes", "no", "unknown"
SEND, ADD_NOTE = "send", "note"

CRY_SILENCE = timedelta(minutes=5)
"""Danger told in words, and nothing answered for so long, is told to the province; and somebody
else may hold the phone by then."""

SILENCE = timedelta(minutes=30)
"""A question that is not answered for so long closes itself: somebody else may hold the phone."""


class IntakeStage(StrEnum):
    """The questions, one a message. At `LEFT` it is over, and she may have messages taken back.

    SAME: is it the case she reported just now, or somebody else. COMMUNE_TOLD: may officers of the
    commune be told too. PHONE: may what is pushed to this phone say what it is about.
    LAST_OFFICER: is really nobody to be told, asked where all who could be are left out.
    """

    DANGER = "danger"
    SAME = "same"
    COMMUNE_TOLD = "commune_told"
    PHONE = "phone"
    CHILD = "child"
    VULNERABLE = "vulnerable"
    KIND = "kind"
    COMMUNE = "commune"
    WISH = "wish"
    CONSENT = "consent"
    WAY = "way"
    HOURS = "hours"
    EXCLUDED = "excluded"
    LAST_OFFICER = "last_officer"
    SEND = "send"
    NOTE = "note"
    LEFT = "left"


class Agreement(StrEnum):
    """What the person who needs help agreed to; nothing is set beforehand."""

    UNION = "union"
    SERVICES = "services"
    NO = "no"
    NOT_ASKED = "not_asked"


YES_NO: Mapping[str, tuple[str, ...]] = {
    YES: ("co", "co a", "roi", "vang", "uh", "u"),
    NO: ("khong", "ko", "k", "hong", "khong co", "khong a"),
    UNKNOWN: ("khong ro", "ko ro", "khong biet", "chua ro", "chua biet", "ko biet"),
}

ANSWERS: Mapping[IntakeStage, Mapping[str, tuple[str, ...]]] = {
    IntakeStage.DANGER: {
        YES: ("dang nguy hiem", "nguy hiem", "nguy hiem lam", "gap", "khan cap", "khan",
              "rat gap", "co"),
        NO: (
            "can giup khong gap", "can giup", "khong gap", "khong", "ko gap", "khong nguy hiem",
            "ko nguy hiem", "chua nguy hiem", "het nguy hiem",
        ),
    },
    IntakeStage.SAME: {
        YES: ("viec do", "viec cu", "van viec do", "viec ay", "dung"),
        NO: ("nguoi khac", "khac", "viec khac", "viec moi"),
    },
    IntakeStage.COMMUNE_TOLD: {
        YES: ("co", "co a", "vang", "uh", "u", "bao", "bao di", "bao ca xa", "duoc"),
        NO: (
            *YES_NO[NO], "khong co nguoi nha cua ho", "co nguoi nha cua ho", "co nguoi nha",
            "nguoi nha", "dung bao", "khong bao", "dung bao xa",
        ),
    },
    IntakeStage.PHONE: {
        YES: ("co", "co a", "an toan", "vang", "duoc", "uh", "u"),
        NO: (*YES_NO[NO], "khong an toan", "ko an toan", "chua an toan", "dung nhan"),
    },
    IntakeStage.LAST_OFFICER: {
        YES: ("cu bao", "bao", "cu bao nguoi do", "co"),
        NO: ("dung bao", "dung bao nguoi do", "khong", "khong bao"),
    },
    IntakeStage.CHILD: YES_NO,
    IntakeStage.VULNERABLE: YES_NO,
    IntakeStage.WISH: {
        Wish.SAFE_PLACE: ("cho o", "cho o an toan", "noi tam lanh", "cho tam lanh", "tam lanh"),
        Wish.HEALTH: ("y te", "kham chua benh", "kham benh", "chua benh"),
        Wish.COUNSEL: ("tu van", "nguoi tro chuyen", "tam ly"),
        Wish.LEGAL: ("phap ly", "phap luat", "luat"),
        Wish.POLICE: ("cong an", "bao ve"),
        Wish.LIVELIHOOD: ("sinh ke", "viec lam", "tien", "vay von"),
        Wish.CHILDREN: ("viec cua con", "con", "cho con di hoc"),
        Wish.OTHER: ("khac", "chua biet", "khong ro"),
    },
    IntakeStage.CONSENT: {
        Agreement.UNION: ("dong y chi hoi", "chi hoi", "dong y"),
        Agreement.SERVICES: ("dong y ca noi khac", "ca noi khac", "dong y het", "dong y tat ca"),
        Agreement.NO: ("khong dong y", "khong", "ko dong y", "ko"),
        Agreement.NOT_ASKED: ("chua hoi", "chua hoi duoc", "chua"),
    },
    IntakeStage.WAY: {
        Way.REPORTER: ("qua em", "qua chi", "qua toi", "qua minh"),
        Way.PHONE: ("goi dien", "dien thoai", "goi"),
        Way.MEETING: ("gap", "gap rieng", "gap mat"),
        Way.NOT_NOW: ("dung lien lac", "chua lien lac", "khong lien lac"),
        UNKNOWN: YES_NO[UNKNOWN],
    },
    IntakeStage.HOURS: {
        Hours.MORNING: ("sang", "buoi sang"),
        Hours.AFTERNOON: ("chieu", "buoi chieu"),
        Hours.EVENING: ("toi", "buoi toi"),
        Hours.ANY: ("luc nao cung duoc", "khi nao cung duoc", "bat cu luc nao"),
        UNKNOWN: YES_NO[UNKNOWN],
    },
    IntakeStage.SEND: {
        SEND: ("gui", "gui di", "ok", "oke", "dung", "duoc", "dong y", "co"),
        ADD_NOTE: ("ghi chu", "them ghi chu"),
    },
}  # fmt: skip
"""The answers to each question in the order of their numbers, and the words by which each may be
given (lower case, without diacritics)."""
