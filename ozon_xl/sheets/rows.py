"""What goes into the rows: pure functions from the domain's types to the cells of the declared tables."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from ozon_xl.domain.charges import ErrorCharge, ErrorTariff
from ozon_xl.domain.coverage import Coverage
from ozon_xl.domain.life import NO_LIFE, Life
from ozon_xl.domain.outlook import Outlook
from ozon_xl.domain.postings import Money, Posting
from ozon_xl.domain.risk import (
    Clocks,
    Risk,
    Tier,
    countdown_text,
    reason_text,
    risk_of_posting,
    urgency,
    work_minutes,
)
from ozon_xl.domain.rules import Rules
from ozon_xl.domain.statuses import status_text, todo_of
from ozon_xl.domain.stock import Pair, StockLevel, Warehouse
from ozon_xl.domain.stock_states import HELD, SECOND_LOOK, UNDO
from ozon_xl.domain.stock_wish import Seen
from ozon_xl.domain.tariff import next_rise
from ozon_xl.sheets.figures import CHOICES
from ozon_xl.sheets.names import MOSCOW_HOURS
from ozon_xl.sheets.orders import PINNED
from ozon_xl.sheets.zone import Zone
from ozon_xl.texts import Lang
from ozon_xl.texts import risk as risk_texts
from ozon_xl.texts import stock as stock_texts

_BREAKS: Final = re.compile(r"[\x00-\x1f]")
"""A value with a line break cannot be one of several in a cell."""


class Setting(NamedTuple):
    """What the cells depend on beside the data."""

    lang: Lang
    now: datetime
    zone: Zone
    rules: Rules
    date1904: bool
    errors: ErrorTariff = ErrorTariff()


class Standing(NamedTuple):
    """Where one posting stands in the queue."""

    posting: Posting
    short: int
    """Pieces lacking."""
    clocks: Clocks
    risk: Risk
    life: Life = NO_LIFE
    outlook: Outlook | None = None
    """None where nothing waits that we must act on."""


def standing_of(posting: Posting, coverage: Coverage, setting: Setting, life: Life = NO_LIFE) -> Standing:
    """Where the posting stands now."""
    short = coverage.short_of(posting.number)
    clocks, risk = risk_of_posting(posting, short=short, rules=setting.rules, now=setting.now)
    return Standing(posting, short, clocks, risk, life)


def by_urgency(standing: Standing) -> tuple[int, str]:
    """Sort key of order rows: what is pinned, then by urgency."""
    return -_place(standing), standing.posting.number


def _place(standing: Standing) -> int:
    is_first = standing.life.pinned and standing.risk.tier is not Tier.DONE
    return is_first * PINNED + urgency(standing.risk)


def order_values(standing: Standing, setting: Setting) -> dict[str, object]:
    """One posting's row of the Orders sheet, the formulas' present results included."""
    posting, short, clocks, _, life, outlook = standing
    todo = todo_of(posting)
    price = posting.goods_price
    charge = rise_text(next_rise(posting.tariff_steps, setting.now).by)
    return {
        "posting": posting.number,
        "todo": todo.say(setting.lang) if todo else None,
        "goods": goods_text(posting),
        "units": posting.units,
        "short": short or None,
        "amount": price.amount if price else None,
        "currency": price.currency if price else None,
        "warehouse": posting.warehouse or None,
        "pickup": pickup_text(clocks.ship),
        "changed": life.news or None,
        "idle": _idle_hours(standing, setting.now),
        "method": posting.method or None,
        "carrier": posting.carrier or None,
        "status": status_text(posting.status, setting.lang),
        "ordered_at": posting.ordered_at,
        "ship_by": clocks.ship,
        "late_from": clocks.late,
        "wall_at": clocks.wall,
        "tariff_at": clocks.tariff,
        "cancel_at": clocks.cancel,
        "start_at": outlook.start_by if outlook else None,
        "takes": round(outlook.takes, 2) if outlook and outlook.takes else None,
        "charge": charge or None,
        "error_charge": error_charge_text(setting.errors.of(posting) if todo else None) or None,
        "chance": _chance(outlook, short, setting.lang),
        "tracking": posting.tracking or None,
        "scheme": posting.scheme or None,
        "warehouse_id": posting.warehouse_id or None,
        "touched_at": life.touched_at,
        **_formula_results(standing, charge, setting),
        "urgency": _place(standing),
        "listed": None,  # the user may choose at any time: left to the program that opens the workbook
    }


def pickup_text(ship_by: datetime | None) -> str | None:
    """``11-30 14:00``, Moscow time, as in the seller account: postings that go out together have the same one."""
    return f"{ship_by + timedelta(hours=MOSCOW_HOURS):%m-%d %H:%M}" if ship_by else None


def option_figures(queue: Sequence[Standing], now: datetime) -> dict[str, str | None]:
    """What there is to choose from on Today, by the name of its cell: the values of the Orders sheet, one a line.

    Of the hand-over slots those with orders that wait for us: the coming ones first, then those that passed last.
    """
    waiting = [standing for standing in queue if standing.risk.tier is not Tier.DONE]
    slots = {standing.clocks.ship for standing in waiting if standing.clocks.ship}
    coming, passed = sorted(slot for slot in slots if slot >= now), sorted(slot for slot in slots if slot < now)
    found = {
        "warehouse": sorted({standing.posting.warehouse for standing in queue}),
        "carrier": sorted({standing.posting.carrier for standing in queue}),
        "pickup": [pickup_text(slot) or "" for slot in (*coming, *reversed(passed))],
    }
    figures: dict[str, str | None] = {}
    for choice in CHOICES:
        values = dict.fromkeys(value for value in found[choice.attr] if value and not _BREAKS.search(value))
        figures[choice.options] = "\n".join(list(values)[: choice.most]) or None
    return figures


def _idle_hours(standing: Standing, now: datetime) -> int | None:
    touched = standing.life.touched_at
    if touched is None or standing.risk.tier is Tier.DONE:
        return None
    return max(0, (now - touched) // timedelta(hours=1))


def _chance(outlook: Outlook | None, short: int, lang: Lang) -> float | str | None:
    """A share, or why there is none; empty where none is needed."""
    if outlook is None:
        return None
    if outlook.chance == 0:
        return risk_texts.TOO_LATE.say(lang)
    if short:
        return risk_texts.NO_GOODS.say(lang)
    if outlook.lack:
        have, need = outlook.lack
        return risk_texts.LITTLE_HISTORY.say(lang, n=have, of=need)
    return None if outlook.chance is None else round(outlook.chance, 2)


def _formula_results(standing: Standing, charge: str, setting: Setting) -> dict[str, object]:
    _, short, clocks, risk, _, outlook = standing
    lang, now = setting.lang, setting.now
    start_at = outlook.start_by if outlook else None
    return {
        "tier": risk_texts.TIERS[risk.tier].say(lang),
        "countdown": countdown_text(risk.minutes, lang),
        "reason": reason_text(risk, clocks, short=short, charge=charge, now=now, lang=lang),
        "due_moscow": risk.next_at and risk.next_at + timedelta(hours=MOSCOW_HOURS),
        "due_local": risk.next_at and risk.next_at + setting.zone.at(risk.next_at),
        "start_by": start_at and start_at + setting.zone.at(start_at),
        "next_at": risk.next_at,
        "clock": int(risk.clock),
        "minutes": risk.minutes,
        "work_minutes": work_minutes(clocks, now),
        "danger": int(risk.tier),
    }


def line_values(
    posting: Posting, coverage: Coverage, present: Mapping[Pair, int], setting: Setting
) -> list[dict[str, object]]:
    """One posting's rows of the Lines sheet."""
    shorts = coverage.short.get(posting.number)  # none where the status may mean that no goods are held for it
    lines = zip(posting.lines, shorts or (None,) * len(posting.lines), strict=True)
    return [
        {
            "line": f"{posting.number}/{number}",
            "posting": posting.number,
            "offer": line.offer,
            "name": line.name or None,
            "quantity": line.quantity,
            "packable": _packable(short, setting.lang) if shorts else stock_texts.NOT_KNOWN.say(setting.lang),
            "short": short or None,
            "present": present.get(Pair(line.offer, posting.warehouse_id)),
            "warehouse": posting.warehouse or None,
            "price": line.price.amount if line.price else None,
            "currency": line.price.currency if line.price else None,
            "sku": line.sku or None,
            "warehouse_id": posting.warehouse_id or None,
        }
        for number, (line, short) in enumerate(lines, start=1)
    ]


def stock_values(
    level: StockLevel, warehouse: Warehouse | None, name: str, coverage: Coverage, short: int, lang: Lang
) -> dict[str, object]:
    """One pair's row of the Stock sheet; what edits are typed on, and result and time of the last write, are the caller's
    to add.
    """
    pair = level.pair
    return {
        "offer": level.offer,
        "name": name or None,
        "warehouse": warehouse.name if warehouse else None,
        "free": level.free,
        "result": None,
        "result_at": None,
        "reserved": level.reserved,
        "present": level.present,
        "ordered": coverage.ordered.get(pair) or None,
        "short": short or None,
        "state": warehouse_state(warehouse, lang),
        "changed_at": level.changed_at,
        "sku": level.sku or None,
        "product_id": level.product_id or None,
        "warehouse_id": level.warehouse_id,
    }


def based_on(snapshot: str, pair: Pair, free: int | None, base: Seen | None) -> dict[str, int | str | None]:
    """The hidden cells of a stock row: the numbers beside which its pending edit was typed, and the check over all."""
    on_free, on_present, reading = base or (None, None, None)
    check = row_check(snapshot, pair, free, on_free, on_present, reading)
    return {"base": on_free, "base_present": on_present, "reading": reading, "check": check}


def row_check(snapshot: str, pair: Pair, *cells: int | str | None) -> str:
    """Ties a stock row's cells to each other and to their snapshot, so that a torn row is seen."""
    text = "\0".join((snapshot, *pair, *map(str, cells)))
    digest = hashlib.blake2s(text.encode("utf-8", "replace"), digest_size=5)
    return f"{snapshot}:{digest.hexdigest()}"


def warehouse_state(warehouse: Warehouse | None, lang: Lang) -> str | None:
    """The warehouse's state in the user's words; one we do not know stands as Ozon wrote it."""
    if warehouse is None:
        return None
    words = stock_texts.WAREHOUSE_STATES.get(warehouse.status)
    return words.say(lang) if words else warehouse.status


def stock_shortages(postings: Sequence[Posting], coverage: Coverage) -> dict[Pair, int]:
    """Pieces lacking of each pair over all postings."""
    lacking: dict[Pair, int] = {}
    for posting in postings:
        for line, short in zip(posting.lines, coverage.short.get(posting.number, ()), strict=False):
            if short:
                pair = Pair(line.offer, posting.warehouse_id)
                lacking[pair] = lacking.get(pair, 0) + short
    return lacking


def _packable(short: int | None, lang: Lang) -> str:
    if short is None:
        return stock_texts.STOCK_UNKNOWN.say(lang)
    if short:
        return risk_texts.SHORT_BY.say(lang, n=short).strip()
    return stock_texts.CAN_BE_PACKED.say(lang)


def goods_text(posting: Posting) -> str:
    """``A-1 × 2; B-7 × 1``."""
    return "; ".join(f"{line.offer} × {line.quantity}" for line in posting.lines)


def money_text(money: Money | None) -> str:
    """``102 809.05 RUB``, ``120 RUB``: grouped so that no country takes the mark for a decimal one; empty if none."""
    if money is None:
        return ""
    places = 0 if money.amount == money.amount.to_integral_value() else 2
    return f"{money.amount:,.{places}f} {money.currency}".replace(",", "\u00a0")


def error_charge_text(charge: ErrorCharge | None) -> str:
    """``120 RUB`` that Ozon has charged, ``≈ 120 RUB`` that it would; empty if none."""
    if charge is None:
        return ""
    return money_text(charge.amount) if charge.is_told else f"≈ {money_text(charge.amount)}"


def rise_text(rise: Money | None) -> str:
    """``+89.02 RUB``; empty where it is not known."""
    return f"+{money_text(rise)}" if rise else ""


def result_text(
    state: str,
    lang: Lang,
    *,
    was: int | None,
    sent: int | None,
    now: int | None,
    message: str,
    oversold: int | None = None,
) -> str:
    """What a stock row says of its last write: what happened and what to do. All numbers are free pieces, ``oversold``
    those of ``sent`` that may be on offer without lying on the shelf.
    """
    if oversold and sent is not None and now is not None:
        right = max(0, now - oversold)
        return stock_texts.RESULT_OVERSOLD.say(lang, n=oversold, sent=sent, now=now, right=right)
    words = {
        "planned": stock_texts.RESULT_PLANNED,
        "confirmed": stock_texts.RESULT_CONFIRMED,
        "sending": stock_texts.RESULT_SENDING,
        "verified": stock_texts.RESULT_VERIFIED if now == sent else stock_texts.RESULT_VERIFIED_MOVED,
        "accepted": stock_texts.RESULT_ACCEPTED,
        "rejected": stock_texts.RESULT_REJECTED,
        "unknown": stock_texts.RESULT_UNKNOWN,
        "superseded": stock_texts.RESULT_SUPERSEDED,
        "conflict": stock_texts.RESULT_CONFLICT_AGAIN,
        "expired": stock_texts.RESULT_EXPIRED,
        "cancelled": stock_texts.RESULT_CANCELLED,
    }[state]
    if state == "conflict" and message.startswith(UNDO):
        return stock_texts.RESULT_REFUSED.say(lang, why=stock_texts.UNDO_CHANGED.say(lang, saw=was, now=now))
    if message == SECOND_LOOK:
        words = stock_texts.RESULT_SEEN if state == "verified" else stock_texts.RESULT_CHANGED_LATER
    if message == HELD:
        words = stock_texts.RESULT_HELD
    if now is None and "{now}" in words.en:  # the pair was looked for and is not there any more
        return stock_texts.RESULT_GONE.say(lang)
    return words.say(lang, was=was, saw=was, sent=sent, now=now, message=_plain_message(message, lang))


def note_text(message: str, lang: Lang) -> str:
    """The message of a journal entry: our own notes in the user's words, what Ozon said as it said it."""
    if message == SECOND_LOOK:
        return stock_texts.NOTE_SECOND_LOOK.say(lang)
    if message == HELD:
        return stock_texts.NOTE_HELD.say(lang)
    if message.startswith(UNDO):
        return stock_texts.NOTE_UNDO.say(lang, run=message.removeprefix(UNDO))
    return message


def _plain_message(message: str, lang: Lang) -> str:
    """Ozon's item errors in the user's words, its own words behind them."""
    plain = []
    for part in message.split("; "):
        code = part.split(":", maxsplit=1)[0]
        if code in stock_texts.ITEM_ERRORS:
            plain.append(stock_texts.ITEM_ERRORS[code].say(lang))
        elif code in stock_texts.NOT_ALLOWED_CODES:
            plain.append(stock_texts.ITEM_NOT_ALLOWED.say(lang, code=code))
    return f"{'; '.join(plain)} [{message}]" if plain else message
