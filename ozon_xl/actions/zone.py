"""This computer's time zone in a workbook: by it the cells, and the macros, make UTC of this computer's clock."""

from datetime import datetime, timedelta
from typing import Final

from ozon_xl.clock import Clock, local_offset, next_offset_change
from ozon_xl.hosts.base import Host
from ozon_xl.sheets.columns import Cell, to_cell
from ozon_xl.sheets.zone import Zone

_HOUR: Final = timedelta(hours=1)


def zone_at(now: datetime) -> Zone:
    """This computer's zone as it is at ``now``."""
    change = next_offset_change(now)
    return Zone(local_offset(now), change.at, change.after) if change else Zone(local_offset(now))


def zone_cells(zone: Zone, *, date1904: bool) -> dict[str, Cell]:
    """The zone, and when the clocks are next put forward or back, by the names of their cells."""
    changes = zone.changes_at is not None
    return {
        "UtcOffset": zone.offset / _HOUR,
        "OffsetChangesAt": to_cell(zone.changes_at, date1904=date1904),
        "OffsetBefore": zone.offset / _HOUR if changes else None,
        "OffsetAfter": zone.offset_after / _HOUR if changes else None,
    }


def set_zone(host: Host, clock: Clock) -> None:
    """The same, where the workbook holds another zone."""
    now = clock.now()
    if host.get("UtcOffset").value != local_offset(now) / _HOUR:
        host.put_all(zone_cells(zone_at(now), date1904=host.date1904))
