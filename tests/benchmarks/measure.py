"""One job in a process of its own: its processor time, wall time and peak memory."""

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Task(NamedTuple):
    """What every contestant is given: a shop, and a folder of its own."""

    url: str
    client_id: str
    api_key: str
    folder: str
    whole: bool = False
    """Ask for everything, however little has changed."""

    @property
    def book(self) -> Path:
        """Our workbook."""
        return Path(self.folder) / "Shop.xlsx"

    @property
    def requests(self) -> Path:
        """The requests that our refresh made, for the floor to make again."""
        return Path(self.folder) / "requests.json"

    @property
    def sheets(self) -> Path:
        """The sheets that our refresh made, as XML, for the floor to deflate again."""
        return Path(self.folder) / "sheets.xml"


class Cost(NamedTuple):
    """What a job took. Interpreter start and imports are not in the times, but in the memory."""

    cpu_s: float
    """Of all threads of the process that did it; not of the shop's, which is another process."""
    wall_s: float
    peak_mib: float
    orders: int
    stock_rows: int


class Count(NamedTuple):
    """How many rows a job handled."""

    orders: int
    stock_rows: int


def compete(job: Callable[[Task], Count]) -> None:
    """The contestant's side: do the job and print what it took."""
    task = Task(*json.loads(sys.argv[1]))
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    count = job(task)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    sys.stdout.write(json.dumps(Cost(cpu, wall, _peak_mib(), *count)))


def run(contestant: str, task: Task) -> Cost:
    """Our side: let a contestant of this package do its job, and hear what it took."""
    command = [sys.executable, "-m", f"tests.benchmarks.{contestant}", json.dumps(task)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return Cost(*json.loads(done.stdout))


def _peak_mib() -> float:
    """Most memory this process ever held; 0 where the system does not tell.

    Linux: ``VmHWM``, because ``ru_maxrss`` of a child begins with what its parent held.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
