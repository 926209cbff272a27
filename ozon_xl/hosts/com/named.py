"""Named cells in Excel, many at once: those that lie on one sheet are looked up, read and written together."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final, NamedTuple

from ozon_xl.errors import CellNameMissingError, ProgramRefusedError
from ozon_xl.hosts.com.book import GENERAL, TEXT_FORMAT, Book, ranges
from ozon_xl.hosts.com.patience import Com
from ozon_xl.hosts.com.putting import block_of, put_blocks, set_format, standing
from ozon_xl.hosts.com.reading import raw_of
from ozon_xl.hosts.xlsx.areas import Area, area_of
from ozon_xl.hosts.xlsx.trouble import DamagedPartError
from ozon_xl.sheets import Cell, Raw
from ozon_xl.sheets.names import SHEET_OF

_SURELY_WHOLE: Final = 240
"""Characters of an address that Excel tells; it cuts those off that are longer than 255."""


class Spot(NamedTuple):
    """A named cell."""

    name: str
    area: Area


class Spots(NamedTuple):
    """Named cells of one sheet."""

    sheet: Com
    spots: list[Spot]

    @property
    def areas(self) -> list[Area]:
        """Where they lie."""
        return [spot.area for spot in self.spots]

    def columns(self) -> Iterator[list[Spot]]:
        """Those of each column, from the top: read at once, they take no cells along from far away."""
        ordered = sorted(self.spots, key=lambda spot: (spot.area.left, spot.area.top))
        for _, column in groupby(ordered, key=lambda spot: spot.area.left):
            yield list(column)


def find_named(book: Book, names: Iterable[str]) -> list[Spots]:
    """Where the named cells lie; those that are gone are left out."""
    homes: dict[object, list[str]] = {}
    for name in names:
        homes.setdefault(SHEET_OF.get(name), []).append(name)
    return [spots for together in homes.values() for spots in _found(book, together)]


def _found(book: Book, names: list[str]) -> Iterator[Spots]:
    """One is asked for by itself, the others on its sheet: there they are unless somebody has moved them."""
    while names:
        first, *names = names
        try:
            cell = book.cell(first)
        except CellNameMissingError:
            continue
        sheet = cell.Worksheet
        others = _on_sheet(sheet, names)
        yield Spots(sheet, [Spot(first, area_of(cell.Address)), *others])
        names = [name for name in names if name not in {spot.name for spot in others}]


def _on_sheet(sheet: Com, names: list[str]) -> list[Spot]:
    """Those that lie there: all at once, by halves where some do not."""
    if not names:
        return []
    try:
        addresses = [cells.Address for cells in ranges(sheet, names)]
        areas = [area_of(part) for address in addresses for part in address.split(",")]
    except (ProgramRefusedError, DamagedPartError):
        addresses, areas = [], []
    if len(areas) == len(names) and max(map(len, addresses)) <= _SURELY_WHOLE:
        return [spot for spot in map(Spot, names, areas) if spot.area.is_cell]
    middle = len(names) // 2
    return _on_sheet(sheet, names[:middle]) + _on_sheet(sheet, names[middle:]) if middle else []


def read_named(spots: Spots) -> dict[str, Raw]:
    """What the cells hold. Number formats are told of numbers alone."""
    values: dict[Spot, Com] = {}
    for column in spots.columns():
        found = standing(spots.sheet, [spot.area for spot in column])
        values |= {spot: value for spot, ((value,),) in zip(column, found, strict=True)}
    formulas = _told(spots.sheet, spots.areas, "HasFormula")
    formats = _told(spots.sheet, [spot.area for spot in spots.spots if isinstance(values[spot], float)], "NumberFormat")
    return {
        spot.name: raw_of(value, is_formula=bool(formulas[spot.area]), number_format=formats.get(spot.area, GENERAL))
        for spot, value in values.items()
    }


def _told(sheet: Com, areas: list[Area], what: str) -> dict[Area, Com]:
    """A property of cells: of all at once if it is the same in all of them."""
    told = [getattr(cells, what) for cells in ranges(sheet, areas)]
    if told and (told[0] is None or told.count(told[0]) < len(told)):
        return {area: getattr(sheet.Range(str(area)), what) for area in areas}
    return dict.fromkeys(areas, told[0]) if told else {}


def put_named(spots: Spots, values: Mapping[str, Cell]) -> None:
    """Write the cells, a text as text, and make sure that it arrived. Raises ProgramRefusedError."""
    worded = [spot.area for spot in spots.spots if isinstance(values[spot.name], str)]
    formats = _told(spots.sheet, worded, "NumberFormat")  # a protected sheet lets an open cell's value be changed alone
    set_format(spots.sheet, [area for area in worded if formats[area] != TEXT_FORMAT], TEXT_FORMAT)
    for column in spots.columns():
        blocks = []
        for _, run in groupby(enumerate(column), key=lambda entry: entry[1].area.top - entry[0]):
            cells = [spot for _, spot in run]
            area = cells[0].area._replace(bottom=cells[-1].area.bottom)
            blocks.append(block_of(area, [(values[spot.name],) for spot in cells]))
        put_blocks(spots.sheet, blocks)
