"""Notes and links on the table's cells. They name their cell by address, so they are led after their row."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from ozon_xl.errors import TableBlockedError
from ozon_xl.hosts.base import Key
from ozon_xl.hosts.xlsx.areas import column_number
from ozon_xl.hosts.xlsx.book import TablePlace
from ozon_xl.hosts.xlsx.markup import patchable
from ozon_xl.hosts.xlsx.package import Package
from ozon_xl.texts import hosts as texts

Moves = Mapping[int, int | None]
"""New row by old row; None for a row that is gone."""

_ATTACHED = re.compile(
    rb'<((?:\w+:)?(?:comment|threadedComment|hyperlink))\s[^<>]*?\bref="([A-Z]+)(\d+)"[^<>]*?(?:/>|(?<!/)>.*?</\1>)',
    re.DOTALL,
)
_NO_LINKS = re.compile(rb"<((?:\w+:)?hyperlinks)>\s*</\1>")
_SHAPE = re.compile(rb"<v:shape\s.*?</v:shape>", re.DOTALL)
_SHAPE_ROW = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>")
_SHAPE_COLUMN = re.compile(rb"<x:Column>\s*(\d+)\s*</x:Column>")
_ANCHOR = re.compile(rb"<x:Anchor>([^<]*)</x:Anchor>")
_ANCHOR_ROWS = (2, 6)


class Attached:
    """What is attached to the cells of one table."""

    def __init__(self, package: Package, place: TablePlace) -> None:
        self._place = place
        self._parts = {name: patchable(package.read(name)) for name in place.note_parts}

    @property
    def noted(self) -> frozenset[int]:
        """Rows with a note."""
        return frozenset(row for part in self._parts.values() for row in self._rows(part))

    def rows(self, tail: bytes) -> frozenset[int]:
        """Rows with a note or a link; ``tail`` is that of the sheet part."""
        return self.noted | self._rows(tail)

    def moves(self, old: Mapping[int, Key], new: Sequence[Key]) -> Moves:
        """Where the rows go, by the keys of the ``old`` rows and those of all ``new`` ones.

        Raises:
            TableBlockedError: two rows become one and both have something attached.
        """
        places: defaultdict[Key, list[int]] = defaultdict(list)
        for row, key in enumerate(new, self._place.area.top + 1):
            places[key].append(row)
        moves: dict[int, int | None] = {}
        came_from: dict[int, int] = {}
        for row, key in sorted(old.items()):
            free = places.get(key, [])
            target = free.pop(0) if len(free) > 1 else next(iter(free), None)
            if target is not None and target in came_from:
                what = texts.TWO_NOTES.filled(first=came_from[target], second=row, key=" / ".join(key))
                raise TableBlockedError(sheet=self._place.sheet, what=what)
            moves[row] = target
            if target is not None:
                came_from[target] = row
        return moves

    def parts(self, moves: Moves) -> dict[str, bytes]:
        """The parts with notes after the moves, those that changed."""
        led = {name: self.led(part, moves) for name, part in self._parts.items()}
        return {name: part for name, part in led.items() if part != self._parts[name]}

    def led(self, xml: bytes, moves: Moves) -> bytes:
        """Notes, their shapes and links with their new addresses; those of vanished rows are gone."""

        def readdressed(found: re.Match[bytes]) -> bytes:
            row = int(found[3])
            if not self._is_inside(column_number(found[2].decode()), row):
                return found[0]
            new = moves[row]
            start, end = found.start(3) - found.start(), found.end(3) - found.start()
            return b"" if new is None else found[0][:start] + str(new).encode() + found[0][end:]

        def redrawn(found: re.Match[bytes]) -> bytes:
            row, column = _SHAPE_ROW.search(found[0]), _SHAPE_COLUMN.search(found[0])
            if row is None or column is None or not self._is_inside(int(column[1]) + 1, int(row[1]) + 1):
                return found[0]
            new = moves[int(row[1]) + 1]
            return b"" if new is None else _shifted(found[0], row, new - 1)

        return _NO_LINKS.sub(b"", _SHAPE.sub(redrawn, _ATTACHED.sub(readdressed, xml)))

    def _rows(self, xml: bytes) -> frozenset[int]:
        notes = {(column_number(found[2].decode()), int(found[3])) for found in _ATTACHED.finditer(xml)}
        shapes = {
            (int(column[1]) + 1, int(row[1]) + 1)
            for shape in _SHAPE.findall(xml)
            if (row := _SHAPE_ROW.search(shape)) and (column := _SHAPE_COLUMN.search(shape))
        }
        return frozenset(row for column, row in notes | shapes if self._is_inside(column, row))

    def _is_inside(self, column: int, row: int) -> bool:
        left, top, right, bottom = self._place.area
        return left <= column <= right and top < row <= bottom


def _shifted(shape: bytes, row: re.Match[bytes], new: int) -> bytes:
    """A shape with another row, counted from 0, and its box moved along."""
    down = new - int(row[1])

    def moved_box(anchor: re.Match[bytes]) -> bytes:
        numbers = anchor[1].split(b",")
        for index in _ANCHOR_ROWS:
            if index < len(numbers) and numbers[index].strip().isdigit():
                numbers[index] = b" %d" % max(0, int(numbers[index]) + down)
        return b"<x:Anchor>%s</x:Anchor>" % b",".join(numbers)

    shape = shape[: row.start()] + b"<x:Row>%d</x:Row>" % new + shape[row.end() :]
    return _ANCHOR.sub(moved_box, shape)
