"""A plan file's text into a Plan, or into every fault it has."""

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from domain.measures import MEASURES, Count, Fold, Measure, RollUp, Share, YesNo
from domain.org.levels import Level
from domain.periods import Rhythm
from domain.plan.cases_section import read_cases
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
    Settings,
    Target,
    Words,
)
from domain.plan.reminders_section import read_reminders
from domain.plan.yaml_reader import Fault, Reader, open_text

__all__ = ["Fault", "parse_plan"]

_MEASURES = {measure.name: measure for measure in MEASURES}
_SHORT, _QUESTION, _ASK, _HELP = 40, 120, 60, 200


def parse_plan(text: str) -> Plan | list[Fault]:
    """The plan this text describes, or all its faults in the order of their lines."""
    faults: list[Fault] = []
    top = open_text(text, faults)
    plan = _plan(top) if top else None
    return plan if plan and not faults else sorted(set(faults))


def _plan(top: Reader) -> Plan:
    year = top.whole("year", low=2000, high=2100)
    indicators = tuple(_indicator(each, year) for each in top.each("indicators", "code"))
    events = read_events(top, {i.code for i in indicators})
    _unique(top, "indicators", (i.code for i in indicators))
    plan = Plan(
        id=top.text("id"),
        title=top.text("title"),
        year=year,
        issuer=top.text("issuer"),
        signed=top.day("signed"),
        theme=top.text("theme"),
        settings=_settings(top.inside("settings", required=False), indicators),
        indicators=indicators,
        events=events,
        case_question=_case_question(top.inside("case_question")),
        hotlines=tuple(_hotline(each) for each in top.each("hotlines", "number")),
        hotlines_checked=top.day("hotlines_checked"),
        parts=_parts(top.inside("parts", required=False)),
        prepare=read_stages(top),
        cases=read_cases(top.inside("cases", required=False)),
    )
    top.done()
    return plan


def _parts(reader: Reader | None) -> dict[str, str]:
    return {} if reader is None else {number: reader.text(number) for number in reader.items}


def _settings(reader: Reader | None, indicators: Sequence[Indicator]) -> Settings:
    if reader is None:
        return Settings()
    praise = _praise(reader, indicators)
    usual, before = Settings(), len(reader.faults)
    settings = Settings(
        timezone=_timezone(reader, usual.timezone),
        cutoff_day=reader.whole("cutoff_day", low=1, high=28, default=usual.cutoff_day),
        opens_day=reader.whole("opens_day", low=1, high=28, default=usual.opens_day),
        due_day=reader.whole("due_day", low=1, high=28, default=usual.due_day),
        due_day_of=_due_days(reader.inside("due_day_of", required=False)),
        lock_after_days=reader.whole("lock_after_days", high=366, default=usual.lock_after_days),
        quarter_months=_months(reader, "quarter_months", usual.quarter_months),
        half_months=_months(reader, "half_months", usual.half_months),
        year_month=reader.whole("year_month", low=1, high=12, default=usual.year_month),
        after_merger=reader.choice("after_merger", AfterMerger, default=usual.after_merger),
        one_answer=reader.choice("one_answer", OneAnswer, default=usual.one_answer),
        area_entry_by=reader.choice("area_entry_by", Level, default=usual.area_entry_by),
        small_cell=reader.whole("small_cell", default=usual.small_cell),
        praise=praise,
        reminders=read_reminders(reader.inside("reminders", required=False)),
    )
    if len(reader.faults) == before:
        _in_order(reader, settings)
    reader.done()
    return settings


def _in_order(reader: Reader, settings: Settings) -> None:
    for level in Level:
        if settings.due_day_for(level) <= settings.cutoff_day:
            reader.fault("due_day", f"falls before the cut-off for {level.value}")
    if settings.opens_day > min(settings.due_day, *settings.due_day_of.values(), 31):
        reader.fault("opens_day", "must not fall after the due day")


def _praise(reader: Reader, indicators: Sequence[Indicator]) -> str | None:
    code = reader.text("praise", default=None)
    if code is None:
        return None
    named = next((i for i in indicators if i.code == code), None)
    if named is None:
        reader.fault("praise", f"{code} is no indicator of this plan")
    elif not isinstance(named.measure, Count) or named.fold is not Fold.SUM:
        reader.fault("praise", f"{code} does not add up: it needs kind count and fold sum")
    return code


def _timezone(reader: Reader, usual: str) -> str:
    if not reader.has("timezone"):
        return reader.text("timezone", default=usual)
    zone = reader.read("timezone", ZoneInfo, "is no known time zone")
    return zone.key if zone else usual


def _months(reader: Reader, name: str, usual: tuple[int, ...]) -> tuple[int, ...]:
    return reader.wholes(name, low=1, high=12, default=usual)


def _due_days(reader: Reader | None) -> dict[Level, int]:
    if reader is None:
        return {}
    found = {level: reader.whole(level.value, low=1, high=28, default=0) for level in Level}
    reader.done()
    return {level: day for level, day in found.items() if day}


def _indicator(reader: Reader, year: int) -> Indicator:
    before = len(reader.faults)
    measure = _measure(reader)
    indicator = Indicator(
        code=reader.text("code"),
        name=reader.text("name"),
        short=reader.text("short", most=_SHORT),
        question=reader.text("question", most=_QUESTION),
        ask=reader.text("ask", most=_ASK),
        help=reader.text("help", most=_HELP),
        unit_word=reader.text("unit_word"),
        entered_by=reader.choices("entered_by", Level),
        confirmed_by=reader.choice("confirmed_by", Level, default=None),
        confirmed_every=reader.choice("confirmed_every", Rhythm, default=None),
        measure=measure or Count(),
        fields=_fields(reader, measure),
        fold=reader.choice("fold", Fold),
        rollup=reader.choice("rollup", RollUp),
        target=_target(reader.inside("target"), year),
        baseline=reader.number("baseline", default=None),
        rhythm=reader.choice("rhythm", Rhythm),
        lower_is_better=reader.flag("lower_is_better"),
        from_cases=reader.text("from_cases", default=None),
        ceiling=reader.number("ceiling", default=None),
        words=read_words(reader),
        said_as=reader.texts("said_as"),
        said_in_form=reader.texts("said_in_form"),
    )
    if len(reader.faults) == before:
        _fits(reader, indicator)
    reader.done()
    return indicator


def _measure(reader: Reader) -> Measure | None:
    name = reader.text("kind")
    if name and name not in _MEASURES:
        reader.fault("kind", f"must be one of {', '.join(_MEASURES)}")
    return _MEASURES.get(name)


def _fields(reader: Reader, measure: Measure | None) -> tuple[Field, ...]:
    inner = reader.inside("fields", required=False)
    if measure is None:
        return ()
    if inner is None:
        return tuple(Field(name) for name in measure.fields)
    for name in inner.items.keys() - set(measure.fields):
        inner.fault(name, f"is no field of {measure.name}: {', '.join(measure.fields)}")
    return tuple(Field(name, inner.text(name, most=_SHORT)) for name in measure.fields)


def _target(reader: Reader | None, year: int) -> Target:
    end_of_year = date(year, 12, 31)
    if reader is None:
        return Target(end_of_year)
    target = Target(
        date=reader.day("date", default=end_of_year),
        number=reader.number("number", default=None),
        per=reader.choices("per", Level, default=(Level.PROVINCE,)),
        percent=reader.number("percent", high=100, default=100),
        below=reader.number("below", high=100, default=None),
        allot=reader.choice("allot", Allot, default=Allot.NONE),
        of_parts=reader.whole("of_parts", low=1, default=None),
        allotted=_allotted(reader.inside("allotted", required=False)),
        merged=reader.choice("merged", AfterMerger, default=None),
    )
    _allots(reader, target)
    reader.done()
    return target


def _allotted(reader: Reader | None) -> dict[str, float]:
    if reader is None:
        return {}
    found = {unit: reader.number(unit) for unit in reader.items}
    for unit in found:
        if not _is_unit_key(unit):
            reader.fault(unit, "must be a unit such as 01290@2025-07-01")
    return found


def _is_unit_key(text: str) -> bool:
    code, at, day = text.partition("@")
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return bool(at and code)


def _allots(reader: Reader, target: Target) -> None:
    if target.allot is not Allot.NONE and target.per != (Level.PROVINCE,):
        reader.fault("allot", "shares out a target per province only")
    if target.allot is Allot.PARTS and target.of_parts is None:
        reader.fault("of_parts", "is missing: how many units the target was set for")
    if target.allotted and target.allot is not Allot.LISTED:
        reader.fault("allotted", "needs allot: listed")


def _fits(reader: Reader, indicator: Indicator) -> None:
    measure, rollup, target = indicator.measure, indicator.rollup, indicator.target
    if rollup not in measure.rollups:
        fitting = ", ".join(sorted(measure.rollups))
        reader.fault("rollup", f"must be one of {fitting} for kind {measure.name}")
    if rollup is not RollUp.RATIO and target.number is None:
        reader.fault("target", f"needs a number for roll-up {rollup.value}")
    if rollup is RollUp.BELOW and (target.below is None or indicator.baseline is None):
        reader.fault("rollup", "needs target.below and baseline")
    if indicator.fold is Fold.EVERY and rollup is not RollUp.SHARE:
        reader.fault("fold", "every needs roll-up share")
    if indicator.words and not isinstance(measure, YesNo):
        reader.fault("words", "belong to kind yes_no")
    if indicator.from_cases and not isinstance(measure, Share):
        reader.fault("from_cases", "needs kind share")


def read_words(reader: Reader) -> Words | None:
    """The yes and no of a question, None where the file does not name them."""
    inner = reader.inside("words", required=False)
    if inner is None:
        return None
    yes, no = inner.text("yes", most=_SHORT), inner.text("no", most=_SHORT)
    shown = (inner.text("yes_shown", default=yes), inner.text("no_shown", default=no))
    inner.done()
    return Words(yes, no, *shown)


def _case_question(reader: Reader | None) -> CaseQuestion:
    if reader is None:
        return CaseQuestion("", "", "", "", (), Words())
    question = CaseQuestion(
        question=reader.text("question", most=_QUESTION),
        ask=reader.text("ask", most=_ASK),
        short=reader.text("short", most=_SHORT),
        help=reader.text("help", most=_HELP),
        entered_by=reader.choices("entered_by", Level),
        words=read_words(reader) or Words(),
        said_in_form=reader.texts("said_in_form"),
    )
    reader.done()
    return question


def _hotline(reader: Reader) -> Hotline:
    hotline = Hotline(
        number=reader.text("number"),
        name=reader.text("name"),
        use_for=reader.text("use_for"),
        in_danger=reader.flag("in_danger"),
        free=reader.flag("free", default=True),
    )
    reader.done()
    return hotline


def _unique(top: Reader, name: str, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            top.fault(name, f"{key} stands twice")
        seen.add(key)
