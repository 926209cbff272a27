"""Whose shop, at which address, with which key."""

import re
from dataclasses import dataclass, field
from typing import Final

from ozon_xl.errors import BadClientIdError, UnsafeAddressError, WrongKeyError

OZON: Final = "https://api-seller.ozon.ru"
_LOOPBACK: Final = re.compile(r"http://(?:127\.0\.0\.1|localhost)(?::[0-9]{1,5})?/?")
DEMO_KEY: Final = "demo-"
"""How the practice shop's keys begin; nothing else is ever sent to loopback."""


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop that the client may call. The key shows up in no ``repr``.

    Raises:
        BadClientIdError: the Client-Id is not a positive whole number.
        WrongKeyError: the key holds what no header may hold, so it was not copied right.
        UnsafeAddressError: neither Ozon nor, with a demo key, the practice shop on this computer.
    """

    client_id: str
    api_key: str = field(repr=False)
    base_url: str = OZON

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]*[1-9][0-9]*", self.client_id):
            raise BadClientIdError(shop=self.client_id[:40])
        if not re.fullmatch(r"[!-~]+", self.api_key):
            raise WrongKeyError(shop=self.client_id)
        is_practice = self.api_key.startswith(DEMO_KEY) and _LOOPBACK.fullmatch(self.base_url)
        if self.base_url != OZON and not is_practice:
            raise UnsafeAddressError(address=self.base_url[:200])
