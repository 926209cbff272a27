"""Fonts, colours and cell formats: the workbook's look, in one place."""

from typing import Any, Final, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from ozon_xl.domain.risk import Tier
from ozon_xl.sheets import Kind
from ozon_xl.texts import Lang


class TierStyle(NamedTuple):
    """How a row of one tier looks. Colours are ``#RRGGBB``."""

    fill: str | None
    font: str
    bold: bool = False

    def props(self) -> dict[str, Any]:
        """As properties of a format."""
        fill = {"bg_color": self.fill} if self.fill else {}
        return {"font_color": self.font, "bold": self.bold, **fill}


INK: Final = "#1F2933"
MUTED: Final = "#6B7683"
LINE: Final = "#DDE3E9"
RULED: Final = {"bottom": 1, "bottom_color": LINE}
"""A thin line below a row."""
HEADING: Final = "#2F4A63"
YOURS: Final = "#F7D154"
"""Headings of what the user writes."""
YOURS_CELL: Final = "#FFF8D6"
"""Cells that the user fills."""
EDITED: Final = TierStyle("#FFE58A", INK, bold=True)
"""Rows whose stock the user has edited."""
UNTOUCHED: Final = TierStyle("#FFFFFF", "#B3261E", bold=True)
"""The hours of an order that nobody has touched for long."""
FRESH: Final = TierStyle("#E4F1E7", "#1E5631", bold=True)
OLD: Final = TierStyle("#B3261E", "#FFFFFF", bold=True)
NO_DATA: Final = TierStyle("#E8ECF1", "#3E4C59", bold=True)

TIERS: Final[dict[Tier, TierStyle]] = {
    Tier.DONE: TierStyle(None, MUTED),
    Tier.CALM: TierStyle(None, INK),
    Tier.WATCH: TierStyle("#FFF7D1", INK),
    Tier.SOON: TierStyle("#FFE08A", INK),
    Tier.UNDATED: TierStyle("#C9D8E6", INK),
    Tier.SHORT: TierStyle("#DCC2F5", "#3F1D66"),
    Tier.URGENT: TierStyle("#FDBA74", "#4A2300"),
    Tier.CRITICAL: TierStyle("#F28B82", "#4A0906", bold=True),
    Tier.MISSED: TierStyle("#991B1B", "#FFFFFF", bold=True),
}
"""The colour of a row in the Orders sheet and of its line on the Today sheet."""

TABS: Final = {"today": HEADING, "orders": "#C2410C", "stock": YOURS, "quiet": "#9AA5B1"}

FONTS: Final[dict[Lang, str]] = {"en": "Calibri", "ru": "Calibri", "zh": "Microsoft YaHei"}
"""Come with Excel on Windows and macOS; LibreOffice has Carlito and its own Chinese font in their stead."""

DATES: Final[dict[Lang, str]] = {"en": "yyyy-mm-dd", "ru": "dd.mm.yyyy", "zh": "yyyy-mm-dd"}
_NUMBER_FORMATS: Final[dict[Kind, str]] = {
    Kind.TEXT: "@",
    Kind.CHOICE: "@",
    Kind.WHOLE: "0",
    Kind.MONEY: "#,##0.00",
    Kind.SHARE: "0%",
}
"""Excel puts in the separators of the computer it runs on."""


def number_format(kind: Kind, lang: Lang) -> str:
    """How cells of this kind are shown."""
    return f"{DATES[lang]} hh:mm" if kind is Kind.MOMENT else _NUMBER_FORMATS[kind]


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Workbook, lang: Lang) -> None:
        self._book, self._lang = book, lang
        self._base = {"font_name": FONTS[lang], "font_size": 10, "font_color": INK, "valign": "vcenter"}

    def cell(self, **props: Any) -> Format:
        """A format for cells."""
        return self._book.add_format({**self._base, **props})

    def patch(self, **props: Any) -> Format:
        """A format that a condition lays over the cell's own."""
        return self._book.add_format(props)

    def heading(self, *, yours: bool = False) -> Format:
        """The heading of a table's column."""
        colours = {"bg_color": YOURS, "font_color": INK} if yours else {"bg_color": HEADING, "font_color": "#FFFFFF"}
        return self.cell(bold=True, text_wrap=True, align="left", indent=1, border=1, border_color=LINE, **colours)

    def title(self) -> Format:
        """The first line of a sheet."""
        return self.cell(font_size=16, bold=True, indent=1)

    def hint(self) -> Format:
        """The line below the title."""
        return self.cell(font_color=MUTED, indent=1)

    def value(self, kind: Kind, **props: Any) -> Format:
        """A cell of this kind, ruled off below."""
        place = {"align": "right"} if kind in (Kind.WHOLE, Kind.MONEY) else {"align": "left", "indent": 1}
        return self.cell(**{"num_format": number_format(kind, self._lang), **place, **RULED, **props})
