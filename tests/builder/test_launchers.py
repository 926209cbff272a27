"""The macros ask for what the program serves, by the names that set-up uses."""

import re
from pathlib import Path

import pytest

from ozon_xl.actions.serve import SERVED
from ozon_xl.builder.macros import SOURCES
from ozon_xl.settings import launcher_file

LAUNCHER = (SOURCES / "Launcher.bas").read_text(encoding="ascii")


def test_each_macro_asks_for_the_verb_of_its_button() -> None:
    source = (SOURCES / "Buttons.bas").read_text(encoding="ascii")
    started = dict(re.findall(r'Public Sub (\w+)\(\)\n    Start "([a-z-]+)"\nEnd Sub', source))
    assert started == {button.macro: verb for verb, button in SERVED.items()}


def test_the_file_that_names_the_program_is_called_the_same_everywhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path))
    assert f'NAMING_FILE As String = "{launcher_file().name}"' in LAUNCHER
