"""Run by LibreOffice's own Python: eyes and fingers of the tests inside an office.

Argument: name of the pipe on which the office listens. Then one JSON request a line, ``[command, argument ...]``,
and one JSON answer a line, ``{"is": ...}`` or ``{"error": ...}``.
"""

import json
import sys
import time
from collections.abc import Callable
from itertools import chain
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.accessibility.AccessibleRole import ALERT, DIALOG  # type: ignore[import-not-found]
from com.sun.star.awt.PosSize import POSSIZE  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]

ALWAYS_EXECUTE_NO_WARN = 4
SECONDS_TO_LISTEN = 120


def connect(pipe: str) -> Any:
    """The office, once it listens."""
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    until = time.monotonic() + SECONDS_TO_LISTEN
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


class Office:
    """What can be asked of the running office. Workbooks are known by their URL."""

    def __init__(self, pipe: str) -> None:
        self._services = connect(pipe).ServiceManager
        self._desktop = self._services.createInstance("com.sun.star.frame.Desktop")
        self._toolkit = self._services.createInstance("com.sun.star.awt.Toolkit")
        self._books: dict[str, Any] = {}

    def open(self, url: str, left: int, width: int, height: int) -> None:
        how = (PropertyValue("MacroExecutionMode", 0, ALWAYS_EXECUTE_NO_WARN, 0),)
        book = self._books[url] = self._desktop.loadComponentFromURL(url, "_blank", 0, how)
        book.CurrentController.Frame.ContainerWindow.setPosSize(left, 0, width, height, POSSIZE)

    def close(self, url: str) -> None:
        book = self._books.pop(url)
        book.setModified(False)
        book.close(True)

    def copy_sheet(self, url: str, sheet: str) -> None:
        self._books[url].Sheets.copyByName(sheet, f"{sheet} (2)", 0)

    def add_sheet(self, url: str, name: str, cells: list[list[str]]) -> None:
        sheets = self._books[url].Sheets
        sheets.insertNewByName(name, len(sheets))
        area = sheets.getByName(name).getCellRangeByPosition(0, 0, len(cells[0]) - 1, len(cells) - 1)
        area.DataArray = tuple(map(tuple, cells))

    def quit(self) -> None:
        for url in list(self._books):
            self.close(url)
        self._desktop.terminate()

    def show(self, url: str, sheet: str) -> None:
        """Turn to a sheet of a workbook."""
        book = self._books[url]
        book.CurrentController.setActiveSheet(book.Sheets.getByName(sheet))
        self._toolkit.processEventsToIdle()

    def button(self, url: str, sheet: str, caption: str) -> tuple[int, int] | None:
        """Where on the screen the middle of a button is; None as long as it is not drawn."""
        control = self._control(url, sheet, caption)
        peer = control.getPeer()
        if peer is None or not peer.isVisible():
            return None
        seen = control.getAccessibleContext()
        place, size = seen.getLocationOnScreen(), seen.getSize()
        return place.X + size.Width // 2, place.Y + size.Height // 2

    def _control(self, url: str, sheet: str, caption: str) -> Any:
        book = self._books[url]
        for shape in book.Sheets.getByName(sheet).DrawPage:
            if shape.supportsService("com.sun.star.drawing.ControlShape") and shape.Control.Label == caption:
                return book.CurrentController.getControl(shape.Control)
        raise LookupError(f"no button {caption} on {sheet}")

    def get(self, url: str, name: str) -> Any:
        """What a named cell holds: a text or a number."""
        cell = self._named(url, name)
        return cell.Value if cell.Type.value == "VALUE" else cell.String

    def put(self, url: str, name: str, value: Any) -> None:
        cell = self._named(url, name)
        if isinstance(value, str):
            cell.String = value
        else:
            cell.Value = value

    def _named(self, url: str, name: str) -> Any:
        return self._books[url].NamedRanges.getByName(name).ReferredCells.getCellByPosition(0, 0)

    def select(self, url: str, name: str) -> None:
        """Put the cursor on a named cell."""
        self._books[url].CurrentController.select(self._named(url, name))
        self._toolkit.processEventsToIdle()

    def data(self, url: str, table: str) -> Any:
        """All cells of a table, its headings first."""
        return self._table(url, table).DataArray

    def type(self, url: str, table: str, row: int, heading: str, text: str) -> None:
        """Put a text into a cell of a table, read as if it were typed; rows are counted from zero."""
        cells = self._table(url, table)
        cells.getCellByPosition(cells.DataArray[0].index(heading), row + 1).FormulaLocal = text

    def _table(self, url: str, table: str) -> Any:
        book = self._books[url]
        area = book.DatabaseRanges.getByName(table).DataArea
        sheet = book.Sheets.getByIndex(area.Sheet)
        return sheet.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)

    def dialogs(self) -> list[str]:
        """What the dialogs say that are open now."""
        return [" ".join(words(dialog)) for dialog in self._dialogs()]

    def face_dialog(self) -> str:
        """Give the keyboard to the dialog, which a window manager would do. Returns the title of its window."""
        [dialog] = self._dialogs()
        dialog.setFocus()
        return str(dialog.getAccessibleContext().getAccessibleName())

    def _dialogs(self) -> list[Any]:
        windows = map(self._toolkit.getTopWindow, range(self._toolkit.getTopWindowCount()))
        seen = [(window, window.getAccessibleContext()) for window in windows if window is not None]  # closed just now
        return [window for window, context in seen if context and context.getAccessibleRole() in (ALERT, DIALOG)]


def words(part: Any) -> list[str]:
    """The names of everything inside a window."""
    seen = part.getAccessibleContext() if part is not None else None
    if seen is None:  # closed just now
        return []
    parts = [words(seen.getAccessibleChild(number)) for number in range(seen.getAccessibleChildCount())]
    return [name for name in (seen.getAccessibleName(), *chain.from_iterable(parts)) if name]


def main() -> None:
    office = Office(sys.argv[1])
    for line in sys.stdin:
        command, *arguments = json.loads(line)
        act: Callable[..., Any] = getattr(office, command)
        try:
            answer = {"is": act(*arguments)}
        except Exception as error:  # noqa: BLE001  (the test must hear of it, whatever it is)
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
