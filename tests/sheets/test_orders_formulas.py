"""The formulas of the Orders sheet and the Python of ``domain.risk`` say the same, judged by LibreOffice."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from xlsxwriter import Workbook

from ozon_xl.builder.book import fill as build_into
from ozon_xl.domain.risk import ClockKind, Clocks, Risk, countdown_text, reason_text, risk_of, work_minutes
from ozon_xl.domain.rules import Rules
from ozon_xl.sheets import ORDERS, Cell
from ozon_xl.sheets.columns import serial
from ozon_xl.sheets.names import RULES
from ozon_xl.texts import Lang
from ozon_xl.texts import risk as texts
from tests.builder.filled import FIRST_ROW, fill, letters
from tests.office import error_cells, recalculated

pytestmark = pytest.mark.office

NOW = datetime(2026, 11, 23, 11, 40, 17, tzinfo=UTC)
MINUTES = (-4000, -1441, -1440, -61, -60, -1, 0, 1, 59, 60, 61, 90, 91, 239, 240, 241, 719, 720, 721, 1439, 1440, 1441)
FAR = (2880, 4320, 14_400, 525_600)
CHANGED = Rules(watch_hours=30, soon_hours=7.5, urgent_hours=1.75, critical_hours=0.25)
CLOCK_ATTRS = ("cancel_at", "wall_at", "late_from", "ship_by", "tariff_at")


class Case(NamedTuple):
    """One row of the Orders sheet."""

    clocks: Clocks
    acting: bool
    short: int
    charge: str


def at(minutes: float | None) -> datetime | None:
    return None if minutes is None else NOW + timedelta(minutes=minutes)


def one_clock() -> Iterator[Case]:
    """Each clock alone: to the second before, at and after every threshold, short or not."""
    for kind, minutes, second, short in product(range(5), MINUTES, (-1, 0, 1), (0, 2)):
        moments: list[datetime | None] = [None] * 5
        moments[kind] = at(minutes + second / 60)
        yield Case(Clocks(*moments), acting=True, short=short, charge="")


def two_clocks() -> Iterator[Case]:
    """Every two clocks at the same moment, ahead and passed."""
    for one, other, minutes in product(range(5), range(5), (-90, 0, 90)):
        moments: list[datetime | None] = [None] * 5
        moments[one] = moments[other] = at(minutes)
        yield Case(Clocks(*moments), acting=True, short=0, charge="45 RUB")


def any_clocks(count: int) -> Iterator[Case]:
    """Anything, nothing to do and nulls included."""
    dice = random.Random(20261123)
    for _ in range(count):
        moments = [at(dice.choice((None, *MINUTES, *FAR))) for _ in range(5)]
        short, charge = dice.choice((0, 0, 1, 12)), dice.choice(("", "120.50 RUB", '"3" & {t} CNY'))
        yield Case(Clocks(*moments), acting=dice.random() < 0.9, short=short, charge=charge)


CASES = (
    *(Case(Clocks(*[None] * 5), acting=acting, short=short, charge="") for acting in (True, False) for short in (0, 3)),
    *one_clock(),
    *two_clocks(),
    *any_clocks(500),
)


def cells(case: Case, *, date1904: bool) -> dict[str, Cell]:
    moments = {
        attr: None if moment is None else serial(moment, date1904=date1904)
        for attr, moment in zip(CLOCK_ATTRS, case.clocks, strict=True)
    }
    todo = "!" if case.acting else None
    return {"posting": "1-1-1", "todo": todo, "short": case.short or None, "charge": case.charge or None, **moments}


def expected(case: Case, rules: Rules, lang: Lang) -> dict[str, object]:
    risk: Risk = risk_of(case.clocks, acting=case.acting, short=case.short, rules=rules, now=NOW)
    return {
        "danger": int(risk.tier),
        "tier": texts.TIERS[risk.tier].say(lang),
        "clock": int(risk.clock),
        "minutes": "" if risk.minutes is None else risk.minutes,
        "work_minutes": work_minutes(case.clocks, NOW),
        "countdown": countdown_text(risk.minutes, lang),
        "reason": reason_text(risk, case.clocks, short=case.short, charge=case.charge, now=NOW, lang=lang),
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "rules", "date1904"),
    [("en", Rules(), False), ("ru", CHANGED, False), ("zh", Rules(), True)],
    ids=["en", "ru with other thresholds", "zh counting days from 1904"],
)
def test_cells_and_python_agree(lang: Lang, rules: Rules, date1904: bool, tmp_path: Path) -> None:
    assert len(CASES) >= 400
    built, filled = tmp_path / "built.xlsx", tmp_path / "filled.xlsx"
    with Workbook(str(built), {"date_1904": date1904}) as book:
        build_into(book, lang, {"Language": lang})
    thresholds: dict[str, Cell] = {rule.name: getattr(rules, rule.attr) for rule in RULES}
    now = {"NowUtc": serial(NOW, date1904=date1904), "UtcOffset": 8}
    fill(built, filled, lang, {ORDERS: [cells(case, date1904=date1904) for case in CASES]}, {**thresholds, **now})

    result = recalculated(filled, tmp_path / "out")

    assert not error_cells(result)
    sheet, columns = result[ORDERS.sheet.say(lang)], letters(ORDERS)
    different = []
    for row, case in enumerate(CASES, FIRST_ROW):
        wanted = expected(case, rules, lang)
        found = {attr: sheet[f"{columns[attr]}{row}"].value for attr in wanted}
        if wanted != {attr: "" if value is None else value for attr, value in found.items()}:
            different.append((case, wanted, found))
        next_at = risk_of(case.clocks, acting=case.acting, short=case.short, rules=rules, now=NOW).next_at
        for attr, hours in (("next_at", 0), ("due_moscow", 3), ("due_local", 8)):
            shown = sheet[f"{columns[attr]}{row}"].value
            true = next_at and (next_at + timedelta(hours=hours)).replace(tzinfo=None)
            if not (shown == true or (true and abs(shown - true) < timedelta(seconds=1))):
                different.append((case, {attr: true}, {attr: shown}))
    assert not different, f"{len(different)} of {len(CASES)}, such as {different[:3]}"


def test_the_cases_reach_every_tier_and_clock() -> None:
    risks = [risk_of(case.clocks, acting=case.acting, short=case.short, rules=Rules(), now=NOW) for case in CASES]
    assert {risk.tier for risk in risks} == set(range(9))
    assert {risk.clock for risk in risks} == set(ClockKind)
