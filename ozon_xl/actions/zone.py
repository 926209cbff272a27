"""This computer's time zone in a workbook: by it the cells, and the macros, make UTC of this computer's clock."""

from datetime import datetime, timedelta
from typing import Final

from ozon_xl.clock import Clock, local_offset, next_offset_change
from ozon_xl.hosts.base import Host
from ozon_xl.sheets.columns import to_cell

_HOUR: Final = timedelta(hours=1)


def put_zone(host: Host, now: datetime) -> None:
    """The zone as it is at ``now``, and when the clocks are next put forward or back."""
    host.put("UtcOffset", local_offset(now) / _HOUR)
    change = next_offset_change(now)
    host.put("OffsetChangesAt", to_cell(change.at, date1904=host.date1904) if change else None)
    host.put("OffsetBefore", change.before / _HOUR if change else None)
    host.put("OffsetAfter", change.after / _HOUR if change else None)


def set_zone(host: Host, clock: Clock) -> None:
    """The same, where the workbook holds another zone."""
    now = clock.now()
    if host.get("UtcOffset").value != local_offset(now) / _HOUR:
        put_zone(host, now)
