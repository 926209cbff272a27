"""Contestant: our refresh without a workbook, as alerts need it."""

from ozon_xl.actions.remember import remember
from tests.benchmarks.measure import Count, Task, compete
from tests.benchmarks.ours import at_work


def job(task: Task) -> Count:
    """Into the store of the folder."""
    with at_work(task) as (client, store):
        remember(client, store, whole=task.whole)
        last = store.snapshots.last(task.client_id)
    return Count(last.postings, last.stock) if last else Count(0, 0)


if __name__ == "__main__":
    compete(job)
