"""Formulas of the staff move with their row as if sorted along."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ozon_xl.errors import TableBlockedError
from ozon_xl.hosts.file import FileHost
from ozon_xl.hosts.xlsx.formulas import moved
from ozon_xl.sheets import ORDERS, STOCK

from .books import Layout, Values, make, members, patch, row_of


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("A2*2", "A5*2"),
        ("$A2+A$2+$A$2", "$A5+A$2+$A$2"),
        ("SUM(A2:$B$9,C3:C4)", "SUM(A5:$B$9,C6:C7)"),
        ("Sheet1!A2+'A2 x'!B3+'it''s A1'!$C4", "Sheet1!A5+'A2 x'!B6+'it''s A1'!$C7"),
        ("[1]Sheet1!A2", "[1]Sheet1!A5"),
        ("'[B2.xlsx]A 1'!A2", "'[B2.xlsx]A 1'!A5"),
        ("tblStock[[#This Row],[A1]]*B2", "tblStock[[#This Row],[A1]]*B5"),
        ("tblStock[A1]&tblStock['[A2]&A2", "tblStock[A1]&tblStock['[A2]&A5"),
        ('"A1"&A1&""""&"B2 ""C3"""', '"A1"&A4&""""&"B2 ""C3"""'),
        ("LOG10(A1)+ATAN2(B2,C3)", "LOG10(A4)+ATAN2(B5,C6)"),
        ("1E5+A1E5+MyName1_A1", "1E5+A1E5+MyName1_A1"),
        ("XFD1+XFE1+ZZZ1", "XFD4+XFE1+ZZZ1"),
        ("2:3+$2:3+A:B+A1:B", "5:6+$2:6+A:B+A4:B"),
        ("Лист1!A1+Имя1+имяA1", "Лист1!A4+Имя1+имяA1"),
        ("TRUE+#REF!+#N/A", "TRUE+#REF!+#N/A"),
        ("A1048576+A1", "#REF!+A4"),
        ("NowUtc-F7", "NowUtc-F10"),
        ("A1#", "A4#"),
        ("@A1", "@A4"),
        ("A1.5", "A1.5"),
    ],
)
def test_relative_rows_move(formula: str, wanted: str) -> None:
    assert moved(formula, 3) == wanted


def test_what_would_leave_the_sheet_is_an_error() -> None:
    assert moved("A2+A3:A9+$5:6", -4) == "#REF!+#REF!:A5+$5:2"


atoms = st.one_of(
    st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["", "$"]),
        st.sampled_from(["A", "Z", "AA", "XFD", "b"]),
        st.sampled_from(["", "$"]),
        st.integers(50, 99_999),
    ),
    st.sampled_from(
        ["1.5", "1E+5", '"A77"', '"a ""B60"" c"', "Name", "TRUE", "tbl[[#This Row],[B77]]", "$55:66", "C:D"]
    ),
    st.sampled_from(["'Лист B52'!C60", "Other!$C60", "PI()"]),
)
formulas = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds("{}{}{}".format, inner, st.sampled_from(["+", "&", "<>", " ", ","]), inner),
        st.builds("{}({})".format, st.sampled_from(["SUM", "LOG10", "_xlfn.IFS"]), inner),
    ),
    max_leaves=8,
)


@given(formulas, st.integers(-49, 5000))
def test_moving_agrees_with_openpyxl(formula: str, down: int) -> None:
    theirs = Translator(f"={formula}", origin="A50").translate_formula(f"A{50 + down}")
    assert moved(formula, down).upper() == theirs.removeprefix("=").upper()


def own_column(formula: str, count: int = 4) -> Layout:
    """A table with a column of the staff's own: Excel fills it as one computed column."""
    rows: list[Values] = [{"offer": f"o{index}", "warehouse_id": "1", "free": index} for index in range(count)]
    layout = Layout(STOCK, columns=[*STOCK.by_attr, "Mine"], rows=rows)

    def fill(_: Workbook, sheet: Worksheet) -> None:
        for index in range(count):
            sheet.write_formula(layout.cell("Mine", index), formula.format(row=index + 2), None, index)

    layout.decorate = fill
    return layout


def formulas_in(path: Path, letters: str, count: int) -> list[str | None]:
    sheet = load_workbook(path).worksheets[0]
    return [sheet[f"{letters}{row}"].value for row in range(2, 2 + count)]


def rewrite(path: Path, *offers: str) -> None:
    host = FileHost(path)
    host.write(STOCK, [row_of(STOCK, (offer, "1")) for offer in offers])
    host.save()


def test_a_formula_of_the_staff_points_to_its_new_row(tmp_path: Path) -> None:
    layout = own_column('=D{row}*2&$D$2&"D3"')
    path = make(tmp_path / "b.xlsx", layout)
    assert [row.staff for row in FileHost(path).read(STOCK)] == [True] * 4
    rewrite(path, "o3", "new", "o0")
    assert formulas_in(path, layout.letters("Mine"), 3) == ['=D2*2&$D$2&"D3"', None, '=D4*2&$D$2&"D3"']


def test_a_computed_column_goes_on_computing_in_new_rows(tmp_path: Path) -> None:
    layout = own_column("=D{row}*2")
    path = make(tmp_path / "b.xlsx", layout)
    number = len(STOCK.columns) + 1
    column = f'(<tableColumn id="{number}" name="Mine")/>'
    formula = (
        f'<tableColumn id="{number}" name="Mine"><calculatedColumnFormula>D2*2</calculatedColumnFormula></tableColumn>'
    )
    patch(path, "table1.xml", column, formula)
    assert [row.staff for row in FileHost(path).read(STOCK)] == [False] * 4
    for offers in (("o3", "new", "o0"), ("x", "y", "z", "o3", "v"), ("o1",)):
        rewrite(path, *offers)
        assert formulas_in(path, layout.letters("Mine"), len(offers)) == [
            f"=D{row + 2}*2" for row in range(len(offers))
        ]
    rewrite(path)
    assert FileHost(path).read(STOCK) == []


def test_shared_formulas_of_the_staff_are_told_apart(tmp_path: Path) -> None:
    """Excel writes a filled column as one formula that the other cells refer to."""
    layout = own_column("=D{row}*2")
    path = make(tmp_path / "b.xlsx", layout)
    mine = layout.letters("Mine")
    patch(path, "sheet1.xml", "<f>D2[*]2</f>", f'<f t="shared" ref="{mine}2:{mine}5" si="0">D2*2</f>')
    for row in (3, 4, 5):
        patch(path, "sheet1.xml", f"<f>D{row}[*]2</f>", '<f t="shared" si="0"/>')
    rewrite(path, "o3", "new", "o1", "o0")
    assert formulas_in(path, mine, 4) == ["=D2*2", None, "=D4*2", "=D5*2"]


def test_shared_formulas_beside_the_table_outlive_their_first_cell(tmp_path: Path) -> None:
    """The first cell of a shared formula stands in the table; cells beside and below it refer to it."""

    def beside(_: Workbook, sheet: Worksheet) -> None:
        for row in (2, 3, 20):
            sheet.write_formula(f"AA{row}", f"=B{row}", None, 0)

    rows: list[Values] = [{"offer": "a", "warehouse_id": "1", "remark": "x"}, {"offer": "b", "warehouse_id": "1"}]
    layout = Layout(STOCK, rows=rows, decorate=beside)
    path = make(tmp_path / "b.xlsx", layout)
    last = layout.cell("check", 0)
    patch(
        path, "sheet1.xml", '<c r="AA2"', f'<c r="{last}"><f t="shared" ref="{last}:AA20" si="7">A2</f></c><c r="AA2"'
    )
    for row in (2, 3, 20):
        patch(path, "sheet1.xml", f"<f>B{row}</f>", '<f t="shared" si="7"/>')
    rewrite(path, "b", "a")
    sheet = load_workbook(path).worksheets[0]
    assert [sheet[f"AA{row}"].value for row in (2, 3, 20)] == ["=A2", "=A3", "=A20"]
    assert b'si="7"' not in members(path)["xl/worksheets/sheet1.xml"]


def test_an_overwritten_cell_takes_no_shared_formula_along(tmp_path: Path) -> None:
    layout = Layout(STOCK, rows=[{"offer": f"o{index}", "warehouse_id": "1", "new_free": 1} for index in range(4)])
    path = make(tmp_path / "b.xlsx", layout)
    cells = [layout.cell("new_free", index) for index in range(4)]
    shared = ['<f t="shared" ref="E2:E5" si="3">D2-1</f>', *['<f t="shared" si="3"/>'] * 3]
    for cell, formula in zip(cells, shared, strict=True):
        patch(path, "sheet1.xml", f'(?<=<c r="{cell}" s=".">)', formula)
    host = FileHost(path)
    host.update(STOCK, {("o0", "1"): {"new_free": 5}, ("o2", "1"): {"new_free": None}})
    host.save()
    sheet = load_workbook(path).worksheets[0]
    assert [sheet[cell].value for cell in cells] == [5, "=D3-1", None, "=D5-1"]


def test_an_array_formula_of_one_cell_moves(tmp_path: Path) -> None:
    layout = own_column("=D{row}")

    def fill(_: Workbook, sheet: Worksheet) -> None:
        for index in range(4):
            sheet.write_array_formula(layout.cell("Mine", index), f"{{=SUM(D{index + 2}*2)}}")

    layout.decorate = fill
    path = make(tmp_path / "b.xlsx", layout)
    rewrite(path, "o3", "o1")
    xml = members(path)["xl/worksheets/sheet1.xml"].decode()
    mine = layout.letters("Mine")
    assert re.findall(r'<f t="array" ref="(\w+)">([^<]*)</f>', xml) == [
        (f"{mine}2", "SUM(D2*2)"),
        (f"{mine}3", "SUM(D3*2)"),
    ]


def test_our_shared_formulas_take_numbers_that_are_free(tmp_path: Path) -> None:
    layout = Layout(ORDERS, decorate=lambda _, sheet: sheet.write_formula("AZ2", "=1", None, 1) and None)
    path = make(tmp_path / "b.xlsx", layout)
    patch(path, "sheet1.xml", "<f>1</f>", '<f t="shared" ref="AZ2:AZ2" si="1">1</f>')
    host = FileHost(path)
    host.write(ORDERS, [row_of(ORDERS, (str(number),)) for number in range(3)])
    host.save()
    masters = re.findall(rb'ref="[^"]*" si="(\d+)"', members(path)["xl/worksheets/sheet1.xml"])
    assert len(masters) == len(set(masters)) == 1 + sum(column.formula is not None for column in ORDERS.ours)


def test_two_different_entries_for_one_key_are_refused(tmp_path: Path) -> None:
    rows: list[Values] = [
        {"offer": "a", "warehouse_id": "1", "remark": "one"},
        {"offer": "a", "warehouse_id": "1", "remark": "two"},
    ]
    path = make(tmp_path / "b.xlsx", Layout(STOCK, rows=rows))
    host = FileHost(path)
    with pytest.raises(TableBlockedError) as caught:
        host.write(STOCK, [row_of(STOCK, ("a", "1"))])
    assert "rows 2 and 3 are both a / 1" in caught.value.say("en")
    host.write(STOCK, [row_of(STOCK, ("a", "1")), row_of(STOCK, ("b", "1")), row_of(STOCK, ("a", "1"))])
    assert [row.cells["remark"].value for row in host.read(STOCK, ("remark",))] == ["one", None, "two"]


def test_equal_entries_of_one_key_become_one(tmp_path: Path) -> None:
    rows: list[Values] = [
        {"offer": "a", "warehouse_id": "1", "remark": "same"},
        {"offer": "a", "warehouse_id": "1", "remark": "same", "new_free": 4},
    ]
    path = make(tmp_path / "b.xlsx", Layout(STOCK, rows=rows))
    host = FileHost(path)
    host.write(STOCK, [row_of(STOCK, ("a", "1"))])
    (row,) = host.read(STOCK, ("remark", "new_free"))
    assert (row.cells["remark"].value, row.cells["new_free"].value) == ("same", 4)
