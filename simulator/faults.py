"""What may go wrong, and how often: switches with seeded dice.

Set in the process (`Faults.rules`, `Faults.settings`) or over HTTP (`/sim/faults`).
"""

import random
from collections import Counter
from typing import Literal

import msgspec

FaultKind = Literal["too_many", "server_error", "timeout_before", "timeout_after"]


class Rule(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One fault for some requests.

    too_many: 429 with `seconds` as retry_after. server_error: a 5xx with `status`.
    timeout_before: nothing is done, and no answer for `seconds`.
    timeout_after: done at once, answered after `seconds`.
    """

    kind: FaultKind
    rate: float = 1.0
    network: Literal["telegram", "zalo", ""] = ""
    methods: list[str] = []
    seconds: float = 1.0
    status: int = 502
    left: int | None = None
    """How many times more; None is for ever."""


class FaultSettings(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """All switches, as `/sim/faults` shows and takes them."""

    seed: int = 1
    rules: list[Rule] = []
    duplicates: float = 0.0
    """Share of updates given a second time, by poll and by webhook."""
    limits: bool = False
    """Keep Telegram's sending limits."""
    zalo_redelivery: Literal["once", "repeat"] = "once"
    zalo_wrapped: bool = False
    """Webhook bodies inside {ok, result}, as Zalo's documents show them."""
    zalo_http_errors: bool = False
    """Errors with their code as HTTP status too, as some captures show them."""
    zalo_quota: int = 3000
    zalo_polls_per_second: float = 5.0
    """getUpdates beyond this get nginx's page with 429; 0 switches it off."""
    webhook_backoff_seconds: float = 1.0
    """The first pause before a webhook is tried again; it doubles up to a minute."""


class Faults:
    """Draws the faults. The same seed and the same requests give the same faults.

    `drawn` counts them by kind, updates given twice as "duplicate".
    """

    def __init__(self, settings: FaultSettings | None = None) -> None:
        self.settings = settings or FaultSettings()
        self.drawn: Counter[str] = Counter()
        self._dice = random.Random(self.settings.seed)  # noqa: S311 - repeatable dice, no secret

    def set(self, settings: FaultSettings) -> None:
        """Replace every switch and start the dice anew."""
        self.settings = settings
        self._dice = random.Random(settings.seed)  # noqa: S311 - repeatable dice, no secret

    def draw(self, network: str, method: str) -> Rule | None:
        """The fault this request meets, if any."""
        for rule in self.settings.rules:
            if self._fits(rule, network, method) and self._dice.random() < rule.rate:
                if rule.left is not None:
                    rule.left -= 1
                self.drawn[rule.kind] += 1
                return rule
        return None

    @staticmethod
    def _fits(rule: Rule, network: str, method: str) -> bool:
        return (
            rule.left != 0
            and rule.network in {"", network}
            and (not rule.methods or method in rule.methods)
        )

    def repeats(self) -> bool:
        """Whether an update just delivered will come a second time."""
        rate = self.settings.duplicates
        twice = rate > 0 and self._dice.random() < rate
        self.drawn["duplicate"] += twice
        return twice
