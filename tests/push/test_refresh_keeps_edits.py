"""R8: two thousand refreshes of a workbook in which people type, sort and leave things half done, while the shop sells,
adds and drops offers. Whatever they typed stands afterwards in the row of the pair beside which they typed it, and an
edit on the numbers that they saw.

What Ozon tells comes from memory here, but for one request; the rest of the refresh is the product's.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random

import pytest

from ozon_xl.actions import refresh as refresh_module
from ozon_xl.actions.fetch import Fetched
from ozon_xl.actions.remember import Known, Refreshed, remember
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.ozon.client import OzonClient
from ozon_xl.sheets import STOCK, Cell, Owner, Raw
from ozon_xl.sheets.quantity import WISH_ATTRS, read_wish
from ozon_xl.store import Store
from tests.push.stand import Program, Stand, new_stand, order

RUNS = 2_000
FETCH_S = 0.4
BASE = ("base", "base_present", "reading")
STAFF = [column.attr for column in STOCK.columns if column.owner is Owner.STAFF]
TYPED: dict[str, tuple[Cell, ...]] = {
    "new_free": (0, 3, 7, 40, 500, "12", -3, 12.5, "+5", "12 шт", "", " ", 10**7, "=1+1", *[None] * 5),
    "mode": ("shelf count", "изменение +/-", "在架总数", "free quantity", "nonsense", *[None] * 4),
    "decision": ("send mine", "re-base", "оставить их", "undo", "?", *[None] * 10),
    "keep_back": (2, "x", *[None] * 6),
    "cap": (9, -1, *[None] * 6),
    "remark": ("call Anna", "=не формула", "0012", None),
}


class Desk:
    """A workbook, its people and what they have typed."""

    def __init__(self, stand: Stand, dice: Random) -> None:
        self.stand, self.dice = stand, dice
        self.typed: dict[Pair, dict[str, Cell]] = {}
        self.based: dict[Pair, tuple[Cell | bool, ...]] = {}
        """The numbers and the reading beside which an edit was typed that still stands; nothing if the row was gone."""
        self.done = Counter[str]()

    @property
    def rows(self) -> dict[Pair, dict[str, Raw]]:
        return self.stand.sheet.rows[STOCK.name]  # type: ignore[return-value]

    def type_something(self) -> None:
        pair = self.dice.choice(list(self.rows))
        attr = self.dice.choice((*STAFF, *["new_free"] * len(STAFF)))
        value = self.dice.choice(TYPED[attr])
        self.rows[pair][attr] = Raw(value)
        self.typed.setdefault(pair, {})[attr] = value
        self.done["typed"] += 1
        if not self._asks(pair):
            self.based.pop(pair, None)
        elif pair not in self.based:
            self.based[pair] = self._base(pair)
            self.done["edit begun"] += 1

    def _asks(self, pair: Pair) -> bool:
        return read_wish({attr: self.rows[pair].get(attr, Raw()) for attr in WISH_ATTRS}) is not None

    def _base(self, pair: Pair) -> tuple[Cell | bool, ...]:
        return tuple(self.rows[pair].get(attr, Raw()).value for attr in BASE)

    def sort(self) -> None:
        """By whatever: rows lie in another order, whole."""
        rows = list(self.rows.items())
        self.dice.shuffle(rows)
        self.stand.sheet.rows[STOCK.name] = dict(rows)
        self.done["sorted"] += 1

    def shop_lives(self) -> None:
        stand, dice = self.stand, self.dice
        act = dice.choice(("order", "foreign write", "order", "foreign write", "dropped", "added", "added"))
        if act == "order" and stand.usable():
            order(stand, dice.choice(stand.usable())[0])
        elif act == "foreign write" and stand.usable():
            pair, free = dice.choice(stand.usable())
            stand.foreign_write(pair, max(3, free + dice.choice((-2, 5))))
        else:
            product = dice.choice(list(stand.world.shop.by_offer.values()))
            product.archived = act == "dropped"
        self.done[act] += 1

    def check(self) -> None:
        rows = self.rows
        for pair, cells in self.typed.items():
            found = rows.get(pair, {})
            for attr, value in cells.items():
                assert _blank_or(found.get(attr, Raw()).value) == _blank_or(value), (pair, attr)
        for level in self.stand.world.shop.levels():
            pair = Pair(level.product.offer, str(level.warehouse.id))
            if level.product.archived and pair in self.based:
                self.based[pair] = (None,) * len(BASE)  # nobody knows any more what stood there
        for pair, base in self.based.items():
            assert self._base(pair) == base, f"moved under an edit: {pair}"
            self.done["base kept"] += base[0] is not None
            self.done["conflict told"] += str(rows[pair]["result"].value).startswith("Conflict:")
        strangers = {pair for pair, cells in rows.items() if any(not cells.get(attr, Raw()).is_blank for attr in STAFF)}
        assert strangers <= self.typed.keys(), "moved to another pair"
        for level in self.stand.world.shop.levels():
            assert level.product.archived or Pair(level.product.offer, str(level.warehouse.id)) in rows


def _blank_or(value: object) -> object:
    return None if value == "" else value


def from_memory(stand: Stand, first: Fetched) -> Callable[..., Refreshed]:
    """What a refresh fetches, without the way; what happens meanwhile happens."""
    numbers = count(2)

    def remembered(client: OzonClient, _store: Store, **_more: object) -> Refreshed:
        levels = {
            Pair(level.product.offer, str(level.warehouse.id)): (level.present, level.reserved, level.free)
            for level in stand.world.shop.levels()
            if not level.product.archived
        }
        stand.time.pass_(FETCH_S)
        stock = [StockLevel(*pair, "", "", *pieces, None) for pair, pieces in levels.items()]
        return Refreshed(first._replace(levels=stock, whole=False), next(numbers), client.clock.now())

    return remembered


def known_from_memory(fetched: Fetched, _store: Store, _shop: str) -> Known:
    """Nothing else is remembered."""
    stock = {level.pair: level for level in fetched.levels}
    return Known(fetched.postings, stock, fetched.warehouses, fetched.names)


@pytest.fixture
def desk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Desk, Program]]:
    stand = new_stand(folder, offers=6, postings=0, latency_s=0.0)
    with stand.program() as program:
        told = remember(program.client, program.store)
        monkeypatch.setattr(refresh_module, "remember", from_memory(stand, told.fetched))
        monkeypatch.setattr(refresh_module, "known_after", known_from_memory)
        yield Desk(stand, Random(20261123)), program


@pytest.mark.slow
def test_two_thousand_refreshes_lose_and_move_nothing(desk: tuple[Desk, Program]) -> None:
    people, program = desk
    dice = people.dice
    for _run in range(RUNS):
        for _act in range(dice.randint(1, 3)):
            people.type_something()
        if dice.random() < 0.2:
            people.sort()
        if dice.random() < 0.5:
            people.shop_lives()
        if dice.random() < 0.5:
            people.stand.time.after(dice.uniform(0, FETCH_S), people.type_something)
        program.refresh()
        people.check()
    assert min(people.done["typed"], people.done["base kept"]) >= 2 * RUNS
    assert people.done["edit begun"] >= RUNS // 4
    assert min(people.done.values()) >= RUNS // 20, people.done
