"""What the way to a click costs before anything happens: the processor time of imports."""

import subprocess
import sys
from statistics import median

ON_THE_WAY = (
    "",
    "ozon_xl.domain.risk",
    "ozon_xl.sheets",
    "ozon_xl.builder",
    "ozon_xl.hosts.file",
    "ozon_xl.store",
    "ozon_xl.ozon.client",
    "ozon_xl.practice.server",
    "ozon_xl.actions.refresh",
    "ozon_xl.actions.demo",
    "ozon_xl.cli",
)
"""Each in a fresh interpreter; the first is the interpreter itself."""


def import_s(module: str, *, times: int) -> float:
    """Processor seconds of a fresh interpreter that imports ``module``; the median of some runs."""
    code = f"import time{', ' if module else ''}{module}; print(time.process_time())"
    runs = (subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True) for _ in range(times))
    return median(float(run.stdout) for run in runs)


def heaviest(module: str, most: int) -> list[tuple[str, float]]:
    """The packages that take longest when ``module`` is imported, with the seconds of their own modules."""
    command = [sys.executable, "-X", "importtime", "-c", f"import {module}"]
    told = subprocess.run(command, stderr=subprocess.PIPE, check=True, text=True).stderr
    spent: dict[str, float] = {}
    for line in told.splitlines()[1:]:  # import time: self [us] | cumulative | imported package
        own, _, name = line.removeprefix("import time:").split("|")
        package = name.strip().split(".")[0]
        spent[package] = spent.get(package, 0.0) + int(own) / 1_000_000
    return sorted(spent.items(), key=lambda item: -item[1])[:most]
