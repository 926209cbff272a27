"""What every host must keep, wherever the workbook lives."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ozon_xl.errors import (
    CellNameMissingError,
    ColumnMissingError,
    ColumnTwiceError,
    TableMissingError,
    TooManyRowsError,
)
from ozon_xl.hosts.base import Host, SheetRow
from ozon_xl.sheets import JOURNAL, LINES, ORDERS, STOCK, TABLES, Cell, Kind, Table
from ozon_xl.sheets.columns import MOST_CHARACTERS, MOST_ROWS, to_cell
from ozon_xl.sheets.figures import FIGURES
from ozon_xl.sheets.names import NAMES, RULES, SETTINGS
from ozon_xl.texts import Lang

from .books import Layout, Values, keys_of, make, patch, row_of, staff_attrs
from .conftest import Opened, fresh

T = TypeVar("T")


def told(opened: Opened, table: Table) -> list[str]:
    """Our columns whose cells are read back as they were handed over."""
    return [column.attr for column in table.ours if not (column.formula and opened.computes)]


def values(row: SheetRow, attrs: Sequence[str]) -> tuple[Cell, ...]:
    """What a row holds in these columns, an empty text as None."""
    return tuple(None if row.cells[attr].value == "" else row.cells[attr].value for attr in attrs)


def handed(table: Table, row: Sequence[Cell], attrs: Sequence[str]) -> tuple[Cell, ...]:
    """The same of a row as it was handed to the host."""
    cells = dict(zip(ours(table), row, strict=True))
    return tuple(None if cells[attr] == "" else cells[attr] for attr in attrs)


def lined(opened: Opened, text: str) -> str:
    """A text as the host can hold it."""
    return text if opened.returns else text.replace("\r\n", "\n").replace("\r", "\n")


def tried(opened: Opened, made: st.SearchStrategy[T], check: Callable[[T], None]) -> None:
    """The check holds for all that can be made."""
    settings(max_examples=opened.examples, deadline=None)(given(made)(check))()


def ours(table: Table) -> list[str]:
    return [column.attr for column in table.ours]


def reopened(opened: Opened, host: Host, path: Path, table: Table, *attrs: str) -> list[SheetRow]:
    host.save()
    with opened(path) as again:
        return again.read(table, attrs)


def test_a_fresh_workbook_has_every_table_and_name(opened: Opened, tmp_path: Path, lang: Lang) -> None:
    path = tmp_path / "Ozon.xlsx"
    path.write_bytes(fresh(lang))
    with opened(path) as host:
        assert [host.read(table) for table in TABLES] == [[]] * len(TABLES)
        assert host.get("Language").value == lang
        assert all(host.get(name) is not None for name in NAMES)
        assert host.title == "Ozon.xlsx"
        assert host.date1904 is False


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_what_is_written_is_read_back(opened: Opened, tmp_path: Path, lang: Lang, table: Table) -> None:
    path = tmp_path / "Ozon.xlsx"
    path.write_bytes(fresh(lang))
    keys = keys_of(table, 70)
    rows = [row_of(table, key) for key in keys]
    attrs = told(opened, table)
    with opened(path) as host:
        host.write(table, rows)
        at_once = host.read(table, attrs)
        later = reopened(opened, host, path, table, *attrs)
    assert at_once == later
    assert [row.key for row in later] == keys
    assert [values(row, attrs) for row in later] == [handed(table, row, attrs) for row in rows]
    assert not any(row.staff for row in later)
    numbers = [row.number for row in later]
    assert numbers == list(range(numbers[0], numbers[0] + 70))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_only_formula_columns_hold_formulas(opened: Opened, book: Path, table: Table) -> None:
    texts = iter(
        ["=1+1", "+1", "-1+2", "@SUM(1)", '=HYPERLINK("http://127.0.0.1/")', "=cmd|' /C calc'!A0", "\t=1"] * 99
    )
    rows = [tuple(next(texts) if column.kind is Kind.TEXT else 1 for column in table.ours) for _ in range(20)]
    with opened(book) as host:
        host.write(table, rows)
        found = reopened(opened, host, book, table, *ours(table))
    attrs = told(opened, table)
    assert [values(row, attrs) for row in found] == [handed(table, row, attrs) for row in rows]
    formulas = {column.attr for column in table.ours if column.formula}
    assert all(row.cells[attr].is_formula is (attr in formulas) for row in found for attr in ours(table))


def nasty_ids() -> list[str]:
    chance = random.Random(7)
    fixed = ["00123", "1E5", "12-05", "MARCH1", "TRUE", "1/2", "=1+1", "1020005000219156", "0x10", "1,5", "1.50", "+7"]
    fixed += [
        "#N/A",
        "'quoted",
        "a\u00a0b",
        "a  b",
        " lead",
        "trail ",
        "_x0041_",
        "_x005F_",
        "ё",
        "深圳",
        "\u202eabc",
        "👍🏽",
    ]
    fixed += [
        "٠١٢",
        "１２",
        "NULL",
        "None",
        "nan",
        "inf",
        "1e999",
        "-0",
        "0",
        "\ufeffbom",
        "a\tb",
        "%s",
        "{0}",
        "\\1",
        "&amp;",
    ]
    digits = [str(chance.randrange(10**15, 10**19)) for _ in range(250)]
    mixed = ["".join(chance.choices("0123456789-_ABEе.,=+/ ", k=chance.randrange(1, 24))) for _ in range(300)]
    return list(dict.fromkeys([*fixed, *digits, *(text for text in mixed if text.strip())]))[:500]


def test_500_nasty_ids_are_identical(opened: Opened, book: Path) -> None:
    ids = nasty_ids()
    assert len(ids) == 500
    with opened(book) as host:
        host.write(STOCK, [row_of(STOCK, (text, text[::-1])) for text in ids])
        found = reopened(opened, host, book, STOCK, "offer", "warehouse_id")
    assert [row.key for row in found] == [(text, text[::-1]) for text in ids]
    assert all(type(row.cells["offer"].value) is str and not row.cells["offer"].is_formula for row in found)


UGLY = {
    "control": "a\x00b\x01c\x0bd\x1fe",
    "surrogate": "x\ud800y\udfffz",
    "no characters": "\ufffe\uffff",
    "lines": "one\ntwo\r\nthree\rfour\tfive",
    "long": "щ" * 40_000,
    "long emoji": "👍" * 20_000,
    "longest": "a" * MOST_CHARACTERS,
    "bidi": "\u202e\u2066abc\u2069\u200f",
    "zero width": "a\u200bb\ufeffc",
    "markup": "<b>&amp;]]>&#1;</b>",
    "escapes": "_x000D_ _x005F_x0041_ _xD83D__xDE00_",
    "blank ends": "\u00a0 both ends \u3000",
    "emoji": "👨‍👩‍👧‍👦🏴‍☠️",
}


@pytest.mark.parametrize("text", UGLY.values(), ids=UGLY.keys())
def test_ugly_text_is_kept_as_far_as_a_cell_can_hold_it(opened: Opened, book: Path, text: str) -> None:
    cleaned = to_cell(text)
    assert isinstance(cleaned, str)
    written = lined(opened, cleaned)
    with opened(book) as host:
        host.write(LINES, [tuple("k" if attr == "line" else written for attr in ours(LINES))])
        host.put("Status", written)
        host.save()
    with opened(book) as host:
        (row,) = host.read(LINES, ours(LINES))
        assert {row.cells[attr].value for attr in ours(LINES)} == {"k", written}
        assert host.get("Status").value == written


PLAIN = ["текст", "=1+1", "00123", "1E5", "12-05", "TRUE", "#N/A", "'mark"]

numbers = st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(2**53), 2**53), st.none())


def test_any_text_and_any_number(opened: Opened, book: Path) -> None:
    attrs = ours(JOURNAL)

    def is_kept(cells: list[tuple[str, float | None]]) -> None:
        rows = []
        for index, (text, number) in enumerate(cells):
            row: dict[str, Cell] = dict.fromkeys(attrs)
            row.update(entry=str(index), message=to_cell(lined(opened, text)), was=number, at=number)
            rows.append(tuple(row.values()))
        host.write(JOURNAL, rows)
        found = host.read(JOURNAL, attrs)
        assert [values(row, attrs) for row in found] == [handed(JOURNAL, row, attrs) for row in rows]

    with opened(book) as host:
        tried(opened, st.lists(st.tuples(st.text(), numbers), min_size=1, max_size=20), is_kept)


def test_blank_is_not_zero_and_not_empty_text(opened: Opened, book: Path) -> None:
    def row(offer: str, free: Cell, name: Cell) -> tuple[Cell, ...]:
        given_cells: dict[str, Cell] = {"offer": offer, "warehouse_id": "1", "free": free, "name": name}
        return tuple(given_cells.get(attr) for attr in ours(STOCK))

    with opened(book) as host:
        host.write(STOCK, [row("a", None, None), row("b", 0, ""), row("c", 0.0, "0")])
        found = reopened(opened, host, book, STOCK, "free", "name")
    assert [found[index].cells["free"].is_blank for index in range(3)] == [True, False, False]
    assert [found[index].cells["name"].is_blank for index in range(3)] == [True, True, False]
    assert found[1].cells["free"].value == 0


def test_the_staff_follows_the_key(opened: Opened, book: Path) -> None:
    keys = keys_of(ORDERS, 6)
    with opened(book) as host:
        host.write(ORDERS, [row_of(ORDERS, key) for key in keys])
        host.update(ORDERS, {keys[1]: {"owner": "Аня", "remark": "позвонить"}, keys[4]: {"remark": "=вернуть"}})
        host.save()
    order = [keys[4], ("new",), keys[0], keys[1]]
    with opened(book) as host:
        host.write(ORDERS, [row_of(ORDERS, key, salt=1) for key in order])
        found = reopened(opened, host, book, ORDERS, "owner", "remark")
        noted = host.read(ORDERS, ("owner", "remark"), noted=True)
    assert [row.key for row in found] == order
    assert noted == [found[0], found[3]]
    assert [row.staff for row in found] == [True, False, False, True]
    assert [row.cells["remark"].value for row in found] == ["=вернуть", None, None, "позвонить"]
    assert [row.cells["owner"].value for row in found] == [None, None, None, "Аня"]


def test_what_the_staff_wrote_is_told_cell_by_cell(opened: Opened, tmp_path: Path) -> None:
    def decorate(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_number(layout.cell("Когда", 0), 46000.5, book.add_format({"num_format": "dd.mm.yyyy"}))
        sheet.write_boolean(layout.cell("Mine", 4), True)
        sheet.write_comment(layout.cell("posting", 3), "a note")

    rows: list[Values] = [
        {"posting": "a", "Mine": "left", "owner": "Аня", "remark": "позвонить", "我的": 12.5},
        {"posting": "b"},
        {"posting": "c", "我的": "{=1+1}"},
        {"posting": "d"},
        {"posting": "e", "remark": "00123"},
    ]
    layout = Layout(ORDERS, "ru", "", ["Mine", *ORDERS.by_attr, "Когда", "我的"], rows=rows, decorate=decorate)
    path = make(tmp_path / "b.xlsx", layout)
    with opened(path) as host:
        unasked = host.read(ORDERS, noted=True)
        found = {row.key[0]: row for row in host.read(ORDERS, noted=True, entries=True)}
        assert all(row.entries == () for row in unasked)
        assert [row.entries for row in host.read(ORDERS, entries=True)] == [
            found[key].entries if key in found else () for key in "abcde"
        ]
    assert [row.key[0] for row in unasked] == list(found) == ["a", "c", "d", "e"]
    told = {key: [(heading, cell.value, cell.is_formula) for heading, cell in found[key].entries] for key in found}
    remark = ORDERS.by_attr["remark"].heading.ru
    assert told["a"] == [
        ("Mine", "left", False),
        (ORDERS.by_attr["owner"].heading.ru, "Аня", False),
        (remark, "позвонить", False),
        ("Когда", 46000.5, False),
        ("我的", 12.5, False),
    ]
    assert "yy" in found["a"].entries[3].cell.number_format.casefold()
    assert [(heading, is_formula) for heading, _value, is_formula in told["c"]] == [("我的", True)]
    assert told["d"] == []
    assert told["e"] == [("Mine", True, False), (remark, "00123", False)]
    assert [row.note for row in found.values()] == [False, False, True, False]


def test_notes_stay_on_their_cells_whoever_owns_them(opened: Opened, tmp_path: Path) -> None:
    """Notes on a key, a formula, plain cells of ours, and on a cell of the staff's; also where cells change."""
    attrs = ("posting", "tier", "goods", "remark", "warehouse_id")

    def decorate(_: Workbook, sheet: Worksheet) -> None:
        for at, attr in enumerate(attrs, start=1):
            sheet.write_comment(layout.cell(attr, at), f"on {attr}")

    rows: list[Values] = [{"posting": str(at), "tier": "x", "goods": "y"} for at in range(7)]
    layout = Layout(ORDERS, rows=rows, decorate=decorate)
    path = make(tmp_path / "b.xlsx", layout)
    with opened(path) as host:
        for order in ("6543210", "3064215", "new 5 4 1 2 3"):
            keys = [(key,) for key in (order.split() if " " in order else order)]
            host.write(ORDERS, [row_of(ORDERS, key, salt=len(order)) for key in keys])
            host.update(ORDERS, {("3",): {"goods": "z"}, ("4",): {"remark": "w"}})
            assert {row.key[0] for row in host.read(ORDERS) if row.note} == {"1", "2", "3", "4", "5"}
            host.save()
        host.write(ORDERS, [row_of(ORDERS, ("3",))])
        assert [row.note for row in host.read(ORDERS)] == [True]


def test_a_column_that_fills_itself_is_no_entry(opened: Opened, tmp_path: Path) -> None:
    rows: list[Values] = [
        {"posting": str(at), "remark": "x" if at == 2 else None, "Twice": "{=1+1}"} for at in range(5)
    ]
    path = make(tmp_path / "b.xlsx", Layout(ORDERS, columns=[*ORDERS.by_attr, "Twice"], rows=rows))
    filled = 'name="Twice"><calculatedColumnFormula>1+1</calculatedColumnFormula></tableColumn>'
    patch(path, "table1.xml", 'name="Twice"/>', filled)
    with opened(path) as host:
        assert [(row.key, [entry.heading for entry in row.entries]) for row in host.read(ORDERS, entries=True)] == [
            ((str(at),), ["Remark"] if at == 2 else []) for at in range(5)
        ]


def test_what_is_read_again_shows_what_was_written_since(opened: Opened, book: Path) -> None:
    with opened(book) as host:
        host.write(ORDERS, [row_of(ORDERS, (name,)) for name in "ab"])
        host.update(ORDERS, {("a",): {"remark": "one"}})
        seen = [[row.cells["remark"].value for row in host.read(ORDERS, ("remark",), noted=True)]]
        host.update(ORDERS, {("b",): {"remark": "two"}})
        seen.append([row.cells["remark"].value for row in host.read(ORDERS, ("remark",), noted=True)])
        host.write(ORDERS, [row_of(ORDERS, (name,)) for name in "ba"])
        seen.append([row.cells["remark"].value for row in host.read(ORDERS, ("remark",), noted=True)])
        host.update(ORDERS, {("a",): {"remark": "three"}})
        for names in ("ab", "bca"):
            host.write(ORDERS, [row_of(ORDERS, (name,)) for name in names])
        seen.append([row.cells["remark"].value for row in host.read(ORDERS, ("remark",), noted=True)])
    assert seen == [["one"], ["one", "two"], ["two", "one"], ["two", "three"]]


def test_an_entry_of_the_staff_is_not_doubled_with_its_key(opened: Opened, book: Path) -> None:
    with opened(book) as host:
        host.write(ORDERS, [row_of(ORDERS, ("a",))])
        host.update(ORDERS, {("a",): {"remark": "one"}})
        host.write(ORDERS, [row_of(ORDERS, ("a",)), row_of(ORDERS, ("a",))])
        found = host.read(ORDERS, ("remark",))
    assert [row.cells["remark"].value for row in found] == ["one", None]


key_lists = st.lists(st.integers(0, 12), unique=True, max_size=9)
edits = st.dictionaries(st.integers(0, 12), st.one_of(st.integers(0, 999), st.none()), max_size=5)


def test_no_edit_ever_moves_to_another_key(opened: Opened, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Refreshes and edits in any order; a row with an edit is kept, as an action keeps it."""

    def none_moves(story: list[tuple[list[int], dict[int, int | None], bool]]) -> None:
        path = tmp_path_factory.mktemp("story") / "Ozon.xlsx"
        path.write_bytes(fresh("ru"))
        wanted: dict[tuple[str, str], int] = {}
        with opened(path) as host:
            for keys, typed, save in story:
                play(host, wanted, keys, typed)
                if save:
                    host.save()

    made = st.lists(st.tuples(key_lists, edits, st.booleans()), min_size=1, max_size=5)
    tried(opened, made, none_moves)


def play(host: Host, wanted: dict[tuple[str, str], int], keys: Sequence[int], typed: Mapping[int, int | None]) -> None:
    """One refresh and some typing, which ``wanted`` follows."""
    shown = [(f"offer {number}", f"10200050002191{number:02d}") for number in keys]
    shown += [key for key in wanted if key not in shown]
    host.write(STOCK, [row_of(STOCK, key, salt=len(shown)) for key in shown])
    changes = {(f"offer {number}", f"10200050002191{number:02d}"): value for number, value in typed.items()}
    host.update(STOCK, {key: {"new_free": value} for key, value in changes.items()})
    for key in changes.keys() & set(shown):
        wanted.pop(key, None)
        if (value := changes[key]) is not None:
            wanted[key] = value
    found = host.read(STOCK, ("new_free",))
    assert [row.key for row in found] == shown
    assert {row.key: row.cells["new_free"].value for row in found if row.staff} == wanted


def test_update_changes_only_what_it_names(opened: Opened, book: Path) -> None:
    keys = keys_of(STOCK, 5)
    rows = [row_of(STOCK, key) for key in keys]
    with opened(book) as host:
        host.write(STOCK, rows)
        before = host.read(STOCK, list(STOCK.by_attr))
        host.update(
            STOCK, {keys[2]: {"result": "готово", "result_at": 46000.5, "new_free": None}, ("no", "such"): {"free": 1}}
        )
        found = reopened(opened, host, book, STOCK, *STOCK.by_attr)
    assert found[2].cells["result"].value == "готово"
    assert found[2].cells["result_at"].value == 46000.5
    kept = set(STOCK.by_attr) - {"result", "result_at"}
    assert [{attr: row.cells[attr] for attr in kept} for row in found] == [
        {attr: row.cells[attr] for attr in kept} for row in before
    ]
    assert [row for row in found if row.key != keys[2]] == [row for row in before if row.key != keys[2]]


def test_update_empties_a_cell(opened: Opened, book: Path) -> None:
    (key,) = keys_of(STOCK, 1)
    with opened(book) as host:
        host.write(STOCK, [row_of(STOCK, key)])
        host.update(STOCK, {key: {"new_free": 5}})
        assert host.read(STOCK, ("new_free",))[0].cells["new_free"].value == 5
        host.update(STOCK, {key: {"new_free": None}})
        (row,) = reopened(opened, host, book, STOCK, "new_free")
    assert row.cells["new_free"].is_blank
    assert not row.staff


def test_update_never_overwrites_a_formula_column(opened: Opened, book: Path) -> None:
    with opened(book) as host:
        host.write(ORDERS, [row_of(ORDERS, ("a",))])
        with pytest.raises(ValueError, match="tier"):
            host.update(ORDERS, {("a",): {"tier": "x"}})


@pytest.mark.parametrize("value", ["текст", "=1+1", "00123", 5, 46000.123456789, None, 0])
def test_a_named_cell_is_put_and_got(opened: Opened, book: Path, value: Cell) -> None:
    with opened(book) as host:
        host.put("Status", value)
        assert host.get("Status").value == value
        host.save()
    with opened(book) as host:
        found = host.get("Status")
        assert found.value == value
        assert not found.is_formula
        assert found.is_blank is (value is None)
        assert host.get("NowUtc").is_formula


SETTABLE = [
    *(cell.name for cell in SETTINGS if not cell.formula and cell.name != "Language"),
    *(rule.name for rule in RULES),
    *FIGURES,
]


def test_many_named_cells_are_put_and_got(opened: Opened, book: Path) -> None:
    of_all_kinds = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(PLAIN))

    def check(values: dict[str, Cell]) -> None:
        with opened(book) as host:
            host.put_all(values)
            at_once = host.get_all(NAMES)
            host.save()
        with opened(book) as host:
            later = host.get_all(NAMES)
            assert later == at_once == {name: host.get(name) for name in NAMES}
        assert {name: later[name].value for name in values} == values
        assert not any(later[name].is_formula for name in values)
        assert later["NowUtc"].is_formula

    tried(opened, st.dictionaries(st.sampled_from(SETTABLE), of_all_kinds), check)


def test_lost_names_are_passed_over_if_they_may_be_or_else_nothing_is_put(opened: Opened, book: Path) -> None:
    with opened(book) as host:
        host.put_all(
            {"NoSuchName": 1, "IndexNow": 2, "Status": "x", "NorThis": "y"}, optional=("NorThis", "NoSuchName")
        )
        with pytest.raises(CellNameMissingError) as caught:
            host.put_all(
                {"Status": "y", "IndexNow": 3, "NoSuchName": 1, "NorThis": 1}, optional=("NorThis", "IndexNow")
            )
        assert "NoSuchName" in caught.value.say("en")
        found = host.get_all(["NoSuchName", "IndexNow", "Status"])
        assert {name: cell.value for name, cell in found.items()} == {"IndexNow": 2, "Status": "x"}
        assert host.get_all([]) == {}
        host.put_all({})


def test_a_lost_name_is_named(opened: Opened, book: Path) -> None:
    with opened(book) as host:
        with pytest.raises(CellNameMissingError) as caught:
            host.get("NoSuchName")
        assert "NoSuchName" in caught.value.say("ru")
        with pytest.raises(CellNameMissingError):
            host.put("NoSuchName", 1)


def test_growing_shrinking_and_emptying(opened: Opened, book: Path) -> None:
    with opened(book) as host:
        for count in (3, 40, 1, 0, 7, 0, 250):
            keys = keys_of(ORDERS, count, start=count)
            host.write(ORDERS, [row_of(ORDERS, key) for key in keys])
            assert [row.key for row in host.read(ORDERS)] == keys
            host.save()
        with opened(book) as again:
            assert [row.key for row in again.read(ORDERS)] == keys_of(ORDERS, 250, start=250)


def test_rows_may_come_one_by_one(opened: Opened, book: Path) -> None:
    keys = keys_of(LINES, 30)
    with opened(book) as host:
        host.write(LINES, (row_of(LINES, key) for key in keys))
        assert [row.key for row in host.read(LINES)] == keys


def test_a_failure_among_the_rows_changes_nothing(opened: Opened, book: Path) -> None:
    def failing() -> Iterator[tuple[Cell, ...]]:
        yield row_of(LINES, ("a",))
        raise RuntimeError("Ozon is gone")

    with opened(book) as host:
        host.write(LINES, [row_of(LINES, ("old",))])
        with pytest.raises(RuntimeError, match="Ozon is gone"):
            host.write(LINES, failing())
        assert [row.key for row in host.read(LINES)] == [("old",)]


def test_more_rows_than_a_sheet_holds(opened: Opened, book: Path) -> None:
    class Endless(list[tuple[Cell, ...]]):
        def __len__(self) -> int:
            return MOST_ROWS

    with opened(book) as host:
        host.write(LINES, [row_of(LINES, ("old",))])
        with pytest.raises(TooManyRowsError) as caught:
            host.write(LINES, Endless())
        assert str(MOST_ROWS) in caught.value.say("zh")
        assert [row.key for row in host.read(LINES)] == [("old",)]


def test_busy_and_progress(opened: Opened, book: Path) -> None:
    with opened(book) as host, host.busy():
        host.progress("half")
        host.put("Status", "inside")
        assert host.get("Status").value == "inside"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_columns_are_found_by_heading_wherever_they_are(opened: Opened, tmp_path: Path, table: Table) -> None:
    chance = random.Random(3)
    for turn in range(5):
        attrs = [*table.by_attr, "Mine", "Моё", "我的"]
        chance.shuffle(attrs)
        headings = {attr: column.heading[chance.randrange(3)] for attr, column in table.by_attr.items()}
        rows = [{table.key[0]: "old", "Mine": "kept"}]
        layout = Layout(
            table, "ru", "Лист 'мой' 1", attrs, headings, top=chance.randrange(6), left=chance.randrange(4), rows=rows
        )
        path = make(tmp_path / f"{turn}.xlsx", layout)
        old = ("old", *[""] * (len(table.key) - 1))
        with opened(path) as host:
            assert [row.key for row in host.read(table)] == [old]
            assert host.read(table)[0].staff
            written = [row_of(table, key) for key in [*keys_of(table, 3), old]]
            host.write(table, written)
            found = reopened(opened, host, path, table, *ours(table))
        told_back = told(opened, table)
        assert [values(row, told_back) for row in found] == [handed(table, row, told_back) for row in written]
        assert [row.staff for row in found] == [False, False, False, True]


def test_a_missing_column_is_named(opened: Opened, tmp_path: Path, lang: Lang) -> None:
    attrs = [attr for attr in STOCK.by_attr if attr != "new_free"]
    path = make(tmp_path / "b.xlsx", Layout(STOCK, lang, "Мой лист", attrs))
    with opened(path) as host, pytest.raises(ColumnMissingError) as caught:
        host.read(STOCK)
    told = caught.value.say(lang)
    assert "Мой лист" in told
    assert STOCK.by_attr["new_free"].heading.say(lang) in told
    assert STOCK.by_attr["offer"].heading.say(lang) in told


def test_a_column_that_is_there_twice_is_refused(opened: Opened, tmp_path: Path) -> None:
    path = make(tmp_path / "b.xlsx", Layout(STOCK, "en", columns=[*STOCK.by_attr, "Артикул"]))
    with opened(path) as host:
        with pytest.raises(ColumnTwiceError) as caught:
            host.write(STOCK, [])
        assert "Offer" in caught.value.say("en")


def test_a_missing_table_is_named(opened: Opened, tmp_path: Path) -> None:
    path = make(tmp_path / "b.xlsx", Layout(STOCK, table_name="Table1"))
    with opened(path) as host, pytest.raises(TableMissingError) as caught:
        host.read(STOCK)
    assert "tblStock" in caught.value.say("ru")


def test_rows_that_are_hidden_or_filtered_away_are_rows(opened: Opened, tmp_path: Path) -> None:
    def hide(_: Workbook, sheet: Worksheet) -> None:
        for at in (2, 4):
            sheet.set_row(at, None, None, {"hidden": True})

    rows: list[Values] = [{"offer": f"o{index}", "warehouse_id": "1", "new_free": index} for index in range(6)]
    layout = Layout(STOCK, rows=rows, decorate=hide)
    path = make(tmp_path / "b.xlsx", layout)
    with opened(path) as host:
        found = host.read(STOCK, ("new_free",))
        assert [(row.key[0], row.cells["new_free"].value) for row in found] == [(f"o{i}", i) for i in range(6)]
        host.write(STOCK, [row_of(STOCK, row.key) for row in reversed(found)])
        again = reopened(opened, host, path, STOCK, "new_free")
    assert [row.cells["new_free"].value for row in again] == [5, 4, 3, 2, 1, 0]


def test_an_empty_row_between_others_is_left_out(opened: Opened, tmp_path: Path) -> None:
    rows = [
        {"offer": "a", "warehouse_id": "1"},
        {},
        {"name": "no key"},
        {"remark": "note"},
        {"offer": "b", "warehouse_id": "1"},
    ]
    path = make(tmp_path / "b.xlsx", Layout(STOCK, rows=rows))
    with opened(path) as host:
        found = host.read(STOCK)
    assert [(row.key, row.number, row.staff) for row in found] == [
        (("a", "1"), 2, False),
        (("", ""), 4, False),
        (("", ""), 5, True),
        (("b", "1"), 6, False),
    ]


def test_a_numeric_key_stays_a_number_to_be_refused(opened: Opened, tmp_path: Path) -> None:
    path = make(tmp_path / "b.xlsx", Layout(STOCK, rows=[{"offer": 123, "warehouse_id": 1020005000219156.0}]))
    with opened(path) as host:
        (row,) = host.read(STOCK)
    assert row.key[0] == "123"
    assert isinstance(row.cells["offer"].value, (int, float))


def test_the_kinds_of_cells_are_told_truly(opened: Opened, tmp_path: Path) -> None:
    def decorate(book: Workbook, sheet: Worksheet) -> None:
        formats = {name: book.add_format({"num_format": code}) for name, code in (("%", "0%"), ("d", 14), ("@", "@"))}
        at = layout.letters("new_free")
        sheet.write_boolean(f"{at}2", True)
        sheet.write_formula(f"{at}3", "=1+1", None, 2)
        sheet.write_formula(f"{at}4", "=1/0", None, "#DIV/0!")
        sheet.write_number(f"{at}5", 0.12, formats["%"])
        sheet.write_number(f"{at}6", 12, formats["d"])
        sheet.write_string(f"{at}7", "12", formats["@"])
        sheet.write_formula(f"{at}8", '="a"&"b"', None, "ab")
        sheet.write_rich_string(f"{at}9", "fat ", book.add_format({"bold": True}), "12", " & thin")

    rows = [{"offer": str(index), "warehouse_id": "1"} for index in range(8)]
    layout = Layout(STOCK, rows=rows, decorate=decorate)
    path = make(tmp_path / "b.xlsx", layout)
    with opened(path) as host:
        found = [row.cells["new_free"] for row in host.read(STOCK, ("new_free",))]
        assert all(row.staff for row in host.read(STOCK))
    assert [(cell.value, cell.is_formula, cell.is_error) for cell in found] == [
        (True, False, False),
        (2, True, False),
        ("#DIV/0!", True, True),
        (0.12, False, False),
        (12, False, False),
        ("12", False, False),
        ("ab", True, False),
        ("fat 12 & thin", False, False),
    ]
    assert found[0].value is True
    assert found[3].number_format == "0%"
    assert found[4].number_format != "General"
    assert found[5].number_format == "@"


def test_a_workbook_from_1904_says_so(opened: Opened, tmp_path: Path) -> None:
    path = make(tmp_path / "b.xlsx", Layout(STOCK, book_options={"date_1904": True}))
    with opened(path) as host:
        assert host.date1904 is True


def test_saving_again_and_again_changes_nothing_more(opened: Opened, book: Path) -> None:
    rows = [row_of(ORDERS, key) for key in keys_of(ORDERS, 20)]
    seen = []
    for _ in range(4):
        with opened(book) as host:
            host.write(ORDERS, rows)
            host.update(ORDERS, {keys_of(ORDERS, 1)[0]: {"remark": "x"}})
            seen.append(reopened(opened, host, book, ORDERS, *told(opened, ORDERS), *staff_attrs(ORDERS)))
    assert seen[1:] == seen[:-1]
