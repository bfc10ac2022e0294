"""Starting, stopping, keeping: in a thread and as a process."""

import asyncio
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from simulator.scene import Scene
from simulator.serve import running_simulator, running_simulator_async


def test_a_second_start_finds_yesterday(scene: Scene, tmp_path: Path) -> None:
    state = tmp_path / "state" / "world.json"
    with running_simulator(scene, state=state) as sim:
        sim.simulation.clock.advance(24 * 3600)
        sim.send("hoa", "tg", "hôm qua")
        at = sim.simulation.clock.timestamp()
    with running_simulator(scene, state=state) as sim:
        assert [m.text for m in sim.messages("tg.hoa")] == ["hôm qua"]
        assert sim.simulation.clock.timestamp() >= at
        assert len(sim.world.bots["tg"].waiting) == 1


async def test_waiting_does_not_block_the_caller(scene: Scene) -> None:
    async with running_simulator_async(scene) as sim:
        waiting = asyncio.create_task(sim.until(lambda: sim.messages("tg.hoa")))
        await asyncio.sleep(0)
        await asyncio.to_thread(sim.send, "hoa", "tg", "chào")
        assert (await waiting)[0].text == "chào"


def test_a_process_starts_and_stops(tmp_path: Path) -> None:
    state = tmp_path / "world.json"
    command = [sys.executable, "-m", "simulator", "--port", "0", "--state", str(state)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stderr is not None
        address = process.stderr.readline().strip().rpartition(" ")[2]
        with httpx.Client(base_url=address, timeout=10) as page:
            page.post("/sim/phones/hoa/send", json={"chat": "tg", "text": "a"})
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
        process.wait(10)
    assert time.monotonic() - began < 5
    assert state.exists()
