"""How near a posting is to trouble, and why.

The Orders sheet computes the same by formulas (``ozon_xl.sheets.orders``) so that it keeps counting without Python; a
test holds the two against each other in a live spreadsheet.
"""

from datetime import datetime, timedelta
from enum import IntEnum
from math import inf
from typing import NamedTuple

from ozon_xl.domain.postings import Posting
from ozon_xl.domain.rules import Rules
from ozon_xl.domain.statuses import DISPUTES, may_pack, todo_of
from ozon_xl.domain.tariff import FOREVER, next_rise
from ozon_xl.texts import Lang
from ozon_xl.texts import risk as texts


class Tier(IntEnum):
    """How much a row matters now; higher is worse. Colour, sort, print and alert all follow this one number."""

    DONE = 0
    CALM = 1
    WATCH = 2
    SOON = 3
    UNDATED = 4
    SHORT = 5
    URGENT = 6
    CRITICAL = 7
    MISSED = 8


class ClockKind(IntEnum):
    """Ozon's five clocks, gravest first: at equal times the gravest is named."""

    NONE = 0
    CANCEL = 1
    WALL = 2
    LATE = 3
    SHIP = 4
    TARIFF = 5


_KINDS = tuple(ClockKind)[1:]


class Clocks(NamedTuple):
    """The five moments of one posting, UTC; None where a clock does not apply. In the order of ``ClockKind``."""

    cancel: datetime | None
    """Ozon cancels (an estimate from a dated rule)."""
    wall: datetime | None
    """Afterwards neither assembly nor a new ship date is possible."""
    late: datetime | None
    """Afterwards the posting counts as late."""
    ship: datetime | None
    """Ship by."""
    tariff: datetime | None
    """Handing over costs more from then on."""


class Risk(NamedTuple):
    """Where one posting stands at one moment."""

    tier: Tier
    clock: ClockKind
    """The nearest clock still ahead; if all have passed, the one the posting is late by, else the last."""
    next_at: datetime | None
    minutes: int | None
    """Whole minutes until ``next_at``, rounded down; negative once it has passed."""


NO_WORK_CLOCK = 9999 * 1440
"""Minutes; what the formula gives, too."""

LAST_IN_TIER = 5_000_000
"""Minutes: what is farther away, or has no clock, comes last among its like."""
TIER_STEP = 2 * LAST_IN_TIER

_MINUTE = timedelta(minutes=1)


def clocks_of(posting: Posting, rules: Rules, now: datetime) -> Clocks:
    """The five clocks of a posting as seen at ``now`` (which decides the next tariff step).

    Sources, read 2026-11-23: ``/v1/posting/cutoff/set`` (after ``shipment_date`` neither the date nor assembly is
    possible, for postings that offer ``set_cutoff``); the posting methods for ``shipment_date``,
    ``shipment_date_without_delay`` (null in life: the ship-by time stands in) and ``tariffication_steps``; realFBS
    help for the cancellation, whose days are a dated rule. A dispute begins after the hand-over, so none applies.
    """
    if posting.status in DISPUTES:
        return Clocks(None, None, None, None, None)
    ship, late = _ending(posting.ship_by), _ending(posting.late_from)
    wall = ship if _has_wall(posting, now) else None
    cancel = None
    if posting.scheme == "rfbs" and posting.ordered_at is not None:
        cancel = posting.ordered_at + timedelta(days=rules.auto_cancel_days)
    tariff = _ending(next_rise(posting.tariff_steps, now).at)
    return Clocks(cancel, wall, late or ship, ship, tariff)


def _ending(at: datetime | None) -> datetime | None:
    """Not Ozon's way to write that something has no end."""
    return at if at is not None and at < FOREVER else None


def _has_wall(posting: Posting, now: datetime) -> bool:
    """Whether packing ends with the ship-by time. Once it has passed, Ozon offers neither packing nor a new date."""
    if "set_cutoff" in posting.actions:
        return posting.status in ("awaiting_packaging", "awaiting_approve")
    passed = posting.ship_by is not None and posting.ship_by <= now
    return passed and posting.scheme == "rfbs" and posting.status == "awaiting_packaging" and not may_pack(posting)


def risk_of(clocks: Clocks, *, acting: bool, short: int, rules: Rules, now: datetime) -> Risk:
    """Tier and nearest clock of a posting for which the seller must act (``acting``) and ``short`` pieces lack."""
    if not acting:
        return Risk(Tier.DONE, ClockKind.NONE, None, None)
    dated = [(at, kind) for at, kind in zip(clocks, _KINDS, strict=True) if at is not None]
    ahead = [at for at, _ in dated if at > now]
    next_at = min(ahead) if ahead else clocks.late or max((at for at, _ in dated), default=None)
    kind = next((kind for at, kind in dated if at == next_at), ClockKind.NONE)
    minutes = None if next_at is None else _minutes(next_at, now)
    return Risk(_tier(clocks, short, rules, now), kind, next_at, minutes)


def _minutes(at: datetime, now: datetime) -> int:
    return (at - now) // _MINUTE


def _tier(clocks: Clocks, short: int, rules: Rules, now: datetime) -> Tier:
    cancelled_soon = _hours_ahead(clocks.cancel, now) <= rules.urgent_hours
    if clocks.wall is None and clocks.late is None and clocks.ship is None:
        return Tier.URGENT if cancelled_soon else Tier.SHORT if short else Tier.UNDATED
    if any(at is not None and at <= now for at in (clocks.late, clocks.wall)):
        return Tier.MISSED
    hours = work_minutes(clocks, now) / 60
    if hours <= rules.critical_hours:
        return Tier.CRITICAL
    if hours <= rules.urgent_hours or cancelled_soon:  # an estimate alone never turns a row red
        return Tier.URGENT
    if short:
        return Tier.SHORT
    hours = min(hours, _hours_ahead(clocks.tariff, now), _hours_ahead(clocks.cancel, now))  # nor does money
    if hours <= rules.soon_hours:
        return Tier.SOON
    return Tier.WATCH if hours <= rules.watch_hours else Tier.CALM


def _hours_ahead(at: datetime | None, now: datetime) -> float:
    """In whole minutes, rounded down; without end where the clock does not apply or has passed."""
    return _minutes(at, now) / 60 if at is not None and at > now else inf


def work_minutes(clocks: Clocks, now: datetime) -> int:
    """Whole minutes to the nearest clock that is about work, not money; a large number where none is ahead.

    None are left once the ship-by time has passed: the row must not calm down because the next clock is far.
    """
    if clocks.ship is not None and clocks.ship <= now:
        return 0
    ahead = [_minutes(at, now) for at in (clocks.wall, clocks.late, clocks.ship) if at is not None and at > now]
    return min([*ahead, NO_WORK_CLOCK])


def urgency(risk: Risk) -> int:
    """One number to sort by: worst tier first, in it the nearest clock."""
    left = LAST_IN_TIER if risk.minutes is None else min(risk.minutes, LAST_IN_TIER)
    return risk.tier * TIER_STEP - left


def countdown_text(minutes: int | None, lang: Lang) -> str:
    """``2d 03:15`` or ``-00:45``; empty where there is no clock."""
    if minutes is None:
        return ""
    sign, left = ("-" if minutes < 0 else ""), abs(minutes)
    days = f"{left // 1440}{texts.DAY.say(lang)} " if left >= 1440 else ""
    return f"{sign}{days}{left % 1440 // 60:02d}:{left % 60:02d}"


def reason_text(risk: Risk, clocks: Clocks, *, short: int, charge: str, now: datetime, lang: Lang) -> str:
    """The sentence in the Orders sheet that says why the row is where it is. ``charge`` is text or empty."""
    if risk.tier is Tier.DONE:
        return ""
    lacking = texts.SHORT_BY.say(lang, n=short) if short else ""
    if risk.minutes is None or (risk.minutes < 0 and risk.tier is not Tier.MISSED):
        return lacking + texts.NO_DATE.say(lang)
    countdown = countdown_text(risk.minutes, lang)
    if risk.minutes < 0:
        return lacking + texts.OVERDUE.say(lang, t=countdown.removeprefix("-"))
    passed = ""
    if clocks.late is None and clocks.wall is None and clocks.ship is None:
        passed = texts.NO_DATE.say(lang) + " "
    elif clocks.late is not None and clocks.late <= now:
        passed = texts.ALREADY_LATE.say(lang)
    elif clocks.wall is not None and clocks.wall <= now:
        passed = texts.WALL_PASSED.say(lang)
    elif clocks.ship is not None and clocks.ship <= now:
        passed = texts.SHIP_BY_PASSED.say(lang)
    charged = f" ({charge})" if charge else ""
    return lacking + passed + texts.CLOCKS[risk.clock - 1].say(lang, t=countdown, charge=charged)


def risk_of_posting(posting: Posting, *, short: int, rules: Rules, now: datetime) -> tuple[Clocks, Risk]:
    """Clocks and risk of a posting in one go."""
    clocks = clocks_of(posting, rules, now)
    acting = todo_of(posting) is not None
    return clocks, risk_of(clocks, acting=acting, short=short, rules=rules, now=now)
