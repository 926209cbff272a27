"""Contestant: our refresh, store and workbook included."""

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
    return refreshed(task, whole=False)


def refreshed(task: Task, *, whole: bool) -> Count:
    """A refresh; ``whole`` asks for everything."""
    clock = SystemClock()
    shop = Shop(task.client_id, task.api_key, task.url)
    with Store.open(Path(task.folder) / "store.sqlite") as store, OzonClient(shop, clock=clock) as client:
        done = refresh(FileHost(task.book), client, store, clock, whole=whole)
    return Count(done.orders, done.stock_rows)


if __name__ == "__main__":
    compete(job)
