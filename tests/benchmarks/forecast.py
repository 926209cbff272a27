"""How good the chances are: practice shops with a past, remembered refresh by refresh, against what came of it.

Everything between the shop and the figure is the product's own: snapshots, history, learning once a day, chances.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from ozon_xl.actions.outlook import PAST, foreseen, learn_from_past
from ozon_xl.domain.coverage import cover
from ozon_xl.domain.postings import Posting
from ozon_xl.domain.rules import Rules
from ozon_xl.domain.statuses import is_open
from ozon_xl.practice import parcels
from ozon_xl.practice.server import CLIENT_ID, open_shop
from ozon_xl.practice.world import World
from ozon_xl.sheets.rows import Setting, standing_of
from ozon_xl.sheets.zone import Zone
from ozon_xl.store import Store

START = datetime(2026, 8, 3, tzinfo=UTC)
DAY = timedelta(days=1)
SPLIT_DAYS, ASKED_DAYS = 21, 5
ASKED_EVERY = timedelta(hours=3)
BINS = 10


class Cadence(NamedTuple):
    """When a seller refreshes."""

    name: str
    minutes: tuple[int, ...]
    """Of the day, UTC."""

    def moments(self, days: int) -> Iterator[datetime]:
        """Those of so many days."""
        return (START + day * DAY + timedelta(minutes=at) for day in range(days) for at in self.minutes)


OFTEN = Cadence("every 15 minutes", tuple(range(4 * 60 + 4, 20 * 60, 15)))
SELDOM = Cadence("three times a day", (6 * 60 + 4, 11 * 60 + 4, 17 * 60 + 4))
"""At 9:04, 14:04 and 20:04 in Moscow."""


class Answer(NamedTuple):
    """What was said of one posting at one refresh, and what came of it."""

    chance: float
    base: float
    """The share that had been made in time when the asking began."""
    came: bool


class Bin(NamedTuple):
    """Answers that are nearly the same."""

    said: float
    came: float
    answers: int


class Calibration(NamedTuple):
    """How good the answers were. Brier scores: mean squares of the error, 0 is perfect."""

    cadence: str
    seeds: int
    answers: int
    brier: float
    brier_base: float
    """Of always saying the share of the history learnt from."""
    brier_mean: float
    """Of always saying the share that came true: nobody knows it beforehand."""
    bins: tuple[Bin, ...]

    @property
    def skill(self) -> float:
        """How much of the base rate's score is gone, in per cent."""
        return 100 * (1 - self.brier / self.brier_base)

    @property
    def skill_to_mean(self) -> float:
        """The same against the share that came true."""
        return 100 * (1 - self.brier / self.brier_mean)

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        bins = [some._asdict() for some in self.bins]
        return self._asdict() | {"bins": bins, "skill": self.skill, "skill_to_mean": self.skill_to_mean}


def calibration(
    cadence: Cadence, seeds: Sequence[int], *, split_days: int = SPLIT_DAYS, asked_days: int = ASKED_DAYS
) -> Calibration:
    """Shops of these seeds, refreshed in this cadence; asked every few hours after ``split_days``."""
    answers = [answer for seed in seeds for answer in _asked(cadence, seed, split_days, asked_days)]
    return scored(cadence, len(seeds), answers)


def scored(cadence: Cadence, seeds: int, answers: Sequence[Answer]) -> Calibration:
    """How good these answers are."""
    mean = sum(answer.came for answer in answers) / len(answers)
    return Calibration(
        cadence.name,
        seeds,
        len(answers),
        brier=_brier((answer.chance, answer.came) for answer in answers),
        brier_base=_brier((answer.base, answer.came) for answer in answers),
        brier_mean=_brier((mean, answer.came) for answer in answers),
        bins=_bins(answers),
    )


def _brier(said: Iterator[tuple[float, bool]]) -> float:
    squares = [(chance - came) ** 2 for chance, came in said]
    return sum(squares) / len(squares)


def _bins(answers: Sequence[Answer]) -> tuple[Bin, ...]:
    bins: list[list[Answer]] = [[] for _ in range(BINS)]
    for answer in answers:
        bins[min(int(answer.chance * BINS), BINS - 1)].append(answer)
    return tuple(
        Bin(sum(one.chance for one in some) / len(some), sum(one.came for one in some) / len(some), len(some))
        if some
        else Bin(0.0, 0.0, 0)
        for some in bins
    )


def _asked(cadence: Cadence, seed: int, split_days: int, asked_days: int) -> list[Answer]:
    world = open_shop(scenario="workshop", start=START, speed=0, postings=0, offers=300, seed=seed)
    said: list[tuple[str, datetime, float]] = []
    base, ask_at = 0.0, START + split_days * DAY
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "store.sqlite") as store:
        for at in cadence.moments(split_days + asked_days):
            _refresh(world, store, at)
            if at >= ask_at:
                base = base or _base(store, at)
                said += _say(store, at)
                ask_at = at + ASKED_EVERY
    world.script.play(world.shop, START + (split_days + asked_days + 4) * DAY)
    gone = {number: posting.delivering_at for number, posting in world.shop.postings.items()}
    return [Answer(chance, base, _is_before(gone[number], due)) for number, due, chance in said]


def _is_before(gone: datetime | None, due: datetime) -> bool:
    return gone is not None and gone <= due


def _refresh(world: World, store: Store, at: datetime) -> None:
    world.script.play(world.shop, at)
    known = store.snapshots.open_numbers(CLIENT_ID)
    told = [_told(posting) for posting in world.shop.postings.values() if posting.number in known or _opens(posting)]
    store.snapshots.save(
        CLIENT_ID,
        at,
        postings=filter(is_open, told),
        left=[posting for posting in told if not is_open(posting)],
        stock=(),
        warehouses=(),
    )


def _opens(posting: parcels.Posting) -> bool:
    return posting.status in ("awaiting_packaging", "awaiting_deliver")


def _told(posting: parcels.Posting) -> Posting:
    """As Ozon tells it, as far as it matters here."""
    return Posting(
        number=posting.number,
        order_number=posting.order_number,
        status=posting.status,
        substatus=posting.substatus,
        scheme="fbs",
        flow="",
        warehouse_id=str(posting.warehouse.id),
        warehouse=posting.warehouse.name,
        method="",
        carrier="",
        tracking="",
        ordered_at=posting.in_process_at,
        ship_by=posting.cutoff,
        late_from=posting.late_from,
        handed_over_at=posting.delivering_at,
        tariff_steps=(),
        actions=(),
        lines=(),
    )


def _base(store: Store, now: datetime) -> float:
    """How many were made in time of those whose time has come."""
    ended = [case for case in store.snapshots.cases(CLIENT_ID, now - PAST).cases if case.due <= now]
    return sum(_is_before(case.done_at, case.due) for case in ended) / len(ended)


def _say(store: Store, now: datetime) -> list[tuple[str, datetime, float]]:
    """The chances that a refresh would show now."""
    postings = store.snapshots.postings(CLIENT_ID)
    setting = Setting("en", now, Zone(timedelta(0)), Rules(), date1904=False)
    coverage = cover(postings, {})
    queue = [standing_of(posting, coverage, setting) for posting in postings]
    outlooks = foreseen(queue, learn_from_past(store, CLIENT_ID, now), now).outlooks
    dues = {standing.posting.number: standing.clocks.late for standing in queue}
    return [(number, due, one.chance) for number, one in outlooks.items() if one.chance and (due := dues[number])]
