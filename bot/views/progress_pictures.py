"""Progress as pictures with a caption; in words where a network takes no pictures."""

from dataclasses import replace

from bot.views.attached import with_picture
from bot.views.base import Message
from bot.views.charts import Heading, Light, PlacedUnit, UnitMark, commune_map, progress_chart
from bot.views.progress import card
from bot.views.surface import Surface
from domain.notices.progress import PictureFacts, PlacedFigure, ProgressCard, ProgressPicture

_WELL, _HALF = 0.75, 0.5


def picture(notice: ProgressPicture, facts: PictureFacts, surface: Surface) -> Message:
    """Bars or a map; the card where nothing can be sent but words, or nothing can be placed."""
    is_map = notice.what == "map"
    if not surface.shows_pictures or (is_map and not facts.places):
        return _in_words(notice, facts, surface)
    caption = (
        surface.say("{unit}: communes by the share of targets met or on pace.", **_named(facts))
        if is_map
        else surface.say("{unit}: progress against the plan's targets.", **_named(facts))
    )

    def drawn() -> bytes:
        return _map(facts, surface) if is_map else progress_chart(facts.card, surface)

    return with_picture(notice, Message(caption), drawn, surface)


def _in_words(notice: ProgressPicture, facts: PictureFacts, surface: Surface) -> Message:
    words = card(ProgressCard(notice.unit_id, notice.own, notice.choices), facts.card, surface)
    if surface.shows_pictures:
        return words
    no_picture = surface.say("No picture can be sent here, so in words:")
    return replace(words, text=f"{no_picture}\n{words.text}")


def _named(facts: PictureFacts) -> dict[str, str]:
    return {"unit": facts.card.unit_name}


def _map(facts: PictureFacts, surface: Surface) -> bytes:
    heading = Heading(
        facts.card.unit_name, facts.card.day, surface.say("Targets met or on pace, by commune")
    )
    placed = [PlacedUnit(_mark(one), one.lat, one.lon) for one in facts.places]
    return commune_map(heading, placed, surface)


def _mark(one: PlacedFigure) -> UnitMark:
    share = one.good / one.judged if one.judged else None
    return UnitMark(one.name, share, _light(share))


def _light(share: float | None) -> Light:
    if share is None:
        return Light.NOTHING
    if share >= 1:
        return Light.MET
    if share >= _WELL:
        return Light.ON_TRACK
    return Light.BEHIND if share >= _HALF else Light.FAR_BEHIND
