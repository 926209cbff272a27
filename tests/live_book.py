"""A workbook as if it were open in a spreadsheet program: what is written shows at once, a person answers questions,
and only the thread that attached may touch it."""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from ozon_xl.hosts.base import Key, SheetRow
from ozon_xl.hosts.file import FileHost
from ozon_xl.sheets import Cell, Raw, Table


class LiveBook:
    """The file host with what a program adds to it.

    ``on_call`` is told of every call, before it is done, and may raise what a program would; ``answers`` are given to
    questions one after the other.
    """

    def __init__(self, path: Path) -> None:
        self._file = FileHost(path)
        self._thread = threading.get_ident()
        self.cells: dict[str, Cell] = {}
        self.puts: list[tuple[str, Cell]] = []
        self.shown: list[str] = []
        self.asked: list[str] = []
        self.answers: list[bool] = []
        self.on_call: Callable[[str, str], None] = lambda _method, _what: None
        self.saves = 0

    @property
    def title(self) -> str:
        return self._file.title

    @property
    def date1904(self) -> bool:
        return self._file.date1904

    def said(self, name: str = "Status") -> list[Cell]:
        """All that stood in a named cell, one after the other."""
        return [value for put, value in self.puts if put == name]

    def read(
        self, table: Table, attrs: Sequence[str] = (), *, noted: bool = False, entries: bool = False
    ) -> list[SheetRow]:
        self._called("read", table.name)
        return self._file.read(table, attrs, noted=noted, entries=entries)

    def write(self, table: Table, rows: Iterable[Sequence[Cell]]) -> None:
        self._called("write", table.name)
        self._file.write(table, rows)

    def update(self, table: Table, changes: Mapping[Key, Mapping[str, Cell]]) -> None:
        self._called("update", table.name)
        self._file.update(table, changes)

    def get(self, name: str) -> Raw:
        self._called("get", name)
        if name in self.cells:
            return Raw(self.cells[name])
        return self._file.get(name)

    def put(self, name: str, value: Cell) -> None:
        self._called("put", name)
        self.cells[name] = value
        self.puts.append((name, value))

    def get_all(self, names: Iterable[str]) -> dict[str, Raw]:
        return {name: self.get(name) for name in names}

    def put_all(self, values: Mapping[str, Cell], *, optional: Collection[str] = ()) -> None:
        del optional
        for name, value in values.items():
            self.put(name, value)

    def progress(self, text: str) -> None:
        self._called("progress", text)
        self.shown.append(text)

    def ask(self, question: str) -> bool:
        self._called("ask", question)
        self.asked.append(question)
        return self.answers.pop(0)

    @contextmanager
    def busy(self) -> Iterator[None]:
        self._called("busy", "")
        yield

    def save(self) -> None:
        self._called("save", "")
        self.saves += 1

    def _called(self, method: str, what: str) -> None:
        assert threading.get_ident() == self._thread, f"{method} from another thread"
        self.on_call(method, what)
