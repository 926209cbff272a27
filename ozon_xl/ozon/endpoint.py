"""How an endpoint of the Seller API is declared: beside the models of its section, with its limits and their source."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``calls`` in any ``per_s`` seconds."""

    calls: int
    per_s: float


ALL_METHODS = Limit(50, 1.0)
"""Per Client-Id over all methods together. Source: the "Limits" section of Ozon's API description, read 2026-11-23."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method. All are POST with a JSON body."""

    path: str
    page: int = 0
    """Largest page (``limit`` in the body); 0 where there are no pages."""
    batch: int = 0
    """Most items in one request; 0 where there is no such bound."""
    limit: Limit | None = None
    """Its own limit on top of the one for all methods."""
    writes: bool = False
    """Changes the shop: never sent again before a read has shown what the first try did."""
    source: str = ""
    """Where these figures come from, with the date."""
