"""A sheet part as a stream: head, rows, tail. Never held as a whole, never parsed further than asked.

Cutting at ``<row `` and ``<c `` is exact, because XML allows no bare ``<`` in texts and attributes; what would break
that (comments, CDATA, prefixes, cells without address) is refused as unusual. Excel, LibreOffice, WPS, Google Sheets,
openpyxl and XlsxWriter write none of it.
"""

import re
from collections.abc import Iterable, Iterator

from ozon_xl.hosts.xlsx.areas import MOST_COLUMNS, Area, area_of
from ozon_xl.hosts.xlsx.markup import attributes, patchable, refuse_strange, start_tag, whole, with_attributes
from ozon_xl.hosts.xlsx.trouble import DamagedPartError, UnsafePartError, UnusualPartError
from ozon_xl.sheets.columns import MOST_ROWS
from ozon_xl.texts import hosts as texts

ROW = b"<row "
CELL = b"<c "
ROW_END = b"</row>"
_CELL_START = b'<c r="'

_MOST_AT_ONCE = 16 << 20
"""Bytes of the head or of one row."""

_END = b"</sheetData>"
_DATA = start_tag(b"sheetData")
_COLUMN = start_tag(b"col")
_DIMENSION = start_tag(b"dimension")


class SheetStream:
    """One pass over a sheet part: ``head``, then ``rows()`` to the end, then ``tail()``."""

    head: bytes
    """Up to and with ``<sheetData>``."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self.head, self._rest = self._cut_head()

    def rows(self) -> Iterator[tuple[int, bytes]]:
        """Row number and the row's XML after ``<row ``, top to bottom."""
        last = 0
        for row in self._pieces():
            number = last + 1 if row.startswith(b'r="%d"' % (last + 1)) else row_number(row)
            if number <= last:
                raise DamagedPartError(f"row {number} after {last}")
            last = number
            yield number, row

    def tail(self) -> bytes:
        """From ``</sheetData>`` on, once all rows have been taken."""
        return self._rest + b"".join(self._chunks)

    def _cut_head(self) -> tuple[bytes, bytes]:
        buffer, searched = b"", 0
        for chunk in self._chunks:
            buffer += chunk
            found = _DATA.search(buffer, searched)
            if found:
                return _checked_head(buffer, found)
            searched = max(0, len(buffer) - 1000)
            if len(buffer) > _MOST_AT_ONCE:
                raise UnsafePartError(texts.TOO_BIG)
        raise UnusualPartError("no sheetData")

    def _pieces(self) -> Iterator[bytes]:
        block, checked = self._rest, False
        while True:
            end = block.find(_END)
            body = block if end < 0 else block[:end]
            before, *pieces = body.split(ROW)
            refuse_strange(body)
            if not checked and pieces:
                checked = _refuse_unaddressed(body)
            if before.strip() and (pieces or end >= 0):
                raise UnusualPartError(before[:80])
            if end >= 0:
                yield from pieces
                self._rest = block[end:]
                return
            if pieces:
                yield from pieces[:-1]
                block = ROW + pieces[-1]
            if len(block) > _MOST_AT_ONCE:
                raise UnsafePartError(texts.TOO_BIG)
            chunk = next(self._chunks, None)
            if chunk is None:
                raise DamagedPartError("sheetData has no end")
            block += chunk


def _checked_head(buffer: bytes, data: re.Match[bytes]) -> tuple[bytes, bytes]:
    head = patchable(buffer[: data.start()])
    refuse_strange(head)
    if data[1] != b"sheetData":
        raise UnusualPartError(data[0])
    rest = buffer[data.end() :]
    return head + b"<sheetData>", _END + rest if data[3] else rest


def _refuse_unaddressed(rows: bytes) -> bool:
    """Programs write all rows and cells alike, so the first block shows it."""
    if rows.count(b"<row") != rows.count(b'<row r="') or rows.count(CELL) + rows.count(b"<c>") != rows.count(b'<c r="'):
        raise UnusualPartError("a row or cell without address")
    return True


def row_number(row: bytes) -> int:
    """The number of a row."""
    end = row.find(b'"', 3)
    digits = row[3:end]
    if not row.startswith(b'r="') or not digits.isdigit() or digits.startswith(b"0") or len(digits) > 7:
        raise UnusualPartError(row[:80])
    number = int(digits)
    if number > MOST_ROWS:
        raise DamagedPartError(row[:80])
    return number


def row_parts(row: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """The row's own start tag, and letters and rest of each cell."""
    head, *cells = row.rstrip().removesuffix(ROW_END).split(CELL)
    number = head[3 : head.index(b'"', 3)]
    return head, [_cell_parts(cell, number) for cell in cells]


def _cell_parts(cell: bytes, row: bytes) -> tuple[bytes, bytes]:
    address, quote, rest = cell[3:].partition(b'"')
    letters = address.removesuffix(row)
    if not cell.startswith(b'r="') or not quote or not letters.isalpha() or not letters.isupper() or len(letters) > 3:
        raise UnusualPartError(cell[:80])
    return letters, rest


def finder(letters: Iterable[bytes]) -> re.Pattern[bytes]:
    """Finds the cells of some columns in a row, like ``row_parts``."""
    columns = b"|".join(sorted(letters)) or b"-"
    return re.compile(rb'<c r="(%s)\d+"([^<>]*/>|[^<>]*>.*?</c>)' % columns, re.DOTALL)


def ends(row: bytes, width: int) -> tuple[bytes, bytes] | None:
    """The letters of a row's first and last cell, ``width`` being that of its number; None if it has no cells."""
    first, last = row.find(_CELL_START), row.rfind(_CELL_START)
    if first < 0:
        return None
    return (
        row[first + 6 : row.find(b'"', first + 6) - width],
        row[last + 6 : row.find(b'"', last + 6) - width],
    )


def column_styles(head: bytes) -> dict[int, int]:
    """The format that whole columns have: what a cell that is not in the file is shown in."""
    styles: dict[int, int] = {}
    for tag in _COLUMN.finditer(head):
        found = attributes(tag[2])
        style = whole(found, b"style")
        last = min(whole(found, b"max"), MOST_COLUMNS)
        styles.update(dict.fromkeys(range(whole(found, b"min", 1), last + 1), style))
    return styles


def with_dimension(head: bytes, area: Area, bottom: int) -> bytes:
    """The head with its ``<dimension>``, if it has one, reaching over the area and down to ``bottom``."""
    tag = _DIMENSION.search(head)
    if tag is None:
        return head
    old = area_of(attributes(tag[2]).get(b"ref", b"").decode())
    new = Area(min(old.left, area.left), min(old.top, area.top), max(old.right, area.right), bottom)
    return head[: tag.start()] + with_attributes(tag, ref=new) + head[tag.end() :]
