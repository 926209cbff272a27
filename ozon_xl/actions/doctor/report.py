"""All checks, from the computer to the workbook."""

from collections.abc import Iterator
from pathlib import Path

from ozon_xl.actions.doctor.alerts import alert_findings
from ozon_xl.actions.doctor.book import book_findings
from ozon_xl.actions.doctor.machine import Machine, machine_findings
from ozon_xl.actions.doctor.shops import shop_findings
from ozon_xl.actions.doctor.store import store_findings
from ozon_xl.actions.finding import Finding
from ozon_xl.clock import Clock


def diagnose(machine: Machine, book: Path | None, clock: Clock, *, offline: bool = False) -> Iterator[Finding]:
    """One finding after the other, as they are made. Nothing is changed; ``offline`` asks Ozon nothing."""
    yield from machine_findings(machine)
    yield from store_findings()
    yield from shop_findings(clock, offline=offline)
    yield from alert_findings()
    if book is not None:
        yield from book_findings(book)
