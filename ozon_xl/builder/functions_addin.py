"""``OzonFunctions.xlam``: Excel's add-in with the worksheet functions (Windows; it stands beside the workbooks).

Each function is a wrapper like those that xlwings writes, made here from the declarations, so that nobody imports
anything at run time. The help stands on the add-in's one sheet, because VBA itself holds no letters but Latin ones.
"""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook

from ozon_xl.builder.macros import SOURCES
from ozon_xl.builder.vba import WORKBOOK_CODE_NAME, Kind, Module, document, module_from, read_modules, vba_project
from ozon_xl.sheets.functions import FUNCTIONS, Function
from ozon_xl.texts import Lang
from ozon_xl.texts import functions as texts

FILE_NAME: Final = "OzonFunctions.xlam"
PYTHON_MODULE: Final = "ozon_xl.functions"
NOT_STARTED_NAME: Final = "NotStarted"
SHEET_CODE_NAME: Final = "Help"

_CREATED = datetime(2026, 11, 23)  # noqa: DTZ001 - XlsxWriter takes it as UTC; fixed, so that equal files are equal bytes
_ON_OPEN: Final = """Option Explicit

Private Sub Workbook_Open()
    Application.OnTime Now, "'" & ThisWorkbook.Name & "'!RegisterHelp"
End Sub
"""
_WRAPPERS: Final = """Attribute VB_Name = "OzonFunctions"
Option Explicit

"""
_WORKBOOK_TYPE: Final = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_ADD_IN_TYPE: Final = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"


def build_addin(path: Path, lang: Lang) -> None:
    """Write the add-in with its help in one language; the same language gives the same bytes."""
    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    book.set_properties({"title": texts.ADD_IN_TITLE.say(lang), "author": "ozon_xl", "created": _CREATED})
    _write_help(book, lang)
    book.set_vba_name(WORKBOOK_CODE_NAME)
    book.add_vba_project(BytesIO(vba_project(modules())), is_stream=True)
    book.close()
    path.write_bytes(_as_add_in(content.getvalue()))


def modules() -> list[Module]:
    """The add-in's VBA."""
    return [
        document(WORKBOOK_CODE_NAME, Kind.WORKBOOK, _ON_OPEN),
        document(SHEET_CODE_NAME, Kind.SHEET),
        *read_modules(SOURCES / "functions"),
        module_from("OzonFunctions.bas", (_WRAPPERS + "\n".join(map(wrapper, FUNCTIONS))).encode()),
    ]


def wrapper(function: Function) -> str:
    """The VBA function behind a worksheet function.

    As xlwings writes it but for two things: it passes neither the workbook nor the calling cell, because xlwings would
    look through that workbook for code to run; and a failure is answered in the user's words wherever it is called.
    """
    name = function.name
    signature = ", ".join(f"{'Optional ' * item.optional}{item.name}" for item in function.parameters)
    arguments = ", ".join(item.name for item in function.parameters)
    return f"""Function {name}({signature})
    Application.Volatile
    On Error GoTo failed
    {name} = XLPy.CallUDF("{PYTHON_MODULE}", "{name}", Array({arguments}))
    Exit Function
failed:
    {name} = NotAnswered()
End Function
"""


def _write_help(book: Workbook, lang: Lang) -> None:
    """Row by row: name, category, description, arguments. The first row is what a formula says without Python."""
    sheet = book.add_worksheet(texts.ADD_IN_TITLE.say(lang))
    sheet.set_vba_name(SHEET_CODE_NAME)
    sheet.write_string(0, 0, texts.NOT_STARTED.say(lang))
    book.define_name(NOT_STARTED_NAME, f"='{texts.ADD_IN_TITLE.say(lang)}'!$A$1")
    for row, function in enumerate(FUNCTIONS, start=1):
        helps = (texts.CATEGORY, function.help, *(parameter.help for parameter in function.parameters))
        sheet.write_row(row, 0, [function.name, *(words.say(lang) for words in helps)])


def _as_add_in(package: bytes) -> bytes:
    """The package of a workbook with macros, called an add-in."""
    result = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(result, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "[Content_Types].xml":
                content = content.replace(_WORKBOOK_TYPE, _ADD_IN_TYPE)
            new.writestr(info, content)
    return result.getvalue()
