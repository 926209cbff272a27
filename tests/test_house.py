"""The house from outside: what lies at the top, what no file may name, and one place for the version."""

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

import ozon_xl
from tests.source import PACKAGE, ROOT

TOP = {
    *("ozon_xl", "workbook", "macros", "tests", "pyproject.toml", "README.md"),
    *(
        "LICENSE",
        "CHANGELOG.md",
        "requirements.lock",
        ".gitignore",
        ".gitattributes",
        ".editorconfig",
        ".ci",
        ".github",
    ),
}
ROOMS = {
    *("__init__.py", "__main__.py", "buttons.py", "functions.py", "py.typed"),
    *("clock.py", "home.py", "locks.py", "settings.py", "keys.py", "errors.py"),
    *("cli", "actions", "domain", "ozon", "store", "sheets", "hosts", "builder", "practice", "texts"),
}
"""DESIGN, the house."""

NOBODYS_BUSINESS = tuple(
    "".join(parts)
    for parts in (
        ("py", "pi", ".org"),
        ("python", "hosted", ".org"),
        ("npm", "js."),
        ("registry", ".npm"),
        ("conda", ".anaconda"),
        ("/", "tmp", "/"),
        ("/", "work", "/"),
        ("/", "home", "/"),
        (".lib", "rary"),
    )
)
"""Hosts of package registries and paths of one machine."""


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the repository."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: only the repository itself can be inspected")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return tuple(ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).exists())


def test_nothing_else_lies_at_the_top() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= TOP


def test_the_package_has_the_rooms_of_the_design() -> None:
    assert {path.relative_to(PACKAGE).parts[0] for path in tracked() if path.is_relative_to(PACKAGE)} <= ROOMS


def test_no_file_names_a_registry_or_a_machine() -> None:
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" in content:
            continue
        text = content.decode("utf-8").casefold()
        found += [f"{path.relative_to(ROOT)}: {name}" for name in NOBODYS_BUSINESS if name in text]
    assert not found


def test_no_file_holds_a_key() -> None:
    """Ozon's keys are UUIDs; those that tests make up begin with c0ffee."""
    key = re.compile(rb"(?i)api.?key\W{1,4}(?!c0ffee)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
    assert not [path for path in tracked() if key.search(path.read_bytes())]


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" in project["project"]["dynamic"]
    assert ROOT / project["tool"]["hatch"]["version"]["path"] == PACKAGE / "__init__.py"
    assert re.fullmatch(r"\d+\.\d+\.\d+(?:\.dev\d+)?", ozon_xl.__version__)
    holders = [path for path in tracked() if path.suffix in {".py", ".toml"} and _names_version(path)]
    assert holders == [PACKAGE / "__init__.py"]


def _names_version(path: Path) -> bool:
    return (
        re.search(rf"(?<![\w.]){re.escape(ozon_xl.__version__)}(?![\w.])", path.read_text(encoding="utf-8")) is not None
    )


@pytest.mark.parametrize("name", ["ozon_xl", "tests"])
def test_text_files_end_their_lines_as_they_should(name: str) -> None:
    for path in tracked():
        if path.suffix == ".py" and path.is_relative_to(ROOT / name):
            content = path.read_bytes()
            assert b"\r" not in content, path
            assert not content or content.endswith(b"\n"), path


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in tracked() if path.is_relative_to(ROOT / "tests") and path.suffix == ".py"}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []
