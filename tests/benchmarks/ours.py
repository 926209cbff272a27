"""Contestant: our refresh, store and workbook included."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ozon_xl.actions.refresh import refresh
from ozon_xl.clock import SystemClock
from ozon_xl.hosts.file import FileHost
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.shop import Shop
from ozon_xl.store import Store
from tests.benchmarks.measure import Count, Task, compete


def job(task: Task) -> Count:
    """The first refresh of a folder fills it, the next one finds everything there and asks for the changes."""
    with at_work(task) as (client, store):
        done = refresh(FileHost(task.book), client, store, client.clock, whole=task.whole)
    return Count(done.orders, done.stock_rows)


@contextmanager
def at_work(task: Task) -> Iterator[tuple[OzonClient, Store]]:
    """The shop, and the store of the folder."""
    shop = Shop(task.client_id, task.api_key, task.url)
    with (
        Store.open(Path(task.folder) / "store.sqlite") as store,
        OzonClient(shop, clock=SystemClock()) as client,
    ):
        yield client, store


if __name__ == "__main__":
    compete(job)
