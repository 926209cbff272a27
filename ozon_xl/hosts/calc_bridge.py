"""Hands for LibreOffice: this file runs in LibreOffice's own Python (3.8 or newer) and knows nothing of the product.

Each line that comes in is one command in JSON, each line that goes out its answer. Rows of cells follow their command
as blocks of bytes, by ``marshal``: in a sixth of the time that JSON takes, which would be as long as LibreOffice needs
for the cells. When nothing more can come, whatever was switched off is switched on again, and this ends.
Rows and columns are counted from 1, areas are (left, top, right, bottom).
"""

# ruff: noqa: E402, PTH100, PTH119, PTH120, PTH121, FBT003 - what uno takes, and what an older Python has
from __future__ import annotations

import os
import sys

sys.path[:] = [entry for entry in sys.path if entry != os.path.dirname(os.path.abspath(__file__))]

import json
import marshal
import queue
import threading
import traceback
from contextlib import ExitStack, suppress
from typing import Any, Tuple  # noqa: UP035

try:
    import uno  # type: ignore[import-not-found]
except ImportError:
    uno = None

VALUES, DATES, STRINGS, FORMULAS = 1, 2, 4, 16
ANY_CONTENT = VALUES | DATES | STRINGS | FORMULAS
"""com.sun.star.sheet.CellFlags"""
ERRORS, ANY_RESULT = 4, 7
"""com.sun.star.sheet.FormulaResult"""
NUMBER, TEXT, LOGICAL = 16, 256, 1024
"""com.sun.star.util.NumberFormat"""
SPREADSHEET, SCROLL_PANE, TEXT_FRAME = 84, 51, 61
"""com.sun.star.accessibility.AccessibleRole"""
YES_NO, DEFAULT_NO, YES = 3, 0x40000, 2
"""com.sun.star.awt.MessageBoxButtons and its result"""
EDITING_S = 10.0
"""How long somebody may take to finish typing into a cell."""

Area = Tuple[int, int, int, int]  # noqa: UP006
"""(left, top, right, bottom)"""
Rows = Any
"""A tuple of rows of cells, texts and floats."""
Commands = Any
"""A queue of commands; None when no more can come."""


class Wrong(Exception):  # noqa: N818
    """What goes back instead of an answer."""

    def __init__(self, kind: str, what: str = "") -> None:
        super().__init__(what)
        self.kind, self.what = kind, what


class Unrecorded:
    """Nothing of what is done for the user to undo; what came before is forgotten where its rows have moved."""

    def __init__(self, doc: Any, *, forget: bool = False) -> None:
        self._history, self._forget = doc.getUndoManager(), forget

    def __enter__(self) -> None:
        self._history.lock()

    def __exit__(self, *_: object) -> None:
        self._history.unlock()
        if self._forget:
            with suppress(uno.getClass("com.sun.star.document.UndoContextNotClosedException")):
                self._history.clear()


class NotesKept:
    """A block of cells that is put over a note takes it away, and a copied row brings its own: put right at the end."""

    def __init__(self, sheet: Any) -> None:
        self._sheet, self._notes = sheet, sheet.getAnnotations()
        self._before: dict[tuple[int, int], tuple[str, bool]] = {}

    def __enter__(self) -> None:
        for note in _members(self._notes):
            self._before[_place(note)] = note.getString(), note.getIsVisible()

    def __exit__(self, *_: object) -> None:
        if not self._before:
            return
        found = list(map(_place, _members(self._notes)))
        for index in range(len(found) - 1, -1, -1):
            if found[index] not in self._before:
                self._notes.removeByIndex(index)
        for place in sorted(self._before.keys() - set(found)):
            text, is_visible = self._before[place]
            self._notes.insertNew(_cell_address(_number(self._sheet), *place), text)
            column, row = place
            self._sheet.getCellByPosition(column - 1, row - 1).getAnnotation().setIsVisible(is_visible)


class Bridge:
    """One workbook in one running office."""

    def __init__(self) -> None:
        self.desktop: Any = None
        self.doc: Any = None
        self.asking = False
        self._before: list[bool] = []
        """Whether the sheets calculated by themselves, for each time that they were told not to."""
        self._indicator: Any = None
        self._names: Any = None
        self._known_formats: dict[int, str] = {}

    # --- finding it ---------------------------------------------------------------------------------------------------

    def ready(self) -> bool:
        """Whether this Python can speak to an office at all."""
        return True

    def connect(self, pipe: str, patience_s: float) -> bool:
        """Whether an office listens there."""
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        for _ in range(max(1, int(patience_s * 10))):
            try:
                office = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            except uno.getClass("com.sun.star.connection.NoConnectException"):
                threading.Event().wait(0.1)
            else:
                desktop = "com.sun.star.frame.Desktop"
                self.desktop = office.ServiceManager.createInstanceWithContext(desktop, office)
                return True
        return False

    def find(self, guid: str | None = None, path: str | None = None) -> list[str]:
        """Names of the open workbooks with this id or file; if there is one, it is the one from now on."""
        found: list[Any] = []
        for doc in filter(_is_sheets, self._open_docs()):
            if doc not in found and (_id_of(doc) == guid if guid else _is_file(doc, path)):
                found.append(doc)
        self.doc = found[0] if len(found) == 1 else None
        if self.doc is not None:
            self._known_formats, self._names = {}, self.doc.NamedRanges
        return [_name_of(doc) for doc in found]

    def is_there(self) -> bool:
        """Whether office and workbook are still open."""
        try:
            return self.doc in self._open_docs()
        except Exception:  # noqa: BLE001 - of an office that has ended, whatever it raises
            return False

    def _not_there(self) -> None:
        """A closed workbook has no names left, and does not say why."""
        if not self.is_there():
            raise Wrong("gone")

    def _open_docs(self) -> list[Any]:
        docs = []
        components = self.desktop.getComponents().createEnumeration()
        while components.hasMoreElements():
            docs.append(components.nextElement())
        return docs

    def about(self) -> dict[str, Any]:
        """Title, and whether days are counted from 1904."""
        return {"title": _name_of(self.doc), "date1904": self.doc.NullDate.Year == 1904}

    # --- named cells --------------------------------------------------------------------------------------------------

    def get(self, names: list[str]) -> dict[str, Any]:
        """What named cells hold, those that are there: kind, value, formula and number format."""
        return {name: self._told(cell) for name, cell in self._named(names).items()}

    def _told(self, cells: Any) -> dict[str, Any]:
        cell = cells.getCellByPosition(0, 0)
        kind = cell.getType().value
        found = {"kind": kind, "value": cell.getValue() if kind == "VALUE" else cell.getString(), "formula": ""}
        if kind == "FORMULA":
            result = cell.FormulaResultType2
            found["formula"] = cell.getFormula()
            found["kind"] = "ERROR" if result & ERRORS else kind
            found["value"] = cell.getValue() if result & VALUES else found["value"]
        found["format"] = "" if kind == "EMPTY" else self._format_of(cell)
        return found

    def put(self, names: list[str], optional: list[str], rows: list[Rows]) -> list[str]:
        """Write named cells, unless any is lost that is not optional: then nothing, and those are named."""
        cells = self._named(names)
        lost = [name for name in names if name not in cells and name not in optional]
        if lost:
            return lost
        with Unrecorded(self.doc), ExitStack() as kept:
            for sheet in {cell.getRangeAddress().Sheet: cell.getSpreadsheet() for cell in cells.values()}.values():
                kept.enter_context(NotesKept(sheet))
            for name, row in zip(names, rows[0]):  # noqa: B905 - an older Python
                if name in cells:
                    _set(cells[name], (row,))
        return []

    def _named(self, names: list[str]) -> dict[str, Any]:
        """Those of the named cells that are there."""
        found = {}
        for name in filter(self._names.hasByName, names):
            cell = self._names.getByName(name).getReferredCells()
            if cell is not None and _is_cell(cell.getRangeAddress()):
                found[name] = cell
        if len(found) < len(names):
            self._not_there()
        return found

    # --- looking ------------------------------------------------------------------------------------------------------

    def place(self, name: str) -> Any:
        """Where a table lies."""
        found = [other for other in self.doc.DatabaseRanges.getElementNames() if other.lower() == name.lower()]
        if not found:
            self._not_there()
            return None
        table = self.doc.DatabaseRanges.getByName(found[0])
        at = table.DataArea
        sheet = self.doc.Sheets.getByIndex(at.Sheet)
        left, top, right, _ = area = _area(at)
        (headings,) = _range(sheet, (left, top, right, top)).getDataArray()
        return {
            "name": found[0],
            "number": at.Sheet,
            "title": sheet.Name,
            "area": area,
            "headings": [str(heading) for heading in headings],
            "header": bool(table.ContainsHeader),
            "totals": bool(table.TotalsRow),
            "protected": bool(sheet.isProtected()),
        }

    def look(self, number: int, area: Area, spans: list[tuple[int, int]], staff: list[int]) -> dict[str, Any]:
        """Cells of some columns, each span of them a block; of the ``staff``'s columns also formulas and formats."""
        sheet = self.doc.Sheets.getByIndex(number)
        _, top, _, bottom = area
        seen: dict[str, Any] = {"blocks": [], "formulas": [], "errors": [], "texts": {}, "formats": {}}
        for left, right in spans:
            block = _range(sheet, (left, top, right, bottom))
            seen["blocks"].append([left, block.getDataArray()])
            formulas = _areas(block.queryFormulaCells(ANY_RESULT))
            seen["formulas"] += formulas
            seen["errors"] += _errors(block) if formulas else []
            columns = {column for first, _, last, _ in formulas for column in range(first, last + 1)}
            for column in columns & set(staff):
                cells = _range(sheet, (column, top, column, bottom))
                seen["texts"][column] = [text for (text,) in cells.getFormulaArray()]
        for column in staff:
            seen["formats"][column] = self._formats(_range(sheet, (column, top, column, bottom)))
        return seen

    def obstacles(self, number: int, area: Area, spans: list[tuple[int, int]]) -> dict[str, list[Area]]:
        """What in a table keeps its rows from being sorted: merged cells, and array formulas in some columns."""
        sheet = self.doc.Sheets.getByIndex(number)
        cells = _range(sheet, area)
        merged: list[Area] = []
        if cells.getIsMerged():
            kinds = cells.getUniqueCellFormatRanges()
            for index in range(kinds.getCount()):
                kind = kinds.getByIndex(index)
                if kind.getByIndex(0).getIsMerged():
                    merged += [self._grown(sheet, found) for found in _areas(kind)]
        _, top, _, bottom = area
        blocks = [_range(sheet, (left, top, right, bottom)) for left, right in spans]
        return {"merged": merged, "arrays": [found for block in blocks for found in _arrays(sheet, block)]}

    def notes(self, number: int) -> list[tuple[int, int]]:
        """Rows and columns of the notes of a sheet."""
        places = map(_place, _members(self.doc.Sheets.getByIndex(number).getAnnotations()))
        return [(row, column) for column, row in places]

    def _grown(self, sheet: Any, area: Area) -> Area:
        cursor = sheet.createCursorByRange(_range(sheet, area))
        cursor.collapseToMergedArea()
        return _area(cursor.getRangeAddress())

    def _formats(self, column: Any) -> list[Any]:
        kinds = column.getUniqueCellFormatRanges()
        found = []
        for index in range(kinds.getCount()):
            kind = kinds.getByIndex(index)
            found.append([self._format_of(kind), [(top, bottom) for _, top, _, bottom in _areas(kind)]])
        return found

    def _format_of(self, cells: Any) -> str:
        key = cells.NumberFormat
        if key not in self._known_formats:
            self._known_formats[key] = _format(self.doc.getNumberFormats().getByKey(key))
        return self._known_formats[key]

    # --- writing ------------------------------------------------------------------------------------------------------

    def rewrite(self, number: int, name: str, area: Area, rows: list[Rows], **plan: Any) -> None:
        """Rows to their places, then our cells. The ``plan``:

        - ``mark``: the column that loses its cells first, to sort by, and gets its true ones last;
        - ``ranks``: for each row, those to be added too, its place in the new order; from ``stay`` up those that go;
        - ``added``: how many rows are added;
        - ``fills``: columns that fill themselves with a formula, and a row that has it;
        - ``heirs``: column, from row, to row of cells that pass to another row;
        - ``blocks``: the left columns of ``rows``, that with ``mark`` last;
        - ``formulas``: left columns, and the first row's formulas, or None for empty cells.
        """
        self._wait_for_typist()
        sheet = self.doc.Sheets.getByIndex(number)
        left, top, right, bottom = area
        last = top + plan["stay"]
        with Unrecorded(self.doc, forget=True):
            self._show_all(sheet, area)
            first_added, bottom = bottom + 1, self._grow(sheet, name, area, plan["added"])
            for column, source in plan["fills"]:
                _copy(sheet, (column, source, column, source), (column, first_added))
                _repeat_down(sheet, (column, first_added, column, bottom))
            for column, source, target in plan["heirs"]:
                _copy(sheet, (column, source, column, source), (column, target))
            self._arrange(sheet, (left, top, right, bottom), plan["mark"], plan["ranks"])
            if bottom > last:
                going = _address(number, (left, last + 1, right, bottom))
                sheet.removeRange(going, _enum("CellDeleteMode", "UP"))
                self._resize(name, last)
            *others, marked = zip(plan["blocks"], rows)  # noqa: B905 - an older Python
            with NotesKept(sheet):
                for start, lines in others:
                    self._set_block(sheet, start, top, lines)
                self._put_formulas(sheet, plan["formulas"], top + 1, last)
                self._set_block(sheet, marked[0], top, marked[1])

    def _set_block(self, sheet: Any, left: int, top: int, rows: Rows) -> None:
        """Below the headings."""
        _set(_range(sheet, (left, top + 1, left + len(rows[0]) - 1, top + len(rows))), rows)

    def change(self, number: int, cells: list[tuple[int, int]], rows: list[Rows]) -> None:
        """Change single cells: (column, row) each, in the order given."""
        self._wait_for_typist()
        sheet = self.doc.Sheets.getByIndex(number)
        with Unrecorded(self.doc), NotesKept(sheet):
            for (column, top), lines in zip(cells, rows):  # noqa: B905 - an older Python
                _set(_range(sheet, (column, top, column, top + len(lines) - 1)), lines)

    def _show_all(self, sheet: Any, area: Area) -> None:
        """No filter, no hidden row: what is not seen would not be sorted."""
        table = _range(sheet, area)
        _, top, _, bottom = area
        if {(first, last) for _, first, _, last in _areas(table.queryVisibleCells())} == {(top, bottom)}:
            return
        wanted = table.createFilterDescriptor(True)
        wanted.ContainsHeader = True
        table.filter(wanted)
        table.getRows().IsVisible = True

    def _grow(self, sheet: Any, name: str, area: Area, added: int) -> int:
        left, _, right, bottom = area
        if not added:
            return bottom
        below = (left, bottom + 1, right, bottom + added)
        sheet.insertCells(_address(_number(sheet), below), _enum("CellInsertMode", "DOWN"))
        if _range(sheet, below).queryContentCells(ANY_CONTENT).getCount():
            raise Wrong("no room")
        self._resize(name, bottom + added)
        return bottom + added

    def _resize(self, name: str, bottom: int) -> None:
        table = self.doc.DatabaseRanges.getByName(name)
        area = table.DataArea
        if area.EndRow != bottom - 1:
            area.EndRow = bottom - 1
            table.DataArea = area

    def _arrange(self, sheet: Any, area: Area, mark: int, ranks: list[int]) -> None:
        left, top, _, bottom = area
        marks = _range(sheet, (mark, top + 1, mark, bottom))
        if ranks == sorted(ranks):
            marks.clearContents(ANY_CONTENT)
            return
        with NotesKept(sheet):
            _set(marks, tuple((float(rank),) for rank in ranks))
        field = uno.createUnoStruct("com.sun.star.table.TableSortField")
        field.Field, field.IsAscending = mark - left, True
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        _range(sheet, area).sort(
            (
                _property("SortFields", fields),
                _property("ContainsHeader", True),
                _property("BindFormatsToContent", True),
            )
        )
        if marks.getDataArray() != tuple((float(rank),) for rank in sorted(ranks)):
            raise Wrong("refused", "sort")

    def _put_formulas(self, sheet: Any, formulas: list[Any], top: int, bottom: int) -> None:
        """Into the first row, and from there into those rows whose formula differs."""
        for left, firsts in formulas:
            right = left + len(firsts) - 1
            first = _range(sheet, (left, top, right, top))
            cells = _range(sheet, (left, top, right, bottom))
            if firsts[0] is None:
                cells.clearContents(ANY_CONTENT)
                continue
            first.setFormulaArray((tuple(firsts),))
            different = _areas(cells.queryColumnDifferences(_cell_address(_number(sheet), left, top)))
            for start, first_row, end, last_row in sorted(different, key=lambda area: area[1]):
                _repeat_down(sheet, (start, first_row - 1, end, last_row))

    def _wait_for_typist(self) -> None:
        """Until nobody has a cell open for editing: what is being typed would land in another row."""
        pause = threading.Event()
        for _ in range(int(EDITING_S * 4)):
            if not self._is_typing():
                return
            pause.wait(0.25)
        raise Wrong("busy")

    def _is_typing(self) -> bool:
        """A sheet in which a cell is open shows a field of text among its parts."""
        with suppress(AttributeError, uno.getClass("com.sun.star.uno.RuntimeException")):  # of a window that closes
            return any(part.getAccessibleRole() == TEXT_FRAME for pane in self._panes() for part in _children(pane))
        return False

    def _panes(self) -> list[Any]:
        """The parts of the window that show the sheet: four where rows and columns are frozen."""
        controller = self.doc.getCurrentController()
        if controller is None:
            return []
        inside = _children(controller.getFrame().getComponentWindow().getAccessibleContext())
        panes = [pane for part in inside if part.getAccessibleRole() == SCROLL_PANE for pane in _children(part)]
        return [pane for pane in panes if pane.getAccessibleRole() == SPREADSHEET]

    # --- the user -----------------------------------------------------------------------------------------------------

    def quiet(self) -> None:
        """Screen and calculation off."""
        automatic = self.doc.isAutomaticCalculationEnabled()
        self.doc.lockControllers()
        self._before.append(automatic)
        self.doc.addActionLock()
        self.doc.enableAutomaticCalculation(False)

    def restore(self) -> None:
        """Everything as it was before ``quiet``."""
        while self._before:
            automatic = self._before.pop()
            self.doc.enableAutomaticCalculation(automatic)
            self.doc.removeActionLock()
            self.doc.unlockControllers()

    def progress(self, text: str) -> None:
        """A line in the status bar; an empty one gives it back."""
        controller = self.doc.getCurrentController()
        if self._indicator is None and text and controller is not None:
            self._indicator = controller.getFrame().createStatusIndicator()
            self._indicator.start(text, 0)
        elif self._indicator is not None and text:
            self._indicator.setText(text)
        elif self._indicator is not None:
            self._indicator.end()
            self._indicator = None

    def ask(self, question: str, title: str) -> bool:
        """A box before the workbook's window; No is the answer of whoever just presses Enter."""
        controller = self.doc.getCurrentController()
        if controller is None:
            return False
        window = controller.getFrame().getContainerWindow()
        kind = uno.Enum("com.sun.star.awt.MessageBoxType", "QUERYBOX")
        box = window.getToolkit().createMessageBox(window, kind, YES_NO + DEFAULT_NO, title, question)
        self.asking = True
        try:
            return bool(box.execute() == YES)
        finally:
            self.asking = False
            box.dispose()

    def close(self) -> None:
        """Leave the workbook as it was found."""
        if self.doc is not None:
            self.restore()
            self.progress("")


def _is_sheets(doc: Any) -> bool:
    return hasattr(doc, "supportsService") and doc.supportsService("com.sun.star.sheet.SpreadsheetDocument")


def _id_of(doc: Any) -> str | None:
    names = doc.NamedRanges
    cells = names.getByName("WorkbookId").getReferredCells() if names.hasByName("WorkbookId") else None
    return cells.getCellByPosition(0, 0).getString() if cells is not None else None


def _is_file(doc: Any, path: str | None) -> bool:
    if not path or not doc.URL.startswith("file:"):
        return False
    try:
        return os.path.samefile(uno.fileUrlToSystemPath(doc.URL), path)
    except OSError:
        return False


def _name_of(doc: Any) -> str:
    return str(os.path.basename(uno.fileUrlToSystemPath(doc.URL)) if doc.URL.startswith("file:") else doc.Title)


def _range(sheet: Any, area: Area) -> Any:
    left, top, right, bottom = area
    return sheet.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)


def _number(sheet: Any) -> int:
    return int(sheet.getRangeAddress().Sheet)


def _area(address: Any) -> Area:
    return (address.StartColumn + 1, address.StartRow + 1, address.EndColumn + 1, address.EndRow + 1)


def _is_cell(address: Any) -> bool:
    return (address.StartColumn, address.StartRow) == (address.EndColumn, address.EndRow)


def _areas(ranges: Any) -> list[Area]:
    return [_area(address) for address in ranges.getRangeAddresses()]


def _address(number: int, area: Area) -> Any:
    address = uno.createUnoStruct("com.sun.star.table.CellRangeAddress")
    address.Sheet = number
    address.StartColumn, address.StartRow, address.EndColumn, address.EndRow = (at - 1 for at in area)
    return address


def _cell_address(number: int, column: int, row: int) -> Any:
    address = uno.createUnoStruct("com.sun.star.table.CellAddress")
    address.Sheet, address.Column, address.Row = number, column - 1, row - 1
    return address


def _members(many: Any) -> list[Any]:
    return [many.getByIndex(index) for index in range(many.getCount())]


def _place(note: Any) -> tuple[int, int]:
    """Column and row of its cell."""
    at = note.getPosition()
    return at.Column + 1, at.Row + 1


def _enum(kind: str, name: str) -> Any:
    return uno.Enum("com.sun.star.sheet." + kind, name)


def _property(name: str, value: object) -> Any:
    found = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    found.Name, found.Value = name, value
    return found


def _set(cells: Any, rows: Rows) -> None:
    """No text is read as anything else; an empty one makes an empty cell."""
    cells.setDataArray(rows)


def _copy(sheet: Any, source: Area, target: tuple[int, int]) -> None:
    """``source`` is an area, ``target`` the column and row of its new corner."""
    number = _number(sheet)
    sheet.copyRange(_cell_address(number, *target), _address(number, source))


def _repeat_down(sheet: Any, area: Area) -> None:
    """The first row of an area in all its rows. LibreOffice's own filling passes over hidden columns."""
    left, top, right, bottom = area
    done, wanted = 1, bottom - top + 1
    while done < wanted:
        more = min(done, wanted - done)
        _copy(sheet, (left, top, right, top + more - 1), (left, top + done))
        done += more


def _errors(block: Any) -> list[tuple[int, int, str]]:
    cells = block.queryFormulaCells(ERRORS).getCells().createEnumeration()
    found = []
    while cells.hasMoreElements():
        cell = cells.nextElement()
        place = cell.getCellAddress()
        found.append((place.Column + 1, place.Row + 1, cell.getString()))
    return found


def _arrays(sheet: Any, block: Any) -> list[Area]:
    """The cells of array formulas."""
    found = []
    for left, top, right, bottom in _areas(block.queryFormulaCells(ANY_RESULT)):
        for down, row in enumerate(_range(sheet, (left, top, right, bottom)).getFormulaArray(), top):
            found += [(across, down, across, down) for across, text in enumerate(row, left) if text.startswith("{")]
    return found


def _format(known: Any) -> str:
    """A number format as its English text; one of a truth value is named so."""
    if known.Type & LOGICAL:
        return "BOOLEAN"
    if known.Type & TEXT:
        return "@"
    if known.StandardFormat and known.Type & NUMBER:
        return "General"
    return str(known.FormatString).replace("\u00a0", " ").replace("\u202f", " ")


def _children(context: Any) -> list[Any]:
    found = (context.getAccessibleChild(at) for at in range(context.getAccessibleChildCount()))
    return [child.getAccessibleContext() for child in found if child is not None]


def _read(commands: Commands) -> None:
    """Whole commands from standard input, in a thread of its own."""
    source = sys.stdin.buffer
    for line in source:
        command = json.loads(line)
        sizes = command.pop("payload", None)
        if sizes:
            blocks = [source.read(size) for size in sizes]
            if [len(block) for block in blocks] != sizes:
                break
            command["rows"] = [marshal.loads(block) for block in blocks]  # noqa: S302 - from the one that started this
        commands.put(command)
    commands.put(None)


def _trouble(error: Exception, bridge: Bridge) -> dict[str, str]:
    if isinstance(error, Wrong):
        return {"wrong": error.kind, "what": error.what}
    kind = "refused" if bridge.is_there() else "gone"
    return {"wrong": kind, "what": str(error).strip() or type(error).__name__, "trace": traceback.format_exc()}


def main() -> None:
    """Serve until no more commands come."""
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr
    if uno is None:
        answers.write(b'{"wrong": "no uno", "what": ""}\n')
        return
    bridge = Bridge()
    commands: Commands = queue.Queue()

    def read() -> None:
        _read(commands)
        if bridge.asking:
            os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    try:
        for command in iter(commands.get, None):
            try:
                answer = {"ok": getattr(bridge, command.pop("do"))(**command)}
            except Exception as error:  # noqa: BLE001 - whatever it is, the other side is told
                answer = _trouble(error, bridge)
            answers.write(json.dumps(answer).encode() + b"\n")
            answers.flush()
    finally:
        with suppress(Exception):
            bridge.close()


if __name__ == "__main__":
    main()
