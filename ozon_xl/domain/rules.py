"""The thresholds that steer tiers, brakes and warnings.

Their values stand in the Rules sheet with source and date, where the seller changes them; these are the values a new
workbook starts with. No other module holds such a number.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """One shop's thresholds. Field names are the names of the cells, in words of Python."""

    watch_hours: float = 24.0
    soon_hours: float = 12.0
    urgent_hours: float = 4.0
    critical_hours: float = 1.0
    stale_minutes: float = 60.0
    """Data older than this is called old, and stock is not sent from it."""
    whole_minutes: float = 60.0
    """A refresh asks for the changes alone until the last whole one is so old; 0: every refresh is whole."""
    changes_hours: float = 24.0
    """So long a row tells of what changed in it."""
    untouched_hours: float = 12.0
    """An order for which nobody did anything so long is marked."""
    auto_cancel_days: float = 10.0
    """realFBS: days after the order at which Ozon cancels what was not handed over (help page; an estimate)."""
    archive_days: float = 3.0
    """Days after it left the queue at which an order with notes goes from the Orders sheet to the Archive sheet."""
    zeroing_rows: float = 5.0
    """More zeroings than this need a second consent ..."""
    zeroing_share: float = 0.10
    """... and so does a larger share of the stock rows than this."""
    change_share: float = 0.50
    """A larger share of changed rows than this needs a second consent."""
    jump_factor: float = 10.0
    """A change by this factor or more needs a second consent."""
    index_days: float = 14.0
    """Days before today whose errors and orders make up the error index."""
    first_zone: float = 0.04
    """Above this share of errors the first zone of the index begins ..."""
    second_zone: float = 0.10
    third_zone: float = 0.20
    fourth_zone: float = 0.40
    """... and above this one the last."""
    first_charge: float = 0.03
    """Share of the goods' price that an error costs in the first zone of the index ..."""
    second_charge: float = 0.06
    third_charge: float = 0.09
    fourth_charge: float = 0.09
    """... and in the last."""
    charge_most: float = 1500.0
    """Roubles that one error costs at most."""
    on_time_days: float = 30.0
    """Days before today whose orders make up the share handed over in time."""
    sure_share: float = 0.80
    """A posting whose chance to be handed over in time is below this is at high risk."""

    def charge_share(self, index: float | None) -> float | None:
        """Share of the goods' price that an error costs at this error index (per cent); None where it is not known."""
        if index is None:
            return None
        charges = (0.0, self.first_charge, self.second_charge, self.third_charge, self.fourth_charge)
        return charges[sum(index > 100 * edge for edge in self.zones)]

    @property
    def zones(self) -> tuple[float, ...]:
        """Where the zones of the error index begin: shares, rising."""
        return tuple(sorted((self.first_zone, self.second_zone, self.third_zone, self.fourth_zone)))
