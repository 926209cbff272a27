"""A cell of the staff that goes where its key goes, a formula as if it had been sorted along."""

from typing import NamedTuple, Self

from ozon_xl.hosts.xlsx.cells import Piece, Raws
from ozon_xl.hosts.xlsx.formulas import SharedFormulas, moved, with_formula
from ozon_xl.hosts.xlsx.markup import text_of
from ozon_xl.hosts.xlsx.trouble import UnusualPartError


class Moving(NamedTuple):
    """A cell and, if it has one, its formula as it stood in the old row."""

    piece: Piece
    formula: str | None
    is_array: bool = False

    @classmethod
    def of(cls, piece: Piece, shared: SharedFormulas) -> Self:
        """A cell of an old row."""
        piece = shared.alone(piece)
        found = piece.formula
        if found is None:
            return cls(piece, None)
        if not found[2]:
            raise UnusualPartError(piece.xml[:80])
        return cls(piece, text_of(found[2]), b'"array"' in found[1])

    def rest(self, row: int) -> str:
        """The cell after its address, for its new row."""
        piece = self.piece
        if self.formula is not None:
            tag = f'<f t="array" ref="{piece.letters.decode()}{row}">' if self.is_array else "<f>"
            piece = with_formula(piece, moved(self.formula, row - piece.row), tag)
        return f'"{piece.rest.decode()}'

    def filled(self, row: int) -> str:
        """The same formula for another row, its result still unknown."""
        bare = self.piece._replace(kind=b"", others=b"", inner=b"")
        return self._replace(piece=bare).rest(row)

    def says_same(self, other: Self, raws: Raws) -> bool:
        """Whether both hold the same for a reader."""
        if self.formula is not None and other.formula is not None:
            return moved(self.formula, other.piece.row - self.piece.row) == other.formula
        return self.formula is other.formula and raws[self.piece.rest].value == raws[other.piece.rest].value
