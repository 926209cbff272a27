"""A workbook in memory, as an open Excel keeps it: every cell that was written stays, whoever dies meanwhile."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext

from ozon_xl.hosts.base import Key, SheetRow, refuse_lost
from ozon_xl.sheets import TABLES, Cell, Entry, Raw, Table
from ozon_xl.sheets.columns import Owner
from ozon_xl.sheets.figures import FIGURES
from ozon_xl.sheets.names import RULES, SETTINGS
from tests.push.points import Points

Cells = dict[str, Raw]


class Sheet:
    """The host port on dictionaries."""

    title = "Shop.xlsx"
    date1904 = False

    def __init__(self, workbook_id: str = "book-1") -> None:
        self.points = Points()
        self.rows: dict[str, dict[Key, Cells]] = {table.name: {} for table in TABLES}
        self.names: dict[str, Cell] = {cell.name: cell.initial for cell in SETTINGS}
        self.names |= {rule.name: rule.initial for rule in RULES}
        self.names |= dict.fromkeys(FIGURES)
        self.names |= {"Language": "en", "WorkbookId": workbook_id}

    def copy(self) -> "Sheet":
        """Another workbook with the same cells."""
        other = Sheet()
        other.names = dict(self.names)
        other.rows = {name: {key: dict(cells) for key, cells in rows.items()} for name, rows in self.rows.items()}
        return other

    def read(
        self, table: Table, attrs: Sequence[str] = (), *, noted: bool = False, entries: bool = False
    ) -> list[SheetRow]:
        staff = [column for column in table.columns if column.owner is Owner.STAFF]
        rows = []
        for number, (key, cells) in enumerate(self.rows[table.name].items(), start=2):
            written = [
                Entry(column.heading.en, cells[column.attr])
                for column in staff
                if not cells.get(column.attr, Raw()).is_blank
            ]
            asked = {attr: cells.get(attr, Raw()) for attr in (*table.key, *attrs)}
            told = tuple(written) if entries else ()
            rows.append(SheetRow(key, asked, number, bool(written), entries=told))
        return [row for row in rows if row.staff or not noted]

    def write(self, table: Table, rows: Iterable[Sequence[Cell]]) -> None:
        old = self.rows[table.name]
        staff = [column.attr for column in table.columns if column.owner is Owner.STAFF]
        new: dict[Key, Cells] = {}
        self.points.reach(f"write {table.name}")
        for row in rows:
            cells = {column.attr: Raw(value) for column, value in zip(table.ours, row, strict=True)}
            key = tuple(str(cells[attr].value) for attr in table.key)
            new[key] = cells | {attr: raw for attr, raw in old.get(key, {}).items() if attr in staff}
        self.rows[table.name] = new

    def update(self, table: Table, changes: Mapping[Key, Mapping[str, Cell]]) -> None:
        for key, cells in changes.items():
            for attr, value in sorted(cells.items(), key=lambda cell: table.by_attr[cell[0]].owner is Owner.US):
                self.points.reach(f"cell {attr}")
                if key in self.rows[table.name]:
                    self.rows[table.name][key][attr] = Raw(value)

    def get(self, name: str) -> Raw:
        return Raw(self.names[name])

    def put(self, name: str, value: Cell) -> None:
        self.points.reach(f"name {name}")
        self.names[name] = value

    def get_all(self, names: Iterable[str]) -> dict[str, Raw]:
        return {name: Raw(self.names[name]) for name in names if name in self.names}

    def put_all(self, values: Mapping[str, Cell], *, optional: Collection[str] = ()) -> None:
        refuse_lost(values, self.names, optional)
        for name, value in values.items():
            self.put(name, value)

    def progress(self, text: str) -> None:
        pass

    def ask(self, question: str) -> bool:
        return False

    def busy(self) -> AbstractContextManager[None]:
        return nullcontext()

    def save(self) -> None:
        self.points.reach("save")
