"""What the pages of /tiendo stand on, read when they are sent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.renderer import Loader, Moment
from domain.forecast import Forecast, adds_up, by_month, forecast_of
from domain.levels import Level
from domain.measures import Tally
from domain.notices.progress import (
    IndicatorPage,
    LineFacts,
    MonthFacts,
    MonthPage,
    PageFacts,
    PictureFacts,
    PlacedFigure,
    ProgressFacts,
    ProgressPicture,
    RankedUnit,
    Ranking,
    RankingFacts,
    Reporting,
    UnitFigure,
    Week,
)
from domain.org import Unit, View
from domain.periods import Period, due_day, due_moment, opens_at
from domain.plan import Indicator, Plan
from domain.progress import IndicatorProgress, Place, Row, closed_periods, progress
from domain.ranking import judged_units
from storage import months, recent, reports
from storage import progress as figures
from storage.moments import seconds

_MOST_UNITS = 5000
"""Above so many units what takes each one's reports is left out: a glance should not wait."""
_FEWEST_BESIDE = 3
"""An average of fewer branches would tell a neighbour's figures."""
_WEEK = timedelta(days=7)
_LATE_PERIODS = 3


# --- the card ----------------------------------------------------------------------------------


def with_more(facts: ProgressFacts, unit_id: int, at: Moment) -> ProgressFacts:
    """The card's facts with forecasts, what the last week brought, and a branch's neighbours."""
    unit = at.reference.units.unit(unit_id)
    return replace(
        facts,
        code=unit.code,
        forecasts=_forecasts(facts.indicators, unit, at),
        week=_week(facts.indicators, unit, at),
        beside=_beside(facts.indicators, unit, at) if unit.level is Level.BRANCH else {},
    )


def _forecasts(
    indicators: Sequence[IndicatorProgress], unit: Unit, at: Moment
) -> dict[str, Forecast]:
    """By code, of what adds up."""
    wanted = {done.indicator.code: done for done in indicators if adds_up(done)}
    span = _span(wanted, at)
    if span is None or not wanted:
        return {}
    ids = [place.unit_id for place in _places(unit, at)]
    if len(ids) > _MOST_UNITS:
        return {}
    by_code: dict[str, list[Row]] = {code: [] for code in wanted}
    for row in months.sums(at.book, ids[0], ids, span):
        by_code[row.indicator].append(row)
    found = {
        code: forecast_of(done, by_month(done.indicator, by_code[code]), at.reference.plan, at.now)
        for code, done in wanted.items()
    }
    return {code: foreseen for code, foreseen in found.items() if foreseen is not None}


def _week(indicators: Sequence[IndicatorProgress], unit: Unit, at: Moment) -> Week | None:
    view, units = at.reference.units.tree.at(at.now.date()), at.reference.units
    branches = view.branches(unit.key)
    if not branches or len(branches) > _MOST_UNITS:
        return None
    periods = [str(p) for p in opened(at)[-_LATE_PERIODS:]]
    count, sums = recent.came(at.book, units.ids(branches), periods, seconds(at.now - _WEEK))
    wanted = [done.indicator for done in indicators if adds_up(done)]
    added = {i.code: _added(i, sums) for i in wanted}
    return Week(count, {code: amount for code, amount in added.items() if amount})


def _added(indicator: Indicator, sums: Mapping[tuple[str, str], float]) -> float:
    fields = {name: sums.get((indicator.code, name), 0) for name in indicator.field_names}
    return indicator.measure.amount(Tally(fields), indicator.field_names)


def _beside(indicators: Sequence[IndicatorProgress], unit: Unit, at: Moment) -> dict[str, float]:
    """What a branch of the same commune reached on average, of those that reported it."""
    units, view = at.reference.units, at.reference.units.tree.at(at.now.date())
    commune = view.commune(unit.key)
    if commune is None:
        return {}
    wanted = [done for done in indicators if adds_up(done)]
    rows = _rows(units.ids(view.branches(commune.key)), _codes(wanted), at)
    found: dict[str, float] = {}
    for done in wanted:
        indicator = done.indicator
        kept = [row for row in rows if row.indicator == indicator.code]
        who = {row.unit_id for row in kept}
        if len(who) >= _FEWEST_BESIDE:
            found[indicator.code] = sum(by_month(indicator, kept).values()) / len(who)
    return found


# --- an indicator closely ----------------------------------------------------------------------


def page(notice: IndicatorPage, at: Moment) -> PageFacts | None:
    """The indicators whose code begins so, as far as this unit or one below it enters them."""
    units, plan = at.reference.units, at.reference.plan
    unit = units.unit(notice.unit_id)
    wanted = tuple(i for i in plan.indicators if i.code.startswith(notice.code))
    narrow, places = replace(plan, indicators=wanted), _places(unit, at)
    rows = _rows([p.unit_id for p in places], [i.code for i in wanted], at)
    found = progress(narrow, places[0], places, rows, at.now)
    beside = _beside(found, unit, at) if unit.level is Level.BRANCH else {}
    lines = tuple(
        replace(_line(done, unit, places, rows, narrow, at), beside=beside.get(done.indicator.code))
        for done in found
    )
    return PageFacts(unit.name, unit.code, unit.level, at.now.date(), lines)


def _line(
    done: IndicatorProgress,
    unit: Unit,
    places: Sequence[Place],
    rows: Sequence[Row],
    plan: Plan,
    at: Moment,
) -> LineFacts:
    indicator = done.indicator
    if indicator.from_cases is not None:
        return LineFacts(done, ())
    kept = [row for row in rows if row.indicator == indicator.code]
    amounts = by_month(indicator, kept)
    asked = [p for p in opened(at) if indicator.rhythm.asked_in(p.month, plan.settings)]
    alone = replace(plan, indicators=(indicator,))
    return LineFacts(
        done,
        tuple((period, amounts.get(period)) for period in asked),
        forecast_of(done, amounts, plan, at.now),
        _figures_below(indicator, alone, unit, places, kept, at),
    )


def _figures_below(
    indicator: Indicator,
    plan: Plan,
    unit: Unit,
    places: Sequence[Place],
    rows: Sequence[Row],
    at: Moment,
) -> tuple[UnitFigure, ...]:
    units, view = at.reference.units, at.reference.units.tree.at(at.now.date())
    below = _below(view, unit, areas=Level.AREA in indicator.target.per)
    found = [
        UnitFigure(one.short, one.code, each.indicators[0])
        for each in judged_units(plan, units.ids(below), places, rows, at.now)
        if each.indicators and not each.indicators[0].standing.nothing
        for one in [units.unit(each.unit_id)]
    ]
    return tuple(sorted(found, key=_reached, reverse=True))


def _reached(figure: UnitFigure) -> tuple[float, float]:
    standing = figure.progress.standing
    amount = standing.total if standing.total is not None else standing.achieved
    return (standing.rate or 0.0, amount or 0.0)


def _below(view: View, unit: Unit, *, areas: bool = False) -> Sequence[Unit]:
    """Whom a unit is made of, as staff speak of it: a province's communes, or its areas."""
    if unit.level is Level.PROVINCE:
        return view.groups_under(unit.key) if areas else view.communes(unit.key)
    return view.below(unit.key)


# --- units beside one another ------------------------------------------------------------------


def ranking(notice: Ranking, at: Moment) -> RankingFacts:
    """Units below by the share of their targets; branches, which have none, by their reports."""
    units = at.reference.units
    unit, view = units.unit(notice.unit_id), units.tree.at(at.now.date())
    by_reports = unit.level is Level.COMMUNE
    found = _by_reports(unit, view, at) if by_reports else _by_targets(unit, view, at)
    ordered = sorted(found, key=lambda one: (-one.share, -one.judged, one.name))
    return RankingFacts(unit.name, unit.code, at.now.date(), tuple(ordered), by_reports)


def _by_targets(unit: Unit, view: View, at: Moment) -> list[RankedUnit]:
    units, places, plan = at.reference.units, _places(unit, at), at.reference.plan
    below = units.ids(_below(view, unit))
    rows = [row for unit_id in below for row in _rows_of_one(unit_id, places, at)]
    return [
        RankedUnit(one.short, one.code, each.good, each.judged)
        for each in judged_units(plan, below, places, rows, at.now)
        for one in [units.unit(each.unit_id)]
    ]


def _rows_of_one(unit_id: int, places: Sequence[Place], at: Moment) -> list[Row]:
    """What one unit below is judged by: states by who reported them, all else added up."""
    ids = [p.unit_id for p in places if p.unit_id == unit_id or unit_id in p.above]
    plan = at.reference.plan
    states = [i.code for i in plan.indicators if i.is_state]
    summed = _span([i.code for i in plan.indicators if not i.is_state], at)
    if summed is None:
        return []
    level = at.reference.units.unit(unit_id).level
    if level is not Level.COMMUNE:  # what is judged commune by commune must not be added up
        return _rows(ids, [i.code for i in plan.indicators], at)
    return [*_rows(ids, states, at), *months.sums(at.book, unit_id, ids, summed)]


def _by_reports(unit: Unit, view: View, at: Moment) -> list[RankedUnit]:
    """How many reports of the months that are over each branch sent in time."""
    units, plan = at.reference.units, at.reference.plan
    branches = view.branches(unit.key)
    good = dict.fromkeys(units.ids(branches), 0)
    closed = closed_periods(plan, at.now)
    for period in closed:
        limit = seconds(due_moment(period, plan.settings, at.reference.calendar))
        for unit_id, sent_at in reports.senders(at.book, str(period)).items():
            if unit_id in good and sent_at <= limit:
                good[unit_id] += 1
    return [RankedUnit(b.short, b.code, good[units.id_of(b.key)], len(closed)) for b in branches]


# --- a month -----------------------------------------------------------------------------------


def month(notice: MonthPage, at: Moment) -> MonthFacts:
    """Who sent a month's report and when, and what it came to."""
    units, plan = at.reference.units, at.reference.plan
    unit, period = units.unit(notice.unit_id), Period.parse(notice.period)
    if period not in opened(at):
        return MonthFacts(unit.name, unit.code, unit.level, period, None)
    ids = [place.unit_id for place in _places(unit, at)]
    wanted = [i for i in plan.indicators if i.from_cases is None]
    named, today = str(period), at.now.date()
    span = months.Span(units, [i.code for i in wanted], named, named, today)
    rows = list(months.sums(at.book, ids[0], ids, span))
    sums = tuple((i, amount) for i in wanted for amount in by_month(i, rows).values())
    reporting = _turnout(unit, period, at)
    return MonthFacts(unit.name, unit.code, unit.level, period, reporting, sums)


def _turnout(unit: Unit, period: Period, at: Moment) -> Reporting:
    """Counted over the branches of today that stood on the due day."""
    units, settings = at.reference.units, at.reference.plan.settings
    calendar, view = at.reference.calendar, units.tree.at(at.now.date())
    due = due_day(period, settings, calendar, Level.BRANCH)
    owing = [b for b in view.branches(unit.key) if b.key.valid_from <= due]
    senders = reports.senders(at.book, str(period))
    limit = seconds(due_moment(period, settings, calendar))
    came = [senders[i] for i in units.ids(owing) if i in senders]
    lacking = tuple((b.short, 1) for b in owing if units.id_of(b.key) not in senders)
    in_time = sum(sent_at <= limit for sent_at in came)
    return Reporting(period, due, len(came), len(owing), lacking, in_time)


# --- pictures ----------------------------------------------------------------------------------


def placed(notice: ProgressPicture, card: ProgressFacts, at: Moment) -> PictureFacts:
    """The card's facts; for a map also where each commune lies and how it does."""
    if notice.what != "map":
        return PictureFacts(card)
    units, unit = at.reference.units, at.reference.units.unit(notice.unit_id)
    view = units.tree.at(at.now.date())
    by_code = {one.code: one for one in _by_targets_of_communes(unit, view, at)}
    return PictureFacts(
        card,
        tuple(
            PlacedFigure(c.short, c.lat, c.lon, by_code[c.code].good, by_code[c.code].judged)
            for c in view.communes(unit.key)
            if c.lat is not None and c.lon is not None and c.code in by_code
        ),
    )


def _by_targets_of_communes(unit: Unit, view: View, at: Moment) -> list[RankedUnit]:
    return [] if unit.level in (Level.COMMUNE, Level.BRANCH) else _by_targets(unit, view, at)


# --- reading -----------------------------------------------------------------------------------


def opened(at: Moment) -> list[Period]:
    """The plan's months whose report may be entered by now, or could be before."""
    plan = at.reference.plan
    return [p for p in plan.periods if opens_at(p, plan.settings) <= at.now]


def _places(unit: Unit, at: Moment) -> list[Place]:
    day: date = at.now.date()
    return figures.places(at.reference.units, unit, day, at.reference.plan.signed)


def _rows(unit_ids: Sequence[int], codes: Collection[str], at: Moment) -> list[Row]:
    """Their values of these indicators in the plan's year so far."""
    span = _span(codes, at)
    return [] if span is None else list(months.rows(at.book, unit_ids, span))


def _span(codes: Collection[str], at: Moment) -> months.Span | None:
    """The plan's months that are open by now; None where none is yet."""
    there = opened(at)
    if not there:
        return None
    first, last = str(there[0]), str(there[-1])
    return months.Span(at.reference.units, list(codes), first, last, at.now.date())


def _codes(indicators: Sequence[IndicatorProgress]) -> list[str]:
    return [done.indicator.code for done in indicators]


LOADERS: dict[str, Loader] = {"page": page, "ranking": ranking, "month": month}
