"""What every sheet has: its set-up for screen and paper, the title, and the line that says how old the data is."""

from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ozon_xl.builder import formulas
from ozon_xl.builder.styles import FRESH, NO_DATA, OLD, TIERS, Styles, TierStyle
from ozon_xl.domain.risk import Tier
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import risk as risk_texts

A4 = 9


class Page(NamedTuple):
    """A workbook in the making, and its language."""

    book: Workbook
    styles: Styles
    lang: Lang

    def add_sheet(self, name: Words, *, tab: str, zoom: int = 100) -> Worksheet:
        """A sheet ready for screen and paper: landscape, one page wide."""
        sheet: Worksheet = self.book.add_worksheet(name.say(self.lang))
        sheet.set_vba_name(f"Sheet{name.en}")
        sheet.set_tab_color(tab)
        sheet.set_zoom(zoom)
        sheet.hide_gridlines(2)
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def write_formula(self, sheet: Worksheet, row: int, column: int, formula: str, **props: Any) -> None:
        """A formula (without ``=``) that is computed when the file is opened.

        An empty result and not XlsxWriter's 0: LibreOffice takes a number for a result that needs no computing.
        """
        sheet.write_formula(row, column, f"={formula}", self.styles.cell(**props), "")

    def write_array_formula(self, sheet: Worksheet, row: int, column: int, formula: str) -> None:
        """A formula (without ``=``) that looks at whole columns cell by cell, in every version of Excel."""
        sheet.write_array_formula(row, column, row, column, f"{{={formula}}}", self.styles.cell(), "")


def write_head(page: Page, sheet: Worksheet, title: Words, hint: Words, last_column: int) -> None:
    """Rows 1 to 3: title, banner across the columns up to ``last_column``, hint."""
    sheet.set_row(0, 27)
    sheet.set_row(1, 20)
    sheet.set_row(2, 18)
    sheet.write_string(0, 0, title.say(page.lang), page.styles.title())
    page.write_formula(sheet, 1, 0, formulas.banner_and_message(page.lang), bold=True, indent=1)
    colour_banner(page, sheet, 1, 0, last_column)
    sheet.write_string(2, 0, hint.say(page.lang), page.styles.hint())


def colour_banner(page: Page, sheet: Worksheet, row: int, first: int, last: int) -> None:
    """Green while the data is fresh, red when it is not, grey while there is none, orange once a refresh has failed."""
    looks = (
        (formulas.IS_OLD, OLD),
        (formulas.HAS_FAILED, TIERS[Tier.URGENT]),
        (formulas.IS_EMPTY, NO_DATA),
        ("TRUE", FRESH),
    )
    for condition, style in looks:
        colour(page, sheet, (row, first, row, last), condition, style)


def colour_tiers(
    page: Page, sheet: Worksheet, area: tuple[int, int, int, int], danger_cell: str, state_column: int
) -> None:
    """Rows in the colour of their tier, with its icon before the word in ``state_column``.

    ``danger_cell`` is the first row's, its column fixed (``$X5``). An icon is a format and not a part of the word, so
    that filters and the user's own formulas know the word.
    """
    top, _, bottom, _ = area
    for tier, style in TIERS.items():
        # an empty cell equals 0
        condition = f"{danger_cell}={tier:d}" if tier else f"AND(ISNUMBER({danger_cell}),{danger_cell}=0)"
        colour(page, sheet, (top, state_column, bottom, state_column), condition, style, num_format=with_icon(tier))
        if tier is not Tier.CALM:
            colour(page, sheet, area, condition, style)


def with_icon(tier: Tier) -> str:
    """The format of a cell that holds the tier's word."""
    return f'"{risk_texts.ICONS[tier]} "@'


def colour(
    page: Page, sheet: Worksheet, area: tuple[int, int, int, int], condition: str, style: TierStyle, **props: Any
) -> None:
    """Lay a style over the cells of ``area`` (zero-based, inclusive) where the condition holds; the first one wins."""
    look = page.styles.patch(**style.props(), **props)
    sheet.conditional_format(
        *area, {"type": "formula", "criteria": f"={condition}", "format": look, "stop_if_true": True}
    )
