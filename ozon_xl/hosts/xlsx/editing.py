"""Changing single cells of a sheet part, everything else staying as it is."""

import re
from collections.abc import Iterable, Iterator, Mapping

from ozon_xl.hosts.xlsx.areas import column_number
from ozon_xl.hosts.xlsx.cells import Piece, cell, taken_apart
from ozon_xl.hosts.xlsx.formulas import SharedFormulas
from ozon_xl.hosts.xlsx.markup import attributes, whole
from ozon_xl.hosts.xlsx.sheet import ROW, ROW_END, SheetStream, column_styles, row_number, row_parts
from ozon_xl.sheets import Cell

_ROWS_AT_ONCE = 500
_SPANS = re.compile(rb' spans="[^"]*"')


def with_cells(chunks: Iterable[bytes], edits: Mapping[int, Mapping[str, Cell]]) -> Iterator[bytes]:
    """The sheet part with single cells changed: ``edits`` has values by row number and column letters.

    A cell keeps its format; one that was not in the file takes that of its row or column.
    """
    sheet = SheetStream(chunks)
    yield sheet.head
    editor = _Editor(column_styles(sheet.head))
    todo = sorted(edits)
    batch = [b""]
    for number, row in sheet.rows():
        while todo and todo[0] < number:
            batch.append(editor.changed(b'r="%d"/>' % todo[0], edits[todo.pop(0)]))
        changed = editor.changed(row, edits[todo.pop(0)]) if todo and todo[0] == number else row
        batch.append(editor.lost.freed(changed))
        if len(batch) >= _ROWS_AT_ONCE:
            yield ROW.join(batch)
            batch = [b""]
    batch += [editor.changed(b'r="%d"/>' % number, edits[number]) for number in todo]
    yield ROW.join(batch)
    yield sheet.tail()


class _Editor:
    """Changes rows, and minds formulas whose text stands in a cell that is overwritten."""

    def __init__(self, styles: Mapping[int, int]) -> None:
        self._styles = styles
        self.lost = SharedFormulas()
        """Formulas that stood in overwritten cells."""

    def changed(self, row: bytes, cells: Mapping[str, Cell]) -> bytes:
        """A row with some cells set."""
        head, old = row_parts(row)
        number = row_number(row)
        head = _SPANS.sub(b"", head.removesuffix(b"/>").removesuffix(b">"))
        pieces = {column_number(letters.decode()): taken_apart(letters, number, rest) for letters, rest in old}
        whole_cells = {column: piece.xml for column, piece in pieces.items()}
        for letters, value in cells.items():
            column = column_number(letters)
            style = self._style(pieces.get(column), column, head)
            whole_cells[column] = cell(letters, number, style, value)
        return b"".join([head, b">", *(whole_cells[column] for column in sorted(whole_cells)), ROW_END])

    def _style(self, piece: Piece | None, column: int, head: bytes) -> int:
        if piece is not None:
            self.lost.note(piece)
            return piece.style
        row = attributes(head)
        if row.get(b"customFormat") in {b"1", b"true"}:
            return whole(row, b"s")
        return self._styles.get(column, 0)
