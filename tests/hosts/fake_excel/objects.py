# ruff: noqa: N802
"""Excel's objects, as far as the host uses them; whatever else is asked for is not there."""

import types
from collections.abc import Callable, Iterator
from copy import copy
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .line import REJECTED, UNKNOWN_NAME, ComError, Line, refusal
from .model import FakeBook, FakeSheet, FakeTable, Rect, address, meet, rect_of, rows_of

if TYPE_CHECKING:
    from .desktop import Desktop


class CDispatch:
    """The class by which xlwings knows an object of Excel's."""


class _Lookup:
    def __init__(self, line: Line) -> None:
        self._line = line

    def GetIDsOfNames(self, _locale: int, name: str) -> None:
        if self._line.is_missing:
            self._line.is_missing = False
            raise ComError(REJECTED, "Call was rejected by callee.")
        raise ComError(UNKNOWN_NAME, f"Unknown name: {name}")


def called(method: Callable[..., Any]) -> Callable[..., Any]:
    """A method of Excel's: calling it crosses the line."""

    def across(self: "Com", *args: Any, **named: Any) -> Any:
        number = self.line.before(type(self).__name__, method.__name__.strip("_"), self.carried(method.__name__))
        found = method(self, *map(_inside, args), **{name: _inside(value) for name, value in named.items()})
        self.line.done(number)
        return found

    return across


def _inside(value: Any) -> Any:
    """What xlwings has wrapped, as it goes over the line."""
    return getattr(value, "_inner", value)


class Com(CDispatch):
    """An object: names with a capital letter are Excel's."""

    line: Line

    def __getattribute__(self, name: str) -> Any:
        if not name[0].isupper():
            return object.__getattribute__(self, name)
        member = getattr(type(self), name, None)
        if not isinstance(member, property):
            found = object.__getattribute__(self, name)
            return found if isinstance(found, types.MethodType) else None
        number = self.line.before(type(self).__name__, name, self.carried(name))
        found = object.__getattribute__(self, name)
        self.line.done(number)
        return found

    def __setattr__(self, name: str, value: Any) -> None:
        if not name[0].isupper():
            object.__setattr__(self, name, value)
            return
        number = self.line.before(type(self).__name__, f"{name}=", self.carried(name))
        object.__setattr__(self, name, value)
        self.line.done(number)

    @property
    def _oleobj_(self) -> _Lookup:
        return _Lookup(self.line)

    def carried(self, _name: str) -> int:
        return 0


class Window(Com):
    """What a window leads to."""

    def __init__(self, app: "Application") -> None:
        self.line, self.app = app.line, app

    @property
    def Application(self) -> "Application":
        return self.app


class Collection(Com):
    """Excel's collections: by name, by number from 1, or one by one."""

    def __init__(self, line: Line, members: list[Any], name: Callable[[Any], str]) -> None:
        self.line, self.members, self.name = line, members, name

    @called
    def Item(self, key: Any) -> Any:
        for number, member in enumerate(self.members, 1):
            if key == number or (isinstance(key, str) and self.name(member).casefold() == key.casefold()):
                return member
        raise refusal("Subscript out of range")

    def __iter__(self) -> Iterator[Any]:
        for member in self.members:
            self.line.done(self.line.before("Collection", "next"))
            yield member


def _state(name: str) -> property:
    def put(app: "Application", value: Any) -> None:
        if name == "Calculation" and value not in {-4105, -4135, 2}:
            raise refusal("Unable to set the Calculation property")
        app.state[name] = value

    return property(lambda app: app.state[name], put)


class Application(Com):
    """One Excel."""

    def __init__(self, desktop: "Desktop", hwnd: int) -> None:
        self.desktop, self.line, self.hwnd = desktop, desktop.line, hwnd
        self.books: list[Workbook] = []
        self.state: dict[str, Any] = {
            "ScreenUpdating": True,
            "EnableEvents": True,
            "Calculation": -4105,
            "StatusBar": False,
        }

    def open(self, model: FakeBook) -> "Workbook":
        book = Workbook(self, model)
        self.books.append(book)
        return book

    @property
    def Workbooks(self) -> Collection:
        return Collection(self.line, self.books, lambda book: Path(book.model.path).name)

    @property
    def Hwnd(self) -> int:
        return self.hwnd

    ScreenUpdating = _state("ScreenUpdating")
    EnableEvents = _state("EnableEvents")
    Calculation = _state("Calculation")
    StatusBar = _state("StatusBar")


class Workbook(Com):
    def __init__(self, app: Application, model: FakeBook) -> None:
        self.app, self.line, self.model = app, app.line, model
        self.active = model.sheets[0].title
        self.saves = 0

    @property
    def Application(self) -> Application:
        return self.app

    @property
    def Name(self) -> str:
        return Path(self.model.path).name

    @property
    def FullName(self) -> str:
        return self.model.path

    @property
    def Date1904(self) -> bool:
        return self.model.date1904

    @property
    def ReadOnly(self) -> bool:
        return self.model.read_only

    @property
    def Worksheets(self) -> Collection:
        sheets = [Worksheet(self, sheet) for sheet in self.model.sheets]
        return Collection(self.line, sheets, lambda sheet: sheet.model.title)

    @property
    def Names(self) -> "Names":
        return Names(self)

    @called
    def Save(self) -> None:
        self.saves += 1
        self.app.desktop.disk.save(self.model)


class Names(Collection):
    def __init__(self, book: Workbook) -> None:
        model = book.model
        names = [Name(book, name, *place) for name, place in model.names.items()]
        local = [Name(book, f"'{title}'!{name}", title, rect) for title, name, rect in model.local_names]
        super().__init__(book.line, [*local, *names], lambda name: name.name)
        self.book = book

    @called
    def Item(self, key: str) -> "Name":
        """Excel prefers the active sheet's own name to the workbook's."""
        for name in self.members:
            if name.name.casefold() in {key.casefold(), f"'{self.book.active}'!{key}".casefold()}:
                return name  # type: ignore[no-any-return]
        raise refusal("Application-defined or object-defined error")


class Name(Com):
    def __init__(self, book: Workbook, name: str, title: str, rect: Rect) -> None:
        self.line, self.book, self.name, self.title, self.rect = book.line, book, name, title, rect

    @property
    def Name(self) -> str:
        return self.name

    @property
    def RefersToRange(self) -> "Cells":
        return Cells(Worksheet(self.book, self.book.model.sheet(self.title)), [self.rect])


class Worksheet(Com):
    def __init__(self, book: Workbook, model: FakeSheet) -> None:
        self.line, self.book, self.model = book.line, book, model

    @property
    def Name(self) -> str:
        return self.model.title

    @property
    def ProtectContents(self) -> bool:
        return self.model.protected

    @property
    def ListObjects(self) -> Collection:
        tables = [ListObject(self, table) for table in self.model.tables]
        return Collection(self.line, tables, lambda table: table.model.name)

    @called
    def Range(self, text: str) -> "Cells":
        if len(text) > 255:
            raise refusal("Method 'Range' of object '_Worksheet' failed")
        return Cells(self, [self.found(part) for part in text.split(",")])

    def found(self, part: str) -> Rect:
        """An address, or a name of this sheet's own or else of the workbook's, if it refers to this sheet."""
        model, here = self.book.model, self.model.title
        places = {name.casefold(): place for name, place in model.names.items()}
        places |= {name.casefold(): (title, rect) for title, name, rect in model.local_names if title == here}
        try:
            title, rect = places.get(part.casefold()) or (here, rect_of(part))
        except ValueError:
            title, rect = "", (0, 0, 0, 0)
        if title != here:
            raise refusal("Method 'Range' of object '_Worksheet' failed")
        return rect


class ListObject(Com):
    def __init__(self, sheet: Worksheet, model: FakeTable) -> None:
        self.line, self.sheet, self.model = sheet.line, sheet, model

    @property
    def ShowHeaders(self) -> bool:
        return self.model.headers

    @property
    def ShowTotals(self) -> bool:
        return self.model.totals

    @property
    def Range(self) -> "Cells":
        return Cells(self.sheet, [self.model.rect])

    @property
    def HeaderRowRange(self) -> "Cells":
        left, top, right, _ = self.model.rect
        return Cells(self.sheet, [(left, top, right, top)])

    @property
    def AutoFilter(self) -> "AutoFilter":
        return AutoFilter(self)

    @property
    def Sort(self) -> "Sort":
        return Sort(self)

    @called
    def Resize(self, target: "Cells") -> None:
        left, top, right, bottom = target.areas[0]
        if (left, top) != self.model.rect[:2] or bottom <= top:
            raise refusal("The headers must remain in the same row")
        others = [table.rect for table in self.sheet.model.tables if table is not self.model]
        if any(meet(target.areas[0], other) for other in others):
            raise refusal("A table cannot overlap another table")
        self.model.rect = (left, top, right, bottom)

    def carried(self, name: str) -> int:
        return 1 if name == "Resize" else 0


class AutoFilter(Com):
    def __init__(self, table: ListObject) -> None:
        self.line, self.table = table.line, table

    @property
    def FilterMode(self) -> bool:
        return self.table.model.filtered

    @called
    def ShowAllData(self) -> None:
        self.table.model.filtered = False
        _, top, _, bottom = self.table.model.rect
        self.table.sheet.model.hidden -= set(range(top, bottom + 1))


class Sort(Com):
    """The rows that are seen, with all that hangs on their cells."""

    def __init__(self, table: ListObject) -> None:
        self.line, self.table = table.line, table
        self.fields = SortFields(self.line)
        self.settings: dict[str, Any] = {}

    @property
    def SortFields(self) -> "SortFields":
        return self.fields

    def _header(self, value: int) -> None:
        self.settings["Header"] = value

    def _orientation(self, value: int) -> None:
        self.settings["Orientation"] = value

    Header = property(None, _header)
    Orientation = property(None, _orientation)

    @called
    def Apply(self) -> None:
        assert self.settings == {"Header": 1, "Orientation": 1}
        assert self.table.sheet.model.protected is False
        ((key, order),) = self.fields.keys
        assert order == 1
        _sort(self.table.sheet.model, self.table.model.rect, key)

    def carried(self, name: str) -> int:
        return 1 if name == "Apply" else 0


class SortFields(Com):
    def __init__(self, line: Line) -> None:
        self.line = line
        self.keys: list[tuple[int, int]] = []

    @called
    def Clear(self) -> None:
        self.keys.clear()

    @called
    def Add(self, key: "Cells", sort_on: int, order: int) -> None:
        assert sort_on == 0
        self.keys.append((key.areas[0][0], order))


def _sort(sheet: FakeSheet, rect: Rect, column: int) -> None:
    left, top, right, bottom = rect
    seen = [row for row in range(top + 1, bottom + 1) if row not in sheet.hidden]

    def rank(row: int) -> tuple[int, Any]:
        value = sheet.value_at(row, column)
        return (2, 0) if value is None else (1, value.casefold()) if isinstance(value, str) else (0, value)

    places = dict(zip(sorted(seen, key=rank), seen, strict=True))
    sheet.move((left, top + 1, right, bottom), lambda row: places.get(row, row))


_CARRYING = {"Value", "Value2", "FormulaR1C1", "NumberFormat", "HasFormula", "ClearContents", "Insert", "Delete"}


class Cells(Com):
    def __init__(self, sheet: Worksheet, areas: list[Rect]) -> None:
        self.line, self.sheet, self.areas = sheet.line, sheet, areas

    def carried(self, name: str) -> int:
        if name in {
            "Value",
            "Value2",
            "FormulaR1C1",
            "NumberFormat",
            "HasFormula",
            "ClearContents",
            "Insert",
            "Delete",
        }:
            return sum((right - left + 1) * (bottom - top + 1) for left, top, right, bottom in self.areas)
        return 0

    @property
    def places(self) -> Iterator[tuple[int, int]]:
        return (place for area in self.areas for row in rows_of(area) for place in row)

    def got(self, read: Callable[[int, int], Any]) -> Any:
        rows = tuple(tuple(read(*place) for place in row) for row in rows_of(self.areas[0]))
        return rows if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0]

    def put(self, data: Any, write: Callable[[int, int, Any], None]) -> None:
        if self.sheet.model.protected:
            raise refusal("The cell or chart you're trying to change is on a protected sheet")
        rows = list(rows_of(self.areas[0]))
        if not isinstance(data, tuple):
            for place in self.places:
                write(*place, data)
            return
        assert len(self.areas) == 1
        assert len(data) in {1, len(rows)}, (len(data), len(rows))
        assert all(len(line) == len(rows[0]) for line in data)
        repeats = self.sheet.book.app.desktop.repeats_rows
        lines = data * len(rows) if repeats and len(data) == 1 else data
        for number, row in enumerate(rows):
            for at, place in enumerate(row):
                write(*place, lines[number][at] if number < len(lines) else "#N/A")

    @property
    def Value2(self) -> Any:
        return self.got(self.sheet.model.value_at)

    @Value2.setter
    def Value2(self, data: Any) -> None:
        self.put(data, self.sheet.model.enter)

    @property
    def Value(self) -> Any:
        """Days come as dates, to the second; with them the host would not get back what it wrote."""

        def read(row: int, column: int) -> Any:
            value = self.sheet.model.value_at(row, column)
            if "y" in self.sheet.model.format_at(row, column) and isinstance(value, float):
                return datetime(1899, 12, 30) + timedelta(seconds=round(value * 86400))  # noqa: DTZ001
            return value

        return self.got(read)

    @property
    def FormulaR1C1(self) -> Any:
        def read(row: int, column: int) -> str:
            cell = self.sheet.model.cells.get((row, column))
            if cell is None or (cell.value is None and cell.formula is None):
                return ""
            return cell.formula or (f"{cell.value:.15g}" if isinstance(cell.value, float) else str(cell.value))

        return self.got(read)

    @FormulaR1C1.setter
    def FormulaR1C1(self, data: Any) -> None:
        self.put(data, self.sheet.model.enter_formula)

    @property
    def HasFormula(self) -> bool | None:
        cells = self.sheet.model.cells
        found = {place in cells and cells[place].formula is not None for place in self.places}
        return found.pop() if len(found) == 1 else None

    @property
    def NumberFormat(self) -> str | None:
        found = {self.sheet.model.format_at(*place) for place in self.places}
        return found.pop() if len(found) == 1 else None

    @NumberFormat.setter
    def NumberFormat(self, value: str) -> None:
        def write(row: int, column: int, _value: Any) -> None:
            self.sheet.model.at(row, column).number_format = value

        self.put(value, write)

    @property
    def Address(self) -> str:
        return ",".join(map(address, self.areas))

    @property
    def Count(self) -> int:
        return sum(1 for _ in self.places)

    @property
    def Worksheet(self) -> Worksheet:
        return self.sheet

    @property
    def Areas(self) -> Collection:
        return Collection(self.line, [Cells(self.sheet, [area]) for area in self.areas], str)

    @property
    def EntireRow(self) -> "EntireRow":
        return EntireRow(self)

    @called
    def ClearContents(self) -> None:
        def write(row: int, column: int, _value: Any) -> None:
            self.sheet.model.at(row, column).clear()

        self.put(None, write)

    @called
    def SpecialCells(self, kind: int) -> "Cells":
        assert kind == -4144
        cells = self.sheet.model.cells
        noted = [
            (column, row, column, row)
            for row, column in self.places
            if (row, column) in cells and cells[row, column].note
        ]
        if not noted:
            raise refusal("No cells were found.")
        return Cells(self.sheet, noted)

    @called
    def Copy(self, target: "Cells") -> None:
        ((row, column),), ((to_row, to_column),) = self.places, target.places
        self.sheet.model.cells[to_row, to_column] = copy(self.sheet.model.at(row, column))

    @called
    def Insert(self, shift: int, origin: int) -> None:
        assert (shift, origin) == (-4121, 0)
        self.shift(down=True)
        top = self.areas[0][1]
        for row, column in list(self.places):
            above = self.sheet.model.cells.get((top - 1, column))
            if above:
                cell = self.sheet.model.at(row, column)
                cell.number_format, cell.look = above.number_format, above.look

    @called
    def Delete(self, shift: int) -> None:
        assert shift == -4162
        assert not self.sheet.model.hidden & {row for row, _ in self.places}, "Excel would delete only what is seen"
        self.shift(down=False)

    def shift(self, *, down: bool) -> None:
        """The cells below move; a table that they are part of must move as a whole."""
        ((left, top, right, bottom),) = self.areas
        if self.sheet.model.protected:
            raise refusal("The sheet is protected")
        by = bottom - top + 1
        below = (left, top if down else bottom + 1, right, 1_048_576)
        for table in self.sheet.model.tables:
            inside = meet(table.rect, self.areas[0]) and not down
            if inside:
                assert (table.rect[0], table.rect[2]) == (left, right)
                table.rect = (*table.rect[:3], table.rect[3] - by)
            elif meet(table.rect, below):
                if not left <= table.rect[0] <= table.rect[2] <= right or table.rect[1] < below[1]:
                    raise refusal("This operation is attempting to shift cells in a table on your worksheet")
                at = by if down else -by
                table.rect = (table.rect[0], table.rect[1] + at, table.rect[2], table.rect[3] + at)
        rect = (left, top, right, 1_048_576)
        self.sheet.model.move(rect, lambda row: row + by if down else row - by if row > bottom else None)


class EntireRow(Com):
    def __init__(self, cells: Cells) -> None:
        self.line, self.cells = cells.line, cells

    def show(self, hidden: bool) -> None:
        rows = {row for row, _ in self.cells.places}
        model = self.cells.sheet.model
        model.hidden = model.hidden | rows if hidden else model.hidden - rows

    Hidden = property(None, show)
