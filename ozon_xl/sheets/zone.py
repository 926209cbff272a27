"""This computer's time zone as far as a workbook knows it: the formulas that go by it, and the same in Python."""

from datetime import datetime, timedelta
from typing import NamedTuple


class Zone(NamedTuple):
    """Local time, and the next time that the clocks are put forward or back."""

    offset: timedelta
    """Local time is ahead of UTC by this ..."""
    changes_at: datetime | None = None
    """... until then (UTC); None where it stays so."""
    offset_after: timedelta = timedelta(0)

    def at(self, moment: datetime) -> timedelta:
        """How far local time is ahead of UTC at a moment."""
        return self.offset_after if self.changes_at is not None and moment >= self.changes_at else self.offset


def offset_at(moment: str) -> str:
    """The same as a formula, in hours. In a copy that nobody refreshes the clocks go over to summer time by themselves;
    where somebody has typed another zone, that one stands.
    """
    return f"IF(AND(UtcOffset=OffsetBefore,{moment}>=OffsetChangesAt),OffsetAfter,UtcOffset)"


_UNCHANGED = "(NOW()-UtcOffset/24)"
"""This computer's clock in UTC, as long as its offset is still that of the refresh."""
_TWICE = f"{_UNCHANGED}>=OffsetChangesAt-(OffsetBefore-OffsetAfter)/24"
"""Its clock shows, or has shown, the hour that comes twice when clocks are put back. Nothing says which of the two it
is, except that no moment lies before the refresh; a minute's grace, since the clock's error is in whole seconds."""
_SECOND_TIME = f"AND({_TWICE},{_UNCHANGED}-ClockError/86400<RefreshedAt-1/1440)"
_HAS_CHANGED = f"AND(UtcOffset=OffsetBefore,OR({_UNCHANGED}>=OffsetChangesAt,{_SECOND_TIME}))"

NOW_UTC = f"NOW()-IF({_HAS_CHANGED},OffsetAfter,UtcOffset)/24-ClockError/86400"
