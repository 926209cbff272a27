"""How the shop stands with Ozon, as the Today sheet shows it: the error index, the share of orders handed over in time,
and the money at stake in the queue."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from ozon_xl.actions.ratings import OnTime, Ratings, index_block, on_time_block
from ozon_xl.domain.charges import Fate, fate_of, totals
from ozon_xl.domain.error_index import Rating, RatingSummary
from ozon_xl.domain.postings import Money
from ozon_xl.domain.risk import Tier
from ozon_xl.domain.tariff import Stake, stake_of
from ozon_xl.errors import OzonXLError
from ozon_xl.sheets.columns import Cell, to_cell
from ozon_xl.sheets.figures import FIGURES, INDEX_FIGURES, MONEY_FIGURES, ON_TIME_FIGURES
from ozon_xl.sheets.rows import Setting, Standing, money_text
from ozon_xl.store import Store
from ozon_xl.texts import Lang
from ozon_xl.texts import standing as texts

_DAY = timedelta(days=1)


def figures_of(
    ratings: Ratings | OzonXLError | None,
    on_time: OnTime | OzonXLError | None,
    store: Store,
    shop: str,
    queue: Sequence[Standing],
    setting: Setting,
) -> dict[str, Cell]:
    """The cells of the Today sheet by name; what is not known is empty. Those of what was not asked for stay."""
    stay = (*(() if ratings else INDEX_FIGURES), *(() if on_time else ON_TIME_FIGURES))
    figures: dict[str, Cell] = dict.fromkeys(name for name in FIGURES if name not in stay)
    figures |= money_figures(queue, setting)
    figures |= _index_figures(ratings, store, shop, queue, setting)
    return figures | _on_time_figures(on_time, store, shop, queue, setting)


def _index_figures(
    ratings: Ratings | OzonXLError | None, store: Store, shop: str, queue: Sequence[Standing], setting: Setting
) -> dict[str, Cell]:
    if ratings is None:
        return {}
    if isinstance(ratings, OzonXLError):
        return {"IndexTrouble": to_cell(ratings.say(setting.lang))}
    index, red = index_block(ratings, store, shop, _tiers(queue), setting.rules, setting.now)
    return {
        "IndexNow": round(100 * index.share, 2),
        "IndexErrors": index.now.errors,
        "IndexCreated": index.now.created,
        "IndexZone": index.zone,
        "IndexCharge": to_cell(money_text(ratings.error_index.cost)),
        "IndexAllowed": index.allowed,
        "IndexRed": red,
        "IndexIfFailed": round(100 * index.worst.share, 2),
        "IndexZoneIfFailed": index.worst.zone,
        "IndexRatings": to_cell(poor_text(ratings.summary, setting.lang)),
        **_leaving("Index", index.leaving, setting),
    }


def _on_time_figures(
    on_time: OnTime | OzonXLError | None, store: Store, shop: str, queue: Sequence[Standing], setting: Setting
) -> dict[str, Cell]:
    if on_time is None:
        return {}
    if isinstance(on_time, OzonXLError):
        return {"OnTimeTrouble": to_cell(on_time.say(setting.lang))}
    block = on_time_block(on_time, store, shop, _tiers(queue), setting.rules, setting.now)
    if block is None:
        return {"OnTimeTrouble": texts.NO_ON_TIME.say(setting.lang)}
    late, edges = block.headroom, on_time.thresholds
    edge = edges[late.zone] if late.zone < len(edges) else None
    return {
        "OnTimeNow": round(100 - 100 * late.share, 2),
        "OnTimeLate": late.now.errors,
        "OnTimeOrders": late.now.created,
        "OnTimeZone": late.zone,
        "OnTimeAllowed": late.allowed,
        "OnTimeEdge": edge,
        "OnTimeNext": None if edge is None else sum(value >= edge for value in edges),
        "OnTimeRed": block.red,
        "OnTimeIfFailed": round(100 - 100 * late.worst.share, 2),
        "OnTimeZoneIfFailed": late.worst.zone,
        **_leaving("OnTime", late.leaving, setting),
    }


def _tiers(queue: Iterable[Standing]) -> dict[str, int]:
    return {row.posting.number: row.risk.tier for row in queue}


def _leaving(block: str, leaving: tuple[date, int] | None, setting: Setting) -> dict[str, Cell]:
    if leaving is None:
        return {}
    on, count = leaving
    at = datetime.combine(on, datetime.min.time(), UTC)
    return {f"{block}LeavesAt": to_cell(at, date1904=setting.date1904), f"{block}Leaving": count}


def money_figures(queue: Sequence[Standing], setting: Setting) -> dict[str, Cell]:
    """Orders, tariff and charges for errors of each fate, each currency by itself."""
    stakes = [(fate, stake) for row in queue for fate, stake in _stake(row, setting)]
    sums, charges = totals(stakes), _charges(queue, setting)
    figures: dict[str, Cell] = {}
    for fate, (orders, money, charge) in MONEY_FIGURES.items():
        figures[orders] = sum(_is_part(fate, *one) for one in stakes)
        figures[money] = to_cell(_sums_text([sums[key] for key in sorted(sums) if key[0] is fate]))
        figures[charge] = to_cell(_sums_text(charges[fate]))
    return figures


def _stake(row: Standing, setting: Setting) -> Iterable[tuple[Fate, Stake]]:
    if row.risk.tier is not Tier.DONE and (stake := stake_of(row.posting.tariff_steps, setting.now)):
        yield _fate(row, setting), stake


def _fate(row: Standing, setting: Setting) -> Fate:
    chance = row.outlook.chance if row.outlook else None
    return fate_of(row.risk.tier, short=row.short, chance=chance, sure=setting.rules.sure_share)


def _charges(queue: Iterable[Standing], setting: Setting) -> dict[Fate, list[Money]]:
    """What Ozon has charged is lost. What it would charge for the rest is not even where an order is late: it is
    charged for one that is cancelled."""
    charged = [(Fate.LOST, money) for money in setting.errors.told.values()]
    for row in queue:
        charge = None if row.risk.tier is Tier.DONE else setting.errors.of(row.posting)
        if charge and not charge.is_told:
            fate = _fate(row, setting)
            charged.append((Fate.AT_RISK if fate is Fate.LOST else fate, charge.amount))
    return {fate: _by_currency(money for own, money in charged if own is fate) for fate in Fate}


def _by_currency(amounts: Iterable[Money]) -> list[Money]:
    sums: dict[str, Decimal] = {}
    for amount, currency in amounts:
        sums[currency] = sums.get(currency, Decimal(0)) + amount
    return [Money(sums[currency], currency) for currency in sorted(sums)]


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
