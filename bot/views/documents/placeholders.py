"""The written report's text, by the placeholders of its template."""

from collections import Counter
from collections.abc import Iterator, Mapping

from bot.views.documents import words
from bot.views.documents.sentences import say_still_to_do, write_sentences
from bot.views.documents.words import format_number, format_percent
from domain.documents.figures import (
    DocumentFacts,
    Turnout,
    Upcoming,
    find_figure,
    find_shown_rate,
)
from domain.documents.figures import find_shown_target as target_of
from domain.org.levels import Level
from domain.progress.progress import LATE, IndicatorProgress, ProgressStatus

_MOST_EVENTS, _MOST_NAMES = 12, 8


def fill_placeholders(facts: DocumentFacts) -> dict[str, object]:
    """Map every placeholder of the template to what stands in its place."""
    return {
        **_fill_head(facts),
        "mo_dau": _say_opening(facts),
        "ghi_chu": f"{words.say_up_to(facts)} {words.SAMPLE if facts.sample else ''}".strip(),
        "cac_phan": list(_fill_parts(facts)),
        "danh_gia": [
            {"ten": head, "cac_loi": lines} for head, lines in _say_how_it_looks(facts) if lines
        ],
        "nhiem_vu": [{"ten": head, "cac_loi": lines} for head, lines in _say_tasks(facts) if lines],
        "ket": f"Trên đây là báo cáo {_say_subject(facts)}./.",
        "bang": [_fill_row(each, facts) for each in facts.indicators],
        **_fill_foot(facts),
    }


# --- head and foot -----------------------------------------------------------------------------


def _fill_head(facts: DocumentFacts) -> dict[str, object]:
    issuer = words.find_issuer(facts)
    above = facts.above if issuer is facts.unit else None
    is_branch = issuer.level is Level.BRANCH
    return {
        "co_quan_tren": (words.name_organisation(above) if above else "Hội LHPN Việt Nam").upper(),
        "co_quan": words.name_organisation(issuer).upper(),
        "ky_hieu": "/BC-CH" if is_branch else "/BC-BTV",
        "noi": above.short if is_branch and above else issuer.short,
        "ngay": words.format_long_day(facts.day),
        "trich_yeu": _say_subject(facts)[:1].upper() + _say_subject(facts)[1:],
        "ky_thay": "" if is_branch else "TM. BAN THƯỜNG VỤ",
        "chuc_vu": "CHI HỘI TRƯỞNG" if is_branch else "CHỦ TỊCH",
    }


def _say_subject(facts: DocumentFacts) -> str:
    """Say what the report is about.

    The head breaks this into two lines; spaces that do not break keep the day in one piece.
    """
    grouping = facts.unit is not words.find_issuer(facts)
    where = f"trên {_lower_first(facts.unit.name)} " if grouping else ""
    until = f"đến {words.format_long_day(facts.day)}".replace(" ", "\xa0")
    return f"kết quả thực hiện Kế hoạch số\xa0{facts.plan.id} {where}{until}"


def _lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]


def _say_opening(facts: DocumentFacts) -> str:
    plan = facts.plan
    return (
        f"Thực hiện Kế hoạch số {plan.id} {words.format_long_day(plan.signed)} của {plan.issuer} "
        f"({plan.title}), {words.name_organisation(words.find_issuer(facts))} "
        f"báo cáo kết quả thực hiện đến {words.format_long_day(facts.day)} như sau:"
    )


def _fill_foot(facts: DocumentFacts) -> dict[str, object]:
    to = ["Hội LHPN Việt Nam (b/c);", "Thường trực Tỉnh ủy (b/c);", "Hội LHPN các xã, phường;"]
    if words.find_issuer(facts).level is Level.COMMUNE:
        to = [f"{words.name_organisation(facts.province)} (b/c);", "Đảng ủy (b/c);", "Các chi hội;"]
    elif words.find_issuer(facts).level is Level.BRANCH and facts.above:
        to = [f"{words.name_organisation(facts.above)} (b/c);"]
    return {"noi_nhan": [*to, "Lưu: VT."]}


# --- I: the parts of the plan ------------------------------------------------------------------


def _fill_parts(facts: DocumentFacts) -> Iterator[dict[str, object]]:
    """Fill one section for each part of the plan that the unit has indicators of."""
    by_part: dict[str, list[IndicatorProgress]] = {}
    for each in facts.indicators:
        by_part.setdefault(each.indicator.code.partition(".")[0], []).append(each)
    for place, (part, found) in enumerate(by_part.items(), 1):
        title = facts.plan.parts.get(part, f"Các chỉ tiêu mục {part} của Kế hoạch")
        lines = [
            {"ma": i.indicator.code, "ten": i.indicator.short, "loi": write_sentences(i, facts)}
            for i in found
        ]
        yield {"so": place, "ten": title, "cac_dong": lines}


# --- II: how it looks --------------------------------------------------------------------------


def _say_how_it_looks(facts: DocumentFacts) -> Iterator[tuple[str, list[str]]]:
    yield "Kết quả đạt được", [*_say_how_many(facts), *_say_met(facts), *_say_reporting(facts)]
    yield "Hạn chế", [*_say_lagging(facts), *_say_laggards(facts), *_say_unsent(facts)]


def _say_how_many(facts: DocumentFacts) -> Iterator[str]:
    counts = Counter(words.name_status(i).lower() for i in facts.indicators)
    order = dict.fromkeys([*(text.lower() for text in words.STATUS.values()), *counts])
    told = [f"{counts[text]} chỉ tiêu {text}" for text in order if counts[text]]
    yield f"Trong {len(facts.indicators)} chỉ tiêu được theo dõi: {', '.join(told)}."


def _say_met(facts: DocumentFacts) -> Iterator[str]:
    names = [_name_indicator(i) for i in facts.indicators if i.status is ProgressStatus.MET]
    if names:
        yield f"Các chỉ tiêu đã hoàn thành: {'; '.join(names)}."


def _name_indicator(of: IndicatorProgress) -> str:
    short = of.indicator.short
    return f"{short} ({of.indicator.code})"


def _find_last_closed(facts: DocumentFacts) -> Turnout | None:
    closed = [t for t in facts.turnout if t.period in facts.closed]
    return closed[-1] if closed else None


def _say_reporting(facts: DocumentFacts) -> Iterator[str]:
    last = _find_last_closed(facts)
    if last is None or not last.expected:
        return
    if facts.unit.level is Level.BRANCH:
        closed = [t for t in facts.turnout if t.period in facts.closed and t.expected]
        sent = sum(t.sent for t in closed)
        yield f"Chi hội đã gửi {sent}/{len(closed)} báo cáo tháng đã đến hạn."
        return
    yield (
        f"Công tác báo cáo: kỳ tháng {last.period.month}/{last.period.year} có "
        f"{format_number(last.sent)}/{format_number(last.expected)} chi hội gửi báo cáo, đạt "
        f"{format_percent(last.sent / last.expected)}; trong đó {format_number(last.on_time)} "
        f"chi hội gửi đúng hạn, đạt {format_percent(last.on_time / last.expected)}."
    )


def _list_behind(facts: DocumentFacts) -> list[IndicatorProgress]:
    """List the indicators that are behind, the furthest behind what is due by now first."""
    behind = [i for i in facts.indicators if i.status in LATE]
    return sorted(behind, key=lambda i: (i.standing.pace or 0) / (i.expected or 1))


def _say_lagging(facts: DocumentFacts) -> Iterator[str]:
    names = [_name_indicator(i) for i in _list_behind(facts)]
    if names:
        yield f"{len(names)} chỉ tiêu chậm tiến độ: {'; '.join(names)}."


def _say_laggards(facts: DocumentFacts) -> Iterator[str]:
    """Say which units are behind in the most indicators; areas count through their communes."""
    units = [u for u in facts.below if u.unit.level is not Level.AREA]
    counts = [(sum(i.status in LATE for i in u.indicators.values()), u) for u in units]
    most = sorted(((c, u.unit.short) for c, u in counts if c > 1), key=lambda e: (-e[0], e[1]))
    if len(units) > 1 and most:
        names = [f"{name} ({count})" for count, name in most[:_MOST_NAMES]]
        yield f"Đơn vị có nhiều chỉ tiêu chậm tiến độ nhất: {', '.join(names)}."


def _say_unsent(facts: DocumentFacts) -> Iterator[str]:
    last = _find_last_closed(facts)
    if last is None or facts.unit.level is Level.BRANCH or last.sent >= last.expected:
        return
    lacking = [m for m in facts.missing if m.period == last.period and m.level is Level.BRANCH]
    by_name = [m.unit_name for m in lacking]
    if facts.unit.level is not Level.COMMUNE:
        counts = Counter(m.commune for m in lacking).most_common()
        by_name = [f"{name} ({count})" for name, count in counts]
    yield (
        f"Kỳ tháng {last.period.month}/{last.period.year} còn "
        f"{format_number(last.expected - last.sent)} chi hội chưa gửi báo cáo: "
        f"{words.list_names(by_name, _MOST_NAMES)}."
    )


# --- III: what comes ---------------------------------------------------------------------------


def _say_tasks(facts: DocumentFacts) -> Iterator[tuple[str, list[str]]]:
    yield "Tập trung thực hiện các chỉ tiêu chậm tiến độ", list(_say_still_to_do(facts))
    coming = [_say_event(event) for event in facts.upcoming[:_MOST_EVENTS]]
    yield "Tổ chức các hoạt động, sự kiện sắp tới", coming
    unfixed = [f"- {event.name}." for event in facts.unfixed]
    yield "Chuẩn bị các hội nghị, tổng kết, sơ kết theo Kế hoạch (chưa ấn định ngày)", unfixed
    yield "Công tác báo cáo", list(_say_next_report(facts))


def _say_still_to_do(facts: DocumentFacts) -> Iterator[str]:
    for each in _list_behind(facts):
        left = say_still_to_do(each)
        yield f"- {_name_indicator(each)}{': ' + left if left else ''}."


def _say_event(event: Upcoming) -> str:
    if event.first is None:
        return f"- Trước {words.format_day(event.last)}: {event.name}."
    if event.first == event.last:
        return f"- {words.format_day(event.last)}: {event.name}."
    return f"- Từ {words.format_day(event.first)} đến {words.format_day(event.last)}: {event.name}."


def _say_next_report(facts: DocumentFacts) -> Iterator[str]:
    if facts.next_due is None:
        return
    period, due = facts.next_due
    whom = "Gửi" if facts.unit.level is Level.BRANCH else "Đôn đốc các chi hội gửi"
    until = words.format_long_day(due)
    yield f"{whom} báo cáo tháng {period.month}/{period.year} trước hết {until}."


# --- annex -------------------------------------------------------------------------------------


def _fill_row(of: IndicatorProgress, facts: DocumentFacts) -> Mapping[str, str]:
    found, target, rate = find_figure(of), target_of(of), find_shown_rate(of)
    suffix = of.indicator.rollup.suffix
    limit = "≤ " if of.indicator.lower_is_better else ""
    return {
        "ma": of.indicator.code,
        "ten": of.indicator.name,
        "don_vi": words.name_what_is_counted(of),
        "giao": "" if target is None else f"{limit}{format_number(target)}{suffix}",
        "ket_qua": "" if found is None else f"{format_number(found.amount)}{suffix}",
        "ty_le": "" if rate is None else format_percent(rate),
        "tinh_trang": words.name_status(of),
    }
