"""How the shop stands with Ozon: its error index, and the tariff at stake in the queue, as the Today sheet shows it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from ozon_xl.actions.log import log_error
from ozon_xl.domain import headroom
from ozon_xl.domain.charges import Fate, fate_of, totals
from ozon_xl.domain.error_index import ErrorIndex, PostingError, Rating, RatingSummary
from ozon_xl.domain.postings import Money
from ozon_xl.domain.risk import Tier
from ozon_xl.domain.rules import Rules
from ozon_xl.domain.tariff import Stake, stake_of
from ozon_xl.errors import OzonXLError, StoppedByUserError
from ozon_xl.ozon.client import OzonClient
from ozon_xl.sheets.columns import Cell, to_cell
from ozon_xl.sheets.figures import FIGURES, INDEX_FIGURES, MONEY_FIGURES
from ozon_xl.sheets.names import MOSCOW_HOURS
from ozon_xl.sheets.rows import Setting, Standing, money_text
from ozon_xl.store import Store
from ozon_xl.texts import Lang
from ozon_xl.texts import standing as texts

_DAY = timedelta(days=1)
_MOSCOW = timedelta(hours=MOSCOW_HOURS)
"""Ozon's days are taken to be Moscow's; its description does not say."""


class Ratings(NamedTuple):
    """What Ozon tells of the shop's errors."""

    error_index: ErrorIndex
    errors: tuple[PostingError, ...]
    """Those that count, today's too."""
    summary: RatingSummary


class IndexStanding(NamedTuple):
    """The error index today and as it may become."""

    percent: float
    zone: int
    now: headroom.Standing
    red: int
    """Postings in the queue that have failed or are about to, and do not count yet."""
    if_failed: headroom.Standing
    """The worst day to come if they do."""
    leaving: tuple[date, int] | None
    """On which day how many errors leave next."""


def ask_ratings(client: OzonClient, now: datetime, rules: Rules) -> Ratings | OzonXLError:
    """What Ozon tells, or why it does not: a subscription, a role or a dead method must not cost the refresh."""
    try:
        index = client.ratings.index()
        start = now - (rules.index_days + 1) * _DAY
        errors = tuple(error for page in client.ratings.errors(start, now) for error in page)
        return Ratings(index, errors, client.ratings.summary())
    except StoppedByUserError:
        raise
    except OzonXLError as error:
        log_error(error, "ratings")
        return error


def index_standing(
    ratings: Ratings, created: Iterable[datetime], queue: Sequence[Standing], rules: Rules, now: datetime
) -> IndexStanding:
    """Where the index is and where the red rows of the queue would bring it.

    ``created`` is when each posting was ordered that we know of. Ozon's own count is not told; where there are errors
    it follows from Ozon's index, which is taken as per cent like that of its help page.
    """
    today, window, edges = _day(now), int(rules.index_days), rules.zones
    failed = [_day(error.at) for error in ratings.errors if error.at]
    days = headroom.counted_days(map(_day, created), failed)
    told = ratings.error_index.value
    if told:
        errors = headroom.standing(days, today, window=window, edges=edges).errors
        days = headroom.filled(days, today, window=window, created=round(100 * errors / told))
    standing = headroom.standing(days, today, window=window, edges=edges)
    counted = {error.number for error in ratings.errors}
    red = sum(row.risk.tier >= Tier.CRITICAL and row.posting.number not in counted for row in queue)
    coming = headroom.ahead(
        days,
        today,
        failing={today: red},
        created_a_day=headroom.mean_created(days, today, window=window),
        window=window,
        edges=edges,
    )
    percent = 100 * standing.share if told is None else told
    return IndexStanding(
        percent=percent,
        zone=sum(percent > 100 * edge for edge in edges),
        now=standing,
        red=red,
        if_failed=max(coming[1:], key=lambda day: day.share),
        leaving=next(iter(headroom.leaving(days, today, window=window)), None),
    )


def figures_of(
    ratings: Ratings | OzonXLError | None, store: Store, shop: str, queue: Sequence[Standing], setting: Setting
) -> dict[str, Cell]:
    """The cells of the Today sheet by name; what is not known is empty. Without ``ratings`` those of the index stay."""
    names = FIGURES if ratings else [name for name in FIGURES if name not in INDEX_FIGURES]
    figures: dict[str, Cell] = dict.fromkeys(names) | money_figures(queue, setting.rules, setting.now)
    if ratings is None:
        return figures
    if isinstance(ratings, OzonXLError):
        return figures | {"IndexTrouble": to_cell(ratings.say(setting.lang))}
    since = setting.now - (setting.rules.index_days + 1) * _DAY
    index = index_standing(ratings, store.snapshots.ordered(shop, since), queue, setting.rules, setting.now)
    figures |= {
        "IndexNow": round(index.percent, 2),
        "IndexErrors": index.now.errors,
        "IndexCreated": index.now.created,
        "IndexZone": index.zone,
        "IndexCharge": to_cell(money_text(ratings.error_index.cost)),
        "IndexAllowed": None if index.now.allowed is None else max(0, index.now.allowed),
        "IndexRed": index.red,
        "IndexIfFailed": round(100 * index.if_failed.share, 2),
        "IndexZoneIfFailed": index.if_failed.zone,
        "IndexRatings": to_cell(poor_text(ratings.summary, setting.lang)),
    }
    if index.leaving:
        at = datetime.combine(index.leaving[0], datetime.min.time(), UTC)
        figures |= {"IndexLeavesAt": to_cell(at, date1904=setting.date1904), "IndexLeaving": index.leaving[1]}
    return figures


def money_figures(queue: Sequence[Standing], rules: Rules, now: datetime) -> dict[str, Cell]:
    """Orders and money of each fate, each currency by itself."""
    stakes = [(fate, stake) for row in queue for fate, stake in _stake(row, rules, now)]
    sums = totals(stakes)
    figures: dict[str, Cell] = {}
    for fate, (orders, money) in MONEY_FIGURES.items():
        figures[orders] = sum(_is_part(fate, *one) for one in stakes)
        figures[money] = to_cell(_sums_text([sums[key] for key in sorted(sums) if key[0] is fate]))
    return figures


def _stake(row: Standing, rules: Rules, now: datetime) -> Iterable[tuple[Fate, Stake]]:
    if row.risk.tier is not Tier.DONE and (stake := stake_of(row.posting.tariff_steps, now)):
        chance = row.outlook.chance if row.outlook else None
        yield fate_of(row.risk.tier, short=row.short, chance=chance, sure=rules.sure_share), stake


def _is_part(fate: Fate, own: Fate, stake: Stake) -> bool:
    """Whether an order has money of this fate: what has risen already is lost whatever becomes of the rest."""
    return bool(own is fate and stake.ahead) or bool(fate is Fate.LOST and stake.lost)


def _sums_text(sums: Iterable[Money]) -> str:
    return " + ".join(money_text(money) for money in sums)


def poor_text(summary: RatingSummary, lang: Lang) -> str:
    """The ratings that Ozon finds wanting, in its own words."""
    poor = [_rating_text(rating) for rating in summary.ratings if rating.status in ("WARNING", "CRITICAL")]
    if summary.is_penalty_exceeded:
        poor.append(texts.PENALTY.say(lang))
    return "; ".join(poor)


def _rating_text(rating: Rating) -> str:
    value = "" if rating.value is None else f": {rating.value:g}"
    return f"{rating.name or rating.code}{value} ({rating.status})"


def _day(at: datetime) -> date:
    return (at.astimezone(UTC) + _MOSCOW).date()
