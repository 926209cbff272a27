"""What a reader and a formula find in a workbook, however its parts are written: for comparing two of them."""

import re
import zipfile
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula

Content = dict[str, object]


def content_of(path: Path) -> Content:
    """By place: cells with their number formats, checks, conditions, headings, names, captions."""
    found: Content = {}
    book = load_workbook(path)
    found["sheets"] = book.sheetnames
    found["names"] = {name: _plain(defined.attr_text) for name, defined in book.defined_names.items()}
    for number, sheet in enumerate(book.worksheets):
        found[f"{number} print"] = (_plain(sheet.print_area), sheet.print_title_rows)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    found[f"{number} {cell.coordinate}"] = (_formula(cell.value), cell.number_format)
        for table in sheet.tables.values():
            found[table.name] = [column.name for column in table.tableColumns]
        found[f"{number} checks"] = [
            (str(check.sqref), check.promptTitle, check.prompt, check.errorTitle, check.error, check.formula1)
            for check in sheet.data_validations.dataValidation
        ]
        found[f"{number} conditions"] = [
            (str(area.sqref), rule.formula) for area in sheet.conditional_formatting for rule in area.rules
        ]
        found[f"{number} links"] = [(link.ref, link.location) for link in sheet._hyperlinks]  # type: ignore[attr-defined]
    book.close()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith(("customUI/", "xl/drawings/", "xl/charts/", "xl/vbaProject")):
                found[name] = archive.read(name)
        core = archive.read("docProps/core.xml").decode()
        found["title"] = re.findall("<dc:title>(.*?)</dc:title>", core)
        found["parts"] = sorted(re.findall("<vt:lpstr>(.*?)</vt:lpstr>", archive.read("docProps/app.xml").decode()))
    return found


def differences(one: Content, other: Content) -> dict[str, tuple[object, object]]:
    """What is not the same in both."""
    return {key: (one.get(key), other.get(key)) for key in one.keys() | other.keys() if one.get(key) != other.get(key)}


def _formula(value: object) -> object:
    return ("array", value.ref, value.text) if isinstance(value, ArrayFormula) else value


def _plain(text: str | None) -> str:
    return (text or "").replace("'", "")
