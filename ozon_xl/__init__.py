"""ozon_xl: an Excel workbook that an Ozon seller keeps open all day."""

__version__ = "0.1.0"
