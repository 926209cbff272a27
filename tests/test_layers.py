"""Who may import whom. Arrows point down only:

cli, buttons, functions -> actions -> (ozon.client, hosts, store, clock, keys) -> (domain, sheets, rest of ozon)
-> (texts, errors, settings); ``builder`` and ``practice`` stand aside and use only the pure layers.
"""

import ast
import re
import sys
import tomllib

import pytest

from tests.source import ROOT, Module, calls, imports, modules

FACE = {"cli", "buttons", "functions", "__main__"}
OUTSIDE = {"ozon.client", "hosts", "store", "clock", "keys", "locks", "home"}
PURE = {"domain", "sheets", "ozon"}
CLIENT = ("client", "deadline")
"""Modules of ``ozon`` that are the client: the wire itself, and the deadline that its sockets keep."""
BASE = {"texts", "errors", "settings"}
ASIDE = {"builder", "practice"}
VERSION = {""}
"""The package itself: it holds nothing but the version."""

MAY_IMPORT: dict[str, set[str]] = {
    "": set(),
    "texts": {"texts"},
    "errors": {"texts", "errors"},
    "home": {"errors"},
    "locks": {"errors", "home"},
    "settings": {"texts", "errors", "home"},
    "domain": {"domain", *BASE},
    "sheets": {"sheets", "domain", *BASE},
    "ozon": {"ozon", "domain", *BASE},
    "ozon.client": {"ozon.client", "ozon", "clock", "domain", *BASE, *VERSION},
    "clock": set(),
    "keys": {*BASE},
    "hosts": {"hosts", "home", *PURE, *BASE, *VERSION},
    "store": {"store", "home", "locks", *PURE, *BASE, *VERSION},
    "builder": {"builder", *PURE, *BASE, *VERSION},
    "practice": {"practice", *PURE, *BASE, *VERSION},
    "actions": {"actions", *OUTSIDE, *PURE, *BASE, *ASIDE, *VERSION},
    **{face: {*FACE, "actions", *OUTSIDE, *PURE, *BASE, *ASIDE, *VERSION} for face in FACE},
}

ONLY_IMPORTER = {
    "httpx": {"ozon_xl.ozon.client"},
    "httpcore": {"ozon_xl.ozon.client", "ozon_xl.ozon.deadline"},
    "xlwings": {"ozon_xl.hosts.excel", "ozon_xl.hosts.excel_functions"},
    "keyring": {"ozon_xl.keys"},
    "apprise": {"ozon_xl.actions.channels"},
}
"""Parts that only one module touches."""

NOT_PURE = {
    "httpx",
    "httpcore",
    "sqlalchemy",
    "xlwings",
    "keyring",
    "socket",
    "subprocess",
    "urllib",
    "os",
    "pathlib",
    "time",
}
"""Nothing of these in a pure layer."""

COMES_WITH = {"pydantic_core": "pydantic", "httpcore": "httpx"}
"""Imported beside the project that brings it."""

INSIDE_OFFICE = {"uno", "unohelper"}
"""What LibreOffice's own Python has; imported by the files that it runs."""

READS_TIME = {
    "ozon_xl.clock": "it is the clock",
    "ozon_xl.hosts.xlsx.saving": "compares with the times of files, which are this computer's own",
    "ozon_xl.hosts.com.patience": "sleeps while Excel is busy, which this computer's own user makes it",
    "ozon_xl.hosts.excel": "says since when Excel is held still, to macros that go by this computer's own clock",
    "ozon_xl.actions.demo": "perf_counter: how long the demo took on this computer, shop's clock or not",
}
TIME_CALLS = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "sleep"}


def room(name: str) -> str:
    """The layer that a dotted name of ours belongs to."""
    parts = name.split(".")[1:]
    if parts[:1] == ["ozon"] and parts[1:2] and parts[1] in CLIENT:
        return "ozon.client"
    known = {layer.split(".")[0] for layer in MAY_IMPORT}
    return parts[0] if parts and parts[0] in known else ""


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_imports_point_down(module: Module) -> None:
    assert room(module.name) or module.name == "ozon_xl", f"{module.name} is in no layer of the house"
    allowed = MAY_IMPORT[room(module.name)]
    upward = [name for name in imports(module) if name.split(".")[0] == "ozon_xl" and room(name) not in allowed]
    assert not upward


@pytest.mark.parametrize("part", ONLY_IMPORTER)
def test_one_module_alone_touches(part: str) -> None:
    importers = {module.name for module in modules() for name in imports(module) if name.split(".")[0] == part}
    assert importers <= ONLY_IMPORTER[part]


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_pure_layers_touch_nothing_outside(module: Module) -> None:
    if room(module.name) in {*PURE, "texts", "errors"}:
        assert not {name.split(".")[0] for name in imports(module)} & NOT_PURE


def reads_of_time(module: Module) -> list[str]:
    """Calls of the standard library's clocks and pauses."""
    from_time = {name.split(".")[1] for name in imports(module) if name.startswith("time.")} & TIME_CALLS
    found = []
    for called, node in calls(module):
        owner, _, what = called.rpartition(".")
        if (what in TIME_CALLS and owner.split(".")[-1] in {"datetime", "date", "time", "asyncio"}) or (
            not owner and what in from_time
        ):
            found.append(f"{called} in line {node.lineno}")
    return found


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_only_the_clock_reads_the_time(module: Module) -> None:
    if room(module.name) != "practice" and module.name not in READS_TIME:
        assert not reads_of_time(module)


def test_the_exceptions_are_real() -> None:
    by_name = {module.name: module for module in modules()}
    assert [name for name in READS_TIME if not reads_of_time(by_name[name])] == []


def test_certificates_are_always_checked() -> None:
    unsafe = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        for _called, node in calls(module)
        for keyword in node.keywords
        if keyword.arg == "verify" and isinstance(keyword.value, ast.Constant) and not keyword.value.value
    ]
    assert not unsafe


def test_nothing_is_run_through_a_shell() -> None:
    unsafe = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        for called, node in calls(module)
        if called in {"os.system", "os.popen", "eval", "exec"}
        or any(keyword.arg == "shell" for keyword in node.keywords)
    ]
    assert not unsafe


def test_the_checks_see_what_they_look_for() -> None:
    bad = Module(
        "ozon_xl.domain.bad",
        modules()[0].path,
        ast.parse(
            "import httpx\nfrom ozon_xl.store import Store\nfrom time import sleep\nimport datetime as d\n"
            "from datetime import datetime\nasync def f():\n    datetime.now()\n    sleep(1)\n    d.datetime.now()\n"
        ),
    )
    assert len(reads_of_time(bad)) == 3
    assert {"httpx", "ozon_xl.store.Store"} <= set(imports(bad))
    assert room("ozon_xl.store.Store") not in MAY_IMPORT[room(bad.name)]


def test_heavy_parts_stay_off_the_path_of_a_click() -> None:
    """DESIGN: pandas costs half a second a click, so nothing imports it when it is itself imported."""
    at_top = [
        module.name
        for module in modules()
        for node in module.tree.body
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
        + ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [])
        if name.split(".")[0] in {"pandas", "numpy", "xlwings", "apprise"}
    ]
    assert not at_top


def test_every_import_of_another_project_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {_bare(requirement) for requirement in project["dependencies"]}
    used = {name.split(".")[0] for module in modules() for name in imports(module)} - sys.stdlib_module_names
    assert {COMES_WITH.get(name, name) for name in used} - {"ozon_xl"} - INSIDE_OFFICE <= declared


def _bare(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name
    return name[0].casefold().replace("-", "_")
