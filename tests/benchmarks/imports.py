"""What the way to a click costs before anything happens: the processor time of imports."""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ON_THE_WAY = (
    "",
    "ozon_xl.domain.risk",
    "ozon_xl.sheets",
    "ozon_xl.builder",
    "ozon_xl.hosts.file",
    "ozon_xl.hosts.excel",
    "ozon_xl.store",
    "ozon_xl.ozon.client",
    "ozon_xl.practice.server",
    "ozon_xl.buttons",
    "ozon_xl.actions.refresh",
    "ozon_xl.buttons",
    "ozon_xl.actions.verbs",
    "ozon_xl.actions.demo",
    "ozon_xl.cli",
)
"""Each in a fresh interpreter; the first is the interpreter itself."""


def import_s(module: str, *, times: int) -> float:
    """Processor seconds of a fresh interpreter that imports ``module``; the median of some runs."""
    code = f"import time{', ' if module else ''}{module}; print(time.process_time())"
    runs = (subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True) for _ in range(times))
    return median(float(run.stdout) for run in runs)


def first_sign_s(*, times: int) -> float | None:
    """Processor seconds from the start of the program behind the buttons to its sign of life, as the macros start it;
    the median of some runs. What the spreadsheet program itself takes is not in it, because nothing but a blank
    stands in its place. None where the program is not installed in this Python.
    """
    driver = Path(__file__).parent.parent / "press_driver.py"
    with TemporaryDirectory() as home:
        variables = os.environ | {"OZON_XL_HOME": home}
        command = [sys.executable, "-I", str(driver), "sign"]
        runs = [subprocess.run(command, stdout=subprocess.PIPE, env=variables, check=False) for _ in range(times)]
    if any(run.returncode for run in runs):
        return None
    return median(float(json.loads(run.stdout)["cpu_s"]) for run in runs)


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
