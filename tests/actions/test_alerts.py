"""Orders in danger told of to real receivers: once, in order, at waking hours, through whatever channel works."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from ozon_xl.actions import alerts, channels
from ozon_xl.actions.alert_messages import IN_FULL, MOST_LINES
from ozon_xl.actions.alerts import Outcome, alert
from ozon_xl.actions.channels import Answer
from ozon_xl.actions.log import log_file
from ozon_xl.domain.alerts import Fate
from ozon_xl.domain.postings import Posting
from ozon_xl.domain.rules import Rules
from ozon_xl.settings import AlertSettings, ChannelEntry, ShopEntry
from ozon_xl.store import Store
from ozon_xl.texts import LANGS, Lang
from tests.fresh_log import fresh_log
from tests.receivers import Hook, Mail, Receiver, hook, mail
from tests.store.make import posting, save

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # by one of Apprise's many parts
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SHOP = ShopEntry(client_id="1234567", name="Чай")
AWAKE = AlertSettings(quiet_from=time(0), quiet_to=time(0), digest_at=None)


class Hands:
    """A clock that somebody sets."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Shop:
    """A store, a clock and channels; what happens at Ozon is what is saved."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store.open(folder / "store.sqlite")
        self.clock = Hands()
        self.wanted = AWAKE

    def channel(self, name: str, address: str) -> None:
        path = self.folder / name
        path.write_text(address)
        path.chmod(0o600)
        entry = ChannelEntry(name=name, service="?", address_file=str(path))
        self.wanted = self.wanted.with_channel(entry)

    def refresh(self, *postings: Posting) -> None:
        save(self.store, list(postings), shop=SHOP.client_id, at=self.clock.at)

    def look(self, hours: float = 0, lang: Lang = "en") -> list[Outcome]:
        self.clock.at += timedelta(hours=hours)
        return alert(self.store, SHOP, self.wanted, self.clock, lang)


@pytest.fixture(autouse=True)
def _own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(alerts, "local_offset", lambda _now: timedelta(hours=3))
    with fresh_log():
        yield


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(tmp_path)
    yield shop
    shop.store.close()


@pytest.fixture
def first() -> Iterator[Hook]:
    with hook() as receiver:
        yield receiver


@pytest.fixture
def second() -> Iterator[Mail]:
    with mail() as receiver:
        yield receiver


def due_in(hours: float, number: str = "1-1", **changes: object) -> Posting:
    due = NOON + timedelta(hours=hours)
    return posting(number, ship_by=due, late_from=due, warehouse="Склад 9", **changes)


def numbers(receiver: Receiver) -> list[str]:
    return [number for got in receiver.got for number in re.findall(r"\d+-\d+", got.body)]


def test_one_message_for_all_with_what_to_do(shop: Shop, first: Hook) -> None:
    shop.channel("team", first.address)
    shop.refresh(due_in(0.75, "1-1"), due_in(3, "2-2", status="awaiting_deliver"), due_in(90, "3-3"))
    (outcome,) = shop.look()
    assert outcome.fate is Fate.SENT
    (got,) = first.got
    assert got.title == f"Ozon Чай: CRITICAL 1, URGENT 1 [{outcome.message}]"
    assert outcome.message in got.body
    assert "23.11 15:00" in got.body
    assert numbers(first) == ["1-1", "2-2"]
    for part in ("CRITICAL · 00:45 · 1-1", "Pack · Склад 9", "00:45 until it counts as late.", "Hand over · Склад 9"):
        assert part in got.body


@pytest.mark.parametrize("lang", LANGS)
def test_in_the_language_of_the_user(shop: Shop, first: Hook, lang: Lang) -> None:
    shop.channel("team", first.address)
    shop.refresh(due_in(0.75))
    shop.look(lang=lang)
    word = {"en": "CRITICAL", "ru": "КРИТИЧНО", "zh": "危急"}[lang]
    assert word in first.got[0].title
    assert {"en": "Pack", "ru": "Собрать", "zh": "备货"}[lang] in first.got[0].body


def test_each_tier_once_and_nothing_in_between(shop: Shop, first: Hook) -> None:
    shop.channel("team", first.address)
    shop.refresh(due_in(30))
    told = []
    for _ in range(4 * 34):
        shop.refresh(due_in(30))
        told += [(shop.clock.at - NOON) / timedelta(hours=1) for _outcome in shop.look(0.25)]
    assert told == [6, 18, 26, 29, 30]
    assert [re.findall(r": (\w+) 1", got.title)[0] for got in first.got] == [
        "watch",
        "soon",
        "URGENT",
        "CRITICAL",
        "MISSED",
    ]


def test_a_restart_forgets_nothing(shop: Shop, first: Hook) -> None:
    shop.channel("team", first.address)
    shop.refresh(due_in(3))
    shop.look()
    shop.store.close()
    shop.store = Store.open(shop.folder / "store.sqlite")
    assert shop.look(0.25) == []


def test_at_night_only_what_is_critical_the_rest_in_the_morning_if_it_is_still_true(shop: Shop, first: Hook) -> None:
    shop.wanted = AlertSettings(digest_at=None)
    shop.channel("team", first.address)
    shop.clock.at = NOON + timedelta(hours=8)  # 23:00 of local time
    orders = [due_in(8.5, "1-1"), due_in(18, "2-2"), due_in(19, "3-3")]
    shop.refresh(*orders)
    assert [outcome.entries for outcome in shop.look()] == [1]
    assert numbers(first) == ["1-1"]
    for _ in range(31):
        shop.refresh(*orders)
        assert shop.look(0.25) == [] or shop.clock.at == NOON + timedelta(hours=8.5)
    shop.refresh(orders[1])
    shop.look(0.25)
    assert shop.clock.at == NOON + timedelta(hours=16)
    assert numbers(first)[1:] == ["2-2"], "the third was handed over in the night"


def test_a_channel_that_fails_is_reported_and_the_next_one_tried(shop: Shop, first: Hook, second: Mail) -> None:
    shop.channel("team", first.address)
    shop.channel("boss", second.address)
    first.manner = "fail"
    shop.refresh(due_in(3))
    (outcome,) = shop.look()
    assert [(one.channel, one.fate) for one in outcome.tries] == [("team", Fate.FAILED), ("boss", Fate.SENT)]
    assert numbers(second) == ["1-1"]
    assert "The channel “team” did not take this message" in second.got[0].body
    said = " ".join(outcome.lines("en"))
    assert "“team” did not take it" in said
    assert "went out by “boss”" in said
    assert "“team”" in log_file().read_text("utf-8")
    last = shop.store.alerts.last_try("team")
    assert last
    assert "500" in last.why
    assert shop.look(0.25) == []


def test_a_channel_without_its_address_is_one_that_fails(shop: Shop, second: Mail) -> None:
    shop.channel("gone", "json://127.0.0.1")
    (shop.folder / "gone").unlink()
    shop.channel("open", "json://127.0.0.1")
    (shop.folder / "open").chmod(0o644)
    shop.channel("boss", second.address)
    shop.refresh(due_in(3))
    (outcome,) = shop.look()
    assert [one.fate for one in outcome.tries] == [Fate.FAILED, Fate.FAILED, Fate.SENT]
    assert "chmod 600" in second.got[0].body.replace("\n", " ")


def test_what_no_channel_took_goes_out_with_what_is_new_once_one_works_again(shop: Shop, first: Hook) -> None:
    shop.channel("team", first.address)
    first.manner = "fail"
    shop.refresh(due_in(3, "1-1"), due_in(90, "2-2"), due_in(2, "3-3"))
    (lost,) = shop.look()
    assert lost.fate is Fate.FAILED
    first.manner = "ok"
    shop.refresh(due_in(3, "1-1"), due_in(0.9, "2-2"))
    (outcome,) = shop.look(0.25)
    assert numbers(first) == ["2-2", "1-1"], "the third is done"
    assert outcome.message != lost.message
    assert shop.look(0.25) == []


def test_nobody_answers_in_time_so_it_comes_again_with_the_same_id(
    shop: Shop, first: Hook, second: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "PATIENCE_S", 0.3)
    shop.channel("team", first.address)
    first.manner, first.late_s = "slow", 0.8
    shop.refresh(due_in(3, "1-1"))
    (unknown,) = shop.look()
    assert unknown.fate is Fate.SENDING
    first.wait()
    first.manner = "ok"
    shop.refresh(due_in(3, "1-1"), due_in(0.9, "2-2"))
    again = shop.look(0.25)
    assert unknown.message in {outcome.message for outcome in again}
    assert len(again) == 2, "what is new is not hidden in a message that one may have read already"
    titles = [got.title for got in first.got if unknown.message in got.title]
    assert len(titles) == 2
    assert shop.look(0.1) == []


def test_a_crash_after_sending_sends_the_same_id_again(
    shop: Shop, first: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.channel("team", first.address)
    shop.refresh(due_in(3))
    real = channels.send

    def die(address: str, title: str, body: str) -> NoReturn:
        real(address, title, body)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(channels, "send", die)
        with pytest.raises(KeyboardInterrupt):
            shop.look()
    assert len(shop.look(0.25)) == 1
    assert len({got.title for got in first.got}) == 1
    assert len(first.got) == 2
    assert shop.look(0.25) == []


def test_data_that_nobody_can_refresh_is_told_once(shop: Shop, first: Hook) -> None:
    shop.channel("team", first.address)
    shop.refresh(due_in(90))
    assert shop.look(0.5) == []
    assert [outcome.entries for outcome in (*shop.look(1), *shop.look(1), *shop.look(1))] == [1]
    assert "data is old" in first.got[0].title
    assert "No refresh has worked since 23.11 15:00" in first.got[0].body
    shop.refresh(due_in(90))
    assert shop.look(0.5) == []
    assert len(shop.look(1)) == 1


def test_the_summary_comes_once_a_day_and_not_while_it_is_quiet(shop: Shop, first: Hook) -> None:
    shop.wanted = AlertSettings(digest_at=time(6))
    shop.channel("team", first.address)
    for _ in range(4 * 24 * 3):
        shop.refresh(due_in(900, "1-1"), due_in(-2, "2-2"))
        shop.look(0.25)
    titles = [got.title for got in first.got if "summary" in got.title]
    assert len(titles) == 4, "at once, then each morning"
    assert all("MISSED 1" in title for title in titles)
    hours = [re.findall(r"\d\d\.\d\d (\d\d:\d\d)", got.body)[0] for got in first.got if "summary" in got.title]
    assert hours[1:] == ["07:00"] * 3


def test_the_clock_of_a_wrong_computer_is_corrected(shop: Shop, first: Hook) -> None:
    shop.channel("team", first.address)
    fast = timedelta(hours=2)
    shop.clock.at += fast
    save(shop.store, [due_in(4.5)], shop=SHOP.client_id, at=shop.clock.at - fast, clock_error=fast)
    shop.look()
    assert "soon 1" in first.got[0].title
    assert "04:30" in first.got[0].body


def test_very_many_are_told_of_in_one_message_that_can_be_read(shop: Shop, first: Hook) -> None:
    shop.channel("team", first.address)
    count = MOST_LINES + 37
    shop.refresh(*(due_in(3 + number / 1000, f"{1000 + number}-1") for number in range(count)))
    (outcome,) = shop.look()
    assert outcome.entries == count
    body = first.got[0].body
    assert len(set(numbers(first))) == MOST_LINES
    assert body.count("Pack") == IN_FULL
    assert "and 37 more" in body
    assert shop.look(0.25) == []


def test_the_thresholds_are_those_of_the_workbook(shop: Shop, first: Hook) -> None:
    shop.channel("team", first.address)
    shop.store.keep_rules(SHOP.client_id, Rules(critical_hours=5, watch_hours=100))
    shop.refresh(due_in(3, "1-1"), due_in(90, "2-2"))
    shop.look()
    assert "CRITICAL 1, watch 1" in first.got[0].title


def test_without_channels_nothing_is_remembered_as_told(shop: Shop, first: Hook) -> None:
    shop.refresh(due_in(3))
    assert shop.look() == []
    shop.channel("team", first.address)
    assert len(shop.look()) == 1


def test_before_the_first_refresh_there_is_nothing_to_tell(shop: Shop, first: Hook) -> None:
    shop.channel("team", first.address)
    assert shop.look() == []


def test_while_another_process_tells_nobody_is_told_twice(shop: Shop, first: Hook) -> None:
    shop.channel("team", first.address)
    shop.refresh(due_in(3))
    with shop.store.telling(SHOP.client_id):
        assert shop.look() == []
    assert len(shop.look()) == 1


def test_no_secret_gets_into_store_or_log(shop: Shop, first: Hook, second: Mail) -> None:
    for number, receiver in enumerate((first, second)):
        receiver.manner = "fail"
        shop.channel(f"c{number}", receiver.address)
        shop.channel(f"d{number}", receiver.address.replace(str(receiver.port), "9"))
    shop.refresh(due_in(3))
    (outcome,) = shop.look()
    assert len(outcome.tries) == 4
    kept = log_file().read_bytes() + b"".join(
        path.read_bytes() for path in shop.folder.iterdir() if path.name.startswith("store")
    )
    assert first.secret.encode() not in kept
    assert second.secret.encode() not in kept


def test_a_channel_that_says_nothing_has_words_all_the_same(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.channel("team", "json://127.0.0.1")
    shop.refresh(due_in(3))
    for fate, words in ((Fate.FAILED, "no reason"), (Fate.SENDING, "no answer in time")):
        monkeypatch.setattr(channels, "send", lambda *_args, fate=fate: Answer(fate))
        assert words in " ".join(shop.look()[0].lines("en"))
