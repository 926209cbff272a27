"""The journal as a file: whole, and never taken for formulas."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from ozon_xl import errors
from ozon_xl.actions.export import export_journal
from ozon_xl.domain.stock_states import State
from ozon_xl.sheets import JOURNAL
from ozon_xl.store.journal import JournalEvent
from ozon_xl.texts import LANGS, Lang

PLAIN = JournalEvent(
    run="r1",
    at=datetime(2026, 11, 23, 9, 0, 0, 5000, UTC),
    shop="1",
    user="anna",
    machine="pc",
    workbook_id="b",
    snapshot="7",
    offer="00123",
    warehouse_id="1020005003107121",
    state=State.VERIFIED,
    was=5,
    asked=-2,
    sent=3,
    read_back=3,
    seq=12,
    hash="abc",
)
UGLY = ("=1+1", "+7", "-x", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "＝1", '"', "a;b,c\nd", "1E5", "'x", "Чай 茶")


def csv_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("lang", LANGS)
def test_headings_are_those_of_the_sheet_in_the_users_language(tmp_path: Path, lang: Lang) -> None:
    assert export_journal([PLAIN], tmp_path / "j.csv", lang) == 1
    heads, row = csv_rows(tmp_path / "j.csv")
    assert heads[: len(JOURNAL.columns)] == [column.heading.say(lang) for column in JOURNAL.columns]
    assert heads[-1] == "hash"
    told = dict(zip(heads, row, strict=True))
    assert told["hash"] == "abc"
    assert row[:10] == [
        *("12", "2026-11-23 09:00:00.005+00:00", "r1", "anna", "00123", "1020005003107121", "5", "-2", "3", "3")
    ]


@pytest.mark.parametrize("text", UGLY)
def test_no_text_is_a_formula_in_either_kind(tmp_path: Path, text: str) -> None:
    event = PLAIN._replace(offer=text, message=text, user=text)
    export_journal([event], tmp_path / "j.csv", "en")
    export_journal([event], tmp_path / "j.xlsx", "en")
    offer = csv_rows(tmp_path / "j.csv")[1][4]
    assert offer.removeprefix("'") == text.removeprefix("'")
    assert not offer.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    cell = load_workbook(tmp_path / "j.xlsx").worksheets[0]["E2"]
    assert (cell.value, cell.data_type) == (text, "s")


@given(st.lists(st.text(max_size=20), max_size=5))
def test_every_entry_is_one_record_whatever_is_in_it(tmp_path_factory: pytest.TempPathFactory, said: list[str]) -> None:
    path = tmp_path_factory.mktemp("export") / "j.csv"
    events = [PLAIN._replace(message=text) for text in said]
    assert export_journal(events, path, "en") == len(said)
    rows = csv_rows(path)
    assert len(rows) == 1 + len(said)
    assert len({len(row) for row in rows}) == 1


def test_another_kind_of_file_and_a_place_that_is_none_are_said(tmp_path: Path) -> None:
    with pytest.raises(errors.ExportSuffixError):
        export_journal([PLAIN], tmp_path / "j.txt", "en")
    for name in ("j.csv", "j.xlsx"):
        with pytest.raises(errors.FileNotWrittenError):
            export_journal([PLAIN], tmp_path / "no" / name, "en")
