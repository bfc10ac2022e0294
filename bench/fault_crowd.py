"""Everybody with a phone, in the simulator's loop: who hears what the bots send."""

import random
from collections.abc import Sequence

from bench.fault_people import KINDS, Player, Seat
from simulator.endpoint import Exchange
from simulator.records import EventRecord
from simulator.serve import RunningSimulator


class Crowd:
    """The players of all parts; created and told of events in the simulator's loop."""

    def __init__(self, simulator: RunningSimulator, dice: random.Random) -> None:
        self._simulator = simulator
        self._world = simulator.world
        self._dice = dice
        self._by_chat: dict[str, Player] = {}
        self._by_address: dict[tuple[str, str], Player] = {}
        simulator.do(self._world.follow, self._on_event)
        simulator.simulation.watch(self._on_exchange)

    def begin(self, seats: Sequence[Seat]) -> list[Player]:
        """Give these people their phones; each begins at her own moment."""
        return self._simulator.do(self._seated, seats)

    def _seated(self, seats: Sequence[Seat]) -> list[Player]:
        return [self._seat(number, seat) for number, seat in enumerate(seats)]

    def _seat(self, number: int, seat: Seat) -> Player:
        person, bot = self._world.people[seat.person], self._world.bots[seat.bot]
        kinds = KINDS[bot.network]
        dice = random.Random(self._dice.random())  # noqa: S311 - repeatable people, no secret
        player = kinds[number % len(kinds)](seat, self._simulator.simulation.phones, dice)
        self._by_chat[f"{bot.key}.{person.key}"] = player
        self._by_address[bot.network, str(self._world.address_of(person, bot))] = player
        return player

    def _on_event(self, event: EventRecord) -> None:
        if event.kind == "message" and event.actor in self._world.bots:
            message = self._world.message(self._world.chats[event.chat], event.message or 0)
            player = self._by_chat.get(event.chat)
            if message is not None and player is not None:
                player.hear(message)

    def _on_exchange(self, exchange: Exchange) -> None:
        """Told in the same breath in which the message was heard."""
        if exchange.fault == "timeout_after" and exchange.method == "sendMessage":
            player = self._by_address.get((exchange.network, str(exchange.params["chat_id"])))
            if player is not None and player.received:
                player.received[-1].late = True
