"""The journal as a file for others, CSV or a workbook: whatever a text looks like, it is taken for no formula."""

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from xlsxwriter import Workbook

from ozon_xl import errors
from ozon_xl.actions.journal import values_of
from ozon_xl.sheets import JOURNAL
from ozon_xl.sheets.columns import clean_text
from ozon_xl.store.journal import JournalEvent
from ozon_xl.texts import Lang

_PROOF: Final = (
    "shop",
    "mode",
    "reserved",
    "present",
    "oversold",
    "machine",
    "workbook_id",
    "snapshot",
    "plan_hash",
    "trace_id",
    "prev_hash",
    "hash",
)
"""Behind the columns of the sheet, under these names: by them an entry can be held against the journal."""
_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""With these a spreadsheet program takes the text of a CSV file for a formula."""

_Row = Sequence[str | int | None]


def export_journal(events: Iterable[JournalEvent], path: Path, lang: Lang) -> int:
    """Write these entries, oldest first, into a ``.csv`` or ``.xlsx`` file; returns how many.

    Raises:
        ExportSuffixError: the name ends otherwise.
        FileNotWrittenError: the file cannot be written.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise errors.ExportSuffixError(path=path)
    heads = [*(column.heading.say(lang) for column in JOURNAL.columns), *_PROOF]
    rows = [_row(event, lang) for event in events]
    try:
        write(path, [heads, *rows])
    except OSError as error:
        raise errors.FileNotWrittenError(path=path, what=error.strerror or str(error)) from error
    return len(rows)


def _row(event: JournalEvent, lang: Lang) -> _Row:
    values = {**values_of(event, lang), "at": event.at.isoformat(sep=" ", timespec="milliseconds")}
    cells = [*(values[column.attr] for column in JOURNAL.columns), *(getattr(event, name) for name in _PROOF)]
    return [cell if isinstance(cell, int) else clean_text(str(cell)) if cell is not None else None for cell in cells]


def _write_csv(path: Path, rows: Sequence[_Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([_harmless(cell) for cell in row] for row in rows)


def _harmless(cell: str | int | None) -> str | int | None:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_SIGNS) else cell


def _write_xlsx(path: Path, rows: Sequence[_Row]) -> None:
    with path.open("wb") as file:
        book = Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
        sheet = book.add_worksheet()
        text = book.add_format({"num_format": "@"})
        for down, row in enumerate(rows):
            for across, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(down, across, cell)
                elif cell is not None:
                    sheet.write_string(down, across, cell, text)
        book.close()


_WRITERS: Final[dict[str, Callable[[Path, Sequence[_Row]], None]]] = {".csv": _write_csv, ".xlsx": _write_xlsx}
