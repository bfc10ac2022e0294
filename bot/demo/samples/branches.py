"""Makes up branches for the demo, marked as samples: names, members and women, by a seed.

Places are named as Tày and Nùng villages are, from syllables; nothing here is a real list. In
eleven communes fewer than 60% of the women are members, the plan's baseline of 1.5b; in four of
them it is so close that a few new members suffice.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import ceil
from random import Random

from domain.org.branches import make_branch_code, make_branch_line
from domain.org.levels import Level
from domain.org.tree import Baseline, Parent, Tree, Unit, UnitKey

BRANCHES = 1391
"""About as many branches as the province has villages and street groups."""

LOW_COMMUNES = 11
NEARLY_THERE = 4
FIRST_COMMUNE = "01290"
FIRST_PLACES = ("Nà Pồng", "Khuổi Mực", "Bản Đe")
"""Places of Xã Bảo Lâm that are named in the conversations of the documents."""

_FEWEST, _MOST = 11, 40
_HEADS = ("Nà", "Bản", "Khuổi", "Lũng", "Pác", "Phia", "Cốc", "Thôm", "Vằng", "Nặm", "Phiêng")
_TAILS = (
    "Lài", "Ngần", "Mò", "Cáp", "Sla", "Phạc", "Luông", "Đeng", "Khao", "Rì", "Chang", "Mạ",
    "Sác", "Pục", "Tềnh", "Nưa", "Thin", "Vài", "Bó", "Giàng", "Loòng", "Sẳng", "Ky", "Chúp",
    "Mần", "Hoài", "Tẩu", "Lầu", "Xả", "Pheo", "Khuông", "Dầu", "Cưởm", "Tát", "Bốc", "Quang",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SampleBranches:
    """Branches, their parents before and since the merger, and their baselines."""

    units: tuple[Unit, ...]
    parents: tuple[Parent, ...]
    baselines: tuple[Baseline, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    unit: Unit
    commune: UnitKey
    part: UnitKey
    weight: float


def make_sample_branches(
    tree: Tree, on: date, seed: int = 2025, count: int = BRANCHES
) -> SampleBranches:
    """Make branches for the communes of a day, 11 to 40 each by population.

    A seed always makes the same. Baselines are those of the first day of that year. A branch keeps
    its key over the merger.
    """
    communes = tree.at(on).of_level(Level.COMMUNE)
    rng = Random(f"{seed}:places")  # noqa: S311 - samples, not secrets
    numbers = _compute_numbers([c.population or 0 for c in communes], count)
    places = [
        place
        for commune, number in zip(communes, numbers, strict=True)
        for place in _make_places(tree, commune, number, rng)
    ]
    return SampleBranches(
        tuple(p.unit for p in places),
        tuple(link for p in places for link in make_branch_line(tree, p.unit.key, p.part)),
        tuple(_draw_baselines(communes, places, date(on.year, 1, 1), seed)),
    )


def _compute_numbers(populations: Sequence[int], count: int) -> list[int]:
    """Return numbers of branches by population, 11 to 40 each; if possible they sum to `count`."""
    low, high = 0.0, 1.0
    for _ in range(60):
        scale = (low + high) / 2
        total = sum(_clamp(p * scale) for p in populations)
        low, high = (scale, high) if total < count else (low, scale)
    numbers = [_clamp(p * high) for p in populations]
    spare = sum(numbers) - count
    for place, number in enumerate(numbers):
        if spare > 0 and _FEWEST < number < _MOST:
            numbers[place] -= 1
            spare -= 1
    return numbers


def _clamp(number: float) -> int:
    return min(_MOST, max(_FEWEST, round(number)))


def share_out(total: int, weights: Sequence[float]) -> list[int]:
    """Share `total` out in whole numbers, by weight; the largest remainders are rounded up."""
    whole = sum(weights) or 1
    exact = [total * w / whole for w in weights]
    shares = [int(x) for x in exact]
    by_rest = sorted(range(len(exact)), key=lambda i: shares[i] - exact[i])
    for place in by_rest[: total - sum(shares)]:
        shares[place] += 1
    return shares


def _make_places(tree: Tree, commune: Unit, number: int, rng: Random) -> Iterator[_Place]:
    """Share a commune's branches out among the communes it was made of, at least two each."""
    parts = tree.predecessors(commune.key) or (commune.key,)
    sizes = share_out(number - 2 * len(parts), [rng.uniform(0.7, 1.4) for _ in parts])
    homes = [part for part, size in zip(parts, sizes, strict=True) for _ in range(size + 2)]
    for order, (part, short) in enumerate(
        zip(homes, _draw_names(commune, number, rng), strict=True), 1
    ):
        key = UnitKey(part.valid_from, make_branch_code(commune, order))
        unit = Unit(key, Level.BRANCH, f"Chi hội {short}", short, sample=True)
        yield _Place(unit, commune.key, part, rng.uniform(0.6, 1.5))


def _draw_names(commune: Unit, number: int, rng: Random) -> list[str]:
    """Draw names that differ within a commune; a ward has street groups and a few villages."""
    first = FIRST_PLACES if commune.code == FIRST_COMMUNE else ()
    villages = [f"{head} {tail}" for head, tail in product(_HEADS, _TAILS)]
    groups = number * 7 // 10 if commune.name.startswith("Phường") else 0
    drawn = rng.sample(villages, number - groups - len(first))
    return [*first, *(f"Tổ dân phố {n}" for n in range(1, groups + 1)), *drawn]


def _draw_baselines(
    communes: Sequence[Unit], places: Iterable[_Place], as_of: date, seed: int
) -> Iterator[Baseline]:
    rng = Random(f"{seed}:members")  # noqa: S311
    homes: dict[UnitKey, list[_Place]] = {}
    for place in places:
        homes.setdefault(place.commune, []).append(place)
    merged = [c.key for c in communes if c.code != FIRST_COMMUNE]
    low = rng.sample(merged, min(LOW_COMMUNES, len(merged)))
    for commune in communes:
        here = homes[commune.key]
        heads = round((commune.population or 3000) * rng.uniform(0.27, 0.31))
        women = share_out(heads, [p.weight for p in here])
        members = _draw_members(here, women, low, rng)
        for place, inside, present in zip(here, members, women, strict=True):
            in_post = rng.random() < 0.985
            yield Baseline(place.unit.key, as_of, inside, present, in_post, sample=True)


def _draw_members(
    here: Sequence[_Place], women: Sequence[int], low: Sequence[UnitKey], rng: Random
) -> list[int]:
    commune = here[0].commune
    if commune not in low:
        rate = rng.uniform(0.63, 0.82)
        weights = [w * rng.uniform(0.92, 1.08) for w in women]
        return share_out(round(sum(women) * rate), weights)
    line = ceil(sum(women) * 0.6)
    if commune in low[:NEARLY_THERE]:
        return _weaken_one_part(here, women, line - rng.randint(4, 12))
    return _weaken_one_part(here, women, round(line * rng.uniform(0.94, 0.985)))


def _weaken_one_part(here: Sequence[_Place], women: Sequence[int], total: int) -> list[int]:
    """Bring the commune under 60% by one of its older communes alone; the others stay just above.

    So the number of communes under 60% is the same before the merger and after it.
    """
    present: dict[UnitKey, int] = {}
    for place, count in zip(here, women, strict=True):
        present[place.part] = present.get(place.part, 0) + count
    weak = max(present, key=lambda part: present[part])
    wanted: Mapping[UnitKey, int] = {part: ceil(w * 0.605) for part, w in present.items()}
    rest = total - sum(count for part, count in wanted.items() if part != weak)
    return _share_by_part(here, women, {**wanted, weak: rest})


def _share_by_part(
    here: Sequence[_Place], women: Sequence[int], wanted: Mapping[UnitKey, int]
) -> list[int]:
    members = [0] * len(here)
    for part, total in wanted.items():
        spots = [i for i, place in enumerate(here) if place.part == part]
        for spot, share in zip(spots, share_out(total, [women[i] for i in spots]), strict=True):
            members[spot] = share
    return members
