"""A practice shop, a workbook file and a store for programs that are killed or watched from outside."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

from ozon_xl.actions.refresh import refresh
from ozon_xl.actions.stock import make_plan, resume
from ozon_xl.builder import build
from ozon_xl.domain.stock import Pair
from ozon_xl.hosts.file import FileHost
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.shop import Shop
from ozon_xl.practice.clock import ShopClock
from ozon_xl.practice.server import CLIENT_ID, PracticeServer
from ozon_xl.sheets import STOCK
from ozon_xl.store import Store
from tests.push.pressing import press
from tests.push.pushing import SOCKETS, Job
from tests.push.sheet import Sheet
from tests.push.stand import Stand, promise
from tests.push.wire import Time
from tests.source import ROOT

SPEED = 40.0
BATCH = 3


class ShopTime:
    """The shop's own clock; waiting moves it."""

    def __init__(self, clock: ShopClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    def monotonic(self) -> float:
        return self._clock.now().timestamp()

    def sleep(self, seconds: float) -> None:
        self._clock.advance(seconds)


class Outside:
    """The same shop, workbook, store and plan at the same moment again and again."""

    def __init__(self, folder: Path, practice: PracticeServer, edits: int) -> None:
        self.practice, self.folder = practice, folder
        promise(practice.world)
        self.stand = Stand(practice.world, Time(), Sheet(), folder / "store.sqlite", 0.0)
        self.wanted: dict[Pair, int] = {pair: free + 3 for pair, free in self.stand.usable()[:edits]}
        assert len(self.wanted) == edits
        self.typed = self.stand.in_turn(self.wanted)
        self._levels = [(level, level.present) for level in practice.world.shop.levels()]
        template = folder / "template"
        template.mkdir()
        self._template = template
        book = template / "Shop.xlsx"
        build(book, "en", workbook_id="book-1")
        self._open(practice.world.clock.now())
        with Store.open(template / "store.sqlite") as store:
            refresh(FileHost(book), self._client, store, self.clock)
            host = FileHost(book)
            host.put("StaleMinutes", 10_080)  # a day passes before some of it is sent
            host.update(STOCK, {tuple(pair): cells for pair, cells in self.typed.items()})
            host.save()
            self.plan = make_plan(FileHost(book), self._client, self.clock)
            self._at = self.clock.now()
        assert {item.pair: item.want for item in self.plan.items} == self.wanted

    @property
    def book(self) -> Path:
        return self.folder / "Shop.xlsx"

    def begin(self) -> Job:
        """Everything as it was when the plan was made."""
        for level, present in self._levels:
            level.present, level.lag, level.lag_until, level.written_at = present, 0, None, None
        self.practice.world.shop.ledger.clear()
        self.practice.world.seen.clear()
        for old in self.folder.glob("store.sqlite*"):
            old.unlink()
        for file in self._template.iterdir():
            shutil.copy(file, self.folder / file.name)
        self._client.close()
        self._open(self._at)
        return self._job()

    def _open(self, moment: datetime) -> None:
        """The shop's time begins anew, and with it ours."""
        practice = self.practice
        practice.world.clock = ShopClock(moment, SPEED)
        self.clock = ShopTime(practice.world.clock)
        shop = Shop(CLIENT_ID, practice.api_key, practice.url)
        self._client = OzonClient(shop, clock=self.clock, transport=SOCKETS)

    def again(self) -> Job:
        """A press of the button on what is left."""
        return self._job()._replace(again=True)

    def _job(self) -> Job:
        return Job(
            store=str(self.stand.store_path),
            book=str(self.book),
            plan=self.plan.model_dump_json(),
            url=self.practice.url,
            api_key=self.practice.api_key,
            now=self.clock.now().isoformat(),
            at=time.monotonic(),
            speed=SPEED,
            batch=BATCH,
        )

    def resume(self, store: Store) -> None:
        """What the next start of the program does by itself."""
        host = FileHost(self.book)
        if resume(host, self._client, store, self._client.clock).finished:
            host.save()

    def press(self, store: Store) -> None:
        """And then it sends what still stands in the sheet."""
        press(FileHost(self.book), self._client, store)

    def taken(self) -> Counter[tuple[object, bool]]:
        """The edits by how they are meant, and whether the shop has taken them."""
        applied = self.stand.applied()
        return Counter((self.typed[pair]["mode"], bool(applied[pair, free])) for pair, free in self.wanted.items())

    def edits(self) -> set[Pair]:
        """The rows in which an edit stands."""
        rows = FileHost(self.book).read(STOCK, ("new_free",))
        return {Pair(*row.key) for row in rows if not row.cells["new_free"].is_blank}

    def close(self) -> None:
        self._client.close()


class Pusher:
    """The program of ``pushing``, started with the words of ``command`` before it."""

    def __init__(self, command: Sequence[str] = ()) -> None:
        self._process = subprocess.Popen(
            [*command, sys.executable, "-m", "tests.push.pushing"],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_trace: object) -> None:
        self._process.communicate(timeout=60)

    def start(self, job: Job) -> int:
        """Begin a push; returns the process in which it runs, once its first entries stand in the journal."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(job._asdict()) + "\n")
        self._process.stdin.flush()
        said = {self._line(), self._line()}
        assert "begin" in said
        return next(int(line.removeprefix("pid ")) for line in said if line.startswith("pid "))

    def end(self) -> tuple[bool, int]:
        """Wait for the end: whether the push came to its own, and the status of its process."""
        finished = False
        while not (line := self._line()).startswith("gone "):
            assert line == "end"
            finished = True
        return finished, int(line.removeprefix("gone "))

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()
