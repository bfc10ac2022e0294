"""A case as whoever asks stands to it: found by its number, changed by her deeds, others told."""

import re
from collections.abc import Iterable
from datetime import timedelta

import msgspec

from bot.case_access import acting
from bot.conversations.base import Outcome
from bot.dialogue import Call
from bot.handlers.posts import posts_of
from domain.cases.acts import Act, Deed, Refusal, decide, may
from domain.cases.case import Actor, Case, Standing, standings
from domain.notices.base import Notice
from domain.notices.case_work import (
    CaseAnswered,
    CaseClosing,
    CaseEnded,
    CaseNumberWanted,
    CaseOffered,
    CaseReopened,
    CaseSaid,
)
from domain.notices.cases import CaseTaken
from domain.notices.withdrawn import Withdrawn
from scheduler.escalation import Desk, tell_first, tell_raised
from storage import cases, officers, outbox
from storage.moments import seconds

_DIGITS = re.compile(r"\d{1,6}")
_INSTANT = timedelta(milliseconds=1)
_SHOWN_BRIEFLY = ("case_card/1", "case_status/1")


def numbered(words: str) -> bool:
    """Whether a case's number follows the word: alone it says something else ("nhận", "tin")."""
    return words.partition(" ")[0].replace("-", "").isdecimal()


def number_wanted(call: Call, command: str) -> Outcome | None:
    """What to say where the command stands alone; None where something follows it."""
    return None if call.words.strip() else Outcome((CaseNumberWanted(command),))


def desk_of(call: Call) -> Desk:
    """What work on cases takes, for this message."""
    reference = call.reference
    return Desk(call.book, call.units, call.plan.cases, reference.calendar, call.now)


def actor_of(call: Call) -> Actor:
    """Who asks, with the posts she holds now."""
    return Actor(call.person_id, posts_of(call))


def acting_on(call: Call, case: Case) -> Actor:
    """The same, but nobody where she has left her last post since the case was opened."""
    return acting(call.book, actor_of(call), case)


def standing(call: Call, case: Case) -> frozenset[Standing]:
    """How she stands to the case now; nothing where it is none of hers."""
    return standings(acting_on(call, case), case, desk_of(call).line(case))


def allowed(call: Call, act: Act, case: Case) -> bool:
    """Whether she may do this to the case at all."""
    return may(acting_on(call, case), act, case, desk_of(call).line(case))


def named_case(call: Call, words: str) -> Case | None:
    """The case of this number ("42", "25-42", "VV-25-0042") if she stands to it in any way."""
    for number in _numbers(words, call.now.year % 100):
        case = cases.find(call.book, number)
        if case is not None and standing(call, case):
            return case
    return None


def _numbers(words: str, year: int) -> list[str]:
    digits = [int(each) for each in _DIGITS.findall(words[:40])]
    if len(digits) > 1:
        return [f"VV-{digits[0]:02}-{digits[1]:04}"]
    years = (year, year - 1)
    return [f"VV-{each:02}-{digits[0]:04}" for each in years] if digits else []


def short(case: Case) -> str:
    """What buttons name it by: "25-42"."""
    _, year, number = case.number.split("-")
    return f"{year}-{int(number)}"


def do(call: Call, case: Case, deed: Deed) -> Case | Refusal:
    """Decide by the case as it stands now; record the deed and tell whom it concerns."""
    desk = desk_of(call)
    now_case = cases.lock(call.book, case.id) or case
    after = decide(acting_on(call, now_case), deed, now_case, desk.line(now_case), call.now)
    if isinstance(after, Refusal):
        return after
    kept = cases.record(call.book, now_case, after, deed, call.person_id, call.now)
    if deed.act in (Act.REOPEN, Act.CONSENT) and kept.owner_id is None:
        return tell_first(desk, kept)
    if deed.act is Act.RAISE:
        return tell_raised(desk, kept, call.person_id)
    _tell_of(call, now_case, kept, deed)
    return kept


# --- whom it concerns --------------------------------------------------------------------------


def tell(call: Call, people: Iterable[int | None], notice: Notice) -> bool:
    """Put a notice into the outbox for these people but herself, on the phone each used last;
    False: none of them can be written to."""
    ids = sorted({who for who in people if who is not None and who != call.person_id})
    last_used = [phones[0] for phones in officers.phones_of(call.book, ids).values()]
    rows = [_row(call, p.address_id, p.network, p.bot, notice) for p in last_used]
    if rows:
        outbox.put(call.book, rows)
    return bool(rows)


def withdraw_later(call: Call) -> None:
    """What is said in this chat at this moment is taken back after a while, where that goes."""
    if not call.abilities.delete:
        return
    here, now = call.contact, call.now
    gone = Withdrawn(now, now + _INSTANT, kinds=_SHOWN_BRIEFLY)
    row = _row(call, here.id, here.network, here.bot, gone)
    row["due_at"] = seconds(now + timedelta(minutes=call.plan.cases.withdraw_minutes))
    row["priority"] = outbox.REMINDER
    outbox.put(call.book, [row])


def _row(call: Call, address_id: int, network: str, bot: str, notice: Notice) -> dict[str, object]:
    now = seconds(call.now)
    return {
        "address_id": address_id,
        "network": network,
        "bot": bot,
        "priority": outbox.URGENT,
        "turn": None,
        "notices": msgspec.json.encode((notice,)).decode(),
        "created_at": now,
        "due_at": now,
    }


def _tell_of(call: Call, before: Case, after: Case, deed: Deed) -> None:
    match deed.act:
        case Act.TAKE:
            tell(call, {*after.told, after.reporter_id}, CaseTaken(after.id, call.now))
        case Act.REOPEN:
            tell(call, [after.owner_id], CaseReopened(after.id))
        case Act.OFFER:
            tell(call, [deed.to], CaseOffered(after.id))
        case Act.ACCEPT | Act.DECLINE | Act.AGREE | Act.DISAGREE:
            _tell_answer(call, before, after, deed.act)
        case Act.CLOSE if after.pending is not None:
            tell(call, _seconds(call, after), CaseClosing(after.id))
        case Act.DUPLICATE | Act.OUT_OF_SCOPE if after.closed_by_two:
            # No second person was asked: colleagues who know of it may open it again.
            others = {after.owner_id, *after.told}
            tell(call, {after.reporter_id, *others}, CaseEnded(after.id))
        case Act.CLOSE | Act.DUPLICATE | Act.OUT_OF_SCOPE:
            tell(call, [after.reporter_id], CaseEnded(after.id))


def _tell_answer(call: Call, before: Case, after: Case, act: Act) -> None:
    accepted = act in (Act.ACCEPT, Act.AGREE)
    what = "transfer" if act in (Act.ACCEPT, Act.DECLINE) else "closing"
    asked = before.pending.by if before.pending is not None else None
    tell(call, [asked], CaseAnswered(after.id, what, accepted))
    if act is Act.ACCEPT:
        tell(call, [after.reporter_id], CaseTaken(after.id, call.now))
    elif act is Act.AGREE:
        tell(call, [after.reporter_id], CaseEnded(after.id))


def _seconds(call: Call, case: Case) -> list[int]:
    """Officers who may agree to closing; where nobody below may, those above are told of it."""
    desk = desk_of(call)
    over = officers.officers_over(call.book, desk.line(case))
    others = [o.person_id for o in over if o.person_id not in case.excluded | {call.person_id}]
    told = [who for who in others if who in case.told]
    if not told and others:
        cases.tell(call.book, case, others, call.now)
    return told or others


def tell_words(call: Call, case: Case, message_id: int) -> bool:
    """The other side of a case learns that there are words for it; False: nobody is there now."""
    if call.person_id != case.reporter_id:
        who = case.reporter_id or 0
        tell(call, [who], CaseSaid(case.id, message_id))
        return bool(acting(call.book, Actor(who), case).person_id)
    others = [case.owner_id] if case.owner_id else case.told
    return tell(call, others, CaseSaid(case.id, message_id)) and case.owner_id is not None
