"""Why something does not work: one line for each thing that was looked at, with its cure where it is wrong."""

from ozon_xl.actions.doctor.report import diagnose

__all__ = ["diagnose"]
