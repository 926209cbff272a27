"""The queue without a workbook: from what the last refresh remembered."""

from datetime import datetime, timedelta
from typing import NamedTuple

from ozon_xl.domain.alerts import due_of
from ozon_xl.domain.coverage import cover
from ozon_xl.domain.risk import countdown_text, reason_text, risk_of_posting
from ozon_xl.domain.statuses import is_open, todo_of
from ozon_xl.domain.tariff import next_rise
from ozon_xl.sheets.rows import rise_text
from ozon_xl.store import Store
from ozon_xl.texts import Lang
from ozon_xl.texts import risk as texts


class QueueRow(NamedTuple):
    """One open posting."""

    posting: str
    state: str
    left: str
    why: str
    todo: str
    warehouse: str
    tier: int
    minutes: int | None
    short: int
    due: datetime | None
    """Its own deadline, which moves only when Ozon moves it."""


def queue(store: Store, shop: str, now: datetime, lang: Lang, *, within: timedelta | None = None) -> list[QueueRow]:
    """Open postings, worst first; with ``within`` only those whose next clock is nearer than that or has passed."""
    postings = [posting for posting in store.snapshots.postings(shop) if is_open(posting)]
    present = {level.pair: level.present for level in store.snapshots.stock(shop)}
    coverage = cover(postings, present)
    rules = store.rules(shop)
    rows = []
    for posting in postings:
        short = coverage.short_of(posting.number)
        clocks, risk = risk_of_posting(posting, short=short, rules=rules, now=now)
        if within is not None and (risk.next_at is None or risk.next_at - now > within):
            continue
        charge = rise_text(next_rise(posting.tariff_steps, now).by)
        todo = todo_of(posting)
        rows.append(
            QueueRow(
                posting.number,
                texts.TIERS[risk.tier].say(lang),
                countdown_text(risk.minutes, lang),
                reason_text(risk, clocks, short=short, charge=charge, now=now, lang=lang),
                todo.say(lang) if todo else "",
                posting.warehouse,
                int(risk.tier),
                risk.minutes,
                short,
                due_of(clocks),
            )
        )
    return sorted(rows, key=lambda row: (-row.tier, row.minutes is None, row.minutes or 0, row.posting))
