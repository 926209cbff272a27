"""What Today lists when its reader chooses, computed by LibreOffice, against a plain reckoning over the same rows."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from ozon_xl.builder import build
from ozon_xl.builder.today import DUE_ROWS, LATE_ROWS
from ozon_xl.builder.today_choices import SLOT_ROWS
from ozon_xl.domain.risk import Tier
from ozon_xl.sheets import ORDERS, Cell
from ozon_xl.sheets.columns import serial
from ozon_xl.sheets.figures import CHOICES
from ozon_xl.sheets.names import TODAY_SHEET
from ozon_xl.sheets.rows import pickup_text
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import choices as texts
from ozon_xl.texts import workbook as workbook_texts
from tests.builder.filled import FIRST_ROW, fill, letters
from tests.office import error_cells, recalculated

pytestmark = [pytest.mark.office, pytest.mark.slow]

NOW = datetime(2026, 12, 31, 11, 40, tzinfo=UTC)
HOURS = {
    Tier.MISSED: -2.0,
    Tier.CRITICAL: 0.5,
    Tier.URGENT: 3.0,
    Tier.SHORT: 20.0,
    Tier.SOON: 10.0,
    Tier.WATCH: 22.0,
    Tier.CALM: 60.0,
}
WAREHOUSES = ("Склад *", "Склад A", "深圳仓", None)
CARRIERS = ("CDEK", "=1+1", "007")
SLOTS = tuple(NOW + timedelta(hours=hours) for hours in (-1, 2.5, 2.5 + 30 / 3600, 9, 26, 50, 200))
"""Two of them within one minute; some in the next year."""

Row = dict[str, Cell]


def order(number: int) -> Row:
    """Warehouses, carriers, slots and tiers in every combination that ``number`` makes."""
    tier = [*HOURS, Tier.DONE][number % 8]
    slot = SLOTS[number % 7]
    late = NOW + timedelta(hours=HOURS[tier], minutes=number / 4) if tier in HOURS else NOW
    return {
        "posting": f"{number:05d}-1",
        "todo": None if tier is Tier.DONE else "pack",
        "late_from": serial(late),
        "short": 2 if tier is Tier.SHORT else None,
        "units": 1 + number % 5,
        "warehouse": WAREHOUSES[number % 4],
        "carrier": CARRIERS[number % 3],
        "ship_by": serial(slot) if slot > NOW or tier is Tier.CRITICAL else None,
        "pickup": pickup_text(slot) if slot > NOW or tier is Tier.CRITICAL else None,
        "takes": 2.5 if number % 2 else None,
        "start_at": serial(slot - timedelta(hours=1, minutes=number)) if number % 2 else None,
        "pin": "first" if number == 60 else None,
    }


ROWS = [order(number) for number in range(1, 121)]
SLOT = str(pickup_text(SLOTS[1]))
CHOSEN: dict[str, tuple[Lang, dict[str, str]]] = {
    "nothing": ("en", {}),
    "a warehouse with a mark that stands for anything": ("ru", {"warehouse": "Склад *"}),
    "the same in other letters": ("en", {"warehouse": "склад a"}),
    "a carrier that looks like a number": ("zh", {"carrier": "007"}),
    "a carrier that looks like a formula": ("en", {"carrier": "=1+1"}),
    "a slot": ("ru", {"pickup": SLOT}),
    "all three": ("en", {"warehouse": "深圳仓", "carrier": "CDEK", "pickup": SLOT}),
    "what is no longer there": ("ru", {"warehouse": "Склад B"}),
    "what never goes together": ("zh", {"warehouse": "Склад A", "pickup": "01-01 00:00"}),
}


class Seen:
    """Today with a choice, and the orders that the choice means."""

    def __init__(self, lang: Lang, choice: Mapping[str, str], folder: Path, **more: Cell) -> None:
        self.lang, self.choice = lang, choice
        build(folder / "built.xlsx", lang, shop_name="Shop")
        names: dict[str, Cell] = {"NowUtc": serial(NOW), "RefreshedAt": serial(NOW)}
        names |= more | {one.cell: choice[one.attr] for one in CHOICES if one.attr in choice}
        fill(folder / "built.xlsx", folder / "filled.xlsx", lang, {ORDERS: ROWS}, names)
        self.book: Workbook = recalculated(folder / "filled.xlsx", folder / "out", recalculate=False)
        sheet = self.book[TODAY_SHEET.say(lang)]
        self.rows: list[list[Any]] = [
            ["" if cell is None else cell for cell in row]
            for row in sheet.iter_rows(min_col=2, max_col=7, values_only=True)
        ]
        orders, at = self.book[ORDERS.sheet.say(lang)], letters(ORDERS)
        self.danger: dict[Cell, int] = {}
        self.urgency: dict[Cell, float] = {}
        for number, row in enumerate(ROWS, FIRST_ROW):
            self.danger[row["posting"]] = orders[f"{at['danger']}{number}"].value
            self.urgency[row["posting"]] = orders[f"{at['urgency']}{number}"].value
        self.meant = [row for row in ROWS if all(said(row, attr) == want.casefold() for attr, want in choice.items())]

    def tier(self, row: Row) -> Tier:
        return Tier(self.danger[row["posting"]])

    def below(self, title: Words, count: int) -> list[list[Any]]:
        first = next(at for at, row in enumerate(self.rows) if str(row[0]).startswith(title.say(self.lang)))
        return self.rows[first + 2 : first + 2 + count]

    def title(self, title: Words) -> str:
        return next(str(row[0]) for row in self.rows if str(row[0]).startswith(title.say(self.lang)))


def said(row: Row, attr: str) -> str:
    return str(row[attr] or "").casefold()


@pytest.fixture(scope="module", params=list(CHOSEN.values()), ids=list(CHOSEN))
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    lang, choice = request.param
    return Seen(lang, choice, tmp_path_factory.mktemp("chosen"))


def padded(numbers: Sequence[Cell], count: int) -> list[Cell]:
    return [*numbers[:count], *[""] * (count - len(numbers))]


def test_both_lists_hold_what_is_meant_worst_first(seen: Seen) -> None:
    assert not error_cells(seen.book)
    waiting = sorted((row for row in seen.meant if row["todo"]), key=lambda row: -seen.urgency[row["posting"]])
    due = [row["posting"] for row in waiting if seen.tier(row) is not Tier.MISSED or row["pin"]]
    late = [row["posting"] for row in waiting if seen.tier(row) is Tier.MISSED and not row["pin"]]
    assert [row[0] for row in seen.below(workbook_texts.DUE_NEXT, DUE_ROWS)] == padded(due, DUE_ROWS)
    assert [row[0] for row in seen.below(workbook_texts.LATE_NOW, LATE_ROWS)] == padded(late, LATE_ROWS)


def test_the_counts_beside_the_tiers_stay_those_of_the_whole_shop(seen: Seen) -> None:
    *tiers, total = seen.below(workbook_texts.STANDING, len(Tier) + 1)
    counts = {tier: sum(seen.tier(row) is tier for row in ROWS) for tier in Tier}
    assert [row[1] for row in tiers] == [counts[tier] for tier in sorted(Tier, reverse=True)]
    assert total[1] == len(ROWS)


def test_the_sheet_says_what_is_listed_and_what_is_not(seen: Seen) -> None:
    first, second, third = seen.below(texts.CHOOSE, len(CHOICES))
    lang, chosen = seen.lang, " · ".join(seen.choice[one.attr] for one in CHOICES if one.attr in seen.choice)
    only = texts.ONLY.say(lang, chosen=chosen) if chosen else ""
    for title in (workbook_texts.DUE_NEXT, workbook_texts.LATE_NOW, texts.SLOTS):
        assert seen.title(title) == f"{title.say(lang)}{only}  →"
    assert [row[1] for row in (first, second, third)] == [seen.choice.get(one.attr, "") for one in CHOICES]
    units = sum(int(str(row["units"])) for row in seen.meant)
    wanted = (texts.SOME if seen.meant else texts.NONE).say(lang, n=len(seen.meant), all=len(ROWS), units=units)
    assert first[3] == (wanted if chosen else texts.EVERYTHING.say(lang))
    meant = {str(row["posting"]) for row in seen.meant}
    left_out = [seen.tier(row) for row in ROWS if str(row["posting"]) not in meant]
    late, critical = left_out.count(Tier.MISSED), left_out.count(Tier.CRITICAL)
    assert second[3] == (texts.UNLISTED.say(lang, late=late, critical=critical) if chosen else "")
    assert third[3] == (texts.EMPTY_IT.say(lang) if chosen else "")
    if not seen.meant:
        nothing = texts.NONE_OF_THESE.say(lang)
        assert seen.below(workbook_texts.DUE_NEXT, 1)[0][3] == seen.below(workbook_texts.LATE_NOW, 1)[0][3] == nothing


def test_what_goes_out_next_adds_up_what_is_meant_slot_by_slot(seen: Seen) -> None:
    waiting = [row for row in seen.meant if row["todo"] and row["ship_by"]]
    ahead = {float(str(row["ship_by"])): row["pickup"] for row in waiting if float(str(row["ship_by"])) > serial(NOW)}
    slots = list(dict.fromkeys(ahead[at] for at in sorted(ahead)))
    shown = seen.below(texts.SLOTS, SLOT_ROWS)
    assert [row[0] for row in shown] == padded(slots, SLOT_ROWS)
    for line in shown[: len(slots)]:
        group = [row for row in waiting if row["pickup"] == line[0]]
        assert line[1:3] == [len(group), sum(int(str(row["units"])) for row in group)]
        assert line[4] == sum(2.5 for row in group if row["takes"])
        starts = [float(str(row["start_at"])) for row in group if row["start_at"]]
        shift = timedelta(hours=3)
        at = (min(starts) - serial(NOW)) if starts else None
        assert (
            (line[5] == "")
            if at is None
            else abs(line[5] - (NOW + shift).replace(tzinfo=None) - timedelta(at)) < SECOND
        )
    if not slots:
        assert shown[0][3] == texts.NONE_OF_THESE.say(seen.lang)


SECOND = timedelta(seconds=1)


def test_a_slot_says_how_far_away_it_is_in_local_time(tmp_path: Path) -> None:
    seen = Seen("ru", {"pickup": SLOT}, tmp_path)
    assert SLOT == "12-31 17:10"
    left = workbook_texts.AGE_HOURS.say("ru", h=2, m=30)
    assert seen.below(texts.SLOTS, 1)[0][3] == texts.SLOT.say("ru", t="17:10", left=left)


def test_a_slot_after_the_clocks_are_changed_stands_in_the_new_time(tmp_path: Path) -> None:
    changes: dict[str, Cell] = {
        "OffsetChangesAt": serial(NOW + timedelta(hours=20)),
        "OffsetBefore": 3,
        "OffsetAfter": 4,
    }
    seen = Seen("en", {"warehouse": "Склад A", "carrier": "CDEK"}, tmp_path, **changes)
    before, *_, after = (row[3] for row in seen.below(texts.SLOTS, 3))
    assert "by 17:10 local" in before
    assert "by 01-01 17:40 local" in after


OFFERED = ["Склад *", " Склад  A ", '"кавычки" & Ко', "深圳仓", "=1+1", "007"]


def test_what_there_is_to_choose_from_stands_value_by_value(tmp_path: Path) -> None:
    build(tmp_path / "built.xlsx", "en")
    names: dict[str, Cell] = {"Warehouses": "\n".join(OFFERED), "Carriers": OFFERED[0]}
    fill(tmp_path / "built.xlsx", tmp_path / "filled.xlsx", "en", {}, names)
    book = recalculated(tmp_path / "filled.xlsx", tmp_path / "out", recalculate=False)
    columns = zip(*book[TODAY_SHEET.en].iter_rows(min_row=2, min_col=12, max_col=14, values_only=True), strict=True)
    found = [[value for value in column if value not in (None, "")] for column in columns]
    assert found == [OFFERED, OFFERED[:1], []]
