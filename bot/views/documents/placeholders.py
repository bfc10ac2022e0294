"""The written report's text, by the placeholders of its template."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

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
from domain.documents.span_names import name_span_of_year
from domain.documents.task_results import TaskDone, TaskResult
from domain.org.levels import Level
from domain.progress.progress import LATE, IndicatorProgress, ProgressStatus

_MOST_EVENTS, _MOST_NAMES = 12, 8


NAMES = frozenset({
    "co_quan_tren", "co_quan", "ky_hieu", "noi", "ngay", "trich_yeu", "so_lieu_den", "ky_bao_cao",
    "tu_ngay", "den_ngay", "du_thao", "mo_dau", "ghi_chu", "ket", "cac_phan", "chua_den_ky",
    "ket_qua_nhiem_vu", "nhiem_vu_chua_ghi", "danh_gia", "nhiem_vu", "kien_nghi", "bang",
    "noi_nhan", "ky_thay", "ky_thay_chuc_vu", "chuc_vu", "nguoi_ky",
})  # fmt: skip
"""All that a template may be filled with; docs/documents.md says what each is."""
TO_FILL_IN = "[Văn phòng viết thêm: …]"
"""Marks what the office has to write: figures do not tell causes."""


def fill_placeholders(facts: DocumentFacts) -> dict[str, object]:
    """Map every placeholder of the template to what stands in its place."""
    return {
        **_fill_head(facts),
        "mo_dau": _say_opening(facts),
        "ghi_chu": " ".join(_say_notes(facts)),
        "du_thao": words.say_draft(facts),
        "ky_bao_cao": name_span_of_year(facts.span),
        "tu_ngay": words.format_day(facts.first_day),
        "den_ngay": words.format_day(facts.cutoff_day),
        "cac_phan": list(_fill_parts(facts)),
        "chua_den_ky": _say_not_due(facts),
        "ket_qua_nhiem_vu": [_fill_task(task) for task in facts.tasks if _is_told(task)],
        "nhiem_vu_chua_ghi": _say_unrecorded(facts),
        "danh_gia": [
            {"ten": head, "cac_loi": lines} for head, lines in _say_how_it_looks(facts) if lines
        ],
        "nhiem_vu": [{"ten": head, "cac_loi": lines} for head, lines in _say_tasks(facts) if lines],
        "kien_nghi": [*_say_proposals(facts), TO_FILL_IN],
        "ket": f"Trên đây là báo cáo {_say_subject(facts)}./.",
        "bang": [_fill_row(each, facts) for each in facts.indicators],
        **_fill_foot(facts),
    }


# --- head and foot -----------------------------------------------------------------------------


def _fill_head(facts: DocumentFacts) -> dict[str, object]:
    issuer = words.find_issuer(facts)
    above = facts.above if issuer is facts.unit else None
    is_branch = issuer.level is Level.BRANCH
    subject = _say_subject(facts)
    return {
        "co_quan_tren": (words.name_organisation(above) if above else "Hội LHPN Việt Nam").upper(),
        "co_quan": words.name_organisation(issuer).upper(),
        "ky_hieu": facts.office.symbols.get(issuer.level, "/BC"),
        "noi": above.short if is_branch and above else issuer.short,
        "ngay": words.format_long_day(facts.day),
        "trich_yeu": subject[:1].upper() + subject[1:],
        "so_lieu_den": f"(Số liệu tính đến hết {words.format_long_day(facts.cutoff_day)})",
    }


def _say_subject(facts: DocumentFacts) -> str:
    """Say what the report is about, by its months."""
    grouping = facts.unit is not words.find_issuer(facts)
    where = f"trên {_lower_first(facts.unit.name)} " if grouping else ""
    span = name_span_of_year(facts.span).replace(" ", "\xa0")
    return f"kết quả thực hiện Kế hoạch số\xa0{facts.plan.id} {where}{span}"


def _lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]


def _say_opening(facts: DocumentFacts) -> str:
    plan = facts.plan
    return (
        f"Thực hiện Kế hoạch số {plan.id} {words.format_long_day(plan.signed)} của {plan.issuer} "
        f"({plan.title}), {words.name_organisation(words.find_issuer(facts))} "
        f"báo cáo kết quả thực hiện {name_span_of_year(facts.span)} như sau:"
    )


def _say_notes(facts: DocumentFacts) -> Iterator[str]:
    """Say what holds for all figures: which days, how many reports, whose targets, samples."""
    yield words.say_up_to(facts)
    parts = max((each.standing.parts for each in facts.indicators), default=1)
    if parts > 1:
        yield f"Chỉ tiêu tính theo cơ sở Hội gồm phần của {parts} xã trước sáp nhập."
    if facts.sample:
        yield words.SAMPLE


def _fill_foot(facts: DocumentFacts) -> dict[str, object]:
    issuer = words.find_issuer(facts)
    signer = facts.office.find_signer(issuer.key.code, issuer.level)
    receivers = facts.plan.receivers.get(issuer.level, ())
    return {
        "noi_nhan": [*(f"{name.rstrip(';')};" for name in receivers), "Lưu: VT."],
        "ky_thay": signer.on_behalf,
        "ky_thay_chuc_vu": signer.in_place,
        "chuc_vu": signer.position,
        "nguoi_ky": signer.name,
    }


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


def _say_not_due(facts: DocumentFacts) -> str:
    """Name what no form of these months asks, so that nobody looks for it in vain."""
    if not facts.not_due:
        return ""
    names = "; ".join(f"{i.short} ({i.code})" for i in facts.not_due)
    return f"Chưa đến kỳ báo cáo nên không đánh giá: {names}."


# --- II: what was done for the plan's tasks ----------------------------------------------------


def _is_told(task: TaskResult) -> bool:
    return bool(task.done) or task.held is not None


def _say_unrecorded(facts: DocumentFacts) -> str:
    """Name to the office, by their numbers, the tasks nothing was recorded for."""
    left = [task.id for task in facts.tasks if not _is_told(task)]
    if not left:
        return TO_FILL_IN
    return f"[Văn phòng viết thêm. Chưa ghi việc nào trong kỳ cho: {', '.join(left)}]"


def _fill_task(task: TaskResult) -> dict[str, object]:
    """Fill one task with what was done for it, each with its day."""
    held = [] if task.held is None else [f"Đã tổ chức ngày {words.format_day(task.held)}."]
    return {"ma": task.id, "ten": task.title, "cac_loi": [*held, *map(_say_done, task.done)]}


def _say_done(done: TaskDone) -> str:
    where = f"{done.unit_name}: " if done.unit_name else ""
    people = "" if done.people is None else f" ({format_number(done.people)} người tham gia)"
    return f"{words.format_day(done.day)}: {where}{done.what.rstrip('.')}{people}."


# --- III: how it looks --------------------------------------------------------------------------


def _say_how_it_looks(facts: DocumentFacts) -> Iterator[tuple[str, list[str]]]:
    """Say what the figures tell; what they cannot tell is left to the office, and marked."""
    done = [*_say_how_many(facts), *_say_met(facts), *_say_reporting(facts)]
    yield "Kết quả đạt được", [*done, TO_FILL_IN]
    lacking = [*_say_lagging(facts), *_say_laggards(facts), *_say_unsent(facts)]
    yield "Hạn chế", [*lacking, TO_FILL_IN]
    yield "Nguyên nhân", [*_say_causes(facts), TO_FILL_IN]


def _say_causes(facts: DocumentFacts) -> Iterator[str]:
    """Say what of it is no matter of work, but of what was reported or allotted."""
    thin = [i for i in facts.indicators if i.status is ProgressStatus.TOO_LITTLE]
    if thin:
        yield f"Chưa đủ báo cáo để đánh giá {len(thin)} chỉ tiêu: {_list_indicators(thin)}."
    last = _find_last_closed(facts)
    if last is not None and last.sent > last.on_time and facts.unit.level is not Level.BRANCH:
        yield (
            f"Còn {format_number(last.sent - last.on_time)} chi hội gửi báo cáo tháng "
            f"{last.period.month} sau hạn."
        )


def _say_proposals(facts: DocumentFacts) -> Iterator[str]:
    """Say which targets nobody set: the unit above has to."""
    if facts.unit.level is Level.BRANCH:
        return
    shared = [i for i in facts.indicators if i.status is ProgressStatus.PROVISIONAL]
    unset = [i for i in facts.indicators if i.status is ProgressStatus.UNSET]
    if shared:
        yield f"Đề nghị giao chính thức chỉ tiêu đang tạm chia: {_list_indicators(shared)}."
    if unset and facts.unit.level is not Level.PROVINCE:
        yield f"Đề nghị giao chỉ tiêu: {_list_indicators(unset)}."


def _list_indicators(found: Sequence[IndicatorProgress]) -> str:
    return "; ".join(_name_indicator(each) for each in found)


def _say_how_many(facts: DocumentFacts) -> Iterator[str]:
    counts = Counter(words.name_status(i).lower() for i in facts.indicators)
    order = dict.fromkeys([*(text.lower() for text in words.STATUS.values()), *counts])
    told = [f"{counts[text]} chỉ tiêu {text}" for text in order if counts[text]]
    if facts.unit.level is Level.BRANCH:
        return
    yield f"Trong {len(facts.indicators)} chỉ tiêu đến kỳ báo cáo: {'; '.join(told)}."


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


# --- IV: what comes ---------------------------------------------------------------------------


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
    hidden = of.standing.withheld or not of.coverage.owed
    limit = "≤ " if of.indicator.lower_is_better else ""
    shared_out = " (tạm chia)" if of.standing.provisional else ""
    return {
        "ma": of.indicator.code,
        "ten": of.indicator.name,
        "don_vi": words.name_what_is_counted(of),
        "giao": "" if target is None else f"{limit}{format_number(target)}{suffix}{shared_out}",
        "ket_qua": "" if found is None else f"{format_number(found.amount)}{suffix}",
        "ty_le": "" if rate is None else format_percent(rate),
        "bao_cao": "" if hidden else words.say_coverage(of.coverage),
        "tinh_trang": words.name_status(of),
    }
