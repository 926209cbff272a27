"""A workbook that Excel has open, through Excel's objects; how they are reached is ``hosts.excel``'s business."""
