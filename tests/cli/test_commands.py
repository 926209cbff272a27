"""The commands as a user types them: exit codes, one JSON object, words in the user's language."""

import json
import sys
from pathlib import Path

import pytest

from ozon_xl.hosts.file import FileHost
from ozon_xl.practice.server import PracticeServer
from ozon_xl.sheets import ORDERS, STOCK
from tests.cli.typing_in import add_shop, last_line, run
from tests.untouched import untouched


def test_the_demo_does_the_main_job(tmp_path: Path) -> None:
    out = run("demo", "--out", str(tmp_path), "--json", "--lang", "ru", "--postings", "80", "--offers", "60")
    figures = json.loads(out)
    assert Path(figures["workbook"]).exists()
    assert figures["edits"] == 12
    assert figures["sent"] == figures["verified"] > 0
    assert figures["conflicts"] == 1
    assert figures["refused"] == 1
    assert figures["orders"] == len(FileHost(Path(figures["workbook"])).read(ORDERS))
    assert figures["stock_rows"] == len(FileHost(Path(figures["workbook"])).read(STOCK))
    assert {"at_risk", "short", "seconds"} <= figures.keys()


def test_the_demo_can_be_run_again_in_the_same_folder(tmp_path: Path) -> None:
    for _time in range(2):
        run("demo", "--out", str(tmp_path), "--lang", "en", "--postings", "40", "--offers", "40", "--no-open")


def test_a_seller_connects_a_shop_refreshes_edits_pushes_and_undoes(practice: PracticeServer, tmp_path: Path) -> None:
    book = tmp_path / "Shop.xlsx"
    add_shop(practice, tmp_path)
    assert practice.client_id in run("shop", "list")
    run("shop", "check", "--lang", "en")
    run("new", str(book), "--lang", "zh")
    refreshed = last_line(run("refresh", str(book), "--json"))
    assert refreshed["orders"] == len(last_line(run("orders", "--json", "--lang", "en"))["orders"])  # type: ignore[arg-type]
    host = FileHost(book)
    row = next(
        row
        for row in host.read(STOCK, ("free", "state"))
        if row.cells["state"].value == "启用" and int(str(row.cells["free"].value)) > 1
    )
    host.update(STOCK, {row.key: {"new_free": int(str(row.cells["free"].value)) + 1}})
    host.save()
    plan = tmp_path / "plan.json"
    run("stock", "plan", str(book), "-o", str(plan), "--lang", "en")
    pushed = last_line(run("stock", "push", str(plan), "--yes", "--json"))
    assert pushed["verified"] == 1
    assert row.key[0] in run("journal", "--json")
    undo = last_line(run("stock", "undo", str(pushed["run"]), str(book), "-o", str(plan), "--json"))
    assert [item["want"] for item in undo["items"]] == [row.cells["free"].value]  # type: ignore[attr-defined]
    run("shop", "remove", practice.client_id, "--lang", "en")
    assert practice.client_id not in run("shop", "list")


def test_without_consent_a_push_sends_nothing(practice: PracticeServer, tmp_path: Path) -> None:
    book, plan = tmp_path / "Shop.xlsx", tmp_path / "plan.json"
    add_shop(practice, tmp_path)
    run("new", str(book))
    run("refresh", str(book))
    host = FileHost(book)
    row = host.read(STOCK, ("free",))[0]
    host.update(STOCK, {row.key: {"new_free": 7}})
    host.save()
    run("stock", "plan", str(book), "-o", str(plan))
    output = run("stock", "push", str(plan), code=1)
    assert "--yes" in output
    assert not practice.control.writes()
    changed = json.loads(plan.read_text(encoding="utf-8"))
    changed["plan"]["items"][0]["want"] = 70
    plan.write_text(json.dumps(changed), encoding="utf-8")
    run("stock", "push", str(plan), "--yes", code=1)
    assert not practice.control.writes()


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "did not accept the API key"), ("ru", "не принял API-ключ"), ("zh", "不接受店铺")]
)
def test_a_wrong_key_is_said_in_the_users_language_and_changes_no_data(
    practice: PracticeServer, tmp_path: Path, lang: str, said: str
) -> None:
    book = tmp_path / "Shop.xlsx"
    add_shop(practice, tmp_path, key="demo-wrong")
    run("new", str(book))
    before = untouched(book)
    assert said in run("refresh", str(book), "--lang", lang, code=1).replace("\n", " ").replace("  ", " ")
    assert untouched(book) == before


def test_bad_input_is_said_and_ends_with_one(practice: PracticeServer, tmp_path: Path) -> None:
    add_shop(practice, tmp_path)
    run("refresh", str(tmp_path / "nowhere.xlsx"), code=1)
    junk = tmp_path / "junk.xlsx"
    junk.write_bytes(b"PK nothing")
    run("refresh", str(junk), code=1)
    run("new", str(junk), code=1)
    run("new", str(tmp_path / "book.xls"), code=1)
    run("stock", "push", str(junk), "--yes", code=1)
    run("practice", "--scenario", "no-such", code=1)
    run("practice", "--port", "99999", code=2)
    run("practice", "--port", "-1", code=2)
    run("orders", "--due", "soon", code=2)
    run("journal", "--day", "yesterday", code=2)
    run("shop", "add", "77", "--key-file", str(tmp_path / "none"), code=2)
    run("nonsense", code=2)


def test_a_folder_that_keeps_nothing_is_said_by_every_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = tmp_path / "Shop.xlsx"
    run("new", str(book))
    (tmp_path / "file").touch()
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "file" / "home"))
    for command in (
        ("refresh", str(book)), ("watch", str(book), "--once"), ("orders",), ("journal",), ("shop", "list"),
        ("doctor",), ("stock", "plan", str(book)), ("new", str(tmp_path / "x.xlsx")), ("setup", "--yes", "--no-shop"),
        ("alert", "list"),
    ):  # fmt: skip
        assert "OZON_XL_HOME" in run(*command, code=1), command


def test_a_dead_network_is_said(tmp_path: Path) -> None:
    with PracticeServer(postings=5, offers=5) as gone:
        add_shop(gone, tmp_path)
    book = tmp_path / "Shop.xlsx"
    run("new", str(book))
    before = untouched(book)
    assert "UnreachableError" in run("refresh", str(book), "--json", code=1)
    assert untouched(book) == before


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are told by mode on POSIX only")
def test_a_key_file_that_others_can_read_is_refused(practice: PracticeServer, tmp_path: Path) -> None:
    add_shop(practice, tmp_path)
    key_file = tmp_path / "key"
    key_file.chmod(0o644)
    assert "chmod 600" in run("shop", "check", "--lang", "en", code=1)


def test_a_workbook_changes_its_language_and_stays_at_work(practice: PracticeServer, tmp_path: Path) -> None:
    book = tmp_path / "Shop.xlsm"
    add_shop(practice, tmp_path)
    run("new", str(book), "--lang", "en")
    run("refresh", str(book))
    before = [row.key for row in FileHost(book).read(ORDERS)]
    assert "中文" in run("relabel", str(book), "--lang", "zh")
    host = FileHost(book)
    assert host.get("Language").value == "zh"
    assert [row.key for row in host.read(ORDERS)] == before
    run("refresh", str(book))
    run("relabel", str(book), "--lang", "ru")
    run("stock", "plan", str(book), "-o", str(tmp_path / "plan"))
    run("relabel", str(book), code=2)
    run("relabel", str(tmp_path / "nowhere.xlsx"), "--lang", "ru", code=1)
    newer = FileHost(book)
    newer.put("SchemaVersion", 99)
    newer.save()
    run("relabel", str(book), "--lang", "en", code=1)
