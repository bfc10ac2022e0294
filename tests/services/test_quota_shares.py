"""What leaves for whom as a bot's month runs out, through the product's own dialogue."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.engine.channel import Address, Inbound, Network, Said
from domain.people.roles import Role
from domain.quota import HeldBack, Share
from services.context import Context
from services.quota import choose_share_of
from storage import migrate, outbox, sent_counts, vault
from storage.database import Database
from storage.moments import seconds
from storage.outbox import DeliveryResult, QuotaUse
from storage.vault import Key, Vault
from tests.support.people_stage import LAM, PONG
from tests.support.town import Town

Shares = list[Share | HeldBack]


class Counted(Town):
    """A town whose Zalo bot may send 3,000 messages a month; `leave` answers as it would."""

    def leave(self, chat: str, *lines: str) -> Shares:
        """The share each answer was taken from; what is not held back is sent."""
        found: Shares = []
        for line in lines:
            self.later(seconds=1)
            where = Address(Network.ZALO, "1", chat)
            said = Inbound(where, f"q{next(self._ids)}", chat, self.now, Said(line), "Tên")
            for queued in self._inbox.take(self.database, [said], [], self.now).queued_messages:
                with self.database.read() as tx:
                    context = Context(tx, self.reference, self.now, {"zalo": 3000})
                    share = choose_share_of(context, queued)
                found.append(share)
                self._settle(queued, share)
        return found

    def _settle(self, queued: outbox.OutboxMessage, share: Share | HeldBack) -> None:
        at = seconds(self.now)
        use = QuotaUse("zalo", "1", 1, at, share is Share.STRANGERS)
        result = (
            DeliveryResult(queued.id, "dropped", 0, at, reason=share.value)
            if isinstance(share, HeldBack)
            else DeliveryResult(queued.id, "sent", 1, at, sent_at=at, counted=use)
        )
        with self.database.write() as tx:
            outbox.record_results(tx, [result])

    def spend(self, used: int, strangers: int = 0) -> None:
        at = seconds(self.now)
        with self.database.write() as tx:
            sent_counts.add(tx, [("zalo", "1", used, at)], [("zalo", "1", strangers, at)])

    def count(self) -> tuple[int, int]:
        with self.database.read() as tx:
            return sent_counts.load_of_bot(tx, "zalo", "1", seconds(self.now))


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Counted]:
    database = Database(f"sqlite:///{tmp_path / 'town.db'}")
    vault.use(database, Vault([Key.new()]))
    migrate.prepare(database)
    yield Counted(database)
    database.close()


def test_a_stranger_who_chats_is_answered_some_times_a_day(town: Counted) -> None:
    chat = [f"cho hỏi {n}" for n in range(8)]
    assert town.leave("ai", *chat) == [Share.STRANGERS] * 6 + [HeldBack.STRANGER_REPLIES] * 2
    assert town.count() == (6, 6)
    town.later(days=1)
    assert town.leave("ai", "chào em") == [Share.STRANGERS]


def test_a_stranger_who_is_silenced_is_still_heard_in_danger(town: Counted) -> None:
    town.leave("ai", *[f"cho hỏi {n}" for n in range(8)])
    assert town.leave("ai", "vụ việc", "1") == [Share.CASES] * 2
    assert town.leave("ai", "thoát")[0] is Share.CASES


def test_with_the_month_nearly_spent_new_chats_are_answered_once_and_leaders_hear_of_cases(
    town: Counted,
) -> None:
    town.leave("lan", "chào em")
    town.appoint("lan", Role.LEADER, PONG)
    town.spend(2800, 150)
    assert town.leave("ai", "chào em", "em là ai") == [Share.STRANGERS, HeldBack.STRANGERS_SHARE]
    assert town.leave("lan", "trợ giúp") == [HeldBack.FOR_CASES]
    assert set(town.leave("lan", "vụ việc", "1", "xem 1", "xem 9")) == {Share.CASES}


def test_begun_again_and_again_an_intake_is_a_reply_as_any_other(town: Counted) -> None:
    town.spend(2800, 150)
    shares = town.leave("ai", "vụ việc", "thoát", "vụ việc")
    assert shares == [Share.CASES, Share.CASES, HeldBack.STRANGERS_SHARE]
    town.later(hours=1, seconds=1)
    assert town.leave("ai", "vụ việc") == [Share.CASES]


def test_replies_inside_an_open_intake_and_about_an_open_case_are_not_counted(
    town: Counted,
) -> None:
    inside = town.leave("ai", "vụ việc", "1", "Xã Bảo Lâm", "1", "2", "2", "xem 1", "xem 1")
    assert len(inside) >= 8
    assert set(inside) == {Share.CASES}
    town.leave("ai", "thoát")
    chat = [f"cho hỏi {n}" for n in range(7)]
    assert town.leave("ai", *chat).count(Share.STRANGERS) <= 6, "words may go to the open case"
    assert set(town.leave("ai", "xem 1")) == {Share.CASES}


def test_who_asked_for_the_numbers_is_heard_in_danger_within_the_hour(town: Counted) -> None:
    town.leave("ai", "chào em")
    town.spend(2800, 150)
    assert town.leave("ai", "gọi ai bây giờ") == [Share.CASES]
    assert town.leave("ai", "cứu em với") == [Share.CASES]
    assert town.leave("ai", "1")[-1] is Share.CASES


def test_many_strangers_spend_no_more_than_their_part_and_leaders_notice_nothing(
    town: Counted,
) -> None:
    town.leave("lan", "chào em")
    town.appoint("lan", Role.LEADER, PONG)
    town.spend(140, 140)
    shares = [share for n in range(8) for share in town.leave(f"ai{n}", "chào em", "em là ai")]
    assert shares.count(HeldBack.STRANGERS_SHARE) > 0
    assert shares[0::2] == [Share.STRANGERS] * 8, "each new chat is answered once"
    assert town.count()[1] <= 150 + 8
    assert town.leave("lan", "trợ giúp") == [Share.ALL]


def test_with_the_new_month_strangers_have_their_part_again(town: Counted) -> None:
    town.leave("ai", "chào em")
    town.spend(2990, 150)
    assert town.leave("ai", "em là ai") == [HeldBack.STRANGERS_SHARE]
    town.later(days=31)
    assert town.leave("ai", "em là ai") == [Share.STRANGERS]


def test_when_all_is_spent_officers_and_reporters_still_get_every_word_of_a_case(
    town: Counted,
) -> None:
    for chat, role, unit in (("lan", Role.LEADER, PONG), ("mai", Role.COMMUNE, LAM)):
        town.leave(chat, "chào em")
        town.appoint(chat, role, unit)
    town.spend(5000, 150)
    assert set(town.leave("lan", "vụ việc", "1", "thoát")) == {Share.CASES}
    assert set(town.leave("mai", "xem 1", "nhận 1", "việc 1", "việc 1 giup counsel")) == {
        Share.CASES
    }
    assert town.leave("mai", "tiến độ") == [HeldBack.FOR_CASES]


def test_what_is_held_back_stands_in_the_outbox_with_its_reason(town: Counted) -> None:
    from storage import outbox_letters

    town.leave("ai", *[f"cho hỏi {n}" for n in range(8)])
    with town.database.read() as tx:
        assert outbox_letters.count_held_back(tx) == {HeldBack.STRANGER_REPLIES.value: 2}
