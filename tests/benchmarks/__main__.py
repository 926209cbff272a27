"""``python -m tests.benchmarks [--quick] [--json]``: every figure side by side, in one run, on one machine."""

import argparse
import json
import os
import platform
from typing import Any

from rich.console import Console
from rich.table import Table

from ozon_xl.errors import ProgramMissingError
from ozon_xl.hosts.office.installed import find_office
from tests.benchmarks.calc import Writing, writing
from tests.benchmarks.figures import LATENCY_MS, Limited, Partial, Race, exponent, limited, partial_refresh, race
from tests.benchmarks.forecast import OFTEN, SELDOM, Calibration, calibration
from tests.benchmarks.imports import ON_THE_WAY, first_sign_s, heaviest, import_s
from tests.benchmarks.measure import Cost

SIZES = {1_000: 3, 5_000: 3, 20_000: 1, 50_000: 1}
"""Orders, and how often each is measured. Twice as many stock rows."""
QUICK_SIZES = {200: 3, 1_000: 3}
LIMITED = (5_000, 20_000)
QUICK_LIMITED = (500,)
PARTIAL = 20_000
QUICK_PARTIAL = 1_000
CALC_ROWS = 5_000
SEEDS = {SELDOM: (101, 102, 103), OFTEN: (104, 105)}
QUICK_SEEDS = {SELDOM: (101,)}
"""Of shops that the forecast was not made with."""
SIGN = "press: start to first sign of life"

console = Console(width=120, highlight=False)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, a minute or so")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    options = parser.parse_args()
    sizes, latencies = (QUICK_SIZES, QUICK_LIMITED) if options.quick else (SIZES, LIMITED)
    seeds = QUICK_SEEDS if options.quick else SEEDS
    races = [race(orders, times=times, plain=orders == max(sizes)) for orders, times in sizes.items()]
    limits = [limited(orders) for orders in latencies]
    partial = partial_refresh(QUICK_PARTIAL if options.quick else PARTIAL)
    imports = {module or "(bare Python)": import_s(module, times=5) for module in ON_THE_WAY}
    imports |= {SIGN: sign} if (sign := first_sign_s(times=5)) is not None else {}
    heavy = heaviest("ozon_xl.cli", 12)
    live = _live()
    calibrations = [calibration(cadence, seeds[cadence]) for cadence in seeds]
    if options.json:
        data = _as_data(races, limits, partial, imports, heavy, live)
        console.print_json(json.dumps(data | {"forecast": [one.as_data() for one in calibrations]}))
        return
    console.print(f"{_machine()}. Times in seconds, memory in MiB; CPU is that of our process, not of the shop's.\n")
    _show_races(races)
    _show_limits(limits)
    _show_partial(partial)
    _show_imports(imports, heavy)
    _show_live(live)
    for one in calibrations:
        _show_calibration(one)


def _live() -> Writing | None:
    """None where there is no LibreOffice."""
    try:
        find_office()
    except ProgramMissingError:
        return None
    return writing(CALC_ROWS, times=5)


def _machine() -> str:
    return f"{os.cpu_count()} cores {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def _show_races(races: list[Race]) -> None:
    table = _table(
        "Refresh into a workbook file", "orders", "stock rows", "who", "CPU", "CPU / floor", "wall", "memory"
    )
    for one in races:
        for who, cost, floor in _contestants(one):
            figures = (cost.orders, cost.stock_rows) if who == "first refresh" else ("", "")
            row = (*figures, who, cost.cpu_s, cost.cpu_s / floor.cpu_s, cost.wall_s, cost.peak_mib)
            table.add_row(*(_told(value) for value in row))
        table.add_section()
    console.print(table)
    last = races[-1].first
    console.print(f"CPU per order at {last.orders:,} orders: {last.cpu_s / last.orders * 1e6:.0f} us")
    for what, costs in (("first", [one.first for one in races]), ("second", [one.again for one in races])):
        console.print(f"growth of the {what} refresh's CPU: orders ^ {exponent(costs):.3f}")
    console.print()


def _contestants(one: Race) -> list[tuple[str, Cost, Cost]]:
    rows = [
        ("first refresh", one.first, one.floor),
        ("its floor", one.floor, one.floor),
        ("second refresh", one.again, one.floor_again),
        ("its floor", one.floor_again, one.floor_again),
    ]
    return [*rows, ("plain script", one.plain, one.floor_again)] if one.plain else rows


def _show_limits(limits: list[Limited]) -> None:
    table = _table(
        f"First refresh, {LATENCY_MS} ms latency, 50 requests a second",
        "orders", "stock rows", "requests", "requests / 50", "wall", "ratio", "CPU",
    )  # fmt: skip
    for one in limits:
        cost = one.cost
        row = (cost.orders, cost.stock_rows, one.requests, one.least_s, cost.wall_s, one.ratio, cost.cpu_s)
        table.add_row(*(_told(value) for value in row))
    console.print(table)


def _show_partial(one: Partial) -> None:
    for title, beside in (
        (f"Refresh once {one.changed:,} orders have changed", one.book),
        ("Without a workbook", one.store),
    ):
        table = _table(title, "who", "requests", "CPU", "wall", "memory")
        for who, cost, requests in (
            ("of everything", beside.whole, beside.whole_requests),
            ("of the changes", beside.changes, beside.changes_requests),
        ):
            table.add_row(who, *(_told(value) for value in (requests, cost.cpu_s, cost.wall_s, cost.peak_mib)))
        console.print(table)
        told = f"of the requests {100 * beside.request_share:.1f} %, of the CPU {100 * beside.cpu_share:.0f} %"
        console.print(f"{told}\n")


def _show_imports(imports: dict[str, float], heavy: list[tuple[str, float]]) -> None:
    table = _table("CPU of a fresh interpreter that imports", "module", "CPU")
    for module, seconds in imports.items():
        table.add_row(module, f"{seconds:.3f}")
    console.print(table)
    table = _table(
        "Heaviest packages on the way to ozon_xl.cli (timed one by one, so slower)", "package", "own modules"
    )
    for package, seconds in heavy:
        table.add_row(package, f"{seconds:.3f}")
    console.print(table)


def _show_live(live: Writing | None) -> None:
    if live is not None:
        table = _table("Rows into a workbook open in LibreOffice", "cells", "wall", "one bare call", "ratio")
        table.add_row(*(_told(value) for value in (*live, live.ratio)))
        console.print(table)


def _show_calibration(one: Calibration) -> None:
    table = _table(f"Chance to make it, refreshed {one.cadence}", "said", "on average", "happened", "answers")
    for number, some in enumerate(one.bins):
        shares = (f"{100 * some.said:.0f} %", f"{100 * some.came:.0f} %") if some.answers else ("", "")
        table.add_row(f"{10 * number} to {10 * number + 10} %", *shares, f"{some.answers:,}")
    console.print(table)
    console.print(
        f"{one.answers:,} answers on {one.seeds} held-back shops. Brier score {one.brier:.4f}; the past's base rate"
        f" {one.brier_base:.4f} (skill {one.skill:.0f} %), the mean of what came {one.brier_mean:.4f}"
        f" (skill {one.skill_to_mean:.0f} %)\n"
    )


def _table(title: str, *heads: str) -> Table:
    table = Table(title=title, title_justify="left")
    for head in heads:
        table.add_column(head, justify="left" if head in ("who", "module", "package") else "right")
    return table


def _told(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def _as_data(
    races: list[Race],
    limits: list[Limited],
    partial: Partial,
    imports: dict[str, float],
    heavy: list[tuple[str, float]],
    live: Writing | None,
) -> dict[str, Any]:
    return {
        "machine": _machine(),
        "refresh": [
            {name: cost and cost._asdict() for name, cost in one._asdict().items()}
            | {"first_to_floor": one.to_floor, "again_to_floor": one.again_to_floor}
            for one in races
        ],
        "exponent": {
            "first": exponent([one.first for one in races]),
            "again": exponent([one.again for one in races]),
        },
        "limited": [
            one.cost._asdict() | {"requests": one.requests, "least_s": one.least_s, "ratio": one.ratio}
            for one in limits
        ],
        "partial": {
            "changed": partial.changed,
            **{
                name: {
                    "whole": one.whole._asdict() | {"requests": one.whole_requests},
                    "changes": one.changes._asdict() | {"requests": one.changes_requests},
                    "cpu_share": one.cpu_share,
                    "request_share": one.request_share,
                }
                for name, one in (("book", partial.book), ("store", partial.store))
            },
        },
        "import_s": imports,
        "heaviest_s": dict(heavy),
        "calc": live and live._asdict() | {"ratio": live.ratio},
    }


if __name__ == "__main__":
    main()
