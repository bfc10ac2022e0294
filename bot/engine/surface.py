"""What a view writes for: one network's abilities, one language with its numbers and days."""

from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date
from babel.numbers import format_decimal

from bot.engine.channel import Abilities
from bot.engine.links import Link, Links
from bot.engine.message import Say
from domain.notices.base import Notice
from domain.plan.plan import Plan


@dataclass(frozen=True, slots=True)
class Surface:
    """Where a notice is rendered.

    `now` is the moment of rendering (aware, Asia/Ho_Chi_Minh) where the words need one. `links` is
    None where the product has no public address.
    """

    abilities: Abilities
    say: Say
    plan: Plan
    now: datetime | None = None
    language: str = "vi"
    links: Links | None = None

    @property
    def shows_pictures(self) -> bool:
        return self.abilities.upload or (self.abilities.photo_by_address and self.links is not None)

    def link(self, notice: Notice) -> Link | None:
        """Make a link to the notice's picture or file as it is now; None without an address."""
        if self.links is None or self.now is None:
            return None
        return self.links.link(notice, self.now)

    @property
    def buttons(self) -> bool:
        return self.abilities.buttons

    def number(self, amount: float) -> str:
        """Format an amount: `1.234,5` in Vietnamese."""
        if amount == int(amount) and 0 <= amount < 1000:
            return str(int(amount))
        return format_decimal(amount, locale=self.language)

    def weekday(self, day: date) -> str:
        """Format a day of the week: `thứ Hai`, `Chủ nhật`."""
        name = format_date(day, "EEEE", locale=self.language)
        if self.language != "vi":
            return name
        return "Chủ nhật" if day.isoweekday() == 7 else name.replace("Thứ", "thứ")

    def day(self, day: date) -> str:
        """Format a day: `20/10`."""
        return f"{day.day}/{day.month}"

    def long_day(self, day: date) -> str:
        """Format a day with its weekday: `thứ Hai 20/10`."""
        return f"{self.weekday(day)} {self.day(day)}"

    def moment(self, at: datetime) -> str:
        """Format a moment: `19:42 thứ Ba 14/10`."""
        return f"{at:%H:%M} {self.long_day(at)}"
