"""The benchmarks: each returns its figures."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import log
from pathlib import Path
from shutil import copytree
from statistics import linear_regression
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zipfile import ZipFile

from ozon_xl.builder import build
from ozon_xl.ozon.endpoint import ALL_METHODS
from ozon_xl.store import Store
from tests.benchmarks.measure import Cost, Task, run
from tests.benchmarks.shop import Shop, open_shop

LATENCY_MS = 150
CHANGED_SHARE = 0.01
NO_NEWS_S = 26 * 3600
"""After so long what came with the shop is no news any more."""
PAUSE_S = 300
"""Between two refreshes."""


class Race(NamedTuple):
    """Everybody on one shop."""

    first: Cost
    """Our refresh into an empty workbook with an empty store."""
    again: Cost
    """The same once more, everything known already."""
    floor: Cost
    """Of ``first``: its requests, its sheets."""
    floor_again: Cost
    """Of ``again``."""
    plain: Cost | None

    @property
    def to_floor(self) -> float:
        """Our processor time in floors."""
        return self.first.cpu_s / self.floor.cpu_s

    @property
    def again_to_floor(self) -> float:
        """The same of the second refresh."""
        return self.again.cpu_s / self.floor_again.cpu_s


class Limited(NamedTuple):
    """A refresh against the limit of requests, with latency."""

    requests: int
    cost: Cost

    @property
    def least_s(self) -> float:
        """What the limit alone takes."""
        return self.requests / ALL_METHODS.calls * ALL_METHODS.per_s

    @property
    def ratio(self) -> float:
        """Our wall time to that."""
        return self.cost.wall_s / self.least_s


class Beside(NamedTuple):
    """A refresh of the changes beside a whole one, both over the same workbook and store."""

    changes: Cost
    whole: Cost
    changes_requests: int
    whole_requests: int

    @property
    def cpu_share(self) -> float:
        """Of the whole one's processor time."""
        return self.changes.cpu_s / self.whole.cpu_s

    @property
    def request_share(self) -> float:
        """Of the whole one's requests."""
        return self.changes_requests / self.whole_requests


class Partial(NamedTuple):
    """What it takes once a share of the orders has changed."""

    changed: int
    """Orders that have changed since the refresh before."""
    book: Beside
    """With a workbook."""
    store: Beside
    """Without."""


def race(orders: int, *, times: int, plain: bool) -> Race:
    """Everybody ``times`` times on one shop; each one's best run counts. The plain script runs once."""
    with open_shop(orders) as shop:
        rounds = [_round(shop) for _ in range(times)]
        with _folder(shop) as task:
            slow = run("plain", task) if plain else None
    first, again, floor, floor_again = (min(costs, key=lambda cost: cost.cpu_s) for costs in zip(*rounds, strict=True))
    return Race(first, again, floor, floor_again, slow)


def _round(shop: Shop) -> tuple[Cost, Cost, Cost, Cost]:
    with _folder(shop) as task:
        first, floor = _ours_and_floor(shop, task)
        again, floor_again = _ours_and_floor(shop, task)
    return first, again, floor, floor_again


def _ours_and_floor(shop: Shop, task: Task) -> tuple[Cost, Cost]:
    before = len(shop.requests())
    cost = run("ours", task)
    task.requests.write_text(json.dumps(shop.requests()[before:]))
    with ZipFile(task.book) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    task.sheets.write_bytes(b"".join(sheets))
    return cost, run("floor", task)


def limited(orders: int) -> Limited:
    """Our first refresh with every answer ``LATENCY_MS`` late and Ozon's limits kept."""
    with open_shop(orders, latency_ms=LATENCY_MS, limits=True) as shop, _folder(shop) as task:
        cost = run("ours", task)
        return Limited(len(shop.requests()), cost)


def partial_refresh(orders: int, share: float = CHANGED_SHARE) -> Partial:
    """A refresh of the changes once a share of the orders has been packed, and a whole one instead of it."""
    with open_shop(orders) as shop, _folder(shop) as task:
        run("ours", task)
        shop.control.advance(NO_NEWS_S)
        run("ours", task._replace(whole=True))
        shop.control.advance(PAUSE_S)
        changed = _pack(shop, task, share)
        return Partial(changed, *(_beside(shop, task, contestant) for contestant in ("ours", "stored")))


def _beside(shop: Shop, task: Task, contestant: str) -> Beside:
    changes, whole = (_instead(shop, task._replace(whole=whole), contestant) for whole in (False, True))
    return Beside(changes[0], whole[0], changes[1], whole[1])


def _pack(shop: Shop, task: Task, share: float) -> int:
    """Every so many-th of the orders to be packed; as many as that share of all of them."""
    with Store.open(Path(task.folder) / "store.sqlite") as store:
        postings = store.snapshots.postings(shop.client_id)
    packable = [posting.number for posting in postings if posting.status == "awaiting_packaging"]
    count = max(1, round(share * len(postings)))
    chosen = packable[:: max(1, len(packable) // count)][:count]
    for number in chosen:
        shop.control.step(number, "pack")
    return len(chosen)


def _instead(shop: Shop, task: Task, contestant: str) -> tuple[Cost, int]:
    """What it takes in a copy of the folder, and how many requests."""
    with TemporaryDirectory() as folder:
        copytree(task.folder, folder, dirs_exist_ok=True)
        shop.control.forget()
        return run(contestant, task._replace(folder=folder)), len(shop.requests())


def exponent(costs: Sequence[Cost]) -> float:
    """How processor time grows with the number of orders: 1 is in proportion. Least squares of the logarithms."""
    return linear_regression([log(cost.orders) for cost in costs], [log(cost.cpu_s) for cost in costs]).slope


@contextmanager
def _folder(shop: Shop) -> Iterator[Task]:
    """A fresh folder with a fresh workbook."""
    with TemporaryDirectory() as folder:
        task = Task(*shop, folder)
        build(task.book, "en", workbook_id="benchmark", shop=shop.client_id)
        yield task
