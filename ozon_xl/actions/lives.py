"""What happened to the open postings of a shop, as the store remembers it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from ozon_xl.domain.life import Life, news_of, touched_at
from ozon_xl.domain.postings import Posting
from ozon_xl.sheets.rows import Setting
from ozon_xl.store import Store


class Lives:
    """The lives of all open postings, read at once."""

    def __init__(self, store: Store, shop: str, since: datetime, noted: Mapping[str, datetime]) -> None:
        """``since``: what has changed after it is news; ``noted``: when the staff last wrote beside a posting."""
        self._since, self._noted = since, noted
        self._events = store.snapshots.lives(shop, since)
        self._first = store.snapshots.first(shop)

    def of(self, posting: Posting, setting: Setting) -> Life:
        """The life of one posting."""
        events = self._events.get(posting.number, [])
        since = max(self._since, setting.now - timedelta(hours=setting.rules.changes_hours))
        came = bool(events) and events[0].snapshot != self._first
        news = news_of(events, since, came=came, lang=setting.lang)
        return Life(news, touched_at(posting, events, self._noted.get(posting.number)))
