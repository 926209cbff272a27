"""A shop's past, hour by hour: buyers order, people pack in working hours what is due first, a carrier collects."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from ozon_xl.domain.forecast import Case

START = datetime(2026, 8, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOSCOW = timedelta(hours=3)


@dataclass
class Parcel:
    place: str
    ordered_at: datetime
    due: datetime
    packed_at: datetime | None = None
    done_at: datetime | None = None
    cancelled_at: datetime | None = None

    def open_at(self, now: datetime) -> bool:
        ended = self.done_at or self.cancelled_at
        return self.ordered_at <= now and (ended is None or ended > now)

    def case(self, now: datetime, look_h: float = 0.0) -> Case:
        """What somebody knows at a moment who looks every ``look_h`` hours, or all the time."""
        done_at = self.done_at if self.done_at and self.done_at <= now else None
        gone = self.cancelled_at if self.cancelled_at and self.cancelled_at <= now else now
        packed_at = self.packed_at if self.packed_at and self.packed_at <= now else None
        ended = packed_at or done_at or gone
        unpacked_until: datetime | None = ended
        seen_from = self.ordered_at
        if look_h:
            every = look_h * HOUR
            seen_from = _next_look(self.ordered_at, every)
            unpacked_until = _next_look(ended, every) - every
            packed_at = packed_at and _next_look(packed_at, every)
            if packed_at and done_at and packed_at > done_at:
                packed_at = None
            if unpacked_until < seen_from:
                unpacked_until = None
        return Case(self.place, seen_from, self.due, unpacked_until, packed_at, done_at, done_at, gone)


def _next_look(at: datetime, every: timedelta) -> datetime:
    return at + (START - at) % every


@dataclass
class Past:
    seed: int
    days: int = 60
    pickups: dict[str, int] = field(default_factory=lambda: {"msk": 17, "spb": 11})
    speeds: dict[str, float] = field(default_factory=lambda: {"msk": 7.0, "spb": 3.0})

    def parcels(self) -> list[Parcel]:
        rng = Random(self.seed)
        parcels: list[Parcel] = []
        for place, speed in self.speeds.items():
            waiting: list[Parcel] = []
            sick, peak = False, 1.0
            for number in range(self.days * 24):
                at = START + number * HOUR
                local = at + MOSCOW
                if local.hour == 0:
                    sick, peak = rng.random() < 0.15, rng.choice((0.6, 0.9, 1.0, 1.2, 1.8))
                for _ in range(self._orders(rng, speed * 0.2 * peak)):
                    ordered = at + rng.random() * HOUR
                    due = (ordered + rng.choice((18, 26, 40, 50)) * HOUR).replace(minute=0, second=0, microsecond=0)
                    waiting.append(Parcel(place, ordered, due))
                    parcels.append(waiting[-1])
                working = local.weekday() < 6 and 9 <= local.hour < 18
                self._work(rng, waiting, at, speed * (0.4 if sick else 1.0) if working else 0.0)
                if local.hour == self.pickups[place] and local.weekday() < 6:
                    for parcel in [parcel for parcel in waiting if parcel.packed_at]:
                        parcel.done_at = at + 0.3 * HOUR
                        waiting.remove(parcel)
        return parcels

    @staticmethod
    def _orders(rng: Random, mean: float) -> int:
        count, left = 0, rng.expovariate(1)
        while left < mean:
            count, left = count + 1, left + rng.expovariate(1)
        return count

    def _work(self, rng: Random, waiting: list[Parcel], at: datetime, speed: float) -> None:
        for parcel in [parcel for parcel in waiting if not parcel.packed_at and rng.random() < 0.001]:
            parcel.cancelled_at = at + HOUR / 2
            waiting.remove(parcel)
        unpacked = sorted((parcel for parcel in waiting if not parcel.packed_at), key=lambda parcel: parcel.due)
        for parcel in unpacked[: self._orders(rng, speed)]:
            parcel.packed_at = at + rng.random() * HOUR / 4
