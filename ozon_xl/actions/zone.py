"""This computer's time zone in a workbook: by it the cells, and the macros, make UTC of this computer's clock."""

from datetime import datetime, timedelta
from typing import Final

from ozon_xl.clock import Clock, local_offset, next_offset_change
from ozon_xl.hosts.base import Host
from ozon_xl.sheets.columns import to_cell
from ozon_xl.sheets.zone import Zone

_HOUR: Final = timedelta(hours=1)


def zone_at(now: datetime) -> Zone:
    """This computer's zone as it is at ``now``."""
    change = next_offset_change(now)
    return Zone(local_offset(now), change.at, change.after) if change else Zone(local_offset(now))


def put_zone(host: Host, zone: Zone) -> None:
    """The zone, and when the clocks are next put forward or back."""
    changes = zone.changes_at is not None
    host.put("UtcOffset", zone.offset / _HOUR)
    host.put("OffsetChangesAt", to_cell(zone.changes_at, date1904=host.date1904))
    host.put("OffsetBefore", zone.offset / _HOUR if changes else None)
    host.put("OffsetAfter", zone.offset_after / _HOUR if changes else None)


def set_zone(host: Host, clock: Clock) -> None:
    """The same, where the workbook holds another zone."""
    now = clock.now()
    if host.get("UtcOffset").value != local_offset(now) / _HOUR:
        put_zone(host, zone_at(now))
