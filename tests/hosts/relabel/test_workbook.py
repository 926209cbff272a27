"""Workbooks in another language: equal to fresh ones where they are ours, untouched where they are not."""

import re
from functools import cache
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import FilterColumn, Filters
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import TableColumn

from ozon_xl import errors
from ozon_xl.builder import build
from ozon_xl.hosts.file import FileHost
from ozon_xl.hosts.relabel import relabel
from ozon_xl.hosts.relabel.wording import CAPTIONS, FORMATS, MESSAGES, Model, spelt
from ozon_xl.sheets import ORDERS, STOCK, TABLES, Cell, Table
from ozon_xl.sheets.names import RULES_SHEET, SETTINGS, SETTINGS_SHEET, TODAY_SHEET
from ozon_xl.sheets.vocabulary import VOCABULARY, new_words
from ozon_xl.texts import LANGS, Lang
from tests.builder.lint import lint
from tests.builder.validator import validate
from tests.hosts.books import as_excel_saves, keys_of, members, patch, repack, row_of
from tests.hosts.likeness import content_of, differences
from tests.office import convert, error_cells, recalculated

SUFFIXES = pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="ozon-xl-test-", ignore_cleanup_errors=True)


@cache
def models(suffix: str) -> dict[Lang, Path]:
    paths: dict[Lang, Path] = {lang: Path(_folder().name) / f"{lang}{suffix}" for lang in LANGS}
    for lang, path in paths.items():
        build(path, lang)
    return paths


def fresh(folder: Path, lang: Lang, suffix: str = ".xlsx") -> Path:
    path = folder / f"Книга {lang}{suffix}"
    path.write_bytes(models(suffix)[lang].read_bytes())
    return path


def turn(path: Path, *langs: Lang) -> Path:
    for lang in langs:
        relabel(path, models(path.suffix), lang)
    return path


@SUFFIXES
@pytest.mark.parametrize(("old", "new"), list(permutations(LANGS, 2)))
def test_a_fresh_workbook_becomes_that_of_the_other_language(tmp_path: Path, old: Lang, new: Lang, suffix: str) -> None:
    path = turn(fresh(tmp_path, old, suffix), new)
    assert differences(content_of(path), content_of(models(suffix)[new])) == {}


def test_what_was_chosen_on_today_stays_even_if_it_is_a_word_of_ours(tmp_path: Path) -> None:
    path = fresh(tmp_path, "ru")
    host = FileHost(path)
    chosen = {"OnlyWarehouse": "Склад", "OnlyCarrier": "=Итого", "OnlyPickup": "11-30 14:00"}
    for name, value in {**chosen, "Warehouses": "Склад\nСкорo"}.items():
        host.put(name, value)
    host.save()
    turned = FileHost(turn(path, "zh"))
    assert {name: turned.get(name).value for name in chosen} == chosen
    assert turned.get("Warehouses").value == "Склад\nСкорo"


def test_what_comes_out_is_sound(tmp_path: Path) -> None:
    path = fresh(tmp_path, "en", ".xlsm")
    host = FileHost(path)
    host.write(ORDERS, [worded(ORDERS, row_of(ORDERS, key), "en", n) for n, key in enumerate(keys_of(ORDERS, 20))])
    host.save()
    assert lint(turn(path, "ru").read_bytes()) == []
    assert lint(turn(path, "zh").read_bytes()) == []


def test_the_validator_objects_to_nothing(tmp_path: Path) -> None:
    assert validate(turn(filled(tmp_path), "ru")) == []


@SUFFIXES
def test_there_and_back_is_where_it_began(tmp_path: Path, suffix: str) -> None:
    path = fresh(tmp_path, "en", suffix)
    before = content_of(path)
    assert differences(content_of(turn(path, "ru", "zh", "en")), before) == {}
    assert differences(content_of(turn(path, "en")), before) == {}


def test_an_old_word_has_but_one_new_one() -> None:
    """Else a word outside the cells could become another's."""
    for old, new in permutations(LANGS, 2):
        for pattern in (MESSAGES, CAPTIONS, FORMATS):
            found: dict[str, str] = {}
            pair = (Model(models(".xlsm")[lang]).words(pattern) for lang in (old, new))
            for word, other in zip(*pair, strict=True):
                assert found.setdefault(spelt(word), other) == other


def worded(table: Table, row: tuple[Cell, ...], lang: Lang, number: int) -> tuple[Cell, ...]:
    """A row with words of ours where ours stand."""
    words = {
        attr: said[number % len(said)].say(lang) for (name, attr), said in VOCABULARY.items() if name == table.name
    }
    return tuple(words.get(column.attr, cell) for column, cell in zip(table.ours, row, strict=True))


def filled(folder: Path, lang: Lang = "en", count: int = 30) -> Path:
    path = fresh(folder, lang)
    host = FileHost(path)
    for table in TABLES:
        host.write(table, [worded(table, row_of(table, key), lang, n) for n, key in enumerate(keys_of(table, count))])
    host.update(ORDERS, {keys_of(ORDERS, count)[3]: {"remark": "State", "owner": "Orders"}})
    host.update(STOCK, {keys_of(STOCK, count)[5]: {"new_free": 12}})
    host.put("ShopName", "hours")
    host.put("RefreshedAt", 46000.5)
    host.put("WatchHours", 72)
    host.save()
    return path


OWN, BESIDE = (get_column_letter(len(ORDERS.columns) + more) for more in (1, 2))
"""Letters of a column that the staff adds to the Orders table, and of one beside it."""
STAFF_FORMULAS = {
    "B2": '=COUNTIF(tblOrders[State],"<>")',
    "B3": "=SUM(tblOrders[[Pieces]:[Short by]])",
    "B4": "=Orders!A5&Stock!B6",
    "B5": '=SUM(INDIRECT("tblStock[Free]"))',
    "B6": "=INDEX(tblOrders[Warehouse],3)",
    "B7": '=HYPERLINK("#\'Orders\'!A1","Orders")',
    "B8": "=WatchHours*2",
    "B9": "=SUMIF(tblStock[Warehouse],tblStock[[#Headers],[Free]],tblStock[Reserved])",
    "B10": '="State"&"Orders"',
    "B11": '=COUNTIF(tblOrders[State],"MISSED")',
    "B12": '=COUNTIF(tblOrders[Ozon status],"<>to be packed")',
    "B13": '=SUMPRODUCT(--(tblStock[Warehouse state]="active"))',
    "B14": '="URGENT"',
}


def decorated(folder: Path) -> Path:
    """What people add: a column, a sheet with formulas, a chart, colours, a check, a link."""
    path = filled(folder)
    book = load_workbook(path)
    orders = book["Orders"]
    table = orders.tables["tblOrders"]
    last = len(ORDERS.columns) + 1
    table.ref = f"A4:{OWN}34"
    column = TableColumn(id=last, name="Мой столбец")
    table.tableColumns.append(column)
    orders[f"{OWN}4"] = "Мой столбец"
    for row in range(5, 35):
        orders[f"{OWN}{row}"] = f"=N({table.name}[[#This Row],[Pieces]])*2&tblOrders[[#This Row],[State]]"
        orders[f"{BESIDE}{row}"] = f'=IF(B{row}="MISSED",1,0)'
        orders[f"{OWN}{row}"].fill = PatternFill("solid", fgColor="00FF00")
    orders.conditional_formatting.add(f"{OWN}5:{OWN}34", Rule("expression", formula=['$B5="MISSED"']))
    table.autoFilter.filterColumn.append(FilterColumn(colId=1, filters=Filters(filter=["URGENT", "State"])))
    mine = book.create_sheet("Мой лист", 0)
    for cell, formula in STAFF_FORMULAS.items():
        mine[cell] = formula
    mine["A1"] = "State"
    mine["A1"].font = Font(bold=True, color="FF0000")
    mine["A1"].hyperlink = Hyperlink(ref="A1", location="'Orders'!A1", display="Orders")
    mine.conditional_formatting.add("A1:A9", Rule("expression", formula=["Orders!$I$5>3"]))
    check = DataValidation(type="list", formula1="Stock!$A$5:$A$9", promptTitle="State", prompt="Orders")
    mine.add_data_validation(check)
    check.add("C1:C9")
    chart = BarChart()
    chart.add_data(Reference(book["Stock"], min_col=4, min_row=4, max_row=20), titles_from_data=True)
    mine.add_chart(chart, "E2")
    book.save(path)
    return path


@pytest.mark.office
def test_what_people_have_made_of_it_computes_the_same(tmp_path: Path) -> None:
    path = decorated(tmp_path)
    before = recalculated(path, tmp_path / "before")
    turn(path, "zh", "ru")
    after = recalculated(path, tmp_path / "after")
    assert error_cells(after) == error_cells(before) == []
    mine = before["Мой лист"], after["Мой лист"]
    assert mine[0]["B2"].value == 30
    assert mine[0]["B11"].value > 0
    assert mine[0]["B12"].value == 28
    assert mine[0]["B13"].value == 5
    for cell in STAFF_FORMULAS:
        assert mine[0][cell].value == mine[1][cell].value, cell
    for row in range(5, 35):
        said = str(before["Orders"][f"{OWN}{row}"].value), str(after["Заказы"][f"{OWN}{row}"].value)
        assert re.match(r"[\d.-]+", said[0])[0] == re.match(r"[\d.-]+", said[1])[0]  # type: ignore[index]
        assert not re.search("[A-Za-z]", said[1])
    for column in ("A", BESIDE):
        values = [
            [sheet[f"{column}{row}"].value for row in range(5, 35)] for sheet in (before["Orders"], after["Заказы"])
        ]
        assert values[0] == values[1]
        assert len(set(values[0])) > 1


def test_what_people_have_made_of_it_stays(tmp_path: Path) -> None:
    path = decorated(tmp_path)
    before = FileHost(path)
    rows = {table.name: before.read(table, [column.attr for column in table.columns]) for table in TABLES}
    content = content_of(path)
    turn(path, "ru")
    after = FileHost(path)
    for table in TABLES:
        found = after.read(table, [column.attr for column in table.columns])
        assert [row.key for row in found] == [row.key for row in rows[table.name]]
        for row, old in zip(found, rows[table.name], strict=True):
            for column in table.columns:
                if column.formula is None:
                    words = new_words("ru", table, column.attr)
                    value = old.cells[column.attr].value
                    assert row.cells[column.attr].value == words.get(str(value), value)
                    assert row.cells[column.attr].is_formula is False
    assert after.get("Language").value == "ru"
    assert after.get("ShopName").value == "hours"
    assert after.get("WatchHours").value == 72
    book = load_workbook(path)
    mine = book["Мой лист"]
    assert mine["A1"].value == "State"
    assert mine["A1"].hyperlink.location == "'Заказы'!A1"
    assert mine["B3"].value == "=SUM(tblOrders[[Штук]:[Не хватает]])"
    assert mine["B10"].value == '="State"&"Orders"'
    assert mine["B14"].value == '="URGENT"'
    assert mine["B12"].value == '=COUNTIF(tblOrders[Статус Ozon],"<>ожидает сборки")'
    assert mine.data_validations.dataValidation[0].promptTitle == "State"
    assert mine.data_validations.dataValidation[0].formula1 == "Остатки!$A$5:$A$9"
    assert next(iter(mine.conditional_formatting)).rules[0].formula == ["Заказы!$I$5>3"]
    assert book["Заказы"][f"{OWN}4"].value == "Мой столбец"
    assert book["Заказы"][f"{OWN}9"].value == "=N(tblOrders[[#This Row],[Штук]])*2&tblOrders[[#This Row],[Состояние]]"
    orders = book["Заказы"]
    assert [rule.formula for area in orders.conditional_formatting for rule in area.rules][-1] == ['$B5="ПРОСРОЧЕНО"']
    assert orders.tables["tblOrders"].autoFilter.filterColumn[0].filters.filter == ["СРОЧНО", "State"]
    chart = next(content for name, content in members(path).items() if "charts/chart" in name).decode()
    assert "'Остатки'!$D$5:$D$20" in chart
    assert differences(content_of(turn(path, "en")), content) == {}


def test_a_setting_that_is_a_word_is_said_in_the_new_language(tmp_path: Path) -> None:
    path = fresh(tmp_path, "en")
    for named in (named for named in SETTINGS if named.choices):
        host = FileHost(path)
        host.put(named.name, named.choices[0].en)
        host.save()
        assert FileHost(turn(path, "zh")).get(named.name).value == named.choices[0].zh
        host = FileHost(path)
        host.put(named.name, "something else")
        host.save()
        assert FileHost(turn(path, "en")).get(named.name).value == "something else"


def test_words_that_somebody_changed_are_theirs(tmp_path: Path) -> None:
    path = fresh(tmp_path, "en")
    book = load_workbook(path)
    today, rules = book["Today"], book["Rules"]
    titles = [cell.coordinate for row in today.iter_rows() for cell in row if cell.value == "How to"]
    today[titles[0]] = "Читай сюда"
    rules["A5"] = "My own label"
    rules["H1"] = "hours"
    book["Stock"].title = "Мой склад"
    book.save(path)
    turn(path, "zh")
    book = load_workbook(path)
    assert book["今日"][titles[0]].value == "Читай сюда"
    assert book["规则"]["A5"].value == "My own label"
    assert book["规则"]["H1"].value == "hours"
    assert book["规则"]["C5"].value == "小时"
    assert book["Мой склад"]["A4"].value == "货号"
    assert "Мой склад" in book.sheetnames


def test_a_renamed_today_is_known_by_its_words(tmp_path: Path) -> None:
    path = fresh(tmp_path, "en")
    patch(path, "workbook.xml", 'name="Today"', 'name="Главная"')
    turn(path, "ru")
    book, wanted = load_workbook(path), load_workbook(models(".xlsx")["ru"])
    found = {cell.coordinate: cell.value for row in book["Главная"].iter_rows() for cell in row}
    texts = {key: value for key, value in found.items() if isinstance(value, str)}
    assert texts == {
        cell.coordinate: cell.value
        for row in wanted["Сегодня"].iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }


def test_words_are_found_where_rows_were_inserted_above_them(tmp_path: Path) -> None:
    path = fresh(tmp_path, "en")

    def two_down(name: str, content: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return content
        content = re.sub(rb'(<row r="|<c r="[A-Z]+)(\d+)', lambda at: at[1] + str(int(at[2]) + 2).encode(), content)

        def moved(formula: re.Match[bytes]) -> bytes:
            return re.sub(
                rb"(?<![A-Za-z!'$])(\$?[A-K]\$?)(\d+)\b", lambda at: at[1] + b"%d" % (int(at[2]) + 2), formula[0]
            )

        return re.sub(rb"<f.*?</f>", moved, content)

    repack(path, two_down)
    turn(path, "zh")
    found, wanted = load_workbook(path)["今日"], load_workbook(models(".xlsx")["zh"])["今日"]
    words = [[str(cell.value) for cell in row if re.search("[一-鿿]", str(cell.value))] for row in found.iter_rows(3)]
    assert [len(row) for row in words] == [
        len([cell for cell in row if re.search("[一-鿿]", str(cell.value))]) for row in wanted.iter_rows()
    ]
    assert [word for row in words for word in row if re.search(r"\"(?!Ozon)[A-Z][a-z]+ ", word)] == []


def test_a_sheet_of_the_staff_in_the_way_is_named_and_nothing_changed(tmp_path: Path) -> None:
    path = fresh(tmp_path, "en")
    book = load_workbook(path)
    book.create_sheet("заказы")
    book.save(path)
    before = path.read_bytes()
    with pytest.raises(errors.SheetNameTakenError) as caught:
        turn(path, "ru")
    assert "заказы" in caught.value.say("en")
    assert path.read_bytes() == before
    turn(path, "zh")


def test_as_excel_saves_it(tmp_path: Path) -> None:
    """Its shared strings may be those of the staff as well."""
    path = as_excel_saves(filled(tmp_path))
    turn(path, "ru")
    found, wanted = Model(path), Model(models(".xlsx")["ru"])
    for title in (TODAY_SHEET, RULES_SHEET, SETTINGS_SHEET):
        cells = found.cells(title.ru)
        assert {place: cell for place, cell in wanted.cells(title.ru).items() if cells.get(place) != cell} == {}
    row = next(row for row in FileHost(path).read(ORDERS, ("remark", "owner")) if row.key == keys_of(ORDERS, 4)[3])
    assert (row.cells["remark"].value, row.cells["owner"].value) == ("State", "Orders")


def latin(path: Path) -> list[str]:
    """Words in Latin letters on our sheets that are no names."""
    names = re.compile(r"ozon-xl[\w -]*|realFBS|rFBS|FBS|Ozon|Excel|UTC|Python|ID|SKU|Client-Id|F9|API")
    book = load_workbook(path, data_only=True)
    return [
        f"{sheet.title}!{cell.coordinate} {cell.value}"
        for sheet in book.worksheets
        for row in sheet.iter_rows(max_row=4 if sheet.tables else None)
        for cell in row
        if isinstance(cell.value, str) and re.search("[A-Za-z]{3}", names.sub("", cell.value))
    ]


@pytest.mark.office
def test_as_libreoffice_saves_it(tmp_path: Path) -> None:
    path = convert(filled(tmp_path), "xlsx", tmp_path / "saved", recalculate=False)
    turn(path, "ru")
    out = convert(path, "xlsx", tmp_path / "out")
    assert error_cells(load_workbook(out, data_only=True)) == []
    assert [found for found in latin(out) if not found.endswith(" hours")] == []
