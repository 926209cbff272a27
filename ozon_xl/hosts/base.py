"""The host port: what an action may ask of a workbook, wherever it lives.

An action reads first, talks to Ozon, and then touches the workbook once, inside ``busy()``, in a few block writes;
``save()`` makes it last. Until then a host that can (a file) has changed nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from ozon_xl.errors import CellNameMissingError
from ozon_xl.sheets import Cell, Entry, Raw, Table

Key = tuple[str, ...]
"""The texts of a row's key columns."""


class SheetRow(NamedTuple):
    """One row of a table as it stands in the workbook."""

    key: Key
    cells: dict[str, Raw]
    """By ``attr``; only the columns that were asked for. A key cell that is a number keeps its ``Raw`` here, so that
    a reader can refuse it: its digits may be gone."""
    number: int
    """The sheet's row number, to show to the user."""
    staff: bool
    """Whether the staff wrote anything in this row, in declared columns of theirs or columns of their own. A column
    that the spreadsheet program fills with one formula does not count; a note does, where the host sees it."""
    note: bool = False
    """Whether a note stands on a cell of this row, where the host sees it."""
    entries: tuple[Entry, ...] = ()
    """What the staff wrote in the cells of this row, from the left; only where it was asked for."""


class Host(Protocol):
    """A workbook."""

    @property
    def title(self) -> str:
        """Name to show to the user."""
        ...

    def read(
        self, table: Table, attrs: Sequence[str] = (), *, noted: bool = False, entries: bool = False
    ) -> list[SheetRow]:
        """The rows of a table in sheet order, with the cells of ``attrs`` (and always those of the key).

        A row whose cells are all empty is left out; formulas that fill themselves in do not count. ``noted`` asks for
        the rows in which the staff wrote alone (``SheetRow.staff``): often a few of very many, and sooner found.
        ``entries`` asks for what they wrote, too.

        Raises:
            TableMissingError, ColumnMissingError: the table, or a declared column of it, is gone.
        """
        ...

    def write(self, table: Table, rows: Iterable[Sequence[Cell]]) -> None:
        """Replace all rows. A row has the cells of ``table.ours`` in order; of a formula column, its present result.
        None and an empty text make an empty cell.

        The staff's cells and columns follow their row by its key. Those of a key that ``rows`` no longer has are
        gone, so an action keeps every row that holds any (``SheetRow.staff``). Formats, widths and everything outside
        the table stay. A filter is lifted, so that no new row hides behind an old choice.

        Raises:
            TableMissingError, ColumnMissingError, TableBlockedError, TooManyRowsError: nothing was changed.
        """
        ...

    def update(self, table: Table, changes: Mapping[Key, Mapping[str, Cell]]) -> None:
        """Change single cells (not formulas) of the rows with these keys; a key that is not there is passed over."""
        ...

    def get(self, name: str) -> Raw:
        """A named cell. Raises CellNameMissingError."""
        ...

    def get_all(self, names: Iterable[str]) -> dict[str, Raw]:
        """Named cells by name, without those that are gone; in fewer calls than one by one."""
        ...

    def put(self, name: str, value: Cell) -> None:
        """Write a named cell. Raises CellNameMissingError."""
        ...

    def put_all(self, values: Mapping[str, Cell], *, optional: Collection[str] = ()) -> None:
        """Write named cells by name, in fewer calls than one by one. Those of ``optional`` that are gone are passed
        over.

        Raises:
            CellNameMissingError: another is gone; nothing was changed.
        """
        ...

    def progress(self, text: str) -> None:
        """Tell the user where things stand, where the host has a place for it."""
        ...

    def ask(self, question: str) -> bool:
        """Put a question to the user and wait for yes or no. False where nobody can be asked."""
        ...

    def busy(self) -> AbstractContextManager[None]:
        """Screen and calculation off while many cells change; always restored."""
        ...

    def save(self) -> None:
        """Make it last: whole or not at all.

        Raises:
            WorkbookOpenError, WorkbookReadOnlyError, DiskFullError: the old file is intact.
        """
        ...

    @property
    def date1904(self) -> bool:
        """Whether the workbook counts days from 1904."""
        ...


def refuse_lost(wanted: Iterable[str], found: Collection[str], optional: Collection[str] = ()) -> None:
    """Raises CellNameMissingError for the first cell that is wanted, not found and not optional."""
    for name in wanted:
        if name not in found and name not in optional:
            raise CellNameMissingError(name=name)
