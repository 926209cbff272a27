"""Chats with buyers: the endpoints, which the practice shop serves already."""

from ozon_xl.ozon.endpoint import Endpoint

LIST_CHATS = Endpoint("/v3/chat/list", page=100, source="Ozon's API description, read 2026-11-23")
START_CHAT = Endpoint(
    "/v1/chat/start",
    writes=True,
    source="Ozon's API description, read 2026-11-23: only with Premium Plus or Premium Pro, within 72 hours",
)
SEND_MESSAGE = Endpoint(
    "/v1/chat/send/message",
    writes=True,
    source="Ozon's API description, read 2026-11-23: the same; 1 to 1000 characters of plain text",
)
