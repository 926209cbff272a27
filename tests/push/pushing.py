"""A program that pushes, to be killed or watched from outside.

It is started once and forks a child for each job on its input, so that hundreds of deaths do not cost hundreds of
starts. Lines on its output: ``pid``, ``begin`` when the journal has the first entries of a push or a press begins,
``end`` right after it, ``gone`` with the status.
"""

import json
import os
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import httpx
from sqlalchemy import event

from ozon_xl.actions.stock import Consent, push, sending
from ozon_xl.domain.stock_plan import StockPlan
from ozon_xl.domain.stock_states import State
from ozon_xl.hosts.file import FileHost
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.shop import Shop
from ozon_xl.ozon.stocks import UPDATE_STOCKS
from ozon_xl.practice.server import CLIENT_ID
from ozon_xl.store import Store
from ozon_xl.store.journal import Journal, JournalEvent
from tests.push.pressing import press

SOCKETS = httpx.HTTPTransport(verify=False)
"""For all children: the certificates that no practice shop shows take longer to read than a push."""


class Job(NamedTuple):
    """One push, or one press."""

    store: str
    book: str
    plan: str
    url: str
    api_key: str
    now: str
    """The shop's moment ..."""
    at: float
    """... at this reading of the computer's monotonic clock."""
    speed: float
    """How much faster than real time the shop's clock runs."""
    batch: int
    naive: bool = False
    """With a journal whose commits do not wait for the disk."""
    again: bool = False
    """Not the plan, but what a press of the button makes of all that was left."""


class FastClock:
    """The same time as the shop's clock, which runs ``speed`` times as fast as the real one."""

    def __init__(self, now: datetime, at: float, speed: float) -> None:
        self._now, self._at, self._speed = now, at, speed

    def now(self) -> datetime:
        return self._now + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return (time.monotonic() - self._at) * self._speed

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / self._speed)


def work(job: Job, store: Store) -> None:
    setattr(sending, "UPDATE_STOCKS", replace(UPDATE_STOCKS, batch=job.batch))  # noqa: B010 - mypy knows it as final
    plan = StockPlan.model_validate_json(job.plan)
    clock = FastClock(datetime.fromisoformat(job.now), job.at, job.speed)
    shop = Shop(CLIENT_ID, job.api_key, job.url)
    with store, OzonClient(shop, clock=clock, transport=SOCKETS) as client:
        if job.naive:
            forget_the_disk(store)
        host = FileHost(Path(job.book))
        if job.again:
            say("begin")
            press(host, client, store)
        else:
            tell_the_beginning(store.journal)
            push(plan, Consent(plan.hash, second=True), host, client, store, client.clock)
        say("end")


def forget_the_disk(store: Store) -> None:
    engine = store.journal._database.engine
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous = NORMAL"))


def tell_the_beginning(journal: Journal) -> None:
    append = journal.append

    def told(events: Sequence[JournalEvent]) -> None:
        append(events)
        if events[0].state is State.CONFIRMED:
            say("begin")

    setattr(journal, "append", told)  # noqa: B010 - the seam of one instance


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def warmed_up(path: str) -> Store:
    """The store with its statements worked out, and closed: a child need not do it again."""
    store = Store.open(Path(path))
    shop, epoch = "", datetime.fromtimestamp(0, UTC)
    journal = store.journal
    for _look in (journal.unsettled(shop), journal.last_sent(shop, epoch), journal.latest(shop), journal.tail(1)):
        store.close()
    return store


def main() -> None:
    dead, store = 0, None
    for line in sys.stdin:
        if dead:
            os.waitpid(dead, 0)
        job = Job(**json.loads(line))
        store = store or warmed_up(job.store)
        dead = os.fork()
        if not dead:
            status = 1
            try:
                work(job, store)
                status = 0
            except BaseException:  # noqa: BLE001 - told to whoever looks, and the child ends here
                traceback.print_exc()
            os._exit(status)
        say(f"pid {dead}")
        end = os.waitid(os.P_PID, dead, os.WEXITED | os.WNOWAIT)  # its number stays its own until the next job
        say(f"gone {end.si_status if end else None}")


if __name__ == "__main__":
    main()
