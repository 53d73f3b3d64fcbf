"""What run.py promises: a set-up that is locked, made once, and says what a machine lacks."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import run
from app import VERSION

PROJECT = tomllib.loads((run.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = pytest.mark.parametrize("lock", [run.LOCK, run.TEST_LOCK], ids=lambda lock: lock.name)


class Pin(NamedTuple):
    """One locked package: its version, where it is wanted, the hashes of its files."""

    name: str
    version: str
    marker: str
    hashes: frozenset[str]


def pins(lock: Path) -> dict[str, Pin]:
    """The packages that `lock` names, by name."""
    blocks = re.split(r"^(?=\S)", lock.read_text(encoding="utf-8"), flags=re.M)
    return {pin.name: pin for pin in (pin_of(block) for block in blocks if block.strip())}


def pin_of(block: str) -> Pin:
    """A package's lines in a lock file, read."""
    head = re.match(r"(\S+)==(\S+)(?: ; ([^\\\n]*))?", block)
    assert head, f"not pinned to one version: {block}"
    hashes = frozenset(re.findall(r"sha256:[0-9a-f]{64}", block))
    return Pin(head[1], head[2], (head[3] or "").strip(), hashes)


# The locks


@LOCKS
def test_every_locked_package_has_hashes(lock: Path) -> None:
    assert [pin.name for pin in pins(lock).values() if not pin.hashes] == []


@LOCKS
def test_a_lock_names_no_address_and_no_option(lock: Path) -> None:
    found = re.findall(r"^.*(?:://|www\.|file:|^-|\s--(?!hash=)).*$", lock.read_text(encoding="utf-8"), re.M)
    assert found == []


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        (run.LOCK, PROJECT["project"]["dependencies"]),
        (run.TEST_LOCK, PROJECT["project"]["optional-dependencies"]["test"]),
    ],
    ids=["program", "tests"],
)
def test_a_lock_holds_what_pyproject_asks_for(lock: Path, wanted: list[str]) -> None:
    locked = pins(lock)
    for requirement in map(Requirement, wanted):
        version = locked[canonicalize_name(requirement.name)].version
        assert requirement.specifier.contains(version), requirement


def test_the_tests_run_on_the_very_packages_the_program_runs_on() -> None:
    assert pins(run.LOCK).items() <= pins(run.TEST_LOCK).items()


def test_every_folder_of_the_program_is_listed_as_a_package() -> None:
    files = (file.relative_to(run.ROOT) for top in ("app", "ui") for file in (run.ROOT / top).rglob("*.py"))
    folders = {".".join(file.parent.parts) for file in files}
    assert folders <= set(PROJECT["tool"]["setuptools"]["packages"])


# The stamp


def test_a_set_up_is_made_anew_when_the_python_the_packages_or_a_lock_changed() -> None:
    made = run.fingerprint("3.11", ["libgl1", "xvfb"], [b"one", b"two"])
    assert made == run.fingerprint("3.11", ["libgl1", "xvfb"], [b"one", b"two"])
    others = [
        run.fingerprint("3.12", ["libgl1", "xvfb"], [b"one", b"two"]),
        run.fingerprint("3.11", ["libgl1"], [b"one", b"two"]),
        run.fingerprint("3.11", ["libgl1", "xvfb"], [b"one", b"2"]),
        run.fingerprint("3.11", ["libgl1", "xvfb"], [b"onetwo"]),
    ]
    assert made not in others


def test_a_stamp_counts_only_when_it_is_there_and_says_the_same(tmp_path: Path) -> None:
    stamp = tmp_path / "window.stamp"
    assert not run.holds(stamp, "made")
    stamp.write_text("made", encoding="utf-8")
    assert run.holds(stamp, "made")
    assert not run.holds(stamp, "made otherwise")


# What the machine lacks


def test_a_bare_debian_lacks_all_packages() -> None:
    assert run.missing(run.TESTS, set()) == list(run.TESTS)


def test_nothing_is_missing_where_every_library_font_and_command_is() -> None:
    assert run.missing(run.TESTS, set(run.TESTS.values())) == []


def test_only_what_is_not_there_is_named() -> None:
    there = set(run.TESTS.values()) - {"libxcb-cursor.so.0", "ensurepip"}
    assert run.missing(run.TESTS, there) == ["python3-venv", "libxcb-cursor0"]


def test_a_command_without_a_window_asks_for_no_window_libraries() -> None:
    assert run.missing(run.HEADLESS, {"ensurepip"}) == []


def test_the_line_to_run_is_whole_with_sudo_and_without() -> None:
    install = "apt-get update && apt-get install -y --no-install-recommends python3-venv libgl1"
    assert run.apt_line(["python3-venv", "libgl1"], sudo=True) == f"sudo sh -c '{install}'"
    assert run.apt_line(["python3-venv", "libgl1"], sudo=False) == f"su -l -c '{install}'"


@pytest.mark.parametrize("name", ["NotoSansCJK-Bold.ttc", "NotoSansSC-Thin.otf", "wqy-zenhei.ttc"])
def test_a_chinese_font_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / name).touch()
    (tmp_path / "DejaVuSans.ttf").touch()
    assert [font.name for font in run.chinese_fonts([tmp_path, tmp_path / "absent"])] == [name]


def test_a_bundle_takes_the_plain_sans_serif_first(tmp_path: Path) -> None:
    for name in ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc"):
        (tmp_path / name).touch()
    assert run.chinese_fonts([tmp_path])[0].name == "NotoSansCJK-Regular.ttc"


# The whole way, with a program that needs no packages (so without a network)


def command(root: Path, *args: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Start run.py of `root` as a person does."""
    typed = [sys.executable, str(root / "run.py"), *args]
    return subprocess.run(typed, cwd=cwd or root, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with run.py and a program that says what it was given and where it stands."""
    root = tmp_path_factory.mktemp("small")
    shutil.copy(run.ROOT / "run.py", root)
    (root / "requirements.lock").write_text("# nothing\n", encoding="utf-8")
    (root / "ui").mkdir()
    program = "import os, sys; print(sys.argv[1:], os.getcwd())\n"
    (root / "ui" / "__main__.py").write_text(program, encoding="utf-8")
    return root


def test_help_names_every_command_and_sets_nothing_up(tmp_path: Path) -> None:
    shutil.copy(run.ROOT / "run.py", tmp_path)
    said = command(tmp_path, "--help").stdout
    words = ("test", "soak", "bench", "bundle DIR", "-- ARGS")
    assert [word for word in words if f"run.py {word}" not in said] == []
    assert not (tmp_path / ".venv").exists()


def test_bundle_asks_where_and_sets_nothing_up(tmp_path: Path) -> None:
    shutil.copy(run.ROOT / "run.py", tmp_path)
    said = command(tmp_path, "bundle")
    assert (said.returncode, said.stderr) == (1, "Say where: python3 run.py bundle DIR\n")
    assert not (tmp_path / ".venv").exists()


def test_the_first_start_sets_up_the_second_only_starts_and_a_changed_lock_sets_up_again(
    small: Path, tmp_path: Path
) -> None:
    started = f"['import', 'a.xlsx', '--dry-run'] {tmp_path}\n"
    first = command(small, "import", "a.xlsx", "--dry-run", cwd=tmp_path)
    assert first.stdout.startswith("Setting up ")
    assert first.stdout.endswith(started)
    assert command(small, "--", "import", "a.xlsx", "--dry-run", cwd=tmp_path).stdout == started
    (small / "requirements.lock").write_text("# nothing new\n", encoding="utf-8")
    assert command(small, "import").stdout.startswith("Setting up ")


def test_a_bundle_holds_the_program_but_not_its_surroundings(small: Path, tmp_path: Path) -> None:
    (small / "a-site.db").touch()
    made = command(small, "bundle", str(tmp_path / "stick"))
    assert made.returncode == 0, made.stderr
    names = {path.name for path in (tmp_path / "stick").iterdir()}
    assert names - {"bundle"} == {"run.py", "requirements.lock", "ui"}


def test_the_program_says_the_version_it_was_packed_under() -> None:
    assert PROJECT["project"]["version"] == VERSION
