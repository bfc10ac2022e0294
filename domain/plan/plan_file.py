"""Reads a plan file."""

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from domain.measures import MEASURES, Count, Fold, Measure
from domain.org.levels import Level
from domain.periods import Rhythm
from domain.plan.cases_section import read_cases
from domain.plan.checks import read_checks
from domain.plan.events_section import read_events, read_stages
from domain.plan.plan import (
    AfterMerger,
    Allot,
    CaseQuestion,
    Field,
    Hotline,
    Indicator,
    OneAnswer,
    Plan,
    PlanSettings,
    Target,
    Words,
)
from domain.plan.reminders_section import read_reminders
from domain.plan.yaml_reader import FileFault, Reader, open_text
from domain.rollups import ROLLUPS, RollUp

__all__ = ["FileFault", "parse_plan"]

_MEASURES = {measure.name: measure for measure in MEASURES}
_SHORT, _QUESTION, _ASK, _HELP, _NOTE = 40, 120, 60, 240, 120


def parse_plan(text: str) -> Plan | list[FileFault]:
    """Parse the plan a text describes, or return all its faults in the order of lines."""
    faults: list[FileFault] = []
    top = open_text(text, faults)
    plan = _read_plan(top) if top else None
    return plan if plan and not faults else sorted(set(faults))


def _read_plan(top: Reader) -> Plan:
    year = top.read_whole("year", low=2000, high=2100)
    indicators = tuple(_read_indicator(each, year) for each in top.open_each("indicators", "code"))
    events = read_events(top, {i.code for i in indicators})
    _check_unique(top, "indicators", (i.code for i in indicators))
    plan = Plan(
        id=top.read_text("id"),
        title=top.read_text("title"),
        year=year,
        issuer=top.read_text("issuer"),
        signed=top.read_day("signed"),
        theme=top.read_text("theme"),
        settings=_read_settings(top.open_inside("settings", required=False), indicators),
        indicators=indicators,
        events=events,
        case_question=_read_case_question(top.open_inside("case_question")),
        hotlines=tuple(_read_hotline(each) for each in top.open_each("hotlines", "number")),
        hotlines_checked=top.read_day("hotlines_checked"),
        parts=_read_parts(top.open_inside("parts", required=False)),
        prepare=read_stages(top),
        cases=read_cases(top.open_inside("cases", required=False)),
        checks=read_checks(top, [i.code for i in indicators]),
        receivers=_read_receivers(top.open_inside("receivers", required=False)),
    )
    top.finish()
    return plan


def _read_parts(reader: Reader | None) -> dict[str, str]:
    return {} if reader is None else {number: reader.read_text(number) for number in reader.items}


def _read_receivers(reader: Reader | None) -> dict[Level, tuple[str, ...]]:
    if reader is None:
        return {}
    found = {level: reader.read_texts(level.value) for level in Level}
    reader.finish()
    return {level: names for level, names in found.items() if names}


def _read_settings(reader: Reader | None, indicators: Sequence[Indicator]) -> PlanSettings:
    if reader is None:
        return PlanSettings()
    praise = _read_praise(reader, indicators)
    usual, before = PlanSettings(), len(reader.faults)
    settings = PlanSettings(
        timezone=_read_timezone(reader, usual.timezone),
        cutoff_day=reader.read_whole("cutoff_day", low=1, high=28, default=usual.cutoff_day),
        opens_day=reader.read_whole("opens_day", low=1, high=28, default=usual.opens_day),
        due_day=reader.read_whole("due_day", low=1, high=28, default=usual.due_day),
        due_day_of=_read_due_days(reader.open_inside("due_day_of", required=False)),
        lock_after_days=reader.read_whole(
            "lock_after_days", high=366, default=usual.lock_after_days
        ),
        quarter_months=_read_months(reader, "quarter_months", usual.quarter_months),
        half_months=_read_months(reader, "half_months", usual.half_months),
        year_month=reader.read_whole("year_month", low=1, high=12, default=usual.year_month),
        after_merger=reader.read_choice("after_merger", AfterMerger, default=usual.after_merger),
        one_answer=reader.read_choice("one_answer", OneAnswer, default=usual.one_answer),
        area_entry_by=reader.read_choice("area_entry_by", Level, default=usual.area_entry_by),
        small_cell=reader.read_whole("small_cell", default=usual.small_cell),
        enough_percent=reader.read_whole("enough_percent", default=usual.enough_percent),
        praise=praise,
        reminders=read_reminders(reader.open_inside("reminders", required=False)),
    )
    if len(reader.faults) == before:
        _check_order(reader, settings)
    reader.finish()
    return settings


def _check_order(reader: Reader, settings: PlanSettings) -> None:
    for level in Level:
        if settings.get_due_day(level) <= settings.cutoff_day:
            reader.add_fault("due_day", f"falls before the cut-off for {level.value}")
    if settings.opens_day > min(settings.due_day, *settings.due_day_of.values(), 31):
        reader.add_fault("opens_day", "must not fall after the due day")


def _read_praise(reader: Reader, indicators: Sequence[Indicator]) -> str | None:
    code = reader.read_text("praise", default=None)
    if code is None:
        return None
    named = next((i for i in indicators if i.code == code), None)
    if named is None:
        reader.add_fault("praise", f"{code} is no indicator of this plan")
    elif named.measure.name != Count.name or not named.fold.adds:
        reader.add_fault("praise", f"{code} does not add up: it needs kind count and fold sum")
    return code


def _read_timezone(reader: Reader, usual: str) -> str:
    if not reader.has("timezone"):
        return reader.read_text("timezone", default=usual)
    zone = reader.read("timezone", ZoneInfo, "is no known time zone")
    return zone.key if zone else usual


def _read_months(reader: Reader, name: str, usual: tuple[int, ...]) -> tuple[int, ...]:
    return reader.read_wholes(name, low=1, high=12, default=usual)


def _read_due_days(reader: Reader | None) -> dict[Level, int]:
    if reader is None:
        return {}
    found = {level: reader.read_whole(level.value, low=1, high=28, default=0) for level in Level}
    reader.finish()
    return {level: day for level, day in found.items() if day}


def _read_indicator(reader: Reader, year: int) -> Indicator:
    before = len(reader.faults)
    measure = _read_measure(reader)
    indicator = Indicator(
        code=reader.read_text("code"),
        name=reader.read_text("name"),
        short=reader.read_text("short", most=_SHORT),
        question=reader.read_text("question", most=_QUESTION),
        ask=reader.read_text("ask", most=_ASK),
        help=reader.read_text("help", most=_HELP),
        unit_word=reader.read_text("unit_word"),
        entered_by=reader.read_choices("entered_by", Level),
        confirmed_by=reader.read_choice("confirmed_by", Level, default=None),
        confirmed_every=reader.read_choice("confirmed_every", Rhythm, default=None),
        measure=measure or Count(),
        fields=_read_fields(reader, measure),
        fold=reader.read_choice("fold", Fold),
        rollup=_read_rollup(reader),
        target=_read_target(reader.open_inside("target"), year),
        baseline=reader.read_number("baseline", default=None),
        rhythm=reader.read_choice("rhythm", Rhythm),
        lower_is_better=reader.read_flag("lower_is_better"),
        sensitive=reader.read_flag("sensitive"),
        personal=reader.read_flag("personal"),
        note=reader.read_text("note", default="", most=_NOTE),
        from_cases=reader.read_text("from_cases", default=None),
        ceiling=reader.read_number("ceiling", default=None),
        words=read_words(reader),
        ask_other=reader.read_text("ask_other", default="", most=_ASK),
        said_as=reader.read_texts("said_as"),
        said_in_form=reader.read_texts("said_in_form"),
        counted_in=reader.read_texts("counted_in"),
        said_beside=reader.read_texts("said_beside"),
        said_of_stock=reader.read_texts("said_of_stock"),
    )
    if len(reader.faults) == before:
        _check_indicator(reader, indicator)
    reader.finish()
    return indicator


def _read_measure(reader: Reader) -> Measure | None:
    name = reader.read_text("kind")
    if name and name not in _MEASURES:
        reader.add_fault("kind", f"must be one of {', '.join(_MEASURES)}")
    return _MEASURES.get(name)


def _read_rollup(reader: Reader) -> RollUp:
    name = reader.read_text("rollup")
    found = next((rollup for rollup in ROLLUPS if rollup.name == name), None)
    if name and found is None:
        reader.add_fault("rollup", f"must be one of {', '.join(r.name for r in ROLLUPS)}")
    return found or ROLLUPS[0]


def _read_fields(reader: Reader, measure: Measure | None) -> tuple[Field, ...]:
    inner = reader.open_inside("fields", required=False)
    if measure is None:
        return ()
    if inner is None:
        return tuple(Field(name) for name in measure.fields)
    for name in inner.items.keys() - set(measure.fields):
        inner.add_fault(name, f"is no field of {measure.name}: {', '.join(measure.fields)}")
    return tuple(Field(name, inner.read_text(name, most=_SHORT)) for name in measure.fields)


def _read_target(reader: Reader | None, year: int) -> Target:
    end_of_year = date(year, 12, 31)
    if reader is None:
        return Target(end_of_year)
    target = Target(
        date=reader.read_day("date", default=end_of_year),
        number=reader.read_number("number", default=None),
        per=reader.read_choices("per", Level, default=(Level.PROVINCE,)),
        percent=reader.read_number("percent", high=100, default=100),
        below=reader.read_number("below", high=100, default=None),
        allot=reader.read_choice("allot", Allot, default=Allot.NONE),
        of_parts=reader.read_whole("of_parts", low=1, default=None),
        allotted=_read_allotted(reader.open_inside("allotted", required=False)),
        merged=reader.read_choice("merged", AfterMerger, default=None),
    )
    _check_allotment(reader, target)
    reader.finish()
    return target


def _read_allotted(reader: Reader | None) -> dict[str, float]:
    if reader is None:
        return {}
    found = {unit: reader.read_number(unit) for unit in reader.items}
    for unit in found:
        if not _is_unit_key(unit):
            reader.add_fault(unit, "must be a unit such as 01290@2025-07-01")
    return found


def _is_unit_key(text: str) -> bool:
    code, at, day = text.partition("@")
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return bool(at and code)


def _check_allotment(reader: Reader, target: Target) -> None:
    if target.allot is not Allot.NONE and target.per != (Level.PROVINCE,):
        reader.add_fault("allot", "shares out a target per province only")
    if target.allot is Allot.PARTS and target.of_parts is None:
        reader.add_fault("of_parts", "is missing: how many units the target was set for")
    if target.allotted and target.allot is not Allot.LISTED:
        reader.add_fault("allotted", "needs allot: listed")


def _check_indicator(reader: Reader, indicator: Indicator) -> None:
    measure, rollup, target = indicator.measure, indicator.rollup, indicator.target
    if rollup not in measure.rollups:
        fitting = ", ".join(sorted(each.name for each in measure.rollups))
        reader.add_fault("rollup", f"must be one of {fitting} for kind {measure.name}")
    if not rollup.is_ratio and target.number is None:
        reader.add_fault("target", f"needs a number for roll-up {rollup.name}")
    if rollup.fewer_is_better and (target.below is None or indicator.baseline is None):
        reader.add_fault("rollup", "needs target.below and baseline")
    if indicator.fold.is_monthly and not rollup.counts_units:
        reader.add_fault("fold", "every needs roll-up share")
    if indicator.words and not measure.has_words:
        reader.add_fault("words", "belong to kind yes_no")
    if indicator.from_cases and not measure.has_whole:
        reader.add_fault("from_cases", "needs kind share")


def read_words(reader: Reader) -> Words | None:
    """Read the yes and no of a question; None where the file does not name them."""
    inner = reader.open_inside("words", required=False)
    if inner is None:
        return None
    yes, no = inner.read_text("yes", most=_SHORT), inner.read_text("no", most=_SHORT)
    shown = (inner.read_text("yes_shown", default=yes), inner.read_text("no_shown", default=no))
    written = [
        inner.read_text(name, most=_NOTE, default="") for name in ("yes_written", "no_written")
    ]
    inner.finish()
    return Words(yes, no, *shown, *written)


def _read_case_question(reader: Reader | None) -> CaseQuestion:
    if reader is None:
        return CaseQuestion("", "", "", "", (), Words())
    question = CaseQuestion(
        question=reader.read_text("question", most=_QUESTION),
        ask=reader.read_text("ask", most=_ASK),
        short=reader.read_text("short", most=_SHORT),
        help=reader.read_text("help", most=_HELP),
        entered_by=reader.read_choices("entered_by", Level),
        words=read_words(reader) or Words(),
        said_in_form=reader.read_texts("said_in_form"),
    )
    reader.finish()
    return question


def _read_hotline(reader: Reader) -> Hotline:
    hotline = Hotline(
        number=reader.read_text("number"),
        name=reader.read_text("name"),
        use_for=reader.read_text("use_for"),
        in_danger=reader.read_flag("in_danger"),
        for_children=reader.read_flag("for_children"),
        for_poison=reader.read_flag("for_poison"),
        free=reader.read_flag("free", default=True),
    )
    reader.finish()
    return hotline


def _check_unique(top: Reader, name: str, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            top.add_fault(name, f"{key} stands twice")
        seen.add(key)
