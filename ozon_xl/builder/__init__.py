"""Makes a fresh workbook from the declared sheets."""

from ozon_xl.builder.book import build, built

__all__ = ["build", "built"]
