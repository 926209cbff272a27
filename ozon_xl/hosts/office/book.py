"""Where the tables of the workbook in LibreOffice lie, and what their cells hold. Looked up anew each time."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

from ozon_xl.errors import TableBlockedError, TableMissingError
from ozon_xl.hosts.base import Key, SheetRow
from ozon_xl.hosts.headings import attrs_of
from ozon_xl.hosts.office.formulas import at_row
from ozon_xl.hosts.office.line import Line
from ozon_xl.hosts.xlsx.areas import Area
from ozon_xl.hosts.xlsx.reading import text_of_key
from ozon_xl.sheets import Cell, Entry, Owner, Raw, Table
from ozon_xl.texts import Lang
from ozon_xl.texts import hosts as texts

BLANK: Final = Raw()
_TRUTH: Final = "BOOLEAN"
_TYPED_TRUTH: Final = {"=TRUE()": True, "=FALSE()": False}
"""How LibreOffice holds a truth value that came with a file."""


class Place(NamedTuple):
    """Where a declared table lies."""

    name: str
    """Of the database range."""
    number: int
    """Of the sheet, from 0."""
    title: str
    """The sheet's, for the user."""
    area: Area
    """With its header."""
    attrs: tuple[str | None, ...]
    """What each column is, from the left; None for one of the staff's own."""
    headings: tuple[str, ...]
    protected: bool

    @property
    def top(self) -> int:
        """The sheet's row of the first row of cells."""
        return self.area.top + 1

    @property
    def height(self) -> int:
        """Rows of cells, empty ones too."""
        return self.area.bottom - self.area.top

    @property
    def body(self) -> Area:
        """The cells without the header."""
        return self.area._replace(top=self.top)

    def across(self, attr: str) -> int:
        """The sheet's column of an attr, 1 for A."""
        return self.area.left + self.attrs.index(attr)


def place_of(line: Line, table: Table, lang: Lang) -> Place:
    """Where a table lies. Raises TableMissingError, ColumnMissingError, ColumnTwiceError, TableBlockedError."""
    found = line.ask("place", name=table.name)
    if found is None:
        raise TableMissingError(table=table.name)
    title = found["title"]
    if not found["header"]:
        raise TableBlockedError(sheet=title, what=texts.NO_HEADER)
    if found["totals"]:
        raise TableBlockedError(sheet=title, what=texts.TOTALS_ROW)
    headings = tuple(found["headings"])
    attrs = attrs_of(table, headings, title, lang)
    return Place(found["name"], found["number"], title, Area(*found["area"]), attrs, headings, found["protected"])


def spans(columns: Sequence[int]) -> list[tuple[int, int]]:
    """Columns side by side together: first and last of each such run."""
    found: list[tuple[int, int]] = []
    for column in sorted(set(columns)):
        if found and found[-1][1] == column - 1:
            found[-1] = (found[-1][0], column)
        else:
            found.append((column, column))
    return found


def named_raw(found: Mapping[str, Any]) -> Raw:
    """A named cell as the line tells of it."""
    kind, value, number_format = found["kind"], found["value"], found["format"]
    is_formula = bool(found["formula"])
    if kind == "EMPTY" or (not is_formula and value == ""):
        return BLANK
    if found["formula"] in _TYPED_TRUTH:
        return Raw(_TYPED_TRUTH[found["formula"]])
    if isinstance(value, float) and number_format == _TRUTH:
        return Raw(bool(value), is_formula=is_formula)
    return Raw(value, number_format, is_formula, is_error=kind == "ERROR")


class Cells:
    """Cells of some columns as LibreOffice showed them."""

    def __init__(self, seen: dict[str, Any], top: int) -> None:
        self._top = top
        self.columns: dict[int, Sequence[Cell]] = {}
        """What the cells hold, "" for nothing, by the sheet's column."""
        for left, rows in seen["blocks"]:
            self.columns.update(enumerate(zip(*rows, strict=True), left))
        self.texts: dict[int, list[str]] = {int(column): texts for column, texts in seen["texts"].items()}
        """As typed, of columns that hold any formula."""
        self._errors = {(column, row): text for column, row, text in seen["errors"]}
        self._formulas = [Area(*area) for area in seen["formulas"]]
        self._formats = {int(column): formats for column, formats in seen["formats"].items()}

    def raw(self, column: int, at: int) -> Raw:
        """A cell by the sheet's column and its row in the block, from 0."""
        value = self.columns[column][at]
        is_formula = self._is_formula[column][at] if column in self._is_formula else False
        if not is_formula and value in {"", None}:
            return BLANK
        number_format = self._format_of[column][at] if column in self._format_of else "General"
        error = self._errors.get((column, self._top + at))
        if error is not None:
            return Raw(error, number_format, is_formula, is_error=True)
        typed = _TYPED_TRUTH.get(self.texts[column][at]) if is_formula and column in self.texts else None
        if typed is not None:
            return Raw(typed)
        if isinstance(value, float) and number_format == _TRUTH:
            return Raw(bool(value), is_formula=is_formula)
        return Raw(_plain(value), number_format, is_formula)

    def formula(self, column: int, at: int) -> str | None:
        """The formula of a cell of the staff's."""
        if column not in self.texts or not self._is_formula[column][at]:
            return None
        text = self.texts[column][at]
        return None if text in _TYPED_TRUTH else text

    def errors_in(self, column: int) -> list[int]:
        """The rows of a column that hold an error."""
        return [row - self._top for across, row in self._errors if across == column]

    @cached_property
    def _is_formula(self) -> dict[int, list[bool]]:
        """By column and row; columns without any are left out."""
        found: dict[int, list[bool]] = {}
        for area in self._formulas:
            for column in range(area.left, area.right + 1):
                marks = found.setdefault(column, [False] * len(self.columns[column]))
                marks[area.top - self._top : area.bottom - self._top + 1] = [True] * (area.bottom - area.top + 1)
        return found

    @cached_property
    def _format_of(self) -> dict[int, list[str]]:
        found = {}
        for column, kinds in self._formats.items():
            formats = ["General"] * len(self.columns[column])
            for name, rows in kinds:
                for top, bottom in rows:
                    formats[top - self._top : bottom - self._top + 1] = [name] * (bottom - top + 1)
            found[column] = formats
        return found


class Body:
    """The cells of a table as they are when it is read: those of the keys, of the staff, and those asked for."""

    def __init__(self, line: Line, table: Table, place: Place, attrs: Sequence[str] = ()) -> None:
        self._line, self._table, self.place = line, table, place
        declared = [table.by_attr[attr] if attr else None for attr in place.attrs]
        self.staff = [
            place.area.left + at for at, column in enumerate(declared) if column is None or column.owner is Owner.STAFF
        ]
        """The sheet's columns of the staff."""
        self._plain = [
            place.area.left + at
            for at, column in enumerate(declared)
            if column is not None and column.owner is Owner.US and column.formula is None
        ]
        self._wanted = {attr: place.across(attr) for attr in (*attrs, *table.key)}
        self.cells = self._look([*self._wanted.values(), *self.staff], place.body, self.staff)
        self._noted = {
            row - place.top
            for row, column in line.ask("notes", number=place.number)
            if place.area.left <= column <= place.area.right
        }

    def rows(self, *, entries: bool = False) -> list[SheetRow]:
        """The rows in sheet order, empty ones left out."""
        found = []
        for at, key in enumerate(self.keys):
            if key is not None:
                cells = {attr: self.cells.raw(column, at) for attr, column in self._wanted.items()}
                written = tuple(self._entries(at)) if entries and at in self._written else ()
                row = SheetRow(key, cells, self.place.top + at, at in self._written, at in self._noted, written)
                found.append(row)
        return found

    def _entries(self, at: int) -> Iterator[Entry]:
        for column in self.staff:
            if self.holds(column, at):
                yield Entry(self.place.headings[column - self.place.area.left], self.cells.raw(column, at))

    @cached_property
    def keys(self) -> list[Key | None]:
        """Of all rows; None for an empty one."""
        columns = [list(map(text_of_key, self._values(self._wanted[attr]))) for attr in self._table.key]
        return [
            key if any(key) or at in self._written or at in self._filled else None
            for at, key in enumerate(zip(*columns, strict=True))
        ]

    @cached_property
    def _written(self) -> set[int]:
        """Rows in which the staff wrote anything."""
        height = range(self.place.height)
        return self._noted | {at for column in self.staff for at in height if self.holds(column, at)}

    def _values(self, column: int) -> Sequence[Cell]:
        """What its cells hold; of errors, their texts."""
        values = list(self.cells.columns[column])
        for at in self.cells.errors_in(column):
            values[at] = self.cells.raw(column, at).value
        return values

    def holds(self, column: int, at: int) -> bool:
        """Whether the staff wrote something into a cell; a column's own formula does not count."""
        formula = self.cells.formula(column, at)
        if formula is not None:
            return self._from_first_row(formula, at) != self.fills.get(column)
        return self.cells.columns[column][at] not in {"", None}

    def says_same(self, at: int, other: int, column: int) -> bool:
        """Whether two rows hold the same in a column of the staff."""
        one, two = (
            formula and self._from_first_row(formula, row)
            for row in (at, other)
            for formula in [self.cells.formula(column, row)]
        )
        return one == two and (one is not None or self.cells.raw(column, at) == self.cells.raw(column, other))

    @cached_property
    def fills(self) -> dict[int, str]:
        """The formula with which a column of the staff fills itself, as the first row has it: the one of most rows."""
        found = {}
        for column in self.cells.texts:
            formulas = (self.cells.formula(column, at) for at in range(self.place.height))
            as_first = Counter(self._from_first_row(text, at) for at, text in enumerate(formulas) if text)
            for formula, count in as_first.most_common(1):
                if 2 * count > self.place.height:
                    found[column] = formula
        return found

    def source_of(self, column: int) -> int:
        """A row of the sheet that has the formula with which a column fills itself."""
        return next(
            self.place.top + at
            for at in range(self.place.height)
            if (text := self.cells.formula(column, at)) and self._from_first_row(text, at) == self.fills[column]
        )

    @cached_property
    def _filled(self) -> set[int]:
        """Rows without a key in which any cell of ours holds something."""
        keys = [self._values(self._wanted[attr]) for attr in self._table.key]
        bare = [at for at, key in enumerate(zip(*keys, strict=True)) if not any(cell not in {"", None} for cell in key)]
        if not bare:
            return set()
        area = self.place.area._replace(top=self.place.top + bare[0], bottom=self.place.top + bare[-1])
        cells = self._look(self._plain, area)
        return {at for at in bare for column in self._plain if not cells.raw(column, at - bare[0]).is_blank}

    def _look(self, columns: Sequence[int], area: Area, staff: Sequence[int] = ()) -> Cells:
        seen = self._line.ask("look", number=self.place.number, area=area, spans=spans(columns), staff=staff)
        return Cells(seen, area.top)

    def _from_first_row(self, formula: str, at: int) -> str:
        return at_row(formula, -at)


def _plain(value: Cell) -> Cell:
    """LibreOffice shows a tab in a text of several lines as the character 1."""
    return value.replace("\x01", "\t") if isinstance(value, str) else value
