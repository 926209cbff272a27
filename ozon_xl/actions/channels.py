"""The channels by which people are told: mail, Telegram, WeCom, DingTalk, Feishu and all else that Apprise knows.

The only importer of Apprise, and only when something is sent. An address holds a secret: it is never shown, and what a
channel says is cleaned of its parts before anybody else sees it.
"""

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from ozon_xl.actions.log import hide
from ozon_xl.domain.alerts import Fate
from ozon_xl.errors import AddressUnreadableError

if TYPE_CHECKING:
    from apprise import NotifyBase

EXAMPLES: Final = (
    "mailtos://USER:PASSWORD@mail.example.com?from=me@example.com&to=you@example.com",
    "tgram://123456789:BOT_TOKEN/CHAT_ID",
    "wecombot://BOT_KEY",
    "dingtalk://TOKEN",
    "feishu://TOKEN",
)
PATIENCE_S: Final = 20.0
"""So long a channel may take; afterwards nobody knows whether the message arrived."""
_LONGER_S: Final = 30.0
"""A channel's own patience: it must not give up, and be taken for one that refused, before we do."""
_PART: Final = re.compile(r"[^\W_]{4,}")
_MOST_WHY: Final = 300


class Answer(NamedTuple):
    """How a channel took a message."""

    fate: Fate
    why: str = ""
    """What it said where it did not take it; empty where it said nothing."""


def service_of(address: str) -> str:
    """What takes the messages sent to an address, by name. Raises AddressUnreadableError."""
    return str(_plugin(address).service_name)


def send(address: str, title: str, body: str) -> Answer:
    """Give a plain text to a channel; where it is too long for it, in several parts.

    Raises:
        AddressUnreadableError: it is none.
    """
    from apprise import Apprise, AppriseResultStatus, NotifyFormat, OverflowMode  # noqa: PLC0415

    hide(address)
    plugin = _plugin(address)
    plugin.overflow_mode = OverflowMode.SPLIT
    plugin.socket_connect_timeout = plugin.socket_read_timeout = _LONGER_S
    sender = Apprise()
    sender.add(plugin)
    result = sender.notify(body, title, body_format=NotifyFormat.TEXT, timeout=PATIENCE_S)
    if result:
        return Answer(Fate.SENT)
    said = "; ".join(entry.message for entry in result.logs())
    late = result.status == AppriseResultStatus.TIMEOUT
    return Answer(Fate.SENDING if late else Fate.FAILED, _clean(said, address))


def _plugin(address: str) -> "NotifyBase":
    from apprise import Apprise  # noqa: PLC0415 - a fifth of a second that most commands never need

    plugin = Apprise.instantiate(address)
    if plugin is None:
        raise AddressUnreadableError(examples=", ".join(EXAMPLES))
    return plugin


def _clean(said: str, address: str) -> str:
    """What a channel said, without any part of its address."""
    secret = address.partition("://")[2]
    for part in sorted({*_PART.findall(secret), *_PART.findall(unquote(secret))}, key=len, reverse=True):
        said = re.sub(re.escape(part), "***", said, flags=re.IGNORECASE)
    return " ".join(said.split())[:_MOST_WHY]
