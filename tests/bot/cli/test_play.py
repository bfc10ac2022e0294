"""`sohoi play`: what is printed, its exit codes, and what it writes."""

from pathlib import Path

import pytest

from tests.bot.cli.conftest import Sohoi

HEAD = """\
title: A greeting
starts: 2025-10-14T19:42
people: {lan: [zalo, leader, Chi hội Nà Pồng, Hoàng Thị Lan]}
"""
ANSWER = "Chào chị! Chị còn báo cáo **tháng 10/2025**, hạn thứ Hai 20/10: gõ BÁO CÁO."
AS_IT_IS = HEAD + f"talk:\n  - ▸: chào em   # she\n  - ◂: |-\n      {ANSWER}\n"
OTHERWISE = AS_IT_IS.replace("Chào chị!", "Xin chào!")


@pytest.fixture
def file(folder: Path) -> Path:
    """Where a transcript may lie; the settings name the plan."""
    return folder.parent / "talk.yaml"


def test_a_talk_as_written(sohoi: Sohoi, file: Path) -> None:
    file.write_text(AS_IT_IS, "utf-8")
    done = sohoi("play", str(file))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"# A greeting\n  lan ▸ chào em\n  lan ◂ {ANSWER}\n\n"
    assert not (file.parent / "data").exists()


def test_another_answer_is_a_fault_and_shown(sohoi: Sohoi, file: Path) -> None:
    file.write_text(OTHERWISE, "utf-8")
    done = sohoi("play", str(file))
    assert done.exit_code == 1
    assert done.stdout.splitlines()[3:] == [
        f"! {file}:5: what came differs (- written, + came)",
        "! -  lan ◂ " + ANSWER.replace("Chào chị!", "Xin chào!"),
        f"! +  lan ◂ {ANSWER}",
        "",
    ]
    assert file.read_text("utf-8") == OTHERWISE


def test_what_came_is_written(sohoi: Sohoi, file: Path) -> None:
    file.write_text(OTHERWISE, "utf-8")
    done = sohoi("play", "--write", str(file))
    assert done.exit_code == 0
    assert done.stdout.endswith(f"{file}: written\n")
    assert file.read_text("utf-8") == AS_IT_IS
    assert sohoi("play", str(file)).exit_code == 0


def test_what_is_wrong_besides_is_not_mended_by_writing(sohoi: Sohoi, file: Path) -> None:
    file.write_text("messages_out: 0\n" + OTHERWISE, "utf-8")
    done = sohoi("play", "--write", str(file))
    assert done.exit_code == 1
    assert "1 messages out, at most 0 may be" in done.stdout
    assert file.read_text("utf-8") == "messages_out: 0\n" + AS_IT_IS


def test_a_talk_that_breaks_off_is_not_written(sohoi: Sohoi, file: Path) -> None:
    text = OTHERWISE + '  - ▸: "[Bay]"\n'
    file.write_text(text, "utf-8")
    done = sohoi("play", "--write", str(file))
    assert done.exit_code == 1
    assert "there is no button [Bay]; the chat shows no button at all" in done.stdout
    assert "not everything could be played" in done.stderr
    assert file.read_text("utf-8") == text


def test_folders_and_several_files(sohoi: Sohoi, file: Path) -> None:
    below = file.parent / "talks" / "more"
    below.mkdir(parents=True)
    (below / "one.yaml").write_text(AS_IT_IS.replace("A greeting", "Below"), "utf-8")
    file.write_text(OTHERWISE, "utf-8")
    done = sohoi("play", str(file.parent / "talks"), str(file))
    assert done.exit_code == 1
    assert [line for line in done.stdout.splitlines() if line.startswith("#")] == [
        "# Below",
        "# A greeting",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "talk.yaml: cannot be read: No such file or directory"),
        ("people: []", "talk.yaml:1: title: is missing"),
        (HEAD + "talk:\n  - lan: a\n", "talk.yaml:5: talk: 'lan' is no line"),
    ],
)
def test_wrong_use(sohoi: Sohoi, file: Path, text: str | None, said: str) -> None:
    if text is not None:
        file.write_text(text, "utf-8")
    done = sohoi("play", str(file))
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_nothing_to_play_is_wrong_use(sohoi: Sohoi, folder: Path) -> None:
    assert sohoi("play").exit_code == 2
    assert sohoi("play", str(folder.parent)).exit_code == 2


def test_a_plan_that_is_not_there_is_a_fault(
    sohoi: Sohoi, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(AS_IT_IS, "utf-8")
    monkeypatch.setenv("SOHOI_PLAN", "none.yaml")
    done = sohoi("play", str(file))
    assert done.exit_code == 1
    assert "there is no file none.yaml" in done.stderr
