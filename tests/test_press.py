"""The command line behind the buttons, in processes of its own: whatever lies about is never run or honoured."""

import json
import os
import subprocess
import sys
import venv
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from ozon_xl.builder import build
from ozon_xl.practice.server import PracticeServer
from ozon_xl.settings import Settings, ShopEntry
from tests.press_driver import GUID

ROOT = Path(__file__).parent.parent
DRIVER = ROOT / "tests" / "press_driver.py"
PRESS = ("-m", "ozon_xl", "press", "refresh", "--book", GUID)

SLOW = {"typer", "rich", "pandas", "numpy", "httpx", "sqlalchemy", "pydantic", "openpyxl", "xlsxwriter", "keyring"}
NEVER = {"typer", "pandas", "numpy", "openpyxl", "xlsxwriter", "starlette", "uvicorn"}
NEVER_OURS = {"ozon_xl.cli", "ozon_xl.builder", "ozon_xl.practice", "ozon_xl.functions"}


@cache
def _is_installed() -> bool:
    command = [sys.executable, "-I", "-c", "import ozon_xl"]
    return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0


@pytest.fixture(autouse=True)
def _installed() -> None:
    if not _is_installed():
        pytest.skip("ozon_xl is not installed in this Python, only found in the current folder")


def run(*words: str | Path, cwd: Path, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    variables = os.environ | {"OZON_XL_HOME": str(home), "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"} | more
    command = [sys.executable, *map(str, words)]
    return subprocess.run(
        command, cwd=cwd, env=variables, capture_output=True, encoding="utf-8", timeout=120, check=False
    )


def reported(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    figures = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(figures, dict)
    return figures


# --- what lies about -------------------------------------------------------------------------------------------------

PLANTED = (
    *("httpx", "sqlalchemy", "pydantic", "platformdirs", "argparse", "json", "logging", "xlwings", "keyring", "typing"),
    *("sitecustomize", "usercustomize", "ozon_xl", "ozon_xl.buttons", "_distutils_hack", "pywintypes", "uno"),
)


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A folder in which everything waits to be run; whatever of it runs leaves the file ``ran``."""
    folder = tmp_path / "shared folder"
    folder.mkdir()
    spring = f"open({str(tmp_path / 'ran')!r}, 'a').write(__file__ + '\\n')\n"
    for name in PLANTED:
        path = folder / Path(*name.split(".")).with_suffix(".py")
        if name == "ozon_xl":
            path = folder / "ozon_xl" / "__init__.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(spring)
    (folder / "ozon_xl" / "__main__.py").write_text(spring)
    (folder / "evil.pth").write_text(f"import sys; open({str(tmp_path / 'ran')!r}, 'a').write('pth')\n")
    (folder / "pyvenv.cfg").write_text(f"home = {folder}\n")
    (folder / "python.txt").write_text("/bin/false\n")
    (folder / "settings.json").write_text('{"shops": [{"client_id": "666", "address": "http://evil.example"}]}')
    (folder / "xlwings.conf").write_text('"INTERPRETER","/bin/false"\n')
    (folder / ".env").write_text("OZON_XL_HOME=.\n")
    user_site = folder / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    user_site.mkdir(parents=True)
    (user_site / "evil.pth").write_text(f"import sys; open({str(tmp_path / 'ran')!r}, 'a').write('user pth')\n")
    return folder


def environment_of(trap: Path) -> dict[str, str]:
    """All by which an environment can lead Python elsewhere."""
    return {
        "PYTHONPATH": str(trap),
        "PYTHONSTARTUP": str(trap / "json.py"),
        "PYTHONUSERBASE": str(trap),
        "PYTHONINSPECT": "1",
        "PYTHONPYCACHEPREFIX": str(trap),
        "XLWINGS_LICENSE_KEY": "noncommercial",
    }


def test_the_trap_springs_on_one_who_is_not_careful(trap: Path, tmp_path: Path) -> None:
    run(*PRESS, cwd=trap, home=tmp_path / "home")
    assert (tmp_path / "ran").exists()


def test_the_launchers_command_line_runs_nothing_that_lies_about(trap: Path, tmp_path: Path) -> None:
    done = run("-I", *PRESS, cwd=trap, home=tmp_path / "home", **environment_of(trap))
    assert done.returncode == 1, done.stderr
    assert not (tmp_path / "ran").exists()


def test_a_whole_refresh_runs_nothing_that_lies_about(
    trap: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("OZON_XL_HOME", str(home))
    book = trap / "Shop.xlsx"
    with PracticeServer(postings=20, offers=20, seed=1) as practice:
        key = tmp_path / "key"
        key.write_text(practice.api_key)
        key.chmod(0o600)
        Settings(shops=(ShopEntry(client_id=practice.client_id, address=practice.url, key_file=str(key)),)).save()
        build(book, "en", workbook_id=GUID, shop=practice.client_id)
        done = run("-I", DRIVER, "whole", book, cwd=trap, home=home, **environment_of(trap))
        assert done.returncode == 0, done.stdout + done.stderr
        assert practice.control.requests()
    assert not (tmp_path / "ran").exists()
    modules = set(reported(done)["modules"])
    assert "httpx" in modules
    assert not {name.split(".")[0] for name in modules} & NEVER
    assert not {name for name in modules if name.startswith(tuple(NEVER_OURS))}


# --- refusals --------------------------------------------------------------------------------------------------------


def test_started_without_isolation_it_does_nothing(tmp_path: Path) -> None:
    done = run(*PRESS, cwd=tmp_path, home=tmp_path / "home")
    assert done.returncode == 1
    assert "unsafe way" in done.stderr
    assert "UnsafeStartError" in (tmp_path / "home" / "log" / "ozon-xl.log").read_text(encoding="utf-8")


def test_an_installation_that_looks_into_foreign_folders_is_refused(tmp_path: Path) -> None:
    foreign = tmp_path / "beside the workbook"
    foreign.mkdir()
    venv.create(tmp_path / "venv", with_pip=False, symlinks=os.name != "nt")
    (site,) = (tmp_path / "venv").rglob("site-packages")
    here = [path for path in sys.path if path.endswith("site-packages")]
    (site / "more.pth").write_text("\n".join([str(ROOT), *here, str(foreign)]))
    folder = "Scripts" if os.name == "nt" else "bin"
    python = tmp_path / "venv" / folder / Path(sys.executable).name
    done = subprocess.run(
        [python, "-I", *PRESS],
        env=os.environ | {"OZON_XL_HOME": str(tmp_path / "home"), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "unsafe way" in done.stderr


@pytest.mark.parametrize("words", [("demo",), ("refresh", "--book", "Shop.xlsm"), ("refresh;ls", "--book", GUID)])
def test_wrong_usage_ends_with_two(words: tuple[str, ...], tmp_path: Path) -> None:
    done = run("-I", "-m", "ozon_xl", "press", *words, cwd=tmp_path, home=tmp_path / "home")
    assert done.returncode == 2
    assert not (tmp_path / "home").exists()


# --- how fast --------------------------------------------------------------------------------------------------------


MOST_CPU_S = 0.6
RUNS = 5


@pytest.mark.skipif(sys.platform == "win32", reason="there the system tells of no child's processor time")
@pytest.mark.parametrize("program", ["excel", "calc"])
def test_the_sign_of_life_comes_soon(program: str, tmp_path: Path) -> None:
    """From the start of the process on, by the system's own count."""
    import resource  # noqa: PLC0415 - not on Windows

    def spent_s() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    took = []
    for _run in range(RUNS):
        before = spent_s()
        done = run("-I", DRIVER, f"sign-{program}", cwd=tmp_path, home=tmp_path / "home")
        took.append(spent_s() - before)
        assert f"ozon_xl.hosts.{program}" in reported(done)["modules"]
    assert median(took) <= MOST_CPU_S, took


def test_nothing_slow_is_imported_before_the_sign_of_life(tmp_path: Path) -> None:
    figures = reported(run("-I", DRIVER, "sign", cwd=tmp_path, home=tmp_path / "home"))
    modules = set(figures["modules"])
    assert "ozon_xl.actions.pulse" in modules
    assert not {name.split(".")[0] for name in modules} & SLOW
    assert not {name for name in modules if name.startswith(tuple(NEVER_OURS))}
