"""Replacing the rows of a table in LibreOffice.

LibreOffice itself sorts the rows to their new places, with everything that hangs on them, before any key is written,
and then no key of an old row changes: what the staff types meanwhile stays with its row. A column of ours, in the Stock
table the check of each row, is overwritten first, to sort by, and gets its true text last of all: no row that is half
written passes for a whole one. It is one command: it runs to its end even if this program does not.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Final

from ozon_xl.errors import ProgramRefusedError, TableBlockedError, TooManyRowsError
from ozon_xl.hosts.base import Key
from ozon_xl.hosts.com.moves import Moves, moves
from ozon_xl.hosts.office.book import Body, Place, spans
from ozon_xl.hosts.office.formulas import for_office
from ozon_xl.hosts.office.line import Line
from ozon_xl.hosts.xlsx.areas import Area, column_letters
from ozon_xl.hosts.xlsx.reading import keys_of
from ozon_xl.sheets import Cell, Kind, Owner, Table
from ozon_xl.sheets.columns import MOST_ROWS, formula_for_row
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import hosts as texts

_TEXTS: Final = frozenset({Kind.TEXT, Kind.CHOICE})


def rewrite(line: Line, table: Table, place: Place, rows: Sequence[Sequence[Cell]], lang: Lang) -> None:
    """Replace the rows. Raises TableBlockedError, TooManyRowsError: nothing was changed."""
    if place.area.top + max(len(rows), 1) > MOST_ROWS or place.height > MOST_ROWS:
        raise TooManyRowsError(count=len(rows), sheet=place.title, most=MOST_ROWS - place.area.top)
    width = len(table.ours)
    if any(len(row) != width for row in rows):
        raise ValueError(table.name)
    _refuse_obstacles(line, table, place)
    body = Body(line, table, place)
    old = body.keys
    plan = moves(old, keys_of(table, rows) or [None])
    if place.area.bottom + plan.added > MOST_ROWS:
        raise TooManyRowsError(count=len(rows), sheet=place.title, most=MOST_ROWS - place.area.top)
    heirs = list(_heirs(place, body, plan, old))
    mark = _mark(table, place)
    blocks = _blocks(table, place, mark)
    try:
        line.ask(
            "rewrite",
            number=place.number,
            name=place.name,
            area=place.area,
            mark=mark,
            ranks=plan.ranks,
            added=plan.added,
            stay=plan.stay,
            fills=[(column, body.source_of(column)) for column in body.fills] if plan.added else [],
            heirs=heirs,
            blocks=[left for left, _ in blocks],
            formulas=_formulas(table, place, lang, empty=not rows),
            payload=[_picked(rows or [(None,) * width], indexes) for _, indexes in blocks],
        )
    except ProgramRefusedError as error:
        if error.details.get("kind") == "no room":
            raise TableBlockedError(sheet=place.title, what=texts.NO_ROOM) from error
        raise


def change(line: Line, table: Table, place: Place, changes: Mapping[Key, Mapping[str, Cell]]) -> None:
    """Change single cells; the staff's columns first: an edit that still stands beside a new base would count as typed
    anew and be sent again.
    """
    refuse_protected(place)
    found = [row for row in Body(line, table, place).rows() if row.key in changes]
    ordered = sorted(table.columns, key=lambda column: column.owner is Owner.US)
    cells: list[tuple[int, int]] = []
    payload: list[list[list[Cell]]] = []
    for column in ordered:
        above = 0
        for row in found:
            if column.attr not in changes[row.key]:
                continue
            value = changes[row.key][column.attr]
            if row.number == above + 1:
                payload[-1].append([value])
            else:
                cells.append((place.across(column.attr), row.number))
                payload.append([[value]])
            above = row.number
    if cells:
        line.ask("change", number=place.number, cells=cells, payload=payload)


def refuse_protected(place: Place) -> None:
    """Raises TableBlockedError: the sheet is protected."""
    if place.protected:
        raise TableBlockedError(sheet=place.title, what=texts.PROTECTED)


def _refuse_obstacles(line: Line, table: Table, place: Place) -> None:
    refuse_protected(place)
    ours = {place.across(column.attr) for column in table.ours if column.formula}
    others = spans([column for column in range(place.area.left, place.area.right + 1) if column not in ours])
    found = line.ask("obstacles", number=place.number, area=place.body, spans=others)
    for kind, what in (("merged", texts.MERGED), ("arrays", texts.ARRAY_FORMULA)):
        if found[kind]:
            raise _blocked(place, what, found[kind][0])


def _blocked(place: Place, what: Words, area: Sequence[int]) -> TableBlockedError:
    return TableBlockedError(sheet=place.title, what=what.filled(cells=Area(*area)))


def _heirs(place: Place, body: Body, plan: Moves, old: Sequence[Key | None]) -> Iterable[tuple[int, int, int]]:
    """Column, row and new row of what the staff wrote beside a key that has fewer rows now."""
    for going, heir in plan.doubles:
        for column in body.staff:
            if not body.holds(column, going):
                continue
            if not body.holds(column, heir):
                yield column, place.top + going, place.top + heir
            elif not body.says_same(going, heir, column):
                rows = {"first": place.top + heir, "second": place.top + going}
                what = texts.TWO_ENTRIES.filled(**rows, key=" / ".join(old[going] or ()), column=column_letters(column))
                raise TableBlockedError(sheet=place.title, what=what)


def _mark(table: Table, place: Place) -> int:
    """The column that is overwritten first and written last: a text of ours that is no key."""
    names = [column.attr for column in table.ours if column.kind in _TEXTS and column.formula is None]
    return place.across(next(attr for attr in reversed(names) if attr not in table.key))


def _blocks(table: Table, place: Place, mark: int) -> list[tuple[int, list[int]]]:
    """The left column of each block of our cells, and which cells of a row it takes; that of the mark comes last."""
    index_at = {place.across(column.attr): at for at, column in enumerate(table.ours) if column.formula is None}
    ordered = sorted(spans(list(index_at)), key=lambda span: span[0] <= mark <= span[1])
    return [(left, [index_at[column] for column in range(left, right + 1)]) for left, right in ordered]


def _picked(rows: Sequence[Sequence[Cell]], indexes: Sequence[int]) -> list[Sequence[Cell]]:
    """Some cells of each row."""
    if len(indexes) == 1:
        return [(row[indexes[0]],) for row in rows]
    return list(map(itemgetter(*indexes), rows))


def _formulas(table: Table, place: Place, lang: Lang, *, empty: bool) -> list[tuple[int, list[str | None]]]:
    """The first row's formulas by the left column of each block; None for the one empty row of an empty table."""
    letters = {attr: column_letters(place.across(attr)) for attr in table.by_attr}
    computed = {place.across(column.attr): column for column in table.ours if column.formula}
    return [
        (
            left,
            [
                None if empty else "=" + for_office(formula_for_row(computed[column], lang, letters, place.top))
                for column in range(left, right + 1)
            ],
        )
        for left, right in spans(list(computed))
    ]
