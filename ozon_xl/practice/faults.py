"""Troubles on demand.

A spec is a list with commas: ``kind[:value][@path][*times][%percent][+skip]``, for example
``429:2@/v4/posting/fbs/list*3`` (three times, asking for 2 seconds) or ``latency:150,5xx%10``. ``path`` is a part of
the path; ``skip`` lets that many matching requests pass first. Chances come from a seed: the same run, the same luck.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from random import Random

from ozon_xl.errors import FaultSpecError

KINDS = {
    "latency": "milliseconds before the request is looked at",
    "stall": "seconds between the effect and the answer",
    "429": "code 8; value: seconds in Retry-After, none without a value",
    "circle": "plain text: Circle is open; value: the status (429)",
    "5xx": "an HTML page of a gateway; value: the status (502)",
    "internal": "code 13 as JSON, status 500",
    "refuse": "403; value: deactivated, role, network, offer, blocked or subscription",
    "obsolete": "400 code 9: the method is switched off",
    "drop": "the connection breaks before anything happens",
    "drop-after": "the connection breaks after the request took effect",
    "half": "the connection breaks in the middle of the answer",
    "truncate": "a complete answer whose JSON is cut off",
    "drip": "the answer trickles over this many seconds",
    "html": "200 with HTML instead of JSON",
    "repeat-cursor": "the page comes with the cursor it was asked with",
    "empty-page": "no rows, but has_next is true",
    "lost-page": "a page of rows is skipped",
    "duplicates": "rows come twice",
    "key-ends": "days until the key ends",
    "no-total": "total is switched off, only total_items is left",
    "string-ids": "ids and SKUs as strings",
    "wrapped": "posting lists inside an object result",
    "period": "PERIOD_IS_TOO_LONG for windows above this many days",
    "lag": "seconds until a stock write shows in reads",
    "race": "buyers take this many pieces of each pair right before its write",
    "ship-failed": "packing is answered by 200 and then fails",
    "unprinted": "so many postings of a label task get no label",
    "missing-result": "a stock write answers for all items but the last",
}
"""Every kind with what it does."""

_SPEC = re.compile(
    r"(?P<kind>[a-z0-9-]+)(?::(?P<value>[\w.]+))?(?:@(?P<path>/[\w/.-]*))?"
    r"(?:\*(?P<times>\d+))?(?:%(?P<percent>[\d.]+))?(?:\+(?P<skip>\d+))?"
)


@dataclass(slots=True)
class Fault:
    """One trouble and how often it strikes."""

    kind: str
    value: str = ""
    path: str = ""
    times: int | None = None
    """How many times are left; None is for ever."""
    percent: float = 100.0
    skip: int = 0
    """Matching requests that still pass."""
    struck: int = 0

    def number(self, otherwise: float) -> float:
        """The value as a number."""
        return float(self.value) if self.value else otherwise


def parse(spec: str) -> list[Fault]:
    """The faults of a spec.

    Raises:
        FaultSpecError: A part cannot be read or its kind is unknown.
    """
    return [_parse_one(part.strip()) for part in spec.split(",") if part.strip()]


def _parse_one(part: str) -> Fault:
    match = _SPEC.fullmatch(part)
    if match is None or match["kind"] not in KINDS:
        raise FaultSpecError(part=part, kinds=", ".join(KINDS))
    fault = Fault(
        kind=match["kind"],
        value=match["value"] or "",
        path=match["path"] or "",
        times=int(match["times"]) if match["times"] else None,
        percent=float(match["percent"] or 100),
        skip=int(match["skip"] or 0),
    )
    if fault.kind != "refuse" and fault.value:
        try:
            fault.number(0)
        except ValueError:
            raise FaultSpecError(part=part, kinds=", ".join(KINDS)) from None
    return fault


class Faults:
    """The troubles in force."""

    def __init__(self, faults: Iterable[Fault] = (), *, seed: int = 1) -> None:
        self.active = list(faults)
        self._luck = Random(seed)  # noqa: S311 - reproducible chance, no secret

    def strike(self, kind: str, path: str) -> Fault | None:
        """The fault of this kind that strikes this request, if one does. Asking counts."""
        for fault in self.active:
            if fault.kind == kind and fault.path in path and self._strikes(fault):
                return fault
        return None

    def is_set(self, kind: str, value: str, path: str) -> bool:
        """Whether such a fault lies in wait for requests to a path, for as long as nobody takes it away."""
        return any((one.kind, one.value, one.times) == (kind, value, None) and one.path in path for one in self.active)

    def _strikes(self, fault: Fault) -> bool:
        if fault.times == 0:
            return False
        if fault.skip:
            fault.skip -= 1
            return False
        if fault.percent < 100 and self._luck.random() * 100 >= fault.percent:
            return False
        if fault.times is not None:
            fault.times -= 1
        fault.struck += 1
        return True

    def told(self) -> list[dict[str, object]]:
        """The faults as plain data."""
        return [asdict(fault) for fault in self.active]
