"""Reading a table in Excel: the kinds of its cells, and whether the staff wrote in its rows.

``Value2`` gives days as numbers and money with all its digits; ``Value`` would make dates and currencies of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from ozon_xl.errors import ProgramRefusedError
from ozon_xl.hosts.base import SheetRow
from ozon_xl.hosts.com.book import GENERAL, Place, column_runs, ranges, read_block
from ozon_xl.hosts.com.patience import Com
from ozon_xl.hosts.xlsx.areas import Area, area_of
from ozon_xl.hosts.xlsx.reading import text_of_key
from ozon_xl.sheets import Entry, Owner, Raw, Table

BLANK: Final = Raw()

_ERROR_BASE: Final = 0x800A0000
_ERRORS: Final = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
"""xlCVError and the texts that cells show."""
_NOTES: Final = -4144
"""xlCellTypeComments."""


def raw_of(value: Com, *, is_formula: bool = False, number_format: str = GENERAL) -> Raw:
    """A cell by its ``Value2``. Excel's numbers are floats; what comes as an int is an error."""
    if value is None and not is_formula:
        return BLANK
    if type(value) is int:
        text = _ERRORS.get((value & 0xFFFFFFFF) - _ERROR_BASE, "#ERROR!")
        return Raw(text, number_format, is_formula, is_error=True)
    return Raw(value, number_format, is_formula)


class Body:
    """The cells of a table as they are when it is read."""

    def __init__(self, table: Table, place: Place, attrs: Sequence[str] = ()) -> None:
        self._place = place
        self._key = table.key
        self.values = place.values
        self._asked = {attr: place.attrs.index(attr) for attr in (*attrs, *table.key)}
        declared = [table.by_attr[attr] if attr else None for attr in place.attrs]
        self.staff = [at for at, column in enumerate(declared) if column is None or column.owner is Owner.STAFF]
        """The columns of the staff, counted from 0."""
        self._computed = {at for at, column in enumerate(declared) if column is not None and column.formula is not None}
        self._told_formats: dict[int, list[str]] = {}
        asked = set(self._asked.values())
        self._formulas = {
            **self._formulas_in({*asked, *self.staff} - self._computed),
            **self._formulas_in(asked & self._computed),
        }

    def rows(self, *, entries: bool = False) -> list[SheetRow]:
        """The rows in sheet order, empty ones left out, with the cells of the ``attrs`` and of the key."""
        formats = {attr: self._formats(at) for attr, at in self._asked.items() if at in self.staff}
        general = [GENERAL] * len(self.values)
        plain = [at for at in range(len(self._place.attrs)) if at not in self._computed and at not in self.staff]
        found = []
        for number, values in enumerate(self.values):
            note = number in self._noted
            staff = note or any(self.holds(number, at) for at in self.staff)
            if not staff and all(values[at] is None for at in plain):
                continue
            cells = {
                attr: raw_of(
                    values[at],
                    is_formula=self._formula_at(number, at) is not None,
                    number_format=formats.get(attr, general)[number],
                )
                for attr, at in self._asked.items()
            }
            key = tuple([text_of_key(cells[attr].value) for attr in self._key])
            written = tuple(self._entries(number)) if staff and entries else ()
            found.append(SheetRow(key, cells, self._place.top + number, staff, note, written))
        return found

    def _entries(self, number: int) -> Iterator[Entry]:
        for at in self.staff:
            if self.holds(number, at):
                value, formula = self.values[number][at], self._formula_at(number, at)
                number_format = self._formats(at)[number] if isinstance(value, float) else GENERAL
                cell = raw_of(value, is_formula=formula is not None, number_format=number_format)
                yield Entry(self._place.headings[at], cell)

    def _formula_at(self, number: int, at: int) -> str | None:
        return self._formulas[at][number] if at in self._formulas else None

    def holds(self, number: int, at: int) -> bool:
        """Whether the staff wrote something into a cell; a column's own formula does not count."""
        formula = self._formula_at(number, at)
        if formula is not None:
            return formula != self.fills.get(at)
        return self.values[number][at] is not None

    def says_same(self, number: int, other: int, at: int) -> bool:
        """Whether two rows hold the same in a column of the staff."""
        same_formula = self._formula_at(number, at) == self._formula_at(other, at)
        return same_formula and bool(self.values[number][at] == self.values[other][at])

    @cached_property
    def fills(self) -> dict[int, str]:
        """The formula with which a column of the staff fills itself: the one in most of its rows."""
        found = {}
        for at in self.staff:
            ((formula, count),) = Counter(self._formulas.get(at, [None])).most_common(1)
            if formula is not None and 2 * count > len(self.values):
                found[at] = formula
        return found

    @cached_property
    def _noted(self) -> set[int]:
        """Rows with a note, counted from 0."""
        body = self._place.body(self._place.height)
        try:
            noted = self._place.sheet.Range(str(body)).SpecialCells(_NOTES)
        except ProgramRefusedError:  # no cells were found
            return set()
        areas = [area_of(part.Address) for part in noted.Areas.members()]
        return {row - self._place.top for area in areas for row in range(area.top, area.bottom + 1)}

    def _formulas_in(self, columns: Iterable[int]) -> dict[int, list[str | None]]:
        """Formulas by column; None for a cell without. Columns without any may be left out."""
        runs = column_runs(columns, self._place.top, self._place.area.bottom)
        if all(cells.HasFormula is False for cells in ranges(self._place.sheet, map(self._on_sheet, runs))):
            return {}
        found: dict[int, list[str | None]] = {}
        for run in runs:
            has = self._place.sheet.Range(str(self._on_sheet(run))).HasFormula
            if has is not False:
                found.update(self._formulas_of(run, every=has is True))
        return found

    def _formulas_of(self, run: Area, *, every: bool) -> dict[int, list[str | None]]:
        columns = range(run.left, run.right + 1)
        if every and self._computed.issuperset(columns):  # long ones, and ours: no need to look
            return {at: ["="] * self._place.height for at in columns}
        texts = read_block(self._place.sheet, self._on_sheet(run), "FormulaR1C1")
        return {
            at: [self._formula(number, at, row[at - run.left], every=every) for number, row in enumerate(texts)]
            for at in columns
        }

    def _formula(self, number: int, at: int, text: str, *, every: bool) -> str | None:
        """What ``FormulaR1C1`` says is a formula, or else a text that looks like one: then the cell itself tells."""
        if not str(text).startswith("="):
            return None
        if every or text != self.values[number][at]:
            return text
        across, down = self._place.area.left + at, self._place.top + number
        return text if self._place.sheet.Range(str(Area(across, down, across, down))).HasFormula else None

    def _on_sheet(self, run: Area) -> Area:
        """An area whose columns are counted from the table's."""
        left = self._place.area.left
        return run._replace(left=run.left + left, right=run.right + left)

    def _formats(self, at: int) -> list[str]:
        """The number format of every cell of a column; only those of numbers are sure to be told."""
        if at not in self._told_formats:
            self._told_formats[at] = self._ask_formats(at)
        return self._told_formats[at]

    def _ask_formats(self, at: int) -> list[str]:
        across = self._place.area.left + at
        formats = [GENERAL] * self._place.height

        def look(start: int, count: int) -> None:
            area = self._place.column(across, count, start=start)
            told = self._place.sheet.Range(str(area)).NumberFormat
            if told is not None:
                formats[start : start + count] = [told] * count
            elif count > 1 and any(isinstance(row[at], float) for row in self.values[start : start + count]):
                look(start, count // 2)
                look(start + count // 2, count - count // 2)

        look(0, self._place.height)
        return formats
