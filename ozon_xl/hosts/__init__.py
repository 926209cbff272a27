"""Where a workbook lives: one port, a host for each place."""
