"""What is found wrong in a talk besides an answer, and how time passes in it."""

from collections.abc import Iterable
from pathlib import Path
from textwrap import indent

import pytest

from bot.play import player
from bot.play.playback import PlayedTalk, Template, play_talks
from bot.play.transcript import parse_transcript
from scheduler.job import Job
from services.context import Context
from services.reminders.due import Due

LAN = "lan: [zalo, leader, Chi hội Nà Pồng, Hoàng Thị Lan]"
MAI = "mai: [telegram, commune, Xã Bảo Lâm, Lý Thị Mai]"


async def _play(template: Template, talk: str, *people: str, head: str = "") -> PlayedTalk:
    text = "title: A talk\nstarts: 2025-10-14T19:42\n" + head + "\npeople:\n"
    text += "".join(f"  {each}\n" for each in people) + "talk:\n" + indent(talk.strip("\n"), "  ")
    transcript = parse_transcript(Path("talk.yaml"), text + "\n")
    (played,) = await play_talks(transcript.talks, template)
    return played


def _came(played: PlayedTalk) -> list[tuple[str, str]]:
    """Who was shown something, and when where that was on the way."""
    return [(answer.who, answer.at) for turn in played.turns for answer in turn.came]


async def test_nothing_is_wrong_where_all_is_as_written(template: Template) -> None:
    due = "Chị còn báo cáo **tháng 10/2025**, hạn thứ Hai 20/10: gõ BÁO CÁO."
    talk = f'- ▸: "cảm ơn em"\n- ◂: "Dạ, không có gì ạ. {due}"'
    assert (await _play(template, talk, LAN)).is_as_written


async def test_a_button_that_is_not_there_ends_the_talk(template: Template) -> None:
    talk = '- mai ▸: "/trogiup"\n- mai ▸: "[Bay]"\n- mai ▸: "/lich"'
    played = await _play(template, talk, MAI)
    assert not played.is_whole
    ((line, fault),) = played.faults
    assert line == 8
    assert fault.startswith("there is no button [Bay]; the chat shows [")


async def test_an_old_button_is_still_there_and_too_old(template: Template) -> None:
    talk = '- mai ▸: "/baocao"\n- mai ▸: "2"\n- mai ▸: "[Để sau]"\n- mai ▸: "[Khác]"'
    played = await _play(template, talk, MAI)
    assert played.turns[-1].came[0].text == "(Nút này của tin nhắn cũ. Chị bấm ở tin mới nhất nhé.)"


async def test_words_that_lie_open_are_found(template: Template) -> None:
    talk = '- mai ▸: "/thongbao"\n- mai ▸: "Họp lúc tám giờ tại nhà văn hoá"'
    played = await _play(template, talk, MAI, LAN, head="secret: [nhà văn hoá, cháu đang sốt]")
    assert [fault for _, fault in played.faults] == ["'nhà văn hoá' lies open in the database"]


async def test_messages_out_are_counted(template: Template) -> None:
    played = await _play(template, '- ▸: "chào em"\n- ▸: "lịch"', LAN, head="messages_out: 1")
    assert played.faults == [(1, "2 messages out, at most 1 may be")]


async def test_days_that_were_set_are_compared(template: Template) -> None:
    hanh = "hanh: [zalo, province, Tỉnh Cao Bằng]"
    head = "undated: [IV.4-a]\ndays: {IV.4-a: 2025-12-05 2025-12-05}"
    talk = '- ▸: "lịch ngày"\n- ▸: "6/12"'
    played = await _play(template, talk, hanh, head=head)
    assert played.faults == [(1, "days were set: IV.4-a: 2025-12-06 2025-12-06")]


async def test_what_fails_in_silence_is_told(
    template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(context: Context) -> Iterable[Due]:
        raise RuntimeError("out of order")

    monkeypatch.setattr(player, "JOBS", (Job("broken", lambda context: "always", fail),))
    played = await _play(template, '- ⏱: "1 phút"', LAN)
    ((_, fault),) = played.faults
    assert "the job broken failed" in fault
    assert "RuntimeError at " in fault


async def test_time_stops_wherever_something_is_due(template: Template) -> None:
    played = await _play(template, '- ⏱: "12:00 20/10"', LAN)
    assert _came(played) == [("lan", f"07:00 {day}/10") for day in (15, 18, 20)]


async def test_the_watch_over_cases_looks_when_a_clock_runs_out(template: Template) -> None:
    hanh = "hanh: [telegram, province, Tỉnh Cao Bằng]"
    dao = "dao: [telegram, area, Địa bàn huyện Bảo Lâm cũ]"
    talk = '- lan ▸: "vụ việc"\n- lan ▸: "1"\n- ⏱: "65 phút"'
    played = await _play(template, talk, LAN, MAI, dao, hanh)
    shown = played.turns[-1].came
    told = [(answer.who, answer.at) for answer in shown if "1 việc gấp" in answer.text]
    again = [(who, "20:44 14/10") for who in ("mai", "dao", "hanh")]
    assert told == [("mai", "19:44 14/10"), ("dao", "20:14 14/10"), *again]


async def test_who_blocks_the_bot_is_not_written_to(template: Template) -> None:
    talk = '- ⛔: "lan"\n- ⏱: "07:00 15/10"\n- lan ▸: "chào em"\n- ⏱: "07:00 18/10"'
    assert _came(await _play(template, talk, LAN)) == [("lan", ""), ("lan", "")]


async def test_each_talk_begins_anew(template: Template) -> None:
    talk = '- ▸: "báo cáo"\n- ▸: "1 0 2 0 3/1 rồi 0 không"\n- ▸: "ok"'
    first, second = [await _play(template, talk, LAN) for _ in range(2)]
    assert first.turns[-1].came == second.turns[-1].came
    assert "BC-2510-0001" in first.turns[-1].came[0].text
