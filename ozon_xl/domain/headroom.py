"""How far the shop is from the next zone of a share that Ozon reckons over some days, today and on the days to come.

Such a share is the error index: postings that failed by the seller's fault among all that were created in the last
days, today excluded, computed anew every day (Ozon help for realFBS sellers, read 2026-11-23: 14 days, zones from 4,
10, 20 and 40 %). Another is the share of orders handed over too late, of the last 30 days (API description, read
2026-11-30). Lengths and zones are dated rules or come from Ozon, so they are arguments here.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

_DAY = timedelta(days=1)


class Day(NamedTuple):
    """What counts of one day, as Ozon reckons days."""

    created: int
    """Postings."""
    errors: int
    """Postings of any day that failed on this one by the seller's fault."""


class Standing(NamedTuple):
    """The share on one day."""

    on: date
    created: int
    errors: int
    zone: int
    """0 is the free one; each edge that the index exceeds is one more."""
    allowed: int | None
    """More errors that keep it in this zone; None in the last zone."""

    @property
    def share(self) -> float:
        """Errors per posting, 0 to 1; 0 where nothing was created."""
        return self.errors / self.created if self.created else 0.0


def standing(days: Mapping[date, Day], on: date, *, window: int, edges: Sequence[float]) -> Standing:
    """The share that is reckoned on a day, from the ``window`` days before it. ``edges`` are shares, rising."""
    counted = [days.get(on - number * _DAY, Day(0, 0)) for number in range(1, window + 1)]
    created, errors = sum(day.created for day in counted), sum(day.errors for day in counted)
    share = errors / created if created else 0.0
    zone = sum(share > edge for edge in edges)
    return Standing(on, created, errors, zone, _allowed(zone, created, errors, edges))


def _allowed(zone: int, created: int, errors: int, edges: Sequence[float]) -> int | None:
    """More errors that keep a share in a zone, below 0 where there are too many already; None in the last zone."""
    return _fitting(edges[zone], created) - errors if zone < len(edges) else None


class Headroom(NamedTuple):
    """A share today and as it may become."""

    now: Standing
    """By the postings and errors that we know of, brought into agreement with what Ozon tells."""
    share: float
    """0 to 1; as Ozon tells it, else by our own count."""
    zone: int
    """Of that share."""
    allowed: int | None
    """More errors that keep it in this zone; None in the last."""
    if_kept: tuple[Standing, ...]
    """From today on, day by day, if nothing more fails."""
    if_failed: tuple[Standing, ...]
    """The same if today's red rows do."""
    leaving: tuple[date, int] | None
    """On which day how many errors leave next."""

    @property
    def worst(self) -> Standing:
        """The worst day to come if the red rows fail."""
        return max(self.if_failed[1:], key=lambda day: day.share)


def headroom(
    days: Mapping[date, Day], today: date, *, told: float | None, red: int, window: int, edges: Sequence[float]
) -> Headroom:
    """Where the share is, and where ``red`` more errors of today would bring it.

    How many postings Ozon counts is not told. Where we know of errors it follows from the share that Ozon ``told``;
    where we know of none, their number follows from it.
    """
    if told:
        days = agreeing(days, today, told=told, window=window)
    now = standing(days, today, window=window, edges=edges)
    share = now.share if told is None else told
    zone = sum(share > edge for edge in edges)
    allowed = _allowed(zone, now.created, now.errors, edges)
    if_kept, if_failed = (
        tuple(
            ahead(
                days,
                today,
                failing={today: failing},
                created_a_day=mean_created(days, today, window=window),
                window=window,
                edges=edges,
            )
        )
        for failing in (0, red)
    )
    return Headroom(
        now=now,
        share=share,
        zone=zone,
        allowed=None if allowed is None else max(0, allowed),
        if_kept=if_kept,
        if_failed=if_failed,
        leaving=next(iter(leaving(days, today, window=window)), None),
    )


def _fitting(edge: float, created: int) -> int:
    """The most errors whose share does not exceed the edge."""
    most = int(edge * created) + 1
    while most and created and most / created > edge:
        most -= 1
    return most if created else 0


def ahead(
    days: Mapping[date, Day],
    today: date,
    *,
    failing: Mapping[date, int],
    created_a_day: float,
    window: int,
    edges: Sequence[float],
) -> list[Standing]:
    """The share from today until the last error known now has left the window.

    ``failing`` are the errors still to come, by day, if nothing is done about today's red rows; ``created_a_day``
    postings are taken to arrive on each day from today on, beyond those that have today.
    """
    coming = dict(days)
    for number in range(window + 1):
        on = today + number * _DAY
        known = days.get(on, Day(0, 0))
        created = max(known.created, round(created_a_day))
        coming[on] = Day(created, known.errors + failing.get(on, 0))
    return [standing(coming, today + number * _DAY, window=window, edges=edges) for number in range(window + 2)]


def leaving(days: Mapping[date, Day], today: date, *, window: int) -> list[tuple[date, int]]:
    """On which day how many of the errors that count today leave the window, the next first."""
    return [
        (at + (window + 1) * _DAY, days[at].errors)
        for at in sorted(days)
        if today - window * _DAY <= at < today and days[at].errors
    ]


def mean_created(days: Mapping[date, Day], today: date, *, window: int) -> float:
    """Postings created on an average day of the window."""
    return sum(day.created for at, day in days.items() if today - window * _DAY <= at < today) / window


def agreeing(days: Mapping[date, Day], today: date, *, told: float, window: int) -> dict[date, Day]:
    """The days with as many postings in the window as make the share that Ozon told, which is not 0.

    A refresh has never seen postings that were finished before the first one, and Ozon does not count all that we
    know of: what is missing is spread evenly, what is too much is taken from each day in proportion. Where no error is
    known, the errors are spread.
    """
    counted = [today - number * _DAY for number in range(1, window + 1)]
    whole = {**dict.fromkeys(counted, Day(0, 0)), **days}
    created, errors = (sum(getattr(whole[at], what) for at in counted) for what in ("created", "errors"))
    if not errors:
        return {**whole, **_spread(whole, counted, Day(0, round(told * created)))}
    wanted = max(errors, round(errors / told))
    if wanted >= created:
        return {**whole, **_spread(whole, counted, Day(wanted - created, 0))}
    before = given = 0
    for at in counted:
        before += whole[at].created
        whole[at] = Day(wanted * before // created - given, whole[at].errors)
        given += whole[at].created
    return whole


def _spread(days: Mapping[date, Day], counted: Sequence[date], more: Day) -> dict[date, Day]:
    """Those days with so much more, evenly."""

    def share(all_: int, place: int) -> int:
        return all_ // len(counted) + (place < all_ % len(counted))

    return {
        at: Day(days[at].created + share(more.created, place), days[at].errors + share(more.errors, place))
        for place, at in enumerate(counted)
    }


def counted_days(created: Iterable[date], errors: Iterable[date]) -> dict[date, Day]:
    """Days from the dates of single postings and of single errors."""
    counts: dict[date, list[int]] = {}
    for at in created:
        counts.setdefault(at, [0, 0])[0] += 1
    for at in errors:
        counts.setdefault(at, [0, 0])[1] += 1
    return {at: Day(*pair) for at, pair in counts.items()}
