"""What the written report says, by the placeholders of its template."""

from collections import Counter
from collections.abc import Iterator, Mapping

from bot.views.documents import words
from bot.views.documents.sentences import sentences, still_to_do
from bot.views.documents.words import number, percent
from domain.documents.figures import (
    DocumentFacts,
    Turnout,
    Upcoming,
    is_withheld,
    find_figure,
    find_shown_rate,
)
from domain.documents.figures import find_shown_target as target_of
from domain.org.levels import Level
from domain.progress.progress import IndicatorProgress, Status

_MOST_EVENTS, _MOST_NAMES = 12, 8


def placeholders(facts: DocumentFacts) -> dict[str, object]:
    """Every placeholder of the template, with what stands in its place."""
    return {
        **_head(facts),
        "mo_dau": _opening(facts),
        "ghi_chu": words.SAMPLE if facts.sample else "",
        "cac_phan": list(_parts(facts)),
        "danh_gia": [{"ten": head, "cac_loi": lines} for head, lines in _judged(facts) if lines],
        "nhiem_vu": [{"ten": head, "cac_loi": lines} for head, lines in _tasks(facts) if lines],
        "ket": f"Trên đây là báo cáo {_subject(facts)}./.",
        "bang": [_row(each, facts) for each in facts.indicators],
        **_foot(facts),
    }


# --- head and foot -----------------------------------------------------------------------------


def _head(facts: DocumentFacts) -> dict[str, object]:
    issuer = words.issuer(facts)
    above = facts.above if issuer is facts.unit else None
    is_branch = issuer.level is Level.BRANCH
    return {
        "co_quan_tren": (words.organisation(above) if above else "Hội LHPN Việt Nam").upper(),
        "co_quan": words.organisation(issuer).upper(),
        "ky_hieu": "/BC-CH" if is_branch else "/BC-BTV",
        "noi": above.short if is_branch and above else issuer.short,
        "ngay": words.long_day(facts.day),
        "trich_yeu": _subject(facts)[:1].upper() + _subject(facts)[1:],
        "ky_thay": "" if is_branch else "TM. BAN THƯỜNG VỤ",
        "chuc_vu": "CHI HỘI TRƯỞNG" if is_branch else "CHỦ TỊCH",
    }


def _subject(facts: DocumentFacts) -> str:
    """Of two lines in the report's head: the day is not torn apart."""
    grouping = facts.unit is not words.issuer(facts)
    where = f"trên {_lowered(facts.unit.name)} " if grouping else ""
    until = f"đến {words.long_day(facts.day)}".replace(" ", "\xa0")
    return f"kết quả thực hiện Kế hoạch số\xa0{facts.plan.id} {where}{until}"


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]


def _opening(facts: DocumentFacts) -> str:
    plan = facts.plan
    return (
        f"Thực hiện Kế hoạch số {plan.id} {words.long_day(plan.signed)} của {plan.issuer} "
        f"({plan.title}), {words.organisation(words.issuer(facts))} báo cáo kết quả thực hiện "
        f"đến {words.long_day(facts.day)} như sau:"
    )


def _foot(facts: DocumentFacts) -> dict[str, object]:
    to = ["Hội LHPN Việt Nam (b/c);", "Thường trực Tỉnh ủy (b/c);", "Hội LHPN các xã, phường;"]
    if words.issuer(facts).level is Level.COMMUNE:
        to = [f"{words.organisation(facts.province)} (b/c);", "Đảng ủy (b/c);", "Các chi hội;"]
    elif words.issuer(facts).level is Level.BRANCH and facts.above:
        to = [f"{words.organisation(facts.above)} (b/c);"]
    return {"noi_nhan": [*to, "Lưu: VT."]}


# --- I: the parts of the plan ------------------------------------------------------------------


def _parts(facts: DocumentFacts) -> Iterator[dict[str, object]]:
    """One section for each part of the plan that the unit has indicators of."""
    by_part: dict[str, list[IndicatorProgress]] = {}
    for each in facts.indicators:
        by_part.setdefault(each.indicator.code.partition(".")[0], []).append(each)
    for place, (part, found) in enumerate(by_part.items(), 1):
        title = facts.plan.parts.get(part, f"Các chỉ tiêu mục {part} của Kế hoạch")
        lines = [
            {"ma": i.indicator.code, "ten": i.indicator.short, "loi": sentences(i, facts)}
            for i in found
        ]
        yield {"so": place, "ten": title, "cac_dong": lines}


# --- II: how it looks --------------------------------------------------------------------------


def _judged(facts: DocumentFacts) -> Iterator[tuple[str, list[str]]]:
    yield "Kết quả đạt được", [*_how_many(facts), *_met(facts), *_reporting(facts)]
    yield "Hạn chế", [*_lagging(facts), *_laggards(facts), *_unsent(facts)]


def _how_many(facts: DocumentFacts) -> Iterator[str]:
    counts = Counter(words.status(i).lower() for i in facts.indicators)
    order = dict.fromkeys([*(text.lower() for text in words.STATUS.values()), *counts])
    told = [f"{counts[text]} chỉ tiêu {text}" for text in order if counts[text]]
    yield f"Trong {len(facts.indicators)} chỉ tiêu được theo dõi: {', '.join(told)}."


def _met(facts: DocumentFacts) -> Iterator[str]:
    names = [_named(i) for i in facts.indicators if i.status is Status.MET]
    if names:
        yield f"Các chỉ tiêu đã hoàn thành: {'; '.join(names)}."


def _named(of: IndicatorProgress) -> str:
    short = of.indicator.short
    return f"{short} ({of.indicator.code})"


def _last_closed(facts: DocumentFacts) -> Turnout | None:
    closed = [t for t in facts.turnout if t.period in facts.closed]
    return closed[-1] if closed else None


def _reporting(facts: DocumentFacts) -> Iterator[str]:
    last = _last_closed(facts)
    if last is None or not last.expected:
        return
    if facts.unit.level is Level.BRANCH:
        closed = [t for t in facts.turnout if t.period in facts.closed and t.expected]
        sent = sum(t.sent for t in closed)
        yield f"Chi hội đã gửi {sent}/{len(closed)} báo cáo tháng đã đến hạn."
        return
    yield (
        f"Công tác báo cáo: kỳ tháng {last.period.month}/{last.period.year} có "
        f"{number(last.sent)}/{number(last.expected)} chi hội gửi báo cáo, đạt "
        f"{percent(last.sent / last.expected)}; trong đó {number(last.on_time)} chi hội gửi đúng "
        f"hạn, đạt {percent(last.on_time / last.expected)}."
    )


def _behind(facts: DocumentFacts) -> list[IndicatorProgress]:
    """The furthest behind what should be done by now first."""
    behind = [i for i in facts.indicators if i.status is Status.BEHIND]
    return sorted(behind, key=lambda i: (i.standing.pace or 0) / (i.expected or 1))


def _lagging(facts: DocumentFacts) -> Iterator[str]:
    names = [_named(i) for i in _behind(facts)]
    if names:
        yield f"{len(names)} chỉ tiêu chậm tiến độ: {'; '.join(names)}."


def _laggards(facts: DocumentFacts) -> Iterator[str]:
    """Who is behind in the most indicators; areas are told through their communes."""
    units = [u for u in facts.below if u.unit.level is not Level.AREA]
    counts = [(sum(i.status is Status.BEHIND for i in u.indicators.values()), u) for u in units]
    most = sorted(((c, u.unit.short) for c, u in counts if c > 1), key=lambda e: (-e[0], e[1]))
    if len(units) > 1 and most:
        names = [f"{name} ({count})" for count, name in most[:_MOST_NAMES]]
        yield f"Đơn vị có nhiều chỉ tiêu chậm tiến độ nhất: {', '.join(names)}."


def _unsent(facts: DocumentFacts) -> Iterator[str]:
    last = _last_closed(facts)
    if last is None or facts.unit.level is Level.BRANCH or last.sent >= last.expected:
        return
    lacking = [m for m in facts.missing if m.period == last.period and m.level is Level.BRANCH]
    by_name = [m.unit_name for m in lacking]
    if facts.unit.level is not Level.COMMUNE:
        counts = Counter(m.commune for m in lacking).most_common()
        by_name = [f"{name} ({count})" for name, count in counts]
    yield (
        f"Kỳ tháng {last.period.month}/{last.period.year} còn {number(last.expected - last.sent)} "
        f"chi hội chưa gửi báo cáo: {words.listed(by_name, _MOST_NAMES)}."
    )


# --- III: what comes ---------------------------------------------------------------------------


def _tasks(facts: DocumentFacts) -> Iterator[tuple[str, list[str]]]:
    yield "Tập trung thực hiện các chỉ tiêu chậm tiến độ", list(_still(facts))
    coming = [_event(event) for event in facts.upcoming[:_MOST_EVENTS]]
    yield "Tổ chức các hoạt động, sự kiện sắp tới", coming
    unfixed = [f"- {event.name}." for event in facts.unfixed]
    yield "Chuẩn bị các hội nghị, tổng kết, sơ kết theo Kế hoạch (chưa ấn định ngày)", unfixed
    yield "Công tác báo cáo", list(_next_report(facts))


def _still(facts: DocumentFacts) -> Iterator[str]:
    for each in _behind(facts):
        left = still_to_do(each)
        hidden = is_withheld(each.indicator, each.standing.whole, facts.plan)
        yield f"- {_named(each)}{': ' + left if left and not hidden else ''}."


def _event(event: Upcoming) -> str:
    if event.first is None:
        return f"- Trước {words.day(event.last)}: {event.name}."
    if event.first == event.last:
        return f"- {words.day(event.last)}: {event.name}."
    return f"- Từ {words.day(event.first)} đến {words.day(event.last)}: {event.name}."


def _next_report(facts: DocumentFacts) -> Iterator[str]:
    if facts.next_due is None:
        return
    period, due = facts.next_due
    whom = "Gửi" if facts.unit.level is Level.BRANCH else "Đôn đốc các chi hội gửi"
    yield f"{whom} báo cáo tháng {period.month}/{period.year} trước hết {words.long_day(due)}."


# --- annex -------------------------------------------------------------------------------------


def _row(of: IndicatorProgress, facts: DocumentFacts) -> Mapping[str, str]:
    hidden = is_withheld(of.indicator, of.standing.whole, facts.plan)
    found, target, rate = find_figure(of), target_of(of), find_shown_rate(of)
    suffix = of.indicator.rollup.suffix
    limit = "≤ " if of.indicator.lower_is_better else ""
    return {
        "ma": of.indicator.code,
        "ten": of.indicator.name,
        "don_vi": words.counted(of),
        "giao": "" if target is None else f"{limit}{number(target)}{suffix}",
        "ket_qua": "" if found is None or hidden else f"{number(found.amount)}{suffix}",
        "ty_le": "" if rate is None or hidden else percent(rate),
        "tinh_trang": words.status(of),
    }
