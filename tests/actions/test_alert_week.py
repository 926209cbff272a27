"""A week of a busy shop in virtual time, with a program that keeps dying: what was heard against what was so.

The messages go through Apprise to web hooks on this computer. Only they are believed, not what the store says of them.
"""

import re
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from ozon_xl.actions import alert_messages, alerts, channels
from ozon_xl.actions.alerts import alert
from ozon_xl.domain import postings as domain
from ozon_xl.domain.alerts import Fate, due_of
from ozon_xl.domain.coverage import cover
from ozon_xl.domain.risk import Tier, risk_of_posting
from ozon_xl.domain.rules import Rules
from ozon_xl.domain.statuses import GONE
from ozon_xl.domain.stock import StockLevel
from ozon_xl.practice.parcels import Posting
from ozon_xl.practice.script import Happening, Script
from ozon_xl.practice.server import open_shop
from ozon_xl.settings import AlertSettings, ChannelEntry, Settings, ShopEntry
from ozon_xl.store import Store
from ozon_xl.texts import risk as risk_texts
from tests.fresh_log import fresh_log
from tests.receivers import Hook, Received, hook
from tests.store.make import environment

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:'imghdr' is deprecated"),  # by one of Apprise's many parts
]
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
LOOK = timedelta(minutes=15)
WEEK = timedelta(days=7)
LOCAL = timedelta(hours=3)
KILLS = 50
SHOP = ShopEntry(client_id="1234567", name="Чай")
BUSY = (
    Happening("order", every=3.2, first=1, amount=26),
    Happening("buyer-cancels", every=75, first=40),
    Happening("colleague-packs", every=3.5, first=2),
    Happening("carrier-collects", every=120, first=60, amount=60),
    Happening("packing-fails", every=100, first=30),
    Happening("ozon-moves-cutoff", every=9, first=9, amount=8),
    Happening("goods-missing", every=240, first=20, amount=3),
)
TIERS = {words.en: Tier(number) for number, words in enumerate(risk_texts.TIERS)}
ORDER = re.compile(rf"({'|'.join(TIERS)}) · (?:\S+(?: \d\d:\d\d)? · )?(\d+-\d+-\d+)")


class Killed(BaseException):
    """The process dies here."""


class Life:
    """Of the program: it dies at the points that fate has chosen, before and after each thing that it does."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self.kills = 0
        self._left = -1

    def begin(self, *, may_die: bool) -> None:
        self._left = self._rng.randrange(9) if may_die and self._rng.random() < 0.25 else -1

    def guarded(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def acting(*args: Any, **kwargs: Any) -> Any:
            self._point()
            result = act(*args, **kwargs)
            self._point()
            return result

        return acting

    def _point(self) -> None:
        if self._left == 0:
            self._left = -1
            self.kills += 1
            raise Killed
        self._left -= 1


class Heard(NamedTuple):
    """One order in one message that arrived."""

    at: datetime
    id: str
    number: str
    tier: Tier
    due: datetime | None


class Clock:
    def __init__(self) -> None:
        self.at = MONDAY

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def sleep(self, seconds: float) -> None:
        raise AssertionError


def told(posting: Posting) -> domain.Posting:
    """A posting as Ozon would tell it, as far as danger goes."""
    steps = tuple(domain.TariffStep(step.until, step.kind, None) for step in posting.tariff if step.until)
    lines = tuple(domain.Line(line.product.offer, "", "", line.quantity, None) for line in posting.lines)
    return domain.Posting(
        number=posting.number,
        order_number=posting.order_number,
        status=posting.status,
        substatus=posting.substatus,
        scheme="rfbs" if posting.is_rfbs else "fbs",
        flow="",
        warehouse_id=str(posting.warehouse.id),
        warehouse=posting.warehouse.name,
        method="",
        carrier="",
        tracking="",
        ordered_at=posting.in_process_at,
        ship_by=None if posting.undated else posting.cutoff,
        late_from=None if posting.undated else posting.late_from,
        handed_over_at=posting.delivering_at,
        tariff_steps=steps,
        actions=posting.extra_actions,
        lines=lines,
    )


class Week:
    """The shop, the store, two channels of which the first one often fails, and all that was heard."""

    def __init__(self, folder: Path, seed: int, first: Hook, second: Hook) -> None:
        self.folder, self.first, self.second = folder, first, second
        self.world = open_shop(start=MONDAY, speed=0, postings=60, offers=150, seed=seed)
        self.world.script = Script(BUSY, MONDAY, seed=seed)
        self.clock = Clock()
        self.rng = Random(seed)
        self.life = Life(Random(seed))
        self.wanted = AlertSettings(digest_at=time(9), quiet_from=time(22), quiet_to=time(7))
        for name, receiver in (("first", first), ("second", second)):
            path = folder / name
            path.write_text(receiver.address)
            path.chmod(0o600)
            self.wanted = self.wanted.with_channel(ChannelEntry(name=name, service="JSON", address_file=str(path)))
        self.now: dict[str, tuple[Tier, datetime | None]] = {}
        self.heard: list[Heard] = []
        self.last: dict[str, Heard] = {}
        self.digests: defaultdict[str, list[datetime]] = defaultdict(list)
        self.looks = 0
        self.seen: set[str] = set()
        self.store = self.start()

    @property
    def is_quiet(self) -> bool:
        return not 7 <= (self.clock.at + LOCAL).hour < 22

    def start(self) -> Store:
        """The program starts again."""
        store = Store.open(self.folder / "store.sqlite")
        for name in ("intend", "settle"):
            setattr(store.alerts, name, self.life.guarded(getattr(store.alerts, name)))
        return store

    def run(self) -> None:
        while self.clock.at < MONDAY + WEEK:
            self.clock.at += LOOK
            self.world.script.play(self.world.shop, self.clock.at)
            self.world.shop.cancel_forgotten(self.clock.at)
            self.refresh()
            self.look()

    def refresh(self) -> None:
        open_now = [told(posting) for posting in self.world.shop.postings.values() if posting.status not in GONE]
        self.seen.update(posting.number for posting in open_now)
        stock = [
            StockLevel(level.product.offer, str(level.warehouse.id), "", "", level.present, level.reserved, 0, None)
            for level in self.world.shop.levels()
        ]
        self.store.snapshots.save(SHOP.client_id, self.clock.at, postings=open_now, stock=stock, warehouses=[])
        coverage = cover(open_now, {level.pair: level.present for level in stock})
        self.now = {}
        for posting in open_now:
            short = coverage.short_of(posting.number)
            clocks, risk = risk_of_posting(posting, short=short, rules=Rules(), now=self.clock.at)
            self.now[posting.number] = (risk.tier, due_of(clocks))

    def look(self) -> None:
        self.first.manner = self.rng.choice(("ok", "ok", "ok", "fail", "drop"))
        self.life.begin(may_die=self.life.kills < KILLS)
        try:
            outcomes = alert(self.store, SHOP, self.wanted, self.clock, "en")
        except Killed:
            self.store.close()
            self.store = self.start()
            self.listen()
            return
        self.looks += 1
        assert all(outcome.fate is Fate.SENT for outcome in outcomes)
        self.listen()
        self.check_nothing_is_missed()

    def listen(self) -> None:
        for receiver in (self.first, self.second):
            for got in receiver.got:
                self.hear(got)
            receiver.got.clear()

    def hear(self, got: Received) -> None:
        (id_,) = re.findall(r"\[([0-9a-f]{8})\]$", got.title)
        assert id_ in got.body
        if "summary" in got.title:
            self.digests[id_].append(self.clock.at)
            assert not self.is_quiet
            return
        found = ORDER.findall(got.body)
        assert found
        assert "more: see" not in got.body
        for word, number in found:
            tier, due = self.now[number]
            assert tier is TIERS[word], "what is told is so"
            self.heard.append(Heard(self.clock.at, id_, number, tier, due))
            self.last[number] = self.heard[-1]
            assert not self.is_quiet or tier is Tier.CRITICAL

    def check_nothing_is_missed(self) -> None:
        for number, (tier, due) in self.now.items():
            if tier < Tier.WATCH or (self.is_quiet and tier is not Tier.CRITICAL):
                continue
            last = self.last.get(number)
            assert last, f"nobody was told of {number}"
            assert last.tier >= tier
            assert due is None or (last.due is not None and due <= last.due)


@pytest.fixture
def hooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Hook, Hook]]:
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(alerts, "local_offset", lambda _now: LOCAL)
    with fresh_log(), hook() as first, hook() as second:
        yield first, second


def test_each_tier_once_none_missed_nobody_woken_over_fifty_deaths(
    tmp_path: Path, hooks: tuple[Hook, Hook], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alert_messages, "MOST_LINES", 10_000)  # what is only counted cannot be found again here
    week = Week(tmp_path, 7, *hooks)
    monkeypatch.setattr(channels, "send", week.life.guarded(channels.send))
    week.run()
    week.store.close()
    assert week.life.kills == KILLS
    assert week.looks == WEEK // LOOK - KILLS
    assert len(week.seen) > 2500
    ids: defaultdict[tuple[str, Tier, datetime | None], set[str]] = defaultdict(set)
    for heard in week.heard:
        ids[heard.number, heard.tier, heard.due].add(heard.id)
    assert {key: found for key, found in ids.items() if len(found) > 1} == {}
    per_tier = {tier: sum(key[1] is tier for key in ids) for tier in Tier}
    assert min(per_tier[tier] for tier in (Tier.WATCH, Tier.SOON, Tier.URGENT, Tier.CRITICAL, Tier.MISSED)) > 50
    by_night = [heard for heard in week.heard if not 7 <= (heard.at + LOCAL).hour < 22]
    assert len(by_night) > 50
    repeated = len(week.heard) - len({(heard.id, heard.number) for heard in week.heard})
    assert repeated > 0, "some deaths must have come between sending and remembering"
    days = sorted({(at + LOCAL).date() for times in week.digests.values() for at in times[:1]})
    assert len(days) == len(week.digests) == 7


DYING = """
import os, signal, sys
from ozon_xl.actions import alerts, channels
from ozon_xl.clock import SystemClock
from ozon_xl.settings import Settings, ShopEntry
from ozon_xl.store import Store

left = int(sys.argv[2])

def guarded(act):
    def acting(*args, **kwargs):
        point()
        result = act(*args, **kwargs)
        point()
        return result
    return acting

def point():
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

channels.send = guarded(channels.send)
with Store.open(sys.argv[1]) as store:
    for name in ("intend", "settle"):
        setattr(store.alerts, name, guarded(getattr(store.alerts, name)))
    wanted = Settings.load().alerts
    alerts.alert(store, ShopEntry(client_id="1"), wanted, SystemClock(), "en")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_real_process_killed_at_every_point_tells_once_by_its_id(tmp_path: Path, hooks: tuple[Hook, Hook]) -> None:
    path = tmp_path / "address"
    path.write_text(hooks[0].address)
    path.chmod(0o600)
    channel = ChannelEntry(name="team", service="JSON", address_file=str(path))
    wanted = AlertSettings(channels=(channel,), quiet_from=time(0), quiet_to=time(0), digest_at=None)
    Settings(alerts=wanted).save()
    now = datetime.now(UTC)
    due = now + timedelta(hours=3)
    with Store.open(tmp_path / "store.sqlite") as store:
        one = domain.Posting(
            "1-1-1", "1", "awaiting_packaging", "", "fbs", "", "", "", "", "", "", now, due, due, None, (), (), ()
        )
        store.snapshots.save("1", now, postings=[one], stock=[], warehouses=[])
    points = ("intend", "intended", "send", "sent", "settle", "settled")
    ends = [die(tmp_path / "store.sqlite", point) for point in (*range(1, len(points) + 1), 99)]
    assert ends == [-signal.SIGKILL] * len(points) + [0]
    assert len(hooks[0].got) == 3, "twice nobody could know that it had arrived"
    assert len({got.title for got in hooks[0].got}) == 1


def die(path: Path, point: int) -> int:
    """A look that dies at a point. Returns how it ended."""
    command = [sys.executable, "-c", DYING, str(path), str(point)]
    return subprocess.run(command, env=environment(), timeout=60, check=False).returncode
