"""A workbook that is open in LibreOffice, while people look at it.

LibreOffice is reached by a line to a script that its own Python runs (``calc_bridge.py``). No office is started or
ended, nothing is brought to the front, and no workbook is touched but the one whose ``WorkbookId`` was asked for.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ozon_xl.errors import (
    CellNameMissingError,
    OzonXLError,
    WorkbookNotOpenError,
    WorkbookOpenTwiceError,
)
from ozon_xl.hosts.base import Key, SheetRow
from ozon_xl.hosts.office.book import Body, named_raw, place_of
from ozon_xl.hosts.office.installed import PROGRAM
from ozon_xl.hosts.office.line import ASKED_S, Line, OfficeNotRunningError, open_line
from ozon_xl.hosts.office.writing import change, rewrite
from ozon_xl.sheets import Cell, Raw, Table
from ozon_xl.sheets.names import language_from
from ozon_xl.texts import Lang


@contextmanager
def attach(guid: str, profile: str = "") -> Iterator["CalcHost"]:
    """The open workbook with this ``WorkbookId``, in the office that runs with ``profile`` (a UserInstallation URL);
    an empty one for the user's own.

    Raises:
        ProgramMissingError: LibreOffice or its Python is not on this computer.
        WorkbookNotOpenError, WorkbookOpenTwiceError: not exactly one such workbook is open.
        ProgramBusyError, ProgramGoneError, ProgramRefusedError: also later, of any call.
    """
    with _attached(guid, profile, guid=guid) as host:
        yield host


@contextmanager
def attach_path(path: Path, profile: str = "") -> Iterator["CalcHost"]:
    """The open workbook with this file. Raises as ``attach``."""
    with _attached(path.name, profile, path=str(path.resolve())) as host:
        yield host


class CalcHost:
    """The host port on an open workbook. What is written shows at once."""

    def __init__(self, line: Line) -> None:
        self._line = line

    @property
    def title(self) -> str:
        """The workbook's name."""
        return str(self._line.ask("about")["title"])

    @property
    def date1904(self) -> bool:
        """Whether the workbook counts days from 1904."""
        return bool(self._line.ask("about")["date1904"])

    def read(
        self, table: Table, attrs: Sequence[str] = (), *, noted: bool = False, entries: bool = False
    ) -> list[SheetRow]:
        """The rows of a table; see ``Host.read``. Number formats are told of the staff's columns alone."""
        rows = Body(self._line, table, place_of(self._line, table, self._lang), attrs).rows(entries=entries)
        return [row for row in rows if row.staff] if noted else rows

    def write(self, table: Table, rows: Iterable[Sequence[Cell]]) -> None:
        """Replace the rows of a table; see ``Host.write``. What stands below the table keeps its distance."""
        rows = rows if isinstance(rows, Sequence) else list(rows)
        lang = self._lang
        rewrite(self._line, table, place_of(self._line, table, lang), rows, lang)

    def update(self, table: Table, changes: Mapping[Key, Mapping[str, Cell]]) -> None:
        """Change single cells; see ``Host.update``."""
        for attr in {attr for cells in changes.values() for attr in cells}:
            if table.by_attr[attr].formula is not None:
                raise ValueError(attr)
        if changes:
            change(self._line, table, place_of(self._line, table, self._lang), changes)

    def get(self, name: str) -> Raw:
        """A named cell; see ``Host.get``."""
        found = self.get_all([name])
        if name not in found:
            raise CellNameMissingError(name=name)
        return found[name]

    def get_all(self, names: Iterable[str]) -> dict[str, Raw]:
        """Named cells; see ``Host.get_all``."""
        found = self._line.ask("get", names=list(names))
        return {name: named_raw(cell) for name, cell in found.items()}

    def put(self, name: str, value: Cell) -> None:
        """Write a named cell; see ``Host.put``."""
        self.put_all({name: value})

    def put_all(self, values: Mapping[str, Cell], *, optional: Collection[str] = ()) -> None:
        """Write named cells; see ``Host.put_all``."""
        if not values:
            return
        payload = [[[value] for value in values.values()]]
        lost = self._line.ask("put", names=list(values), optional=list(optional), payload=payload)
        if lost:
            raise CellNameMissingError(name=lost[0])

    def progress(self, text: str) -> None:
        """Into the status bar, if LibreOffice has time for it; an empty text gives it back."""
        with suppress(OzonXLError):
            self._line.ask("progress", text=text)

    def ask(self, question: str) -> bool:
        """A box before the workbook's window; No is the answer of whoever just presses Enter."""
        return bool(self._line.ask("ask", question=question, title=self.title, seconds=ASKED_S))

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Screen and calculation off; restored as they were even if this program ends in between."""
        self._line.ask("quiet")
        try:
            yield
        except BaseException:
            with suppress(OzonXLError):
                self._line.ask("restore")
            raise
        self._line.ask("restore")

    def save(self) -> None:
        """Nothing: in a program that is open the file is its user's to save.

        LibreOffice leaves out parts of Excel's files when it saves them (table styles, parts of macros), and asks the
        user about it. Nothing that matters is in the workbook alone: what was sent is in the journal.
        """

    @property
    def _lang(self) -> Lang:
        return language_from(self.get("Language").value)


@contextmanager
def _attached(wanted: str, profile: str, **by: Any) -> Iterator[CalcHost]:
    try:
        line = open_line(profile)
    except OfficeNotRunningError as error:
        raise WorkbookNotOpenError(program=PROGRAM, book=wanted) from error
    with line:
        books = line.ask("find", **by)
        if not books:
            raise WorkbookNotOpenError(program=PROGRAM, book=wanted)
        if len(books) > 1:
            raise WorkbookOpenTwiceError(books=", ".join(books))
        yield CalcHost(line)
