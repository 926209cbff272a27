"""Contestant: our refresh that asks for everything, however little has changed."""

from tests.benchmarks.measure import Count, Task, compete
from tests.benchmarks.ours import refreshed


def job(task: Task) -> Count:
    """What everybody gets who does not trust the changes."""
    return refreshed(task, whole=True)


if __name__ == "__main__":
    compete(job)
