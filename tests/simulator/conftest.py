"""A running simulator for every test, and plain calls to its two Bot APIs."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from simulator.records import Bot
from simulator.scene import TELEGRAM_TOKEN, ZALO_TOKEN, Scene, default_scene
from simulator.serve import RunningSimulator, running_simulator
from tests.support.bot_api_schema import faults_of

Call = Callable[..., dict[str, Any]]
SECOND_TELEGRAM_TOKEN = "7000000002:SIMULATED-second"
SECOND_ZALO_TOKEN = "1459232241454765290:SIMULATED-second"


@pytest.fixture
def scene() -> Scene:
    made = default_scene()
    made.bots.append(Bot("tg2", "telegram", SECOND_TELEGRAM_TOKEN, "Sổ Hội 2", "SoHoi2_bot"))
    made.bots.append(Bot("zl2", "zalo", SECOND_ZALO_TOKEN, "Bot Sổ Hội 2"))
    made.faults.webhook_backoff_seconds = 0.05
    return made


@pytest.fixture
def sim(scene: Scene) -> Iterator[RunningSimulator]:
    """A running simulator; every Telegram exchange is checked against the published API."""
    found: list[str] = []
    with running_simulator(scene) as running:
        running.simulation.watch(lambda exchange: found.extend(faults_of(exchange)))
        yield running
    assert found == []


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=10) as client:
        yield client


@pytest.fixture
def telegram(sim: RunningSimulator, http: httpx.Client) -> Call:
    """Call a Telegram method with JSON; returns the whole answer."""

    def call(method: str, *, token: str = TELEGRAM_TOKEN, **params: Any) -> dict[str, Any]:
        answer = http.post(f"{sim.telegram_url}/bot{token}/{method}", json=params).json()
        return dict(answer)

    return call


@pytest.fixture
def zalo(sim: RunningSimulator, http: httpx.Client) -> Call:
    """Call a Zalo method with JSON; returns the whole answer, which must come with HTTP 200."""

    def call(method: str, *, token: str = ZALO_TOKEN, **params: Any) -> dict[str, Any]:
        answer = http.post(f"{sim.zalo_url}/bot{token}/{method}", json=params)
        assert answer.status_code == 200
        return dict(answer.json())

    return call
