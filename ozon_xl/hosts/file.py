"""A closed workbook: read and changed without any spreadsheet program.

Only what is ours is rewritten inside the package: the rows of our tables, single cells, the tables' extent, and the
wish to be recalculated. Everything else goes into the new file byte for byte, and the new file replaces the old one
whole or not at all.

What follows a row to its new place are the staff's cells, notes and links, their formulas as if sorted along. What
stands on the sheet by position stays there: cells beside the table, conditional formats, validations, pictures.
Formulas elsewhere that name a part of the table by addresses are not stretched with it; those that name its columns
need no stretching.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

from ozon_xl.errors import CellNameMissingError, TooManyRowsError
from ozon_xl.hosts.base import Key, SheetRow, refuse_lost
from ozon_xl.hosts.xlsx.areas import Area, column_letters
from ozon_xl.hosts.xlsx.attached import Attached
from ozon_xl.hosts.xlsx.body import rewritten
from ozon_xl.hosts.xlsx.book import Book, TablePlace
from ozon_xl.hosts.xlsx.cells import BLANK
from ozon_xl.hosts.xlsx.editing import with_cells
from ozon_xl.hosts.xlsx.kept import Kept
from ozon_xl.hosts.xlsx.package import Package
from ozon_xl.hosts.xlsx.reading import Columns, Reader, keys_of
from ozon_xl.hosts.xlsx.sheet import SheetStream, row_parts
from ozon_xl.hosts.xlsx.trouble import told
from ozon_xl.sheets import Cell, Raw, Table
from ozon_xl.sheets.columns import MOST_ROWS
from ozon_xl.sheets.names import language_from
from ozon_xl.texts import Lang


class FileHost:
    """The host port on a file. Changes wait in memory until ``save``. ``even_if_open`` looks at what was saved last of
    a workbook that a program holds.

    Raises (opening as well as later):
        WorkbookNotFoundError, WorkbookOpenError, NotAWorkbookError, WorkbookUnsafeError, WorkbookUnusualError,
        WorkbookChangedError, WorkbookUnreachableError.
    """

    def __init__(self, path: Path, *, even_if_open: bool = False) -> None:
        self._path = path
        self.last_progress = ""
        with told(path):
            self._package = Package(path, even_if_open=even_if_open)
            self._book = Book(self._package)
        self._noted: dict[tuple[str, str, tuple[str, ...], bool], list[SheetRow]] = {}
        """What was read and is still so, by sheet part: only what this object does can change it."""
        self._kept: dict[tuple[str, str], Kept] = {}
        """What was kept on the way, for the rewriting that may follow."""

    @property
    def title(self) -> str:
        """The file's name."""
        return self._path.name

    @property
    def date1904(self) -> bool:
        """Whether the workbook counts days from 1904."""
        return self._book.date1904

    def read(
        self, table: Table, attrs: Sequence[str] = (), *, noted: bool = False, entries: bool = False
    ) -> list[SheetRow]:
        """The rows of a table; see ``Host.read``."""
        with told(self._path):
            place = self._book.place(table, self._lang)
            if not noted:
                return list(self._rows(table, place, attrs, entries=entries))
            known = place.sheet_part, table.name, tuple(attrs), entries
            if known not in self._noted:
                reader = self._reader(table, place, attrs)
                chunks = self._package.chunks(place.sheet_part)
                kept = Kept(chunks, place, Columns(table, place), self._book.raws, reader, entries=entries)
                self._noted[known], self._kept[place.sheet_part, table.name] = kept.noted, kept
            return list(self._noted[known])

    def write(self, table: Table, rows: Iterable[Sequence[Cell]]) -> None:
        """Replace the rows of a table; see ``Host.write``. Hand a sequence: anything else is copied into one."""
        rows = rows if isinstance(rows, Sequence) else list(rows)
        with told(self._path):
            place = self._book.place(table, self._lang)
            bottom = place.area.top + max(len(rows), 1)
            if bottom > MOST_ROWS:
                raise TooManyRowsError(count=len(rows), sheet=place.sheet, most=MOST_ROWS - place.area.top)
            columns = Columns(table, place)
            kept = self._kept.pop((place.sheet_part, table.name), None)
            if kept is None:
                kept = Kept(self._package.chunks(place.sheet_part), place, columns, self._book.raws)
            kept.make_room(bottom)
            others = self._lead_attached(table, place, kept, rows)
            others[place.table_part] = self._book.resized(place, bottom)
            self._replace(place.sheet_part, rewritten(table, place, columns, kept, rows, self._lang))
            for part, xml in others.items():
                self._replace(part, [xml])

    def update(self, table: Table, changes: Mapping[Key, Mapping[str, Cell]]) -> None:
        """Change single cells; see ``Host.update``."""
        for attr in {attr for cells in changes.values() for attr in cells}:
            if table.by_attr[attr].formula is not None:
                raise ValueError(attr)
        with told(self._path):
            place = self._book.place(table, self._lang)
            edits = {
                row.number: {place.letters[attr]: value for attr, value in changes[row.key].items()}
                for row in self._rows(table, place)
                if row.key in changes
            }
            self._set(place.sheet_part, edits)

    def get(self, name: str) -> Raw:
        """A named cell; see ``Host.get``."""
        found = self.get_all([name])
        if name not in found:
            raise CellNameMissingError(name=name)
        return found[name]

    def get_all(self, names: Iterable[str]) -> dict[str, Raw]:
        """Named cells; see ``Host.get_all``."""
        with told(self._path):
            found: dict[str, Raw] = {}
            for part, spots in self._named_cells(names).items():
                rows = self._rows_at(part, {area.top for area in spots.values()})
                for name, area in spots.items():
                    rest = rows.get(area.top, {}).get(column_letters(area.left).encode())
                    found[name] = self._book.raws[rest] if rest else BLANK
            return found

    def put(self, name: str, value: Cell) -> None:
        """Write a named cell; see ``Host.put``."""
        self.put_all({name: value})

    def put_all(self, values: Mapping[str, Cell], *, optional: Collection[str] = ()) -> None:
        """Write named cells; see ``Host.put_all``."""
        with told(self._path):
            found = self._named_cells(values)
            refuse_lost(values, {name for spots in found.values() for name in spots}, optional)
            for part, spots in found.items():
                edits: dict[int, dict[str, Cell]] = {}
                for name, area in spots.items():
                    edits.setdefault(area.top, {})[column_letters(area.left)] = values[name]
                self._set(part, edits)

    def progress(self, text: str) -> None:
        """Nobody looks at a closed file; the last text is kept for whoever asks."""
        self.last_progress = text

    def ask(self, question: str) -> bool:  # noqa: ARG002
        """Nobody looks at a closed file."""
        return False

    def busy(self) -> AbstractContextManager[None]:
        """Nothing to switch off."""
        return nullcontext()

    def save(self) -> None:
        """Replace the file; see ``Host.save``. Without changes it is not touched."""
        with told(self._path):
            if self._package.changed:
                self._book.recalculate()
                self._package.save()

    @property
    def _lang(self) -> Lang:
        return language_from(self.get("Language").value)

    def _named_cells(self, names: Iterable[str]) -> dict[str, dict[str, Area]]:
        """Addresses by name, by sheet part; without those that are gone."""
        found: dict[str, dict[str, Area]] = {}
        for name in names:
            with suppress(CellNameMissingError):
                part, area = self._book.named_cell(name)
                found.setdefault(part, {})[name] = area
        return found

    def _rows_at(self, part: str, numbers: Collection[int]) -> dict[int, dict[bytes, bytes]]:
        """Cells by column letters, by row number."""
        found: dict[int, dict[bytes, bytes]] = {}
        for number, row in SheetStream(self._package.chunks(part)).rows():
            if number in numbers:
                found[number] = dict(row_parts(row)[1])
            if number >= max(numbers):
                break
        return found

    def _rows(
        self,
        table: Table,
        place: TablePlace,
        attrs: Sequence[str] = (),
        *,
        entries: bool = False,
    ) -> Iterator[SheetRow]:
        return self._reader(table, place, attrs).rows(self._package.chunks(place.sheet_part), entries=entries)

    def _reader(self, table: Table, place: TablePlace, attrs: Sequence[str]) -> Reader:
        attached = Attached(self._package, place).noted
        return Reader(Columns(table, place), place, attrs, self._book.raws, attached)

    def _lead_attached(
        self, table: Table, place: TablePlace, kept: Kept, rows: Sequence[Sequence[Cell]]
    ) -> dict[str, bytes]:
        """Notes and links after their rows: the parts that change, and in ``kept`` the sheet's tail."""
        attached = Attached(self._package, place)
        numbers = attached.rows(kept.tail)
        if not numbers:
            return {}
        old = {row.number: row.key for row in self._rows(table, place) if row.number in numbers}
        moves = attached.moves(dict.fromkeys(numbers, ()) | old, keys_of(table, rows))
        kept.tail = attached.led(kept.tail, moves)
        return attached.parts(moves)

    def _set(self, part: str, edits: Mapping[int, Mapping[str, Cell]]) -> None:
        if edits:
            self._replace(part, with_cells(self._package.chunks(part), edits))

    def _replace(self, part: str, content: Iterable[bytes]) -> None:
        self._package.replace(part, content)
        self._noted = {known: rows for known, rows in self._noted.items() if known[0] != part}
        self._kept = {known: kept for known, kept in self._kept.items() if known[0] != part}
