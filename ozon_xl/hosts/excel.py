"""A workbook that is open in Excel, while people look at it.

The one module that imports xlwings, of which only the free part serves: to find the running Excel. No Excel is ever
started, ended or brought to the front, and no workbook is touched but the one whose ``WorkbookId`` was asked for.
"""

import atexit
import ctypes
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, Final

from ozon_xl.errors import (
    CellNameMissingError,
    OzonXLError,
    ProgramBusyError,
    ProgramGoneError,
    ProgramMissingError,
    ProgramRefusedError,
    TooManyRowsError,
    WorkbookNotOpenError,
    WorkbookOpenTwiceError,
    WorkbookReadOnlyError,
)
from ozon_xl.hosts.base import Key, SheetRow, refuse_lost
from ozon_xl.hosts.com.book import Book
from ozon_xl.hosts.com.named import find_named, put_named, read_named
from ozon_xl.hosts.com.patience import PROGRAM, SHORT_WAITS, Com, Patience, Patient
from ozon_xl.hosts.com.reading import Body
from ozon_xl.hosts.com.updating import update_cells
from ozon_xl.hosts.com.writing import Writer
from ozon_xl.sheets import Cell, Raw, Table
from ozon_xl.sheets.columns import MOST_ROWS, to_cell
from ozon_xl.sheets.names import language_from
from ozon_xl.texts import Lang
from ozon_xl.texts import hosts as texts

_HEAVY: Final = ("numpy", "pandas", "polars", "matplotlib", "plotly", "PIL")
"""xlwings imports them wherever they are installed: half a second a click, for nothing that is done here."""

_QUIET: Final = {"ScreenUpdating": False, "EnableEvents": False, "Calculation": -4135}
"""Of the Application while many cells change; xlCalculationManual."""
_PAUSED: Final = ("PausedSince", "CalculationBefore")
"""The cells that say so."""

_YES_NO_QUESTION: Final = 0x4 | 0x20 | 0x100 | 0x10000
"""MB_YESNO, MB_ICONQUESTION, MB_DEFBUTTON2, MB_SETFOREGROUND."""
_YES: Final = 6


@contextmanager
def attach(guid: str, hwnd: int = 0) -> Iterator["ExcelHost"]:
    """The open workbook with this ``WorkbookId``, in the Excel that owns the window ``hwnd``; 0 for any Excel.

    Raises:
        ProgramMissingError: Excel cannot be reached from here at all.
        WorkbookNotOpenError, WorkbookOpenTwiceError: not exactly one such workbook is open.
        ProgramBusyError, ProgramGoneError, ProgramRefusedError: also later, of any call.
    """
    found = _open_books(lambda book: _id_of(book) == guid, hwnd)
    if not found and hwnd:  # the window may have been closed since
        found = _open_books(lambda book: _id_of(book) == guid)
    with _only(found, guid) as host:
        yield host


@contextmanager
def attach_path(path: Path, guid: str = "") -> Iterator["ExcelHost"]:
    """The open workbook with this file. One that Excel opened from OneDrive or SharePoint has an address instead of a
    path, and is known by its name and ``guid``, the ``WorkbookId`` that the file holds. Raises as ``attach``.
    """

    def is_wanted(book: Com) -> bool:
        if "://" not in book.FullName:
            return _is_same_file(book.FullName, path)
        return bool(guid) and book.Name.casefold() == path.name.casefold() and _id_of(book) == guid

    with _only(_open_books(is_wanted), path.name) as host:
        yield host


class ExcelHost:
    """The host port on an open workbook. What is written shows at once."""

    def __init__(self, workbook: Com) -> None:
        self._com = workbook
        self._app = workbook.Application
        self._book = Book(workbook)
        self._busy = False

    @property
    def title(self) -> str:
        """The workbook's name."""
        return str(self._com.Name)

    @property
    def date1904(self) -> bool:
        """Whether the workbook counts days from 1904."""
        return bool(self._com.Date1904)

    def read(
        self, table: Table, attrs: Sequence[str] = (), *, noted: bool = False, entries: bool = False
    ) -> list[SheetRow]:
        """The rows of a table; see ``Host.read``. Number formats are told of the staff's columns alone."""
        rows = Body(table, self._book.place(table, self._lang), attrs).rows(entries=entries)
        return [row for row in rows if row.staff] if noted else rows

    def write(self, table: Table, rows: Iterable[Sequence[Cell]]) -> None:
        """Replace the rows of a table; see ``Host.write``. What stands below the table keeps its distance."""
        rows = rows if isinstance(rows, Sequence) else list(rows)
        self._sign()
        lang = self._lang
        place = self._book.place(table, lang)
        if place.area.top + len(rows) > MOST_ROWS:
            raise TooManyRowsError(count=len(rows), sheet=place.title, most=MOST_ROWS - place.area.top)
        Writer(table, place, rows, lang).write()

    def update(self, table: Table, changes: Mapping[Key, Mapping[str, Cell]]) -> None:
        """Change single cells; see ``Host.update``."""
        for attr in {attr for cells in changes.values() for attr in cells}:
            if table.by_attr[attr].formula is not None:
                raise ValueError(attr)
        if changes:
            update_cells(table, self._book.place(table, self._lang), changes)

    def get(self, name: str) -> Raw:
        """A named cell; see ``Host.get``."""
        found = self.get_all([name])
        if name not in found:
            raise CellNameMissingError(name=name)
        return found[name]

    def get_all(self, names: Iterable[str]) -> dict[str, Raw]:
        """Named cells; see ``Host.get_all``. Number formats are told of numbers alone."""
        found: dict[str, Raw] = {}
        for spots in find_named(self._book, names):
            found |= read_named(spots)
        return found

    def put(self, name: str, value: Cell) -> None:
        """Write a named cell; see ``Host.put``."""
        self.put_all({name: value})

    def put_all(self, values: Mapping[str, Cell], *, optional: Collection[str] = ()) -> None:
        """Write named cells; see ``Host.put_all``."""
        put_values(self._book, values, optional)

    def progress(self, text: str) -> None:
        """Into the status bar, if Excel has time for it; an empty text gives it back to Excel."""
        try:
            self._app.inner.StatusBar = text or False
        except self._app.patience.failures:
            return

    def ask(self, question: str) -> bool:
        """A box before Excel's window; No is the answer of whoever just presses Enter."""
        answer = _windows().user32.MessageBoxW(int(self._app.Hwnd), question, self.title, _YES_NO_QUESTION)
        return int(answer) == _YES

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Screen, calculation and events off; restored as they were, one by one, whatever happens.

        Meanwhile cells say since when, and how was calculated before: by them the macros, and whoever comes here
        next, put right what is left of a program that was ended.
        """
        if self._busy:
            yield
            return
        resting = self._resting()
        touched: dict[str, object] = {}
        self.put("CalculationBefore", resting["Calculation"])
        self._busy = True
        try:
            self._sign()
            for name, quiet in _QUIET.items():
                touched[name] = resting[name]
                setattr(self._app, name, quiet)
            yield
        except BaseException:
            self._restore(touched)
            raise
        failed = self._restore(touched)
        if failed:
            raise failed[0]

    def save(self) -> None:
        """Save as Excel does; see ``Host.save``."""
        if self._com.ReadOnly:
            raise WorkbookReadOnlyError(path=self.title)
        self._com.Save()

    def _resting(self) -> dict[str, Any]:
        """What is to be restored: what is now, or what was before a program was ended in the middle."""
        found = {name: getattr(self._app, name) for name in _QUIET}
        before = self.get("CalculationBefore").value
        if isinstance(before, (int, float)):
            calculation = int(before) if found["Calculation"] == _QUIET["Calculation"] else found["Calculation"]
            return {"ScreenUpdating": True, "EnableEvents": True, "Calculation": calculation}
        return found

    def _sign(self) -> None:
        """The macros take whoever is busy for dead after 90 seconds without."""
        if self._busy:
            self.put("PausedSince", to_cell(datetime.now(UTC), date1904=self.date1904))

    def _restore(self, before: Mapping[str, object]) -> list[OzonXLError]:
        """What failed. Only where nothing did, the cells no longer say that Excel is held still."""
        self._busy = False
        patience = Patience(self._app.patience.failures, SHORT_WAITS)
        app, book = Patient(self._app.inner, patience), Book(Patient(self._com.inner, patience))
        failed: list[OzonXLError] = []
        for name, value in reversed(list(before.items())):
            try:
                setattr(app, name, value)
            except OzonXLError as error:
                failed.append(error)
        try:
            if not failed:
                put_values(book, dict.fromkeys(_PAUSED))
        except OzonXLError as error:
            failed.append(error)
        return failed

    @cached_property
    def _lang(self) -> Lang:
        return language_from(self._book.cell("Language").Value2)


def put_values(book: Book, values: Mapping[str, Cell], optional: Collection[str] = ()) -> None:
    """As ``Host.put_all``."""
    found = find_named(book, values)
    refuse_lost(values, {spot.name for spots in found for spot in spots.spots}, optional)
    for spots in found:
        put_named(spots, values)


# --- finding it ------------------------------------------------------------------------------------------------------


@contextmanager
def _only(found: Sequence[Com], wanted: str) -> Iterator[ExcelHost]:
    if not found:
        raise WorkbookNotOpenError(program=PROGRAM, book=wanted)
    if len(found) > 1:
        raise WorkbookOpenTwiceError(books=", ".join(book.FullName for book in found))
    host = ExcelHost(found[0])
    try:
        yield host
    finally:
        host.progress("")


def _open_books(is_wanted: Callable[[Com], bool], hwnd: int = 0) -> list[Com]:
    """The workbooks that are wanted; an Excel that is busy matters only if they are not found in another."""
    engine = load_engine()
    # what a failed call raises; a name that Excel had no time to look up is, to pywin32, one that is not there
    patience = Patience((engine.pywintypes.com_error, engine.ExcelBusyError, AttributeError))
    found: list[Com] = []
    busy = None
    for window in [hwnd] if hwnd else engine.get_excel_hwnds():
        try:
            app = patience.call(partial(engine.get_xl_app_from_hwnd, window))
            found += [book for book in app.Workbooks.members() if is_wanted(book)]
        except ProgramBusyError as error:
            busy = error
        except (OSError, engine.pywintypes.error, ProgramGoneError, ProgramRefusedError):
            continue  # a window that is closing, or Excel's start screen
    if busy and not found:
        raise busy
    return found


def _is_same_file(full_name: str, path: Path) -> bool:
    """Also where one is named by its drive and the other by its server."""
    try:
        return Path(full_name).samefile(path)
    except OSError:  # a workbook that was never saved
        return False


def _id_of(book: Com) -> object:
    try:
        return Book(book).cell("WorkbookId").Value2
    except (CellNameMissingError, ProgramGoneError, ProgramRefusedError):
        return None


@cache
def load_engine() -> Any:
    """xlwings' way to Excel on Windows, made safe.

    Without the licence key it would look for one in the workbook and read the user's own; its clean-up at exit kills
    every Excel without a window; its retries never end.
    """
    os.environ["XLWINGS_LICENSE_KEY"] = "open-source-only"
    absent = [name for name in _HEAVY if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        import xlwings._xlwindows as engine  # noqa: PLC0415
    except ImportError as error:
        raise ProgramMissingError(program=PROGRAM, what=texts.WINDOWS_ONLY, details={"cause": repr(error)}) from error
    finally:
        for name in absent:
            sys.modules.pop(name, None)
    atexit.unregister(engine.cleanup)
    engine.Apps.cleanup = staticmethod(_clean_nothing_up)  # type: ignore[method-assign]
    engine.N_COM_ATTEMPTS = 1
    return engine


def _clean_nothing_up() -> None:
    """Instead of xlwings' own, which ends processes."""


def _windows() -> Any:
    return ctypes.windll  # type: ignore[attr-defined, unused-ignore]
