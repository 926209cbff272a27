"""The words that stand in the cells of a sheet: ours in every language, and where they stand in somebody's workbook."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ozon_xl.hosts.relabel.renames import Renames
from ozon_xl.hosts.relabel.templates import cells_in, filled
from ozon_xl.hosts.xlsx.areas import column_letters, column_number
from ozon_xl.hosts.xlsx.cells import Raws, taken_apart
from ozon_xl.hosts.xlsx.markup import text_of
from ozon_xl.hosts.xlsx.sheet import SheetStream, row_parts

Place = tuple[int, int]
"""Row and column, from 1."""


class Content(NamedTuple):
    """What somebody reads in a cell: a text, or a formula that makes one."""

    text: str
    is_formula: bool = False


class Label(NamedTuple):
    """Words of ours in a fresh workbook."""

    place: Place
    said: tuple[Content, ...]
    """In the languages that they may have now."""
    new: Content

    def here(self, found: Content) -> str | None:
        """What is to stand in a cell that holds ``found``; None if that is nothing of ours."""
        for old in self.said:
            if found.is_formula != old.is_formula:
                continue
            if not old.is_formula and found.text == old.text:
                return self.new.text
            cells = cells_in(old.text, found.text) if old.is_formula else None
            if cells is not None:
                return filled(self.new.text, cells)
        return None


def contents(chunks: Iterable[bytes], raws: Raws, last_row: int) -> dict[Place, Content]:
    """The texts and formulas of a sheet part down to a row."""
    found: dict[Place, Content] = {}
    for number, row in SheetStream(chunks).rows():
        if number > last_row:
            break
        for letters, rest in row_parts(row)[1]:
            piece = taken_apart(letters, number, rest)
            place = (number, column_number(letters.decode()))
            if piece.formula:
                found[place] = Content(text_of(piece.formula[2] or b""), is_formula=True)
            elif isinstance(text := raws[rest].value, str):
                found[place] = Content(text)
    return found


def labels(models: Sequence[Mapping[Place, Content]], new: Mapping[Place, Content], renames: Renames) -> list[Label]:
    """Words of ours that differ by language: what fresh workbooks hold in the same cells.

    Of formulas only those that differ by more than the names of sheets and columns.
    """
    found = []
    for place, content in new.items():
        said = tuple(_renamed(model[place], renames) for model in models if place in model)
        if any(old != content for old in said):
            found.append(Label(place, said, content))
    return found


def found_again(
    ours: Iterable[Label], contents: Mapping[Place, Content], renames: Renames
) -> tuple[dict[Place, str], dict[Place, str]]:
    """New texts and new formulas by the place in which the words stand now.

    Words that were moved are taken where they stand nearest to their old place; each cell is taken once.
    """
    theirs = {place: _renamed(content, renames) for place, content in contents.items()}
    offers = sorted(
        (_distance(label.place, place), place, label.place, text, content.is_formula)
        for label in ours
        for place, content in theirs.items()
        if (text := label.here(content)) is not None
    )
    texts: dict[Place, str] = {}
    formulas: dict[Place, str] = {}
    settled: set[Place] = set()
    for _distance_to_it, place, home, text, is_formula in offers:
        if place not in texts and place not in formulas and home not in settled:
            settled.add(home)
            (formulas if is_formula else texts)[place] = text
    return texts, formulas


def address(place: Place) -> str:
    """``B7``."""
    return f"{column_letters(place[1])}{place[0]}"


def _renamed(content: Content, renames: Renames) -> Content:
    return content._replace(text=renames.formula(content.text)) if content.is_formula else content


def _distance(one: Place, other: Place) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])
