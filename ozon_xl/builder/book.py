"""The whole workbook."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook

from ozon_xl.builder.macros import add_macros
from ozon_xl.builder.named import write_rules, write_settings
from ozon_xl.builder.page import Page
from ozon_xl.builder.ribbon import with_ribbon
from ozon_xl.builder.styles import TABS, Styles
from ozon_xl.builder.tables import write_table
from ozon_xl.builder.today import write_today
from ozon_xl.sheets import ARCHIVE, JOURNAL, LINES, ORDERS, STOCK, Cell
from ozon_xl.sheets.names import RULES_SHEET, SETTINGS_SHEET, TODAY_SHEET
from ozon_xl.texts import Lang
from ozon_xl.texts import workbook as texts

_CREATED = datetime(2026, 11, 23)  # noqa: DTZ001  (XlsxWriter takes it as UTC; fixed, so that equal books are equal bytes)


def build(path: Path, lang: Lang, **about: str) -> None:
    """Write a fresh workbook to ``path``, for ``.xlsm`` with macros; ``about`` as for ``built``."""
    path.write_bytes(built(lang, macros=path.suffix.lower() == ".xlsm", **about))


def built(lang: Lang, *, macros: bool, workbook_id: str = "", shop: str = "", shop_name: str = "") -> bytes:
    """A fresh workbook; the same arguments give the same bytes.

    ``workbook_id`` is what the store knows the workbook by, ``shop`` the Client-Id.
    """
    content = BytesIO()
    book = Workbook(content)
    page = fill(book, lang, {"Language": lang, "WorkbookId": workbook_id, "Shop": shop, "ShopName": shop_name})
    if macros:
        add_macros(page)
    book.close()
    return with_ribbon(content.getvalue(), lang) if macros else content.getvalue()


def fill(book: Workbook, lang: Lang, values: dict[str, Cell]) -> Page:
    """Put all sheets into an empty workbook. ``values`` are those of named cells of the Settings sheet."""
    book.set_properties({"title": texts.TITLE.say(lang), "author": texts.AUTHOR, "created": _CREATED})
    page = Page(book, Styles(book, lang), lang)
    today = page.add_sheet(TODAY_SHEET, tab=TABS["today"])
    tables = [
        (page.add_sheet(table.sheet, tab=tab, zoom=90), table)
        for table, tab in (
            (ORDERS, TABS["orders"]),
            (LINES, TABS["orders"]),
            (STOCK, TABS["stock"]),
            (JOURNAL, TABS["quiet"]),
            (ARCHIVE, TABS["quiet"]),
        )
    ]
    rules = page.add_sheet(RULES_SHEET, tab=TABS["quiet"])
    settings = page.add_sheet(SETTINGS_SHEET, tab=TABS["quiet"])
    write_today(page, today)
    for sheet, table in tables:
        write_table(page, sheet, table)
    write_rules(page, rules)
    write_settings(page, settings, values)
    today.activate()
    return page
