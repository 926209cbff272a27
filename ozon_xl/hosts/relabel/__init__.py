"""Turning a closed workbook into another language."""

from ozon_xl.hosts.relabel.workbook import relabel

__all__ = ["relabel"]
