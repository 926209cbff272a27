"""Replacing the rows of a table in Excel, in few calls of many cells.

Whatever call fails, no entry of the staff stands beside another key than its own: Excel itself sorts the rows to their
new places, with everything that hangs on them, before any key is written, and then no key of an old row changes. And
no row that is half written passes for a whole one: a column of ours, in the Stock table the check of each row, is
overwritten first, to sort by, and gets its true text last of all, once everything else has been read back.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Final, NamedTuple

from ozon_xl.errors import ProgramRefusedError, TableBlockedError, TooManyRowsError
from ozon_xl.hosts.base import Key
from ozon_xl.hosts.com.book import GENERAL, TEXT_FORMAT, Place, column_runs, ranges
from ozon_xl.hosts.com.moves import Moves, moves
from ozon_xl.hosts.com.patience import PROGRAM, Com
from ozon_xl.hosts.com.putting import (
    Block,
    block_of,
    mend,
    put,
    put_blocks,
    refuse_formulas,
    set_format,
    standing,
)
from ozon_xl.hosts.com.reading import Body
from ozon_xl.hosts.xlsx.areas import Area, column_letters
from ozon_xl.hosts.xlsx.reading import keys_of
from ozon_xl.sheets import Cell, Kind, Table
from ozon_xl.sheets.columns import MOST_ROWS, formula_with
from ozon_xl.texts import Lang
from ozon_xl.texts import hosts as texts

_DOWN: Final = -4121
_UP: Final = -4162
_FORMAT_FROM_ABOVE: Final = 0
_BY_VALUES: Final = 0
_ASCENDING: Final = 1
_HAS_HEADER: Final = 1
_TOP_TO_BOTTOM: Final = 1

_NOT_AVAILABLE: Final = -2146826246
"""#N/A, as pywin32 shows it."""
_TURNS: Final = 3
_TEXTS: Final = frozenset({Kind.TEXT, Kind.CHOICE})


class _Legacy(NamedTuple):
    """An entry of the staff's that another row of its key takes over."""

    going: int
    """The row that goes, counted from 0."""
    heir: int
    at: int
    """The column, counted from 0."""


class Writer:
    """One rewriting of a table."""

    def __init__(self, table: Table, place: Place, rows: Sequence[Sequence[Cell]], lang: Lang) -> None:
        self._table, self._place, self._lang = table, place, lang
        self._empty = not rows
        self._rows = rows or [(None,) * len(table.ours)]
        self._plain = {column.attr for column in table.ours if column.formula is None}
        texts_of_ours = [column.attr for column in table.ours if column.kind in _TEXTS and column.formula is None]
        self._mark = next(attr for attr in texts_of_ours[::-1] if attr not in table.key)
        """The column that is overwritten first and written last."""

    def write(self) -> None:
        """Do it. Raises TableBlockedError, TooManyRowsError: nothing was changed."""
        refuse_protected(self._place)
        body = Body(self._table, self._place)
        plan = self._plan(body)
        legacies = self._legacies(body, plan)
        _lift_filter(self._place)
        self._grow(plan)
        self._set_formats()
        self._fill(body, plan)
        self._hand_over(legacies)
        self._arrange(plan)
        self._put_ours()
        put_blocks(self._place.sheet, self._blocks({self._mark}))

    # --- before anything changes --------------------------------------------------------------------------------------

    def _plan(self, body: Body) -> Moves:
        place, table = self._place, self._table
        if any(len(row) != len(table.ours) for row in self._rows):
            raise ValueError(table.name)
        old: list[Key | None] = [None] * place.height
        for found in body.rows():
            old[found.number - place.top] = found.key
        plan = moves(old, [None] if self._empty else keys_of(table, self._rows))
        if place.area.bottom + plan.added > MOST_ROWS:
            raise TooManyRowsError(count=len(self._rows), sheet=place.title, most=MOST_ROWS - place.area.top)
        return plan

    def _legacies(self, body: Body, plan: Moves) -> list[_Legacy]:
        """What the staff wrote beside keys that have fewer rows now.

        Raises:
            TableBlockedError: it contradicts itself.
        """
        place = self._place
        holders: dict[tuple[int, int], int] = {}
        legacies = []
        for going, heir in plan.doubles:
            for at in filter(partial(body.holds, going), body.staff):
                holder = holders.setdefault((heir, at), heir if body.holds(heir, at) else going)
                if holder == going:
                    legacies.append(_Legacy(going, heir, at))
                elif not body.says_same(going, holder, at):
                    key = [str(body.values[going][place.attrs.index(attr)]) for attr in self._table.key]
                    rows = {"first": place.top + holder, "second": place.top + going, "key": " / ".join(key)}
                    what = texts.TWO_ENTRIES.filled(**rows, column=column_letters(place.area.left + at))
                    raise TableBlockedError(sheet=place.title, what=what)
        return legacies

    # --- the rows to their places -------------------------------------------------------------------------------------

    def _grow(self, plan: Moves) -> None:
        """Empty rows at the bottom, in the format of the last one; what stands below moves down."""
        place = self._place
        if not plan.added:
            return
        below = place.body(plan.added, start=place.height)
        try:
            place.sheet.Range(str(below)).Insert(_DOWN, _FORMAT_FROM_ABOVE)
        except ProgramRefusedError as error:
            raise TableBlockedError(sheet=place.title, what=texts.NO_ROOM, details=error.details) from error
        place.sheet.Range(str(below)).EntireRow.Hidden = False  # sorting leaves hidden rows where they are
        area = place.area._replace(bottom=below.bottom)
        place.table.Resize(place.sheet.Range(str(area)))
        self._place = place._replace(area=area)

    def _set_formats(self) -> None:
        """Columns of text are told so before any text comes."""
        set_format(self._place.sheet, self._areas(attr for attr in self._plain if self._is_text(attr)), TEXT_FORMAT)

    def _fill(self, body: Body, plan: Moves) -> None:
        """The formulas with which columns of the staff fill themselves, into the added rows."""
        place = self._place
        if plan.added:
            for at, formula in body.fills.items():
                added = place.column(place.area.left + at, plan.added, start=place.height - plan.added)
                place.sheet.Range(str(added)).FormulaR1C1 = formula

    def _hand_over(self, legacies: Iterable[_Legacy]) -> None:
        place = self._place
        for legacy in legacies:
            across = place.area.left + legacy.at
            source, target = (place.column(across, 1, start=row) for row in (legacy.going, legacy.heir))
            place.sheet.Range(str(source)).Copy(place.sheet.Range(str(target)))

    def _arrange(self, plan: Moves) -> None:
        """Every row to its place, those that go to the end, and away with them."""
        place = self._place
        across = place.across(self._mark)
        put(place.sheet, _marks(place.column(across, place.height), plan.ranks))
        if plan.ranks != sorted(plan.ranks):
            self._sort()
        going = place.height - plan.stay
        if going:
            place.sheet.Range(str(place.body(going, start=plan.stay))).Delete(_UP)
            self._place = place._replace(area=place.area._replace(bottom=place.top + plan.stay - 1))

    def _sort(self) -> None:
        """By the mark."""
        place = self._place
        order = place.table.Sort
        fields = order.SortFields
        fields.Clear()
        marks = place.column(place.across(self._mark), place.height + 1, start=-1)
        fields.Add(place.sheet.Range(str(marks)), _BY_VALUES, _ASCENDING)
        order.Header = _HAS_HEADER
        order.Orientation = _TOP_TO_BOTTOM
        order.Apply()
        fields.Clear()

    # --- our cells ----------------------------------------------------------------------------------------------------

    def _put_ours(self) -> None:
        """All but the mark; once more if somebody has sorted the rows meanwhile, which their marks tell."""
        place = self._place
        formulas = self._areas(column.attr for column in self._table.ours if column.formula)
        self._put_formulas(formulas)
        blocks = self._blocks(self._plain - {self._mark})
        marks = _marks(place.column(place.across(self._mark), place.height), range(place.height))
        areas = [*(block.area for block in blocks), marks.area]
        for _ in range(_TURNS):
            for block in blocks:
                put(place.sheet, block)
            *found, marked = standing(place.sheet, [*formulas, *areas])
            if marked == marks.rows:
                break
            self._sort()
        else:
            raise ProgramRefusedError(program=PROGRAM, what=str(marks.area))
        if any(map(_is_wrong, found[: len(formulas)])):
            self._put_formulas_again(formulas)
        mend(place.sheet, blocks, found[len(formulas) :])
        refuse_formulas(place.sheet, self._areas(attr for attr in self._plain if self._is_text(attr)))

    def _blocks(self, attrs: AbstractSet[str]) -> list[Block]:
        """The cells of some columns, those side by side as one block."""
        place = self._place
        at = {place.across(column.attr): index for index, column in enumerate(self._table.ours) if column.attr in attrs}
        blocks = []
        for area in self._areas(attrs):
            pick = [at[across] for across in range(area.left, area.right + 1)]
            blocks.append(block_of(area, ([row[index] for index in pick] for row in self._rows)))
        return blocks

    def _put_formulas(self, areas: Iterable[Area]) -> None:
        """The same formulas into every row; none into the one empty row of an empty table."""
        place = self._place
        for area in areas:
            cells = place.sheet.Range(str(area))
            if self._empty:
                cells.ClearContents()
            else:
                attrs = place.attrs[area.left - place.area.left : area.right + 1 - place.area.left]
                cells.FormulaR1C1 = (tuple(self._formula(attr) for attr in attrs if attr),)

    def _put_formulas_again(self, areas: Sequence[Area]) -> None:
        """Column by column, into cells that are not of text."""
        place = self._place
        set_format(place.sheet, areas, GENERAL)
        for area in areas:
            for across in range(area.left, area.right + 1):
                cells = place.sheet.Range(str(area._replace(left=across, right=across)))
                cells.FormulaR1C1 = self._formula(place.attrs[across - place.area.left] or "")
        for cells in ranges(place.sheet, areas):
            if cells.HasFormula is not True:
                raise ProgramRefusedError(program=PROGRAM, what=cells.Address)

    def _formula(self, attr: str) -> str:
        """Relative, so that it is the same in every row."""
        across = self._place.across
        column = self._table.by_attr[attr]
        return "=" + formula_with(column, self._lang, lambda other: f"RC[{across(other) - across(attr)}]")

    def _areas(self, attrs: Iterable[str]) -> list[Area]:
        return column_runs(map(self._place.across, attrs), self._place.top, self._place.area.bottom)

    def _is_text(self, attr: str) -> bool:
        return self._table.by_attr[attr].kind in _TEXTS


def refuse_protected(place: Place) -> None:
    """Raises TableBlockedError: the sheet is protected."""
    if place.sheet.ProtectContents:
        raise TableBlockedError(sheet=place.title, what=texts.PROTECTED)


def _lift_filter(place: Place) -> None:
    """Every row in sight: Excel would sort, delete and fill only what is seen."""
    auto_filter = place.table.AutoFilter
    if auto_filter is not None and auto_filter.FilterMode:
        auto_filter.ShowAllData()
    place.sheet.Range(str(place.body(place.height))).EntireRow.Hidden = False


def _is_wrong(rows: Sequence[tuple[Com, ...]]) -> bool:
    """Whether a formula went in as text, or was not repeated in every row."""
    return any(cell == _NOT_AVAILABLE or (isinstance(cell, str) and cell[:1] == "=") for row in rows for cell in row)


def _marks(column: Area, ranks: Iterable[int]) -> Block:
    """Texts that sort as the numbers do."""
    return block_of(column, ((f"{rank:07d}",) for rank in ranks))
