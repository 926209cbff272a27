"""What Ozon tells of the shop's errors, and how far the shop is from what comes next: the error index, and the share
of orders handed over in time."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final, NamedTuple, TypeVar

from ozon_xl.actions.log import log_error
from ozon_xl.actions.orders import queue
from ozon_xl.domain.charges import ErrorTariff
from ozon_xl.domain.error_index import ON_TIME, ErrorIndex, PostingError, RatingCourse, RatingSummary
from ozon_xl.domain.headroom import Headroom, counted_days, headroom
from ozon_xl.domain.postings import Money
from ozon_xl.domain.risk import Tier
from ozon_xl.domain.rules import Rules
from ozon_xl.errors import OzonXLError, StoppedByUserError
from ozon_xl.ozon.client import OzonClient
from ozon_xl.sheets.names import MOSCOW_HOURS
from ozon_xl.store import Store
from ozon_xl.store.facts import CHARGES

T = TypeVar("T")

_DAY = timedelta(days=1)
_MOSCOW = timedelta(hours=MOSCOW_HOURS)
"""Ozon's days are taken to be Moscow's; its description does not say."""
_RECENT: Final = 7 * _DAY
"""So long a course of a rating is asked for: its last value may be some days old."""
DELAY: Final = "SELLER_DELAY"


class Ratings(NamedTuple):
    """What Ozon tells of the shop's errors."""

    error_index: ErrorIndex
    errors: tuple[PostingError, ...]
    """Those that count, today's too."""
    summary: RatingSummary


class OnTime(NamedTuple):
    """What Ozon tells of the share of orders handed over in time."""

    course: RatingCourse | None
    """None where Ozon gives no such rating."""
    late: tuple[PostingError, ...]
    """Orders that were late in the days that count, today's too."""

    @property
    def percent(self) -> float | None:
        """The latest value."""
        values = self.course.values if self.course else ()
        return next((value for _at, value in reversed(values) if value is not None), None)

    @property
    def thresholds(self) -> tuple[float, ...]:
        """Below the first Ozon warns, below the second it blocks sales; per cent. Where it names no value for the
        warning, or one below that for the block, there is none before the block."""
        if self.course is None:
            return ()
        warning, danger = self.course.warning, self.course.danger
        told = (danger if warning is None else max(warning, danger or warning), danger)
        return tuple(value for value in told if value is not None)


class Block(NamedTuple):
    """A share that Ozon reckons, and what the queue would do to it."""

    headroom: Headroom
    red: int
    """Orders that have failed or are about to, and do not count yet."""


def ask_ratings(client: OzonClient, now: datetime, rules: Rules) -> Ratings | OzonXLError:
    """What Ozon tells, or why it does not: a subscription, a role or a dead method must not cost the refresh."""

    def ask() -> Ratings:
        index = client.ratings.index()
        return Ratings(index, _errors(client, now - _counted(rules.index_days), now), client.ratings.summary())

    return _told(ask, "ratings")


def ask_on_time(
    client: OzonClient, ratings: Ratings | OzonXLError, now: datetime, rules: Rules
) -> OnTime | OzonXLError:
    """The same of the share of orders handed over in time; errors that ``ratings`` has are not asked for again."""
    if isinstance(ratings, OzonXLError):
        return ratings
    known, before, known_from = ratings.errors, now - _counted(rules.on_time_days), now - _counted(rules.index_days)

    def ask() -> OnTime:
        courses = client.ratings.history((ON_TIME,), now - _RECENT, now)
        errors = (*(_errors(client, before, known_from) if before < known_from else ()), *known)
        late = {error.number: error for error in errors if error.kind == DELAY and error.at and error.at >= before}
        return OnTime(next((course for course in courses if course.code == ON_TIME), None), tuple(late.values()))

    return _told(ask, "on time")


def _told(ask: Callable[[], T], what: str) -> T | OzonXLError:
    try:
        return ask()
    except StoppedByUserError:
        raise
    except OzonXLError as error:
        log_error(error, what)
        return error


def index_block(
    ratings: Ratings, store: Store, shop: str, tiers: Mapping[str, int], rules: Rules, now: datetime
) -> Block:
    """Where the error index is, and where the red ones of the queue (numbers with their tiers) would bring it."""
    created = store.snapshots.ordered(shop, now - _counted(rules.index_days))
    red = red_of(tiers, ratings.errors)
    return Block(index_headroom(ratings, created, red, rules, now), red)


def on_time_block(
    on_time: OnTime, store: Store, shop: str, tiers: Mapping[str, int], rules: Rules, now: datetime
) -> Block | None:
    """The same of the share of orders that were late; None where Ozon gives no such rating."""
    if on_time.percent is None:
        return None
    due = store.snapshots.due(shop, now - _counted(rules.on_time_days), now + _DAY)
    red = red_of(tiers, on_time.late)
    return Block(on_time_headroom(on_time, due, red, rules, now), red)


def index_headroom(ratings: Ratings, created: Iterable[datetime], red: int, rules: Rules, now: datetime) -> Headroom:
    """Where the index is and where ``red`` more errors would bring it.

    ``created`` is when each posting was ordered that we know of. Ozon's index is taken as per cent like that of its
    help page.
    """
    told = ratings.error_index.value
    return headroom(
        counted_days(map(_day, created), [_day(error.at) for error in ratings.errors if error.at]),
        _day(now),
        told=None if told is None else told / 100,
        red=red,
        window=int(rules.index_days),
        edges=rules.zones,
    )


def on_time_headroom(on_time: OnTime, due: Iterable[datetime], red: int, rules: Rules, now: datetime) -> Headroom:
    """The same of the share of orders that were late. ``due`` is when each posting that we know of was to be handed
    over. Ozon does not say which orders it counts: these are taken to be."""
    told = on_time.percent
    return headroom(
        counted_days(map(_day, due), [_day(error.at) for error in on_time.late if error.at]),
        _day(now),
        told=None if told is None else (100 - told) / 100,
        red=red,
        window=int(rules.on_time_days),
        edges=tuple((100 - value) / 100 for value in on_time.thresholds),
    )


def ratings_now(client: OzonClient, store: Store) -> tuple[Block, Block | OzonXLError | None]:
    """The error index and the share of late orders, asked of Ozon now, with the queue of the last refresh.

    Raises:
        OzonXLError: Ozon does not tell the index.
    """
    client.learn_time()
    shop, now = client.shop.client_id, client.clock.now()
    rules = store.rules(shop)
    ratings = ask_ratings(client, now, rules)
    if isinstance(ratings, OzonXLError):
        raise ratings
    on_time = ask_on_time(client, ratings, now, rules)
    tiers = {row.posting: row.tier for row in queue(store, shop, now, "en")}
    index = index_block(ratings, store, shop, tiers, rules, now)
    return index, on_time if isinstance(on_time, OzonXLError) else on_time_block(
        on_time, store, shop, tiers, rules, now
    )


def red_of(tiers: Mapping[str, int], errors: Iterable[PostingError]) -> int:
    """How many postings have failed or are about to, by the numbers and tiers of the queue, and do not count yet."""
    counted = {error.number for error in errors}
    return sum(tier >= Tier.CRITICAL and number not in counted for number, tier in tiers.items())


def error_tariff(
    ratings: Ratings | OzonXLError | None, store: Store, shop: str, rules: Rules, now: datetime
) -> ErrorTariff:
    """What errors have cost and would cost. Where Ozon was not asked now, or does not tell, by what it told last, as
    long as that counts."""
    if isinstance(ratings, Ratings):
        plain = {number: [str(money.amount), money.currency] for number, money in _charged(ratings.errors).items()}
        index = ratings.error_index.value
        store.facts.put(shop, CHARGES, {"at": now.isoformat(), "index": index, "told": plain})
    kept = store.facts.get(shop, CHARGES)
    if not isinstance(kept, dict) or now - datetime.fromisoformat(kept["at"]) > _counted(rules.index_days):
        return ErrorTariff()
    money = {number: Money(Decimal(amount), currency) for number, (amount, currency) in kept["told"].items()}
    return ErrorTariff(money, rules.charge_share(kept["index"]), Money(Decimal(str(rules.charge_most)), "RUB"))


def _charged(errors: Iterable[PostingError]) -> dict[str, Money]:
    """By posting; of charges in two currencies, which are never added up, the later."""
    charged: dict[str, Money] = {}
    for error in errors:
        if error.charge and error.charge.amount:
            before = charged.get(error.number)
            same = before is not None and before.currency == error.charge.currency
            sum_ = error.charge.amount + (before.amount if before and same else 0)
            charged[error.number] = Money(sum_, error.charge.currency)
    return charged


def _counted(days: float) -> timedelta:
    """Today and the days before it that count."""
    return (days + 1) * _DAY


def _errors(client: OzonClient, start: datetime, end: datetime) -> tuple[PostingError, ...]:
    return tuple(error for page in client.ratings.errors(start, end) for error in page)


def _day(at: datetime) -> date:
    return (at.astimezone(UTC) + _MOSCOW).date()
