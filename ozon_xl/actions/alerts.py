"""Telling people of orders in danger, from what the last refresh remembered.

On disk first, then sent: what the program was telling when it died is told again, in a message with the same id. The
channels are tried in their order until one takes the message; one that does not is reported.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from logging import ERROR, INFO, WARNING
from secrets import token_hex
from typing import Final, NamedTuple

from ozon_xl.actions import channels
from ozon_xl.actions.alert_messages import Message, View, alert_message, digest_message
from ozon_xl.actions.channels import Answer
from ozon_xl.actions.log import log, log_error
from ozon_xl.actions.orders import queue
from ozon_xl.clock import Clock, local_offset
from ozon_xl.domain.alerts import DIGEST, Danger, Fate, Quiet, Told, digest_due, message_of, old_data, to_tell
from ozon_xl.domain.risk import Tier
from ozon_xl.errors import OzonXLError
from ozon_xl.keys import read_address
from ozon_xl.settings import AlertSettings, ChannelEntry, Settings, ShopEntry
from ozon_xl.store import Store, Try
from ozon_xl.texts import Lang
from ozon_xl.texts import alerts as texts

_LEVELS: Final = {Fate.SENT: INFO, Fate.SENDING: WARNING, Fate.FAILED: ERROR}


class Outcome(NamedTuple):
    """What became of one message."""

    message: str
    """Its id."""
    entries: int
    """How many orders it tells of."""
    fate: Fate
    tries: tuple[Try, ...]

    def lines(self, lang: Lang) -> list[str]:
        """What to tell the user of it."""
        if self.fate is not Fate.SENT:
            return self.troubles(lang)
        by = self.tries[-1].channel
        return [*self.troubles(lang), texts.TOLD.say(lang, id=self.message, count=self.entries, channel=by)]

    def troubles(self, lang: Lang) -> list[str]:
        """The channels that did not take it, and whether that was all of them."""
        failed = [
            texts.CHANNEL_FAILED.say(lang, id=self.message, channel=one.channel, why=one.why)
            for one in self.tries
            if one.fate is not Fate.SENT
        ]
        return failed if self.fate is Fate.SENT else [*failed, texts.NOBODY_TOLD.say(lang, id=self.message)]


def alert(store: Store, shop: ShopEntry, wanted: AlertSettings, clock: Clock, lang: Lang) -> list[Outcome]:
    """Tell of what is to be told now. Nothing where no channel is set up, or while another process tells.

    Raises:
        OzonXLError: of the store.
    """
    if not wanted.channels:
        return []
    with store.telling(shop.client_id) as is_ours:
        return _Look(store, shop, wanted, clock, lang).tell() if is_ours else []


def tell(client_id: str, clock: Clock, lang: Lang, say: Callable[[str], None]) -> list[str]:
    """Alert for a shop of this computer; ``say`` hears all of it. Returns what went wrong, in words."""
    try:
        settings = Settings.load()
        if not settings.alerts.channels:
            return []
        shop = settings.shop(client_id)
        with Store.open() as store:
            outcomes = alert(store, shop, settings.alerts, clock, lang)
    except OzonXLError as error:
        log_error(error, "alert")
        say(error.say(lang))
        return [error.say(lang)]
    for outcome in outcomes:
        for line in outcome.lines(lang):
            say(line)
    return [line for outcome in outcomes for line in outcome.troubles(lang)]


class _Look:
    """One look at a shop's orders."""

    def __init__(self, store: Store, shop: ShopEntry, wanted: AlertSettings, clock: Clock, lang: Lang) -> None:
        self._store, self._shop, self._wanted = store, shop.client_id, wanted
        self._clock, self._lang = clock, lang
        self._name = shop.name or shop.client_id

    def tell(self) -> list[Outcome]:
        """One message for all that is new, and one for each that nobody knows to have arrived."""
        last = self._store.snapshots.last(self._shop)
        if last is None:
            return []
        now = last.by_ozon(self._clock.now())
        zone = timezone(local_offset(now))
        rows = {row.posting: row for row in queue(self._store, self._shop, now, self._lang)}
        view = View(self._name, rows, now.astimezone(zone), last.taken_at.astimezone(zone), self._lang)
        told = self._store.alerts.told(self._shop)
        quiet = Quiet(self._wanted.quiet_from, self._wanted.quiet_to).holds(view.now.time())
        dangers = [Danger(row.posting, Tier(row.tier), row.due) for row in rows.values()]
        dangers += old_data(last.taken_at, now, timedelta(minutes=self._store.rules(self._shop).stale_minutes))
        fresh = to_tell(dangers, told, quiet=quiet, least=Tier[self._wanted.least.upper()])
        outcomes = [
            self._send(alert_message(id_, group, view), group, now) for id_, group in _messages(fresh, told).items()
        ]
        digest = None if quiet else self._digest(told.get(DIGEST), view.now, zone)
        if digest is not None:
            id_ = message_of(digest, told.get(DIGEST)) or _new_id()
            outcomes.append(self._send(digest_message(id_, view), [digest], now))
        return outcomes

    def _digest(self, last: Told | None, now: datetime, zone: timezone) -> Danger | None:
        """The day's summary, where it is due or nobody knows that it has arrived."""
        if self._wanted.digest_at is None:
            return None
        last_at = last.due.astimezone(zone) if last and last.due else None
        if digest_due(now, self._wanted.digest_at, last_at):
            return Danger(DIGEST, Tier.DONE, now)
        return Danger(DIGEST, last.tier, last.due) if last and last.fate is not Fate.SENT else None

    def _send(self, message: Message, dangers: Sequence[Danger], now: datetime) -> Outcome:
        self._store.alerts.intend(self._shop, message.id, now, dangers)
        tries: list[Try] = []
        for channel in self._wanted.channels:
            answer = give(channel, _with_failures(message, tries, self._lang), self._lang)
            tries.append(Try(message.id, channel.name, self._clock.now(), answer.fate, answer.why))
            if answer.fate is Fate.SENT:
                break
        fate = _fate([one.fate for one in tries])
        self._store.alerts.settle(self._shop, message.id, fate, tries)
        outcome = Outcome(message.id, len(dangers), fate, tuple(tries))
        log().log(_LEVELS[fate], " ".join(outcome.lines("en")))
        return outcome


class Trial(NamedTuple):
    """How a channel took a test message."""

    channel: str
    answer: Answer

    @property
    def works(self) -> bool:
        """Whether it took it."""
        return self.answer.fate is Fate.SENT

    def say(self, lang: Lang) -> str:
        """What to tell the user of it."""
        if self.works:
            return texts.CHANNEL_WORKS.say(lang, channel=self.channel)
        return texts.CHANNEL_WORKS_NOT.say(lang, channel=self.channel, why=self.answer.why)


def trials(entries: Iterable[ChannelEntry], lang: Lang) -> Iterator[Trial]:
    """Give a test message to these channels, one after the other."""
    id_ = _new_id()
    message = Message(id_, texts.TEST_TITLE.say(lang, id=id_), texts.TEST_BODY.say(lang))
    return (Trial(entry.name, give(entry, message, lang)) for entry in entries)


def give(channel: ChannelEntry, message: Message, lang: Lang) -> Answer:
    """A message to one channel; whatever goes wrong is told as its answer."""
    try:
        answer = channels.send(read_address(channel), message.title, message.body)
    except OzonXLError as error:
        return Answer(Fate.FAILED, error.say(lang))
    if answer.fate is Fate.SENT or answer.why:
        return answer
    return answer._replace(why=(texts.NO_ANSWER if answer.fate is Fate.SENDING else texts.NO_REASON).say(lang))


def _messages(fresh: Sequence[Danger], told: dict[str, Told]) -> dict[str, list[Danger]]:
    """What is new in one message, the rest in those that it was in."""
    new = _new_id()
    messages: dict[str, list[Danger]] = {}
    for danger in fresh:
        messages.setdefault(message_of(danger, told.get(danger.number)) or new, []).append(danger)
    return messages


def _with_failures(message: Message, tries: Sequence[Try], lang: Lang) -> Message:
    """A message that also tells which channels did not take it."""
    failures = [texts.CHANNEL_DOWN.say(lang, channel=one.channel, why=one.why) for one in tries]
    return message._replace(body="\n".join([message.body, *failures]))


def _fate(fates: Sequence[Fate]) -> Fate:
    """Of a message, from how the channels took it."""
    return next((fate for fate in (Fate.SENT, Fate.SENDING) if fate in fates), Fate.FAILED)


def _new_id() -> str:
    return token_hex(4)
