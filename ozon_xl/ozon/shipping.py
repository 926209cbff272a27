"""Packing postings, and their labels: the endpoints, which the practice shop serves already."""

from ozon_xl.ozon.endpoint import Endpoint

SHIP_POSTING = Endpoint(
    "/v4/posting/fbs/ship",
    writes=True,
    source="Ozon's API description, read 2026-11-23: 200 does not mean that it is packed, the posting itself tells",
)
CREATE_LABELS = Endpoint(
    "/v3/posting/fbs/package-label/create",
    writes=True,
    source="Ozon's API description, read 2026-11-23: best 45 to 60 seconds after packing; names no batch",
)
GET_LABELS = Endpoint("/v2/posting/fbs/package-label/get", source="Ozon's API description, read 2026-11-23")
