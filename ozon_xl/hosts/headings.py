"""Finding a table's columns by their headings, in any of the languages."""

from collections.abc import Sequence

from ozon_xl.errors import ColumnMissingError, ColumnTwiceError
from ozon_xl.sheets import Table
from ozon_xl.texts import Lang


def attrs_of(table: Table, headings: Sequence[str], sheet: str, lang: Lang) -> tuple[str | None, ...]:
    """What each column of a table in a workbook is, from the left; None for one of the staff's own.

    ``sheet`` and ``lang`` are for the user's eyes.

    Raises:
        ColumnMissingError, ColumnTwiceError: a declared column is not there exactly once.
    """
    attrs = tuple(map(table.attr_of, headings))
    for column in table.columns:
        count = attrs.count(column.attr)
        if count != 1:
            error = ColumnTwiceError if count else ColumnMissingError
            raise error(sheet=sheet, column=column.heading.say(lang), found=", ".join(headings))
    return attrs
