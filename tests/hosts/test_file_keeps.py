"""A closed workbook: what is not ours stays as it is, what is beside the table stays beside it."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils.datetime import from_excel
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ozon_xl.builder.book import fill
from ozon_xl.errors import TableBlockedError
from ozon_xl.hosts.file import FileHost
from ozon_xl.hosts.xlsx.package import Package
from ozon_xl.sheets import LINES, ORDERS, STOCK, TABLES, Cell
from ozon_xl.sheets.columns import formula_for_row

from .books import Layout, Values, as_excel_saves, keys_of, make, members, patch, repack, row_of

OURS = {*(f"xl/worksheets/sheet{number}.xml" for number in (2, 4)), "xl/tables/table1.xml", "xl/tables/table3.xml"}
"""Parts of Orders and Stock in a fresh workbook."""


def picture() -> BytesIO:
    """A PNG of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">2I5B", 1, 1, 8, 0, 0, 0, 0)
    content = zlib.compress(b"\0\xff")
    return BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", content) + chunk(b"IEND", b""))


def rich_book(path: Path) -> None:
    """Ours, and a sheet of the staff's with everything that a plain load and save would lose."""
    book = Workbook(str(path))
    fill(book, "en", {"Language": "en"})
    mine = book.add_worksheet("Mine")
    mine.write_column("A1", [3, 1, 2])
    mine.write_dynamic_array_formula("C1:C3", "=_xlfn.SORT(A1:A3)", None, 1)
    mine.write_formula("B1", "=SUM(A1:A3)", None, 6)
    mine.write_rich_string("B2", "a", book.add_format({"bold": True}), "b")
    mine.conditional_format("A1:A3", {"type": "data_bar", "data_bar_2010": True, "bar_axis_color": "red"})
    mine.conditional_format("A1:A3", {"type": "icon_set", "icon_style": "3_arrows"})
    mine.add_sparkline("D1", {"range": "Mine!A1:A3"})
    mine.data_validation("E1", {"validate": "list", "source": "=Stock!$A$5:$A$9"})
    mine.write_comment("A1", "look here")
    mine.insert_image("F1", "p.png", {"image_data": picture()})
    mine.embed_image("G1", "q.png", {"image_data": picture()})
    mine.insert_textbox("H1", "text")
    mine.insert_button("J1", {"macro": "Refresh", "caption": "Обновить"})
    mine.merge_range("K1:L2", "merged")
    mine.protect("", {"objects": True})
    mine.add_table("A10:B12", {"name": "Own", "columns": [{"header": "Offer"}, {"header": "x"}]})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Mine!$A$1:$A$3"})
    mine.insert_chart("F10", chart)
    book.define_name("MyName", "=Mine!$A$1")
    macros = path.with_suffix(".bin")
    macros.write_bytes(b"not really macros" * 99)
    book.add_vba_project(str(macros))
    book.close()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_every_other_part_is_kept_byte_for_byte(tmp_path: Path, method: int) -> None:
    path = tmp_path / "Rich.xlsm"
    rich_book(path)
    with zipfile.ZipFile(path) as archive:
        contents = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w", method) as archive:
        for turn, (name, content) in enumerate(contents.items()):
            info = zipfile.ZipInfo(name, (2020, 1, 1 + turn % 28, 12, 0, turn % 60))
            info.external_attr, info.extra, info.compress_type = 0o600 << 16, b"\x0a\x00\x04\x00abcd", method
            archive.writestr(info, content)
    before = zipfile.ZipFile(path).infolist()
    assert len(before) > 40
    host = FileHost(path)
    host.write(ORDERS, [row_of(ORDERS, key) for key in keys_of(ORDERS, 30)])
    host.write(STOCK, [row_of(STOCK, key) for key in keys_of(STOCK, 30)])
    host.update(STOCK, {keys_of(STOCK, 1)[0]: {"new_free": 1}})
    host.save()
    after = zipfile.ZipFile(path)
    assert after.testzip() is None
    assert [(i.filename, i.date_time, i.external_attr) for i in after.infolist()] == [
        (i.filename, i.date_time, i.external_attr) for i in before
    ]
    changed = {name for name, content in contents.items() if after.read(name) != content}
    assert changed == OURS


def test_of_our_sheets_only_the_rows_of_the_table_change(book: Path) -> None:
    before = members(book)
    host = FileHost(book)
    host.write(ORDERS, [row_of(ORDERS, key) for key in keys_of(ORDERS, 3)])
    host.save()
    after = members(book)

    def rest(parts: dict[str, bytes]) -> bytes:
        return re.sub(rb'<row r="[5-9]".*?</row>|<dimension[^>]*>', b"", parts["xl/worksheets/sheet2.xml"])

    assert rest(before) == rest(after)
    assert b'<dimension ref="A1:' in after["xl/worksheets/sheet2.xml"]
    assert re.search(rb'<dimension ref="A1:[A-Z]+7"/>', after["xl/worksheets/sheet2.xml"])
    one, two = before["xl/tables/table1.xml"], after["xl/tables/table1.xml"]
    assert two == re.sub(rb'ref="A4:([A-Z]+)5"', rb'ref="A4:\g<1>7"', one)


def test_openpyxl_reads_what_we_wrote(book: Path) -> None:
    written = {table: [row_of(table, key) for key in keys_of(table, 40)] for table in TABLES}
    host = FileHost(book)
    for table, rows in written.items():
        host.write(table, rows)
    host.save()
    read = load_workbook(book)
    for table, rows in written.items():
        sheet = read[table.sheet.en]
        assert sheet.tables[table.name].ref.endswith("44")
        order = [column.attr for column in table.columns]
        for at, row in enumerate(rows, 5):
            for column, value in zip(table.ours, row, strict=True):
                cell = sheet.cell(at, order.index(column.attr) + 1)
                if column.formula is None:
                    plain = cell.value.replace("_x005F_", "_") if isinstance(cell.value, str) else cell.value
                    got = (plain, cell.data_type == "f")
                    assert got == (_as_openpyxl(value, column.kind.value), False)
                else:
                    assert cell.data_type == "f"


def _as_openpyxl(value: Cell, kind: str) -> object:
    return from_excel(value) if kind == "moment" and isinstance(value, float) else value


def test_the_formulas_are_those_declared_for_this_layout(tmp_path: Path) -> None:
    """One shared formula a column, in the workbook's language, whose cells are found where they are now."""
    attrs = [*reversed(ORDERS.by_attr), "own"]
    layout = Layout(ORDERS, "zh", columns=attrs, top=2, left=3)
    path = make(tmp_path / "b.xlsx", layout)
    host = FileHost(path)
    host.write(ORDERS, [row_of(ORDERS, key) for key in keys_of(ORDERS, 12)])
    host.save()
    sheet = load_workbook(path)[ORDERS.sheet.zh]
    letters = {attr: layout.letters(attr) for attr in ORDERS.by_attr}
    for column in ORDERS.ours:
        if column.formula:
            for row in (4, 5, 15):
                assert sheet[f"{letters[column.attr]}{row}"].value == "=" + formula_for_row(column, "zh", letters, row)
    xml = members(path)["xl/worksheets/sheet1.xml"].decode()
    count = sum(column.formula is not None for column in ORDERS.ours)
    assert len(re.findall(r'<f t="shared" ref="[A-Z]+4:[A-Z]+15" si="\d+">', xml)) == count
    assert xml.count("<f ") == count * 12


def beside(book: Workbook, sheet: Worksheet) -> None:
    """Notes of the staff left and right of the table, in and below its rows, and other cells above it."""
    sheet.write("A1", "above")
    for row in range(1, 30):
        sheet.write(row, 0, f"left {row}")
        sheet.write(row, 30, row)
    sheet.write_formula("AF3", "=AE3*2", None, 4)
    sheet.set_row(3, 39)
    sheet.set_row(25, 33, None, {"level": 1})


def beside_layout(count: int) -> Layout:
    rows: list[Values] = [{"offer": f"o{index}", "warehouse_id": "1", "remark": f"r{index}"} for index in range(count)]
    return Layout(STOCK, top=1, left=2, rows=rows, decorate=beside)


@pytest.mark.parametrize("count", [0, 2, 6, 9, 60])
def test_what_stands_beside_the_table_stays_in_its_row(tmp_path: Path, count: int) -> None:
    path = make(tmp_path / "b.xlsx", beside_layout(6))

    def around() -> dict[str, object]:
        sheet = load_workbook(path).worksheets[0]
        cells = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}
        return {at: value for at, value in cells.items() if re.fullmatch(r"(A|B|AE|AF)\d+", at) and value is not None}

    before = around()
    heights = [load_workbook(path).worksheets[0].row_dimensions[row].height for row in (4, 26)]
    assert len(before) == 60
    host = FileHost(path)
    host.write(STOCK, [row_of(STOCK, (f"o{index}", "1")) for index in reversed(range(count))])
    host.save()
    assert around() == before
    assert heights == [load_workbook(path).worksheets[0].row_dimensions[row].height for row in (4, 26)] == [39, 33]
    assert [row.key[0] for row in FileHost(path).read(STOCK)] == [f"o{index}" for index in reversed(range(count))]


def write_stock(path: Path, count: int) -> None:
    host = FileHost(path)
    host.write(STOCK, [row_of(STOCK, key) for key in keys_of(STOCK, count)])
    host.save()


def blocked(path: Path, count: int) -> str:
    """What the refusal says; the file is as it was."""
    before = path.read_bytes()
    host = FileHost(path)
    with pytest.raises(TableBlockedError) as caught:
        host.write(STOCK, [row_of(STOCK, key) for key in keys_of(STOCK, count)])
    host.save()
    assert path.read_bytes() == before
    assert len({caught.value.say(lang) for lang in ("en", "ru", "zh")}) == 3
    return caught.value.say("en")


def test_cells_below_are_never_overwritten(tmp_path: Path) -> None:
    layout = Layout(STOCK, rows=[{"offer": "a"}], decorate=lambda _, sheet: sheet.write("C6", "total") and None)
    path = make(tmp_path / "b.xlsx", layout)
    assert "C6" in blocked(path, 5)
    write_stock(path, 4)
    sheet = load_workbook(path).worksheets[0]
    assert (sheet["A5"].value, sheet["C6"].value) == ("00003-0", "total")


def test_formats_without_content_below_give_way(tmp_path: Path) -> None:
    def painted(book: Workbook, sheet: Worksheet) -> None:
        for row in range(2, 20):
            sheet.write_blank(row, 1, None, book.add_format({"bg_color": "red"}))

    path = make(tmp_path / "b.xlsx", Layout(STOCK, decorate=painted))
    write_stock(path, 10)
    assert len(FileHost(path).read(STOCK)) == 10


def test_merged_cells_block(tmp_path: Path) -> None:
    rows: list[Values] = [{"offer": "a"}, {"offer": "b"}]
    inside = Layout(STOCK, rows=rows, decorate=lambda _, sheet: sheet.merge_range("B6:C7", "") and None)
    path = make(tmp_path / "b.xlsx", inside)
    assert "B6:C7" in blocked(path, 10)
    beside = Layout(STOCK, rows=rows, decorate=lambda _, sheet: sheet.merge_range("AA2:AB3", "m") and None)
    write_stock(make(tmp_path / "c.xlsx", beside), 10)


def test_array_formulas_across_the_table_block(tmp_path: Path) -> None:
    def spill(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_array_formula("AA2:AA9", "{=A2:A9}")

    write_stock(make(tmp_path / "b.xlsx", Layout(STOCK, decorate=spill)), 20)
    path = patch(
        make(tmp_path / "c.xlsx", Layout(STOCK, decorate=spill)), "sheet1.xml", 'ref="AA2:AA9"', 'ref="B2:AA9"'
    )
    assert "B2:AA9" in blocked(path, 1)


def test_a_totals_row_and_a_missing_header_block(tmp_path: Path) -> None:
    path = make(tmp_path / "b.xlsx", Layout(STOCK, rows=[{"offer": "a"}, {}], options={"total_row": True}))
    assert "totals row" in blocked(path, 1)
    other = patch(make(tmp_path / "c.xlsx", Layout(STOCK)), "table1.xml", "<table ", '<table headerRowCount="0" ')
    assert "header row" in blocked(other, 1)


def test_filter_and_sorting_are_lifted(tmp_path: Path) -> None:
    path = make(tmp_path / "b.xlsx", Layout(STOCK, rows=[{"offer": "a"}, {"offer": "b"}]))
    last = Layout(STOCK).letters("check")
    filtered = (
        f'<autoFilter ref="A1:{last}3"><filterColumn colId="0"><filters><filter val="a"/></filters></filterColumn>'
        '<filterColumn colId="2" hiddenButton="1"/></autoFilter>'
        f'<sortState ref="A2:{last}3"><sortCondition ref="A2:A3"/></sortState>'
    )
    patch(path, "table1.xml", "<autoFilter [^>]*/>", filtered)
    patch(path, "sheet1.xml", '<row r="3"', '<row r="3" hidden="1"')
    write_stock(path, 4)
    parts = members(path)
    table = parts["xl/tables/table1.xml"].decode()
    assert f'<autoFilter ref="A1:{last}5"><filterColumn colId="2" hiddenButton="1"/></autoFilter>' in table
    assert "sortState" not in table
    assert "hidden" not in parts["xl/worksheets/sheet1.xml"].decode().partition("<sheetData>")[2]


def test_a_table_that_waits_for_its_first_row(tmp_path: Path) -> None:
    """Excel marks a table without data so."""
    path = patch(make(tmp_path / "b.xlsx", Layout(STOCK)), "table1.xml", "<table ", '<table insertRow="1" ')
    write_stock(path, 2)
    assert b"insertRow" not in members(path)["xl/tables/table1.xml"]


def test_formats_come_from_the_column_not_from_a_painted_cell(tmp_path: Path) -> None:
    def paint(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_string("A2", "first", book.add_format({"bg_color": "yellow"}))

    rows: list[Values] = [{"offer": f"o{index}", "result_at": 46000.5} for index in range(5)]
    layout = Layout(STOCK, rows=rows, decorate=paint)
    path = make(tmp_path / "b.xlsx", layout)
    write_stock(path, 9)
    sheet = load_workbook(path).worksheets[0]
    assert {sheet[f"A{row}"].fill.bgColor.rgb for row in range(2, 11)} == {"00000000"}
    assert {sheet[f"A{row}"].number_format for row in range(2, 11)} == {"@"}
    assert {sheet[f"{layout.letters('result_at')}{row}"].number_format for row in range(2, 11)} == {"yyyy-mm-dd hh:mm"}


def test_what_the_staff_painted_follows_its_row(tmp_path: Path) -> None:
    layout = Layout(STOCK, rows=[{"offer": f"o{index}", "warehouse_id": "1"} for index in range(4)])

    def paint(book: Workbook, sheet: Worksheet) -> None:
        sheet.write_blank(layout.cell("remark", 2), None, book.add_format({"bg_color": "red"}))

    layout.decorate = paint
    path = make(tmp_path / "b.xlsx", layout)
    host = FileHost(path)
    host.write(STOCK, [row_of(STOCK, (offer, "1")) for offer in ("o2", "o1", "new", "o3")])
    host.save()
    sheet = load_workbook(path).worksheets[0]
    fills = [sheet[layout.cell("remark", row)].fill.fill_type for row in range(4)]
    assert fills == ["solid", None, None, None]


CHAIN = {
    "xl/calcChain.xml": b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<c r="B2" i="1"/></calcChain>'
}
CHAIN_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
CHAIN_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"


@pytest.mark.parametrize("target", ["calcChain.xml", "/xl/calcChain.xml"])
def test_the_order_of_computing_goes_and_all_is_computed_anew(book: Path, target: str) -> None:
    before = members(book)
    repack(book, lambda _, content: content, CHAIN)
    relation = f'<Relationship Id="rId99" Type="{CHAIN_TYPE}" Target="{target}"/></Relationships>'
    patch(book, "workbook.xml.rels", "</Relationships>", relation)
    override = f'<Override PartName="/xl/calcChain.xml" ContentType="{CHAIN_CONTENT}"/></Types>'
    patch(book, "[Content_Types].xml", "</Types>", override)
    patch(book, "xl/workbook.xml", "<calcPr[^>]*/>", '<calcPr calcId="191029" calcMode="manual"/>')
    write_stock(book, 3)
    after = members(book)
    assert list(after) == list(before)
    for part in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        assert after[part] == before[part]
    assert b'<calcPr calcId="191029" calcMode="manual" fullCalcOnLoad="1"/>' in after["xl/workbook.xml"]


def test_a_workbook_without_settings_of_computing_gets_them(book: Path) -> None:
    patch(book, "xl/workbook.xml", "<calcPr[^>]*/>", "")
    write_stock(book, 3)
    assert b'</definedNames><calcPr fullCalcOnLoad="1"/>' in members(book)["xl/workbook.xml"]


def test_saving_without_a_change_does_not_touch_the_file(book: Path) -> None:
    before = book.stat()
    host = FileHost(book)
    host.read(ORDERS)
    host.get("Shop")
    host.save()
    assert book.stat() == before


def test_equal_writes_give_equal_bytes(book: Path) -> None:
    seen = set()
    for _ in range(3):
        host = FileHost(book)
        host.write(LINES, [row_of(LINES, key) for key in keys_of(LINES, 20)])
        host.put("Status", "done")
        host.save()
        seen.add(book.read_bytes())
    assert len(seen) == 1


def test_a_workbook_as_excel_saves_it(book: Path) -> None:
    keys = keys_of(ORDERS, 40)
    host = FileHost(book)
    host.write(ORDERS, [row_of(ORDERS, key) for key in keys])
    host.update(ORDERS, {keys[5]: {"remark": "<моё> & x", "owner": "Ира"}, keys[6]: {"remark": "_x0041_"}})
    host.save()
    attrs = list(ORDERS.by_attr)
    before = FileHost(book).read(ORDERS, attrs)
    as_excel_saves(book)
    assert b"inlineStr" not in members(book)["xl/worksheets/sheet2.xml"]
    host = FileHost(book)
    assert host.read(ORDERS, attrs) == before
    host.write(ORDERS, [row_of(ORDERS, key) for key in reversed(keys)])
    host.save()
    after = FileHost(book).read(ORDERS, attrs)
    assert [row._replace(number=0) for row in reversed(after)] == [row._replace(number=0) for row in before]
    xml = members(book)["xl/worksheets/sheet2.xml"]
    assert b"ht=" not in re.sub(rb".*<row r=\"5\"", b"", xml, flags=re.DOTALL).partition(b"</sheetData>")[0]


def test_single_cells_go_into_rows_that_are_not_there_yet(tmp_path: Path) -> None:
    def far(book: Workbook, sheet: Worksheet) -> None:
        sheet.set_column("F:F", 10, book.add_format({"num_format": "0.00%"}))
        sheet.set_row(39, None, book.add_format({"num_format": "0.0000"}))
        for number, at in enumerate(["$F$30", "$AA$30", "$F$40", "$XFD$1048576", "$B$30"]):
            book.define_name(f"Far{number}", f"={sheet.get_name()}!{at}")

    path = make(tmp_path / "b.xlsx", Layout(STOCK, rows=[{"offer": "a"}], decorate=far))
    host = FileHost(path)
    for number in range(5):
        assert host.get(f"Far{number}").is_blank
        host.put(f"Far{number}", number)
    host.put("Far0", 7)
    host.save()
    found = [FileHost(path).get(f"Far{number}") for number in range(5)]
    assert [cell.value for cell in found] == [7, 1, 2, 3, 4]
    assert [cell.number_format for cell in found] == ["0.00%", "General", "0.0000", "General", "General"]
    sheet = load_workbook(path).worksheets[0]
    assert [sheet[at].value for at in ("A2", "B30", "F30", "AA30", "F40")] == ["a", 4, 7, 1, 2]
    xml = members(path)["xl/worksheets/sheet1.xml"]
    assert [int(row) for row in re.findall(rb'<row r="(\d+)"', xml)] == [1, 2, 30, 40, 1048576]


def test_a_sheet_is_unpacked_once_to_be_read_for_notes_and_rewritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[Values] = [{"posting": name, "remark": f"of {name}", "Mine": name} for name in "abc"]
    path = make(tmp_path / "b.xlsx", Layout(ORDERS, columns=[*ORDERS.by_attr, "Mine"], rows=rows))
    unpacked: list[str] = []
    chunks = Package.chunks

    def counted(package: Package, name: str) -> Iterator[bytes]:
        unpacked.append(name)
        return chunks(package, name)

    monkeypatch.setattr(Package, "chunks", counted)
    host = FileHost(path)
    noted = host.read(ORDERS, ("remark",), noted=True)
    host.write(ORDERS, [row_of(ORDERS, (name,)) for name in "xcb"])
    assert unpacked.count("xl/worksheets/sheet1.xml") == 1
    assert [row.cells["remark"].value for row in noted] == ["of a", "of b", "of c"]
    after = host.read(ORDERS, ("remark",), noted=True, entries=True)
    assert [[str(entry.cell.value) for entry in row.entries] for row in after] == [["of c", "c"], ["of b", "b"]]
    assert [row.cells["remark"].value for row in after] == ["of c", "of b"]


def test_an_empty_sheet_takes_a_cell(tmp_path: Path) -> None:
    def blank(book: Workbook, _: Worksheet) -> None:
        book.add_worksheet("Blank")
        book.define_name("There", "=Blank!$C$3")

    path = make(tmp_path / "b.xlsx", Layout(STOCK, decorate=blank))
    assert b"<sheetData/>" in members(path)["xl/worksheets/sheet3.xml"]
    host = FileHost(path)
    assert host.get("There").is_blank
    host.put("There", "text")
    host.save()
    assert load_workbook(path)["Blank"]["C3"].value == "text"
