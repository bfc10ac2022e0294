"""Progress as pictures with a caption, or in words where a network takes no pictures."""

from dataclasses import replace

from bot.engine.message import Message
from bot.engine.surface import Surface
from bot.views.attachments import attach_picture
from bot.views.charts import (
    Heading,
    PlacedUnit,
    Trend,
    UnitMark,
    draw_commune_map,
    draw_progress_chart,
    draw_ranking_chart,
    draw_trend_chart,
    find_light,
    find_step,
    make_unit_mark,
)
from bot.views.progress.card import WITH_MAP, render_progress_card
from bot.views.progress.pages import render_indicator_page
from domain.notices.progress import (
    IndicatorPage,
    IndicatorPicture,
    LineFacts,
    PageFacts,
    PictureFacts,
    PlacedFigure,
    ProgressCard,
    ProgressPicture,
    UnitFigure,
)
from domain.org.levels import Level
from domain.progress.forecast import Forecast
from domain.progress.trend import Course


def render_progress_picture(
    notice: ProgressPicture, facts: PictureFacts, surface: Surface
) -> Message:
    """Show bars or a map; the card where only words can be sent or there is nothing to draw."""
    is_map = notice.what == "map"
    undrawn = facts.card.level is Level.BRANCH or (is_map and not facts.places)
    if not surface.shows_pictures or undrawn:
        return _render_in_words(notice, facts, surface)
    caption = (
        surface.say("{unit}: communes by the share of targets met or on pace.", **_name_unit(facts))
        if is_map
        else surface.say("{unit}: progress against the plan's targets.", **_name_unit(facts))
    )

    def draw() -> bytes:
        return _draw_map(facts, surface) if is_map else draw_progress_chart(facts.card, surface)

    return attach_picture(notice, Message(caption), draw, surface)


def render_indicator_picture(
    notice: IndicatorPicture, facts: PageFacts, surface: Surface
) -> Message:
    """Show the indicators' trends, or the units by the first of them.

    In words where no picture can be sent or there is nothing to draw.
    """
    is_trend = notice.what == "trend"
    trends = [_make_trend(line) for line in facts.lines if line.course is not None]
    marks = [make_unit_mark(unit.name, unit.progress, unit.outlook) for unit in _find_units(facts)]
    rated = any(mark.rate is not None for mark in marks)
    if not surface.shows_pictures or not (trends if is_trend else rated):
        words = IndicatorPage(notice.unit_id, notice.code, notice.choices)
        return _say_why_no_picture(render_indicator_page(words, facts, surface), surface)
    first = facts.lines[0].progress.indicator
    named = f"{first.code} {first.short}"
    subject = "" if is_trend else _say_what_percents_are(facts, named, surface)
    counted = None if facts.counted is None else facts.counted.period
    heading = Heading(facts.unit_name, facts.day, subject, counted)
    caption = (
        surface.say("{unit}: {code} month by month.", unit=facts.unit_name, code=notice.code)
        if is_trend
        else surface.say("{unit}: units by {indicator}.", unit=facts.unit_name, indicator=named)
    )

    def draw() -> bytes:
        if is_trend:
            return draw_trend_chart(heading, trends, surface)
        return draw_ranking_chart(heading, marks, surface)

    return attach_picture(notice, Message(caption), draw, surface)


def _say_what_percents_are(facts: PageFacts, named: str, surface: Surface) -> str:
    """Say what the percents of a ranking are of: the target, or a ratio by itself."""
    units = _find_units(facts)
    done = units[0].progress if units else facts.lines[0].progress
    if not done.indicator.rollup.suffix:
        return surface.say("{indicator} (percent of the target)", indicator=named)
    needed = surface.number(done.standing.target or 0)
    return surface.say(
        "{indicator} ({needed}{suffix} needed)",
        indicator=named,
        needed=needed,
        suffix=done.indicator.rollup.suffix,
    )


def _find_units(facts: PageFacts) -> tuple[UnitFigure, ...]:
    return facts.lines[0].units if facts.lines else ()


def _make_trend(line: LineFacts) -> Trend:
    """Make an indicator's trend; a share of units is drawn towards what they owe together."""
    done, found = line.progress, line.course or Course(())
    standing, indicator = done.standing, done.indicator
    own = standing.total_target if standing.total_target is not None else standing.target
    target = indicator.target.percent if found.steady else own
    return Trend(
        f"{indicator.code} {indicator.short}",
        found.by_month,
        target,
        find_light(done, line.forecast),
        steady=found.steady,
        suffix=(indicator.rollup.suffix or "%") if found.steady else "",
        ends=_find_ends(line.forecast),
    )


def _find_ends(foreseen: Forecast | None) -> tuple[float, float, float] | None:
    if foreseen is None or foreseen.amount is None:
        return None
    amount = foreseen.amount
    low = amount if foreseen.low is None else foreseen.low
    high = amount if foreseen.high is None else foreseen.high
    return low, amount, high


def _render_in_words(notice: ProgressPicture, facts: PictureFacts, surface: Surface) -> Message:
    words = render_progress_card(
        ProgressCard(notice.unit_id, notice.own, notice.choices), facts.card, surface
    )
    no_map = notice.what == "map" and facts.card.level not in WITH_MAP
    return _say_why_no_picture(words, surface, mapless=no_map)


def _say_why_no_picture(words: Message, surface: Surface, mapless: bool = False) -> Message:
    """Say before the words why there is no picture: none can be sent, or none can be drawn."""
    say = surface.say
    if not surface.shows_pictures:
        why = say("No picture can be sent here, so in words:")
    elif mapless:
        why = say("A map shows communes side by side; this unit in words:")
    else:
        why = say("There is nothing to draw, so in words:")
    return replace(words, text=f"{why}\n{words.text}")


def _name_unit(facts: PictureFacts) -> dict[str, str]:
    return {"unit": facts.card.unit_name}


def _draw_map(facts: PictureFacts, surface: Surface) -> bytes:
    card = facts.card
    heading = Heading(
        card.unit_name,
        card.day,
        surface.say("Targets met or on pace, by commune"),
        None if card.counted is None else card.counted.period,
    )
    placed = [PlacedUnit(_make_mark(one), one.lat, one.lon) for one in facts.places]
    return draw_commune_map(heading, placed, surface)


def _make_mark(one: PlacedFigure) -> UnitMark:
    share = one.good / one.judged if one.judged else None
    return UnitMark(one.name, share, find_step(share))
