"""A button from the press to the last word, on a workbook that is open and over a shop that answers."""

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from ozon_xl import buttons, errors
from ozon_xl.actions import verbs
from ozon_xl.actions.book import exclusive
from ozon_xl.actions.log import log_file
from ozon_xl.actions.pulse import LIFE_S, Pulse
from ozon_xl.actions.serve import SERVED, Served, serve
from ozon_xl.builder import build
from ozon_xl.clock import SystemClock
from ozon_xl.practice.server import PracticeServer
from ozon_xl.settings import AlertSettings, ChannelEntry, Settings, ShopEntry
from ozon_xl.sheets import JOURNAL, ORDERS, STOCK
from ozon_xl.sheets.buttons import PUSH, REFRESH
from ozon_xl.sheets.columns import Cell, moment
from ozon_xl.texts import Lang
from ozon_xl.texts import alerts as alert_texts
from ozon_xl.texts import buttons as texts
from tests.actions.conftest import SkippingClock
from tests.fresh_log import fresh_log
from tests.live_book import LiveBook
from tests.ozon.fakes import StepClock
from tests.receivers import Hook, hook

GUID = "12345678-9abc-def0-1234-56789abcdef0"


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "home"))
    with fresh_log():
        yield


@pytest.fixture
def practice() -> Iterator[PracticeServer]:
    with PracticeServer(postings=60, offers=30, seed=5) as server:
        yield server


class Desk:
    """A workbook that is open, and a computer on which its shop is set up."""

    def __init__(self, folder: Path, practice: PracticeServer, lang: Lang = "en") -> None:
        self.practice = practice
        self.clock = SkippingClock(practice)
        key = folder / "key"
        key.write_text(practice.api_key)
        key.chmod(0o600)
        entry = ShopEntry(client_id=practice.client_id, address=practice.url, key_file=str(key))
        Settings(shops=(entry,)).save()
        build(folder / "Shop.xlsx", lang, workbook_id=GUID, shop=practice.client_id)
        self.host = LiveBook(folder / "Shop.xlsx")

    def press(self, verb: str) -> Served:
        self.host.cells["Request"] = verb
        return serve(self.host, SERVED[verb], GUID, self.clock)

    def type_edits(self, *edits: Cell) -> list[tuple[tuple[str, ...], int]]:
        """Type into the first rows that can be written; their keys and what was free."""
        rows = self.host.read(STOCK, ("free", "state"))
        usable = [row for row in rows if row.cells["state"].value == "active" and row.cells["free"].value]
        changes = dict(zip((row.key for row in usable), edits, strict=False))
        self.host.update(STOCK, {key: {"new_free": edit} for key, edit in changes.items()})
        return [(row.key, int(str(row.cells["free"].value))) for row in usable[: len(edits)]]

    def cell(self, key: tuple[str, ...], attr: str) -> object:
        return next(row for row in self.host.read(STOCK, (attr,)) if row.key == key).cells[attr].value

    def free(self, key: tuple[str, ...]) -> int:
        return int(self.practice.control.level(*key)["free"])


@pytest.fixture
def desk(practice: PracticeServer, tmp_path: Path) -> Desk:
    return Desk(tmp_path, practice)


# --- what each button does -------------------------------------------------------------------------------------------


def test_refresh_first_shows_life_then_fills_and_says_what_it_brought(desk: Desk) -> None:
    result = desk.press("refresh")
    assert result.done
    names = [name for name, _value in desk.host.puts]
    assert names.index("Alive") < names.index("Status") < names.index("Request") < names.index("Shop")
    assert desk.host.said()[0] == "Refresh: at work…"
    assert result.said == desk.host.cells["Status"]
    assert f"{len(desk.host.read(ORDERS))} orders" in result.said
    assert desk.host.cells["Alive"] is None
    assert desk.host.cells["Request"] is None
    assert desk.host.shown[-1] == ""


def test_plan_tells_every_row_and_sends_nothing(desk: Desk) -> None:
    desk.press("refresh")
    (good, free), (bad, _free) = desk.type_edits(77, "12 шт")
    result = desk.press("plan")
    assert result.said.startswith("Rows to be sent: 1. Not to be sent, the reason stands in the row: 1.")
    assert str(desk.cell(good, "result")).startswith(f"To be sent: {free} → 77")
    assert str(desk.cell(bad, "result")).startswith("Not sent.")
    assert not desk.practice.control.writes()
    assert not desk.host.asked


def test_nothing_typed_is_said_with_where_to_type(desk: Desk) -> None:
    desk.press("refresh")
    for verb in ("plan", "push"):
        assert "“New free (without reserve)”" in desk.press(verb).said
    assert not desk.host.asked


def test_push_asks_sends_and_says_the_tally(desk: Desk) -> None:
    desk.press("refresh")
    ((key, free),) = desk.type_edits("8")
    desk.host.answers = [True, True]
    result = desk.press("push")
    assert result.done, result.said
    assert f"{free} → 8" in desk.host.asked[0]
    assert "1 verified" in result.said
    assert desk.free(key) == 8
    assert desk.cell(key, "new_free") is None
    assert "Done" in str(desk.cell(key, "result"))
    assert desk.host.read(JOURNAL)


def test_while_a_question_waits_the_macros_neither_take_the_program_for_dead_nor_forget_it(desk: Desk) -> None:
    desk.press("refresh")
    desk.type_edits("8")
    desk.host.answers = [True, True]
    signs: list[tuple[str, bool, bool]] = []

    def look(method: str, _what: str) -> None:
        signs.append((method, bool(desk.host.cells.get("Alive")), bool(desk.host.cells.get("Asking"))))

    desk.host.on_call = look
    desk.press("push")
    asked = signs.index(("ask", False, True))
    around = signs[asked - 4 : asked + 4]
    assert {(alive, asking) for _method, alive, asking in around} == {(True, False), (True, True), (False, True)}
    assert (desk.host.cells["Alive"], desk.host.cells["Asking"]) == (None, None)
    said = desk.host.said()
    assert said[said.index(texts.ASKING.en) + 1] == "Send stock: at work…"


def test_a_question_that_cannot_be_put_leaves_no_sign(desk: Desk) -> None:
    desk.press("refresh")
    desk.type_edits("8")

    def busy(method: str, _what: str) -> None:
        if method == "ask":
            raise errors.ProgramBusyError(program="Excel")

    desk.host.on_call = busy
    assert not desk.press("push").done
    assert (desk.host.cells["Alive"], desk.host.cells["Asking"]) == (None, None)


def test_a_no_sends_nothing(desk: Desk) -> None:
    desk.press("refresh")
    desk.type_edits(8)
    desk.host.answers = [False]
    assert desk.press("push").said == "Nothing was sent."
    assert not desk.practice.control.writes()


def test_a_second_consent_is_asked_apart(desk: Desk) -> None:
    desk.press("refresh")
    desk.type_edits(0, 0, 0, 0, 0, 0, 0, 0)
    desk.host.answers = [True, False]
    assert desk.press("push").said == "Nothing was sent."
    assert "would go off sale" in desk.host.asked[1]
    assert not desk.practice.control.writes()


def test_undo_puts_back_the_last_send_of_this_workbook(desk: Desk) -> None:
    desk.press("refresh")
    assert "nothing more to undo" in desk.press("undo").said
    ((key, free),) = desk.type_edits(9)
    desk.host.answers = [True, True]
    desk.press("push")
    desk.host.answers = [True, True]
    result = desk.press("undo")
    assert "1 verified" in result.said, result.said
    assert f"9 → {free}" in desk.host.asked[-2 if len(desk.host.asked) > 2 else -1]
    assert desk.free(key) == free


def test_undo_pressed_again_never_sends_what_was_taken_back(desk: Desk) -> None:
    """It takes back the send before that, and then says that nothing is left."""
    desk.press("refresh")
    ((key, free),) = desk.type_edits(9)
    desk.host.answers = [True] * 20
    for number in (9, 10):
        desk.type_edits(number)
        desk.press("push")
    for left in (9, free):
        assert "1 verified" in desk.press("undo").said
        assert "Put back what the send of " in desk.host.asked[-1 - ("Careful" in desk.host.asked[-1])]
        assert desk.free(key) == left
    asked = len(desk.host.asked)
    for _time in range(2):
        result = desk.press("undo")
        assert not result.done
        assert "nothing more to undo" in result.said
        assert desk.free(key) == free
    assert len(desk.host.asked) == asked
    assert any(str(row.cells["message"].value).startswith("undo of ") for row in desk.host.read(JOURNAL, ("message",)))


def test_undo_of_the_rows_that_are_marked(desk: Desk) -> None:
    """Each row's own last send, whichever run it was; without a mark the rest of the last one."""
    desk.press("refresh")
    desk.host.answers = [True] * 20
    (first, first_free), (second, second_free), (never, never_free) = desk.type_edits(9, 9, None)
    desk.press("push")
    desk.type_edits(None, 10)
    desk.press("push")
    desk.host.update(STOCK, {key: {"decision": "undo"} for key in (first, never)})
    result = desk.press("undo")
    assert "1 verified" in result.said
    assert "Put back the last send of the marked rows?" in "".join(desk.host.asked)
    assert (desk.free(first), desk.free(second), desk.free(never)) == (first_free, 10, never_free)
    assert desk.cell(first, "decision") is None
    assert desk.cell(never, "decision") == "undo"
    assert "nothing for this row that could be taken back" in str(desk.cell(never, "result"))
    desk.host.update(STOCK, {never: {"decision": None}})
    for left in (9, second_free):
        desk.press("undo")
        assert (desk.free(first), desk.free(second)) == (first_free, left)
    assert "nothing more to undo" in desk.press("undo").said


def test_an_old_plan_is_refused_before_anybody_is_asked(desk: Desk) -> None:
    desk.press("refresh")
    desk.type_edits(8)
    desk.clock.sleep(61 * 60)
    assert "older than" in desk.press("push").said
    assert not desk.host.asked


# --- stop, one at a time, trouble ------------------------------------------------------------------------------------


def test_stop_ends_a_refresh_and_leaves_the_workbook_as_it_was(desk: Desk) -> None:
    desk.practice.control.faults("latency:300")
    looks = 0

    def press_stop(method: str, what: str) -> None:
        nonlocal looks
        if (method, what) == ("get", "Request"):
            looks += 1
            if looks == 2:
                desk.host.cells["Request"] = "stop"

    desk.host.on_call = press_stop
    result = serve(desk.host, REFRESH, GUID, SystemClock())
    assert not result.done
    assert result.said.startswith("Stopped, as you asked")
    assert texts.STOPPING.en in desk.host.said()
    assert desk.host.cells["Request"] is None
    assert desk.host.cells["Alive"] is None
    desk.host.on_call = lambda _method, _what: None
    assert not desk.host.read(ORDERS)


@pytest.mark.parametrize("verb", SERVED)
def test_stop_pressed_before_the_program_is_there_is_heard(desk: Desk, verb: str) -> None:
    desk.host.cells["Request"] = "stop"
    result = serve(desk.host, SERVED[verb], GUID, desk.clock)
    assert result == Served(done=False, said=errors.StoppedByUserError.words.en)
    assert desk.host.cells["Status"] == result.said
    assert (desk.host.cells["Alive"], desk.host.cells["Request"]) == (None, None)
    assert not desk.practice.control.requests()


def test_the_workbook_is_saved_once_and_without_signs_of_life(desk: Desk) -> None:
    saved: list[dict[str, Cell]] = []

    def look(method: str, _what: str) -> None:
        if method == "save":
            saved.append(dict(desk.host.cells))

    desk.host.on_call = look
    said = desk.press("refresh").said
    desk.type_edits("8")
    desk.host.answers = [True, True]
    after = [said, desk.press("push").said]
    assert [(cells["Alive"], cells["Status"], cells["Request"]) for cells in saved] == [
        (None, said, None) for said in after
    ]


def test_a_workbook_that_cannot_be_saved_is_told_beside_the_result(desk: Desk) -> None:
    def refuse(method: str, _what: str) -> None:
        if method == "save":
            raise errors.WorkbookReadOnlyError(path="Shop.xlsx")

    desk.host.on_call = refuse
    result = desk.press("refresh")
    assert not result.done
    assert "orders" in result.said
    assert "read-only" in result.said
    assert desk.host.cells["Status"] == result.said
    assert desk.host.cells["Alive"] is None


@pytest.mark.parametrize(("request_cell", "left"), [("push", None), ("stop", "stop"), ("refresh", "refresh")])
def test_a_press_while_another_is_at_work_is_refused_politely(desk: Desk, request_cell: str, left: str | None) -> None:
    desk.host.cells["Request"] = request_cell
    with exclusive(GUID.upper()):
        result = serve(desk.host, PUSH, GUID, desk.clock)
    assert result == Served(done=False, said=errors.WorkbookAtWorkError.words.en)
    assert desk.host.said() == [errors.WorkbookAtWorkError.words.en]
    assert desk.host.cells["Request"] == left
    assert "Alive" not in desk.host.cells


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "did not accept"), ("ru", "не принял API-ключ"), ("zh", "不接受店铺")]
)
def test_what_is_wrong_is_said_in_the_workbooks_language_and_logged_without_the_key(
    practice: PracticeServer, tmp_path: Path, lang: Lang, said: str
) -> None:
    desk = Desk(tmp_path, practice, lang)
    (tmp_path / "key").write_text("demo-wrong-secret")
    result = desk.press("refresh")
    assert not result.done
    assert said in str(desk.host.cells["Status"])
    assert desk.host.cells["Alive"] is None
    logged = log_file().read_text(encoding="utf-8")
    assert "WrongKeyError" in logged
    assert "Traceback" in logged
    assert "demo-wrong-secret" not in logged


def test_a_shop_that_is_not_set_up_here_is_said(desk: Desk) -> None:
    Settings().save()
    assert "ozon-xl shop add" in desk.press("refresh").said


def test_a_bug_becomes_words_and_a_traceback_without_the_key(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise KeyError(f"key is {desk.practice.api_key}")

    monkeypatch.setattr(verbs, "refresh", broken)
    result = desk.press("refresh")
    assert "KeyError" in result.said
    assert desk.practice.api_key not in result.said
    logged = log_file().read_text(encoding="utf-8")
    assert "key is ***" in logged
    assert desk.practice.api_key not in logged


def test_a_workbook_that_is_gone_ends_the_work(desk: Desk) -> None:
    desk.practice.control.faults("latency:300")
    looks = 0

    def close(method: str, what: str) -> None:
        nonlocal looks
        looks += (method, what) == ("get", "Request")
        if looks >= 2:
            raise errors.ProgramGoneError(program="Excel")

    desk.host.on_call = close
    result = serve(desk.host, REFRESH, GUID, SystemClock())
    assert not result.done
    assert len(desk.practice.control.requests()) < 40
    with exclusive(GUID):
        pass


def test_a_busy_program_hears_the_result_later(desk: Desk) -> None:
    refusals = 2

    def busy(method: str, what: str) -> None:
        nonlocal refusals
        done = (method, what) == ("put", "Alive") and "SnapshotId" in desk.host.cells
        if done and refusals:
            refusals -= 1
            raise errors.ProgramBusyError(program="Excel")

    desk.host.on_call = busy
    assert desk.press("refresh").done
    assert "orders" in str(desk.host.cells["Status"])
    assert desk.host.cells["Alive"] is None


@pytest.mark.parametrize("verb", SERVED)
def test_an_end_from_outside_clears_the_sign_of_life(desk: Desk, verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(verbs, "perform", ended)
    with pytest.raises(KeyboardInterrupt):
        desk.press(verb)
    assert desk.host.cells["Alive"] is None
    with exclusive(GUID):
        pass


# --- the pulse -------------------------------------------------------------------------------------------------------


class Beats:
    """A pulse on a clock that is moved by hand."""

    def __init__(self, folder: Path) -> None:
        build(folder / "Shop.xlsx", "ru", workbook_id=GUID)
        self.host = LiveBook(folder / "Shop.xlsx")
        self.clock = StepClock()
        self.pulse = Pulse(self.host, self.clock, REFRESH)
        self.stopped = 0
        self.pulse.stop = self._stop
        self.pulse.first_sign()
        self.host.puts.clear()

    def _stop(self) -> None:
        self.stopped += 1

    def beat_for(self, seconds: float, each: Callable[[], object] = lambda: None) -> None:
        for _beat in range(round(seconds * 4)):
            each()
            self.clock.sleep(0.25)
            self.pulse.beat()


def test_progress_is_shown_once_a_second_at_most_and_only_when_it_moved(tmp_path: Path) -> None:
    beats = Beats(tmp_path)
    count = iter(range(1000))
    beats.beat_for(10, lambda: beats.pulse.say(f"Ozon: {next(count)}"))
    assert 8 <= len(beats.host.shown) <= 10
    assert beats.host.shown[0].startswith("Обновить: Ozon: ")
    assert 1 <= len(beats.host.said()) <= 2
    assert set(beats.host.said()) <= set(beats.host.shown)
    beats.beat_for(LIFE_S)
    beats.host.shown.clear()
    beats.beat_for(10)
    assert len(set(beats.host.shown)) == 1


def test_signs_of_life_are_renewed(tmp_path: Path) -> None:
    beats = Beats(tmp_path)
    beats.beat_for(60)
    signs = [moment(float(str(value))) for value in beats.host.said("Alive")]
    assert len(signs) >= 60 / (LIFE_S + 1)
    assert all(later - earlier <= timedelta(seconds=LIFE_S + 1) for earlier, later in pairwise(signs))


def test_stop_is_heard_and_answered(tmp_path: Path) -> None:
    beats = Beats(tmp_path)
    beats.host.cells["Request"] = "stop"
    beats.beat_for(1, lambda: beats.pulse.say("x"))
    assert beats.stopped == 1
    assert beats.host.cells["Request"] is None
    assert beats.host.cells["Status"] == texts.STOPPING.ru


def test_another_press_is_answered_and_the_answer_stands_a_while(tmp_path: Path) -> None:
    beats = Beats(tmp_path)
    beats.host.cells["Request"] = "push"
    count = iter(range(1000))
    beats.beat_for(3, lambda: beats.pulse.say(str(next(count))))
    assert beats.stopped == 0
    assert beats.host.cells["Request"] is None
    assert beats.host.cells["Status"] == errors.WorkbookAtWorkError.words.ru
    beats.beat_for(4, lambda: beats.pulse.say(str(next(count))))
    assert beats.host.cells["Status"] != errors.WorkbookAtWorkError.words.ru


@pytest.mark.parametrize("junk", [7, True, "refresh me", "", "стоп"])
def test_anything_else_in_the_cell_of_requests_is_left_alone(tmp_path: Path, junk: Cell) -> None:
    beats = Beats(tmp_path)
    beats.host.cells["Request"] = junk
    beats.beat_for(2)
    assert beats.host.cells["Request"] == junk
    assert beats.stopped == 0


def test_a_program_that_is_busy_is_left_alone_and_one_that_is_gone_ends_the_work(tmp_path: Path) -> None:
    beats = Beats(tmp_path)

    def raising(error: errors.OzonXLError) -> Callable[[str, str], None]:
        def call(_method: str, _what: str) -> None:
            raise error

        return call

    calls = 0

    def busy(_method: str, _what: str) -> None:
        nonlocal calls
        calls += 1
        raise errors.ProgramBusyError(program="Excel")

    beats.host.on_call = busy
    beats.beat_for(60)
    assert beats.stopped == 0
    assert 3 < calls < 8, "each call to a busy program may take seconds"
    beats.host.on_call = raising(errors.ProgramGoneError(program="Excel"))
    beats.beat_for(11)
    assert beats.stopped >= 1


# --- the command line ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["refresh"],
        ["stop", "--book", GUID],
        ["tick", "--book", GUID],
        ["demo", "--book", GUID],
        ["refresh;calc", "--book", GUID],
        ["refresh", "--book", "../../Shop.xlsx"],
        ["refresh", "--book", GUID[:-1]],
        ["refresh", "--book", GUID + "\n"],
        ["refresh", "--book", GUID, "--hwnd", "-1"],
        ["refresh", "--book", GUID, "--hwnd", "1e3"],
        ["refresh", "--book", GUID, "--hwnd", "١٢"],
        ["refresh", "--book", GUID, "--hwnd", str(2**64)],
        ["refresh", "--book", GUID, "--profile", "/etc"],
        ["refresh", "--book", GUID, "--profile", "http://x/y"],
        ["refresh", "--book", GUID, "--profile", "file:///a b"],
        ["refresh", "--book", GUID, "--profile", "file:///a\nb"],
        ["refresh", "--book", GUID, "--python", "/bin/sh"],
        ["refresh", "--boo", GUID],
    ],
)
def test_anything_but_the_expected_words_is_wrong_usage(words: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        buttons.main(words)
    assert caught.value.code == 2


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # by one of Apprise's many parts
def test_alerts_are_tried_and_each_channel_says_how_it_took_the_message(desk: Desk, tmp_path: Path) -> None:
    """Neither the shop nor Ozon is needed for it."""
    desk.practice.stop()
    assert "ozon-xl alert add NAME" in desk.press("alert-test").said
    with hook() as good, hook() as bad:
        bad.manner = "fail"
        add_channels(tmp_path, good=good, bad=bad)
        result = desk.press("alert-test")
    assert result.done
    works = alert_texts.CHANNEL_WORKS.en.format(channel="good")
    assert result.said.startswith(f"{works} Channel “bad”: ")
    assert good.secret not in result.said
    assert desk.host.cells["Status"] == result.said
    assert good.got[0].title.startswith("Ozon: test")
    assert (len(good.got), len(bad.got)) == (1, 0)
    assert desk.host.cells["Alive"] is None
    assert desk.host.cells["Request"] is None


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")
def test_stop_ends_the_trial_of_alerts_before_the_next_channel(desk: Desk, tmp_path: Path) -> None:
    def stop(method: str, what: str) -> None:
        if first.got and (method, what) == ("get", "Request"):
            desk.host.cells["Request"] = "stop"
            desk.host.on_call = lambda _method, _what: None

    desk.host.on_call = stop
    with hook() as first, hook() as second:
        add_channels(tmp_path, first=first, second=second)
        result = desk.press("alert-test")
    assert not result.done
    assert result.said == errors.StoppedByUserError().say("en")
    assert (len(first.got), len(second.got)) == (1, 0)


def add_channels(folder: Path, **receivers: Hook) -> None:
    alerts = AlertSettings()
    for name, receiver in receivers.items():
        path = folder / f"{name} address"
        path.write_text(receiver.address)
        path.chmod(0o600)
        alerts = alerts.with_channel(ChannelEntry(name=name, service="JSON", address_file=str(path)))
    Settings.load().with_alerts(alerts).save()


@pytest.mark.parametrize(
    ("words", "attached"),
    [
        (["refresh", "--book", GUID], (GUID, 0, "")),
        (["undo", "--book", GUID.upper(), "--hwnd", "1115338"], (GUID.upper(), 1115338, "")),
        (["push", "--book", GUID, "--profile", "file:///u/%D0%B4/4"], (GUID, 0, "file:///u/%D0%B4/4")),
    ],
)
def test_the_workbook_that_was_pressed_is_looked_for_and_its_absence_told(
    words: list[str],
    attached: tuple[object, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked: list[tuple[object, ...]] = []

    def absent(*which: object) -> None:
        asked.append(which)
        raise errors.WorkbookNotOpenError(program="Excel", book=GUID)

    monkeypatch.setattr(buttons, "live_host", absent)
    monkeypatch.setattr(buttons, "refuse_unless_apart", lambda **_how: None)
    assert buttons.main(words) == 1
    assert asked == [attached]
    assert GUID in capsys.readouterr().err
    assert "WorkbookNotOpenError" in log_file().read_text(encoding="utf-8")


def test_the_folders_of_this_installation_are_trusted_and_no_others(tmp_path: Path) -> None:
    installed = [sys.prefix, f"{sys.base_prefix}/lib", str(Path(buttons.__file__).parent.parent)]
    buttons.refuse_unless_apart(isolated=True, search=installed)
    for foreign in ("", ".", "lib", str(tmp_path), str(Path.home()), str(Path(buttons.__file__).parent / "texts")):
        with pytest.raises(errors.UnsafeStartError) as caught:
            buttons.refuse_unless_apart(isolated=True, search=[*installed, foreign])
        assert all("ozon-xl setup" in caught.value.say(lang) for lang in ("en", "ru", "zh"))
    with pytest.raises(errors.UnsafeStartError):
        buttons.refuse_unless_apart(isolated=False, search=installed)
