"""What worksheet functions ask of the store: the last refresh of a shop, held in memory until there is a newer one."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property

from ozon_xl.actions.lives import Lives
from ozon_xl.actions.outlook import foreseen, with_outlooks
from ozon_xl.actions.zone import zone_at
from ozon_xl.domain.coverage import cover
from ozon_xl.domain.outlook import Model, Outlook
from ozon_xl.domain.postings import Posting
from ozon_xl.domain.risk import Risk, Tier, countdown_text
from ozon_xl.domain.statuses import is_open
from ozon_xl.domain.stock import Pair
from ozon_xl.sheets import ORDERS, STOCK, Cell, Table
from ozon_xl.sheets.columns import to_cell
from ozon_xl.sheets.functions import POSTING_FIELDS, STOCK_FIELDS, TABLE_COLUMNS
from ozon_xl.sheets.rows import (
    Setting,
    Standing,
    by_urgency,
    order_values,
    standing_of,
    stock_shortages,
    stock_values,
)
from ozon_xl.sheets.zone import Zone
from ozon_xl.store import Snapshot, Store
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import functions as texts
from ozon_xl.texts import risk as risk_texts

Answer = Cell | Words
"""A value, or the words why there is none."""


class Remembered:
    """All that one refresh of one shop left in the store."""

    def __init__(self, store: Store, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.rules = store.rules(snapshot.shop)
        since = snapshot.taken_at - timedelta(hours=self.rules.changes_hours)
        self.lives = Lives(store, snapshot.shop, since, store.notes.known(snapshot.shop))
        self._find = store.snapshots.find
        shop = snapshot.shop
        postings = [posting for posting in store.snapshots.postings(shop) if is_open(posting)]
        levels = store.snapshots.stock(shop)
        self.open = {posting.number: posting for posting in postings}
        self.levels = {level.pair: level for level in levels}
        self.coverage = cover(postings, {level.pair: level.present for level in levels})
        self.shortages = stock_shortages(postings, self.coverage)
        self.lacking: Counter[str] = Counter()
        for pair, pieces in self.shortages.items():
            self.lacking[pair.offer] += pieces
        self.names = store.snapshots.names(shop)
        self.warehouses = {warehouse.id: warehouse for warehouse in store.snapshots.warehouses(shop)}
        self.warehouse_ids: dict[str, list[str]] = {}
        for warehouse in self.warehouses.values():
            self.warehouse_ids.setdefault(warehouse.name.strip().casefold(), []).append(warehouse.id)
        self.offers = {level.offer for level in levels} | {line.offer for posting in postings for line in posting.lines}
        self._ended: dict[str, Posting | None] = {}
        self._learnt = store.learnt(shop)

    @cached_property
    def outlooks(self) -> Mapping[str, Outlook | None]:
        """What was to be expected of the open postings at the refresh, as its workbook shows it."""
        now = self.snapshot.taken_at
        setting = Setting("en", now, Zone(timedelta(0)), self.rules, date1904=False)
        queue = [standing_of(posting, self.coverage, setting) for posting in self.open.values()]
        foresight = foreseen(queue, self._learnt.model if self._learnt else Model(), now)
        return {standing.posting.number: standing.outlook for standing in with_outlooks(queue, foresight)}

    def look_up(self, numbers: Iterable[str]) -> None:
        """Read those that are no longer open from the store, all at once."""
        missing = {number for number in numbers if number not in self.open and number not in self._ended}
        if missing:
            self._ended |= dict.fromkeys(missing) | self._find(self.snapshot.shop, missing)

    def posting(self, number: str) -> Posting | None:
        """The posting as it was last seen; None if it never was."""
        if number in self.open:
            return self.open[number]
        self.look_up([number])
        return self._ended[number]


class Memory:
    """What was read of each shop. A newer refresh, by whichever process, is noticed at the next question."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._shops: dict[str, Remembered] = {}

    def of(self, shop: str) -> Remembered | None:
        """The last refresh of a shop; None before the first."""
        last = self._store.snapshots.last(shop)
        if last is None:
            return None
        held = self._shops.get(shop)
        if held is None or held.snapshot.id != last.id:
            held = self._shops[shop] = Remembered(self._store, last)
        return held


class Answers:
    """The answers at one moment in one language, by the thresholds of the shop's workbook."""

    def __init__(self, known: Remembered, now: datetime, lang: Lang) -> None:
        self._known = known
        self._setting = Setting(lang, known.snapshot.by_ozon(now), zone_at(now), known.rules, date1904=False)

    def look_up(self, numbers: Iterable[str]) -> None:
        """Say beforehand which postings will be asked about: one reading instead of many."""
        self._known.look_up(numbers)

    def age(self) -> Answer:
        """Whole minutes since the refresh."""
        return max(0, (self._setting.now - self._known.snapshot.taken_at) // timedelta(minutes=1))

    def posting(self, number: str, field: str) -> Answer:
        """One column of a posting's row in the Orders sheet."""
        attr = self._attr(ORDERS, field, POSTING_FIELDS)
        if isinstance(attr, Words):
            return attr
        return self._of_posting(
            number, lambda found: self._cell(order_values(self._standing(found), self._setting)[attr])
        )

    def countdown(self, number: str) -> Answer:
        """Time left, as in the Orders sheet."""
        return self._of_posting(
            number, lambda found: countdown_text(self._standing(found).risk.minutes, self._setting.lang)
        )

    def risk(self, number: str) -> Answer:
        """The word for its tier."""
        lang = self._setting.lang
        return self._of_posting(number, lambda found: risk_texts.TIERS[self._standing(found).risk.tier].say(lang))

    def stock(self, offer: str, warehouse: str, field: str) -> Answer:
        """One column of a pair's row in the Stock sheet; free stock without a field."""
        attr = self._attr(STOCK, field or "free", STOCK_FIELDS)
        place = self._warehouse_id(warehouse)
        if isinstance(attr, Words) or isinstance(place, Words):
            return attr if isinstance(attr, Words) else place
        level = self._known.levels.get(Pair(offer, place))
        if level is None:
            if offer not in self._known.offers:
                return texts.UNKNOWN_OFFER.filled(offer=offer)
            return texts.NOT_THERE.filled(offer=offer, warehouse=warehouse)
        values = stock_values(
            level,
            self._known.warehouses.get(place),
            self._known.names.get(offer, ""),
            self._known.coverage,
            self._known.shortages.get(level.pair, 0),
            self._setting.lang,
        )
        return self._cell(values[attr])

    def short(self, offer: str) -> Answer:
        """Pieces that open postings lack, over all warehouses."""
        if offer not in self._known.offers:
            return texts.UNKNOWN_OFFER.filled(offer=offer)
        return self._known.lacking[offer]

    def due(self, hours: float) -> list[list[Answer]]:
        """The queue as far as its next clocks are at most so many hours away, under headings."""
        until = self._setting.now + timedelta(hours=hours)
        return self._table(lambda risk: risk.next_at is not None and risk.next_at <= until)

    def at_risk(self) -> list[list[Answer]]:
        """The queue from the tier of lacking goods up, under headings."""
        return self._table(lambda risk: risk.tier >= Tier.SHORT)

    def _table(self, wanted: Callable[[Risk], bool]) -> list[list[Answer]]:
        lang = self._setting.lang
        standings = map(self._standing, self._known.open.values())
        chosen = sorted((standing for standing in standings if wanted(standing.risk)), key=by_urgency)
        rows: list[list[Answer]] = [
            [self._cell(values[attr]) for attr in TABLE_COLUMNS]
            for values in (order_values(standing, self._setting) for standing in chosen)
        ]
        nothing: list[Answer] = [texts.NONE.say(lang), *[None] * (len(TABLE_COLUMNS) - 1)]
        return [[ORDERS.by_attr[attr].heading.say(lang) for attr in TABLE_COLUMNS], *(rows or [nothing])]

    def _of_posting(self, number: str, tell: Callable[[Posting], Answer]) -> Answer:
        found = self._known.posting(number)
        return texts.UNKNOWN_POSTING.filled(number=number) if found is None else tell(found)

    def _standing(self, posting: Posting) -> Standing:
        life = self._known.lives.of(posting, self._setting)
        standing = standing_of(posting, self._known.coverage, self._setting, life)
        return standing._replace(outlook=self._known.outlooks.get(posting.number))

    def _warehouse_id(self, warehouse: str) -> str | Words:
        if warehouse in self._known.warehouses:
            return warehouse
        called = self._known.warehouse_ids.get(warehouse.casefold(), [])
        if len(called) == 1:
            return called[0]
        words = texts.SAME_NAME if called else texts.UNKNOWN_WAREHOUSE
        return words.filled(warehouse=warehouse)

    def _attr(self, table: Table, field: str, fields: tuple[str, ...]) -> str | Words:
        """The column that a heading in any language, or its name in code, stands for."""
        attr = table.attr_of(field) or field.casefold()
        if attr in fields:
            return attr
        known = [table.by_attr[name] for name in fields if not table.by_attr[name].hidden]
        lang = self._setting.lang
        return texts.UNKNOWN_FIELD.filled(field=field, known=", ".join(column.heading.say(lang) for column in known))

    def _cell(self, value: object) -> Cell:
        return to_cell(value)  # type: ignore[arg-type]
