"""Set this folder up, once, then start the program, its tests or its measurements.

    python3 run.py [ARGS]             open the program; ARGS are its own (--demo, import FILE --dry-run ...).
                                      Without a display: a made-up day, its files in a folder that is named
    python3 run.py -- ARGS            the same, also when the first of ARGS is one of the words below
    python3 run.py test [ARGS]        the whole test suite, without a display; ARGS go to pytest
    python3 run.py soak [ARGS]        the same tests with the large counts
    python3 run.py bench [ARGS]       the measurements; ARGS: [NAME ...] [--json] [--full]
    python3 run.py bundle DIR         put into DIR all that a laptop without a network needs
    python3 run.py --help             this text (the program's own: python3 run.py -- --help)

Needed: Python 3.11 or later. The first start makes .venv here and fills it with exactly the packages that
requirements.lock names, each checked against its hash. On Debian and Ubuntu it also installs the system
libraries and the Chinese font that are missing when it may (root); otherwise it says the one line to run.
Later starts go straight to the program. To set up from the beginning, delete .venv.

Without a network: `python3 run.py bundle DIR` on a machine that has one, with the same system and the same
version of Python (run it again into the same DIR on another kind of machine to serve both). DIR then holds
the program and DIR/bundle the packages and, from Linux, a Chinese font. Copy DIR onto the laptop and start
`python3 run.py` there: it takes the packages from ./bundle and asks no network. Python itself and the system
libraries of a Debian laptop are not in it.
"""
from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
BUNDLE = ROOT / "bundle"
PROGRAM = ("app", "ui", "resources", "data", "run.py", "pyproject.toml", "requirements.lock", "README.md")
LOCK, TEST_LOCK = ROOT / "requirements.lock", ROOT / "requirements-test.lock"
# odfpy (it writes rosters for tests) has no wheel: it is built with the setuptools that came with LOCK.
FROM_SOURCE = ("--no-binary", "odfpy", "--no-build-isolation", "--use-pep517")
# One more at a time than there are cores: many tests wait for a printer, a window, another process.
PYTEST = ["-P", "-m", "pytest", "-n", str((os.cpu_count() or 1) + 1), "--dist", "worksteal"]
CHECKS = {"test": PYTEST, "soak": [*PYTEST, "--timeout", "3600"], "bench": [str(ROOT / "tests" / "bench")]}

# Debian's package -> what shows that it is there (so that Ubuntu's other names for the same library do too).
FONT = "fonts-noto-cjk"
HEADLESS = {"python3-venv": "ensurepip"}
DAY = {**HEADLESS, FONT: "a Chinese font"}
WINDOW = {
    **DAY,
    "libgl1": "libGL.so.1", "libegl1": "libEGL.so.1", "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1", "libglib2.0-0": "libglib-2.0.so.0",
    "libxkbcommon0": "libxkbcommon.so.0", "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-cursor0": "libxcb-cursor.so.0", "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0", "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0", "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0", "libxcb-xkb1": "libxcb-xkb.so.1",
}
TESTS = {**WINDOW, "xvfb": "Xvfb", "xauth": "xauth", "xdotool": "xdotool", "libreoffice-calc": "soffice",
         "poppler-utils": "pdftotext", "postgresql": "pg_ctlcluster"}
CHINESE = re.compile(r"cjk|noto(sans|serif)(sc|tc|hk)|source-?han|wqy|uming|ukai|droidsansfallback", re.I)


def main(argv: list[str]) -> None:
    """Do what the command line says; does not return when it starts something."""
    word, *args = argv or [""]
    if word in ("-h", "--help"):
        print(__doc__.strip())
    elif word in CHECKS:
        set_up("tests", TESTS, [LOCK, TEST_LOCK])
        os.chdir(ROOT)
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ.update({"HANDOVER_DESK_COUNTS": "large"} if word == "soak" else {})
        start([*CHECKS[word], *args])
    elif word == "bundle":
        if len(args) != 1 or args[0].startswith("-"):
            sys.exit("Say where: python3 run.py bundle DIR")
        set_up("headless", HEADLESS, [LOCK])
        bundle(Path(args[0]).resolve())
    else:
        args = args if word == "--" else argv
        opens_window = not args or args[0].startswith("-")
        shown = ("window", WINDOW) if has_display(sys.platform, os.environ) else ("day", DAY)
        set_up(*(shown if opens_window else ("headless", HEADLESS)), [LOCK])
        start(["-P", "-m", "ui", *args])


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a window can be opened, as the program asks too."""
    if not platform.startswith(("linux", "freebsd")):
        return True
    offscreen = environment.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal", "vnc")
    return offscreen or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def set_up(kind: str, needs: Mapping[str, str], locks: Iterable[Path]) -> None:
    """Bring .venv to what `locks` say and the system to what `needs` says (package -> its sign), once."""
    python = f"{sys.version_info.major}.{sys.version_info.minor} {sys.base_prefix} {ROOT}"
    stamp, made_by = VENV / f"{kind}.stamp", VENV / "made-by"
    state = fingerprint(python, needs, [lock.read_bytes() for lock in locks])
    if holds(stamp, state):
        return
    print(f"Setting up {ROOT} (once; this can take some minutes).", flush=True)
    if sys.platform == "linux" and shutil.which("apt-get"):
        use_bundled_font()
        install_packages(needs)
    if not holds(made_by, python):
        run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    made_by.unlink(missing_ok=True)  # comes back below: what was interrupted is made anew
    for lock in locks:
        pip("install", "--quiet", *(FROM_SOURCE if lock == TEST_LOCK else ()), lock=lock)
    made_by.write_text(python, encoding="utf-8")
    stamp.write_text(state, encoding="utf-8")


def fingerprint(python: str, needs: Iterable[str], locks: Iterable[bytes]) -> str:
    """What a finished set-up was made from; it changes with the Python, the system packages, the locks."""
    parts = [python.encode(), " ".join(needs).encode(), *locks]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def holds(file: Path, text: str) -> bool:
    """Whether `file` is there and holds `text`."""
    return file.is_file() and file.read_text(encoding="utf-8") == text


def pip(command: str, *options: str, lock: Path) -> None:
    """Run the environment's pip on `lock`; from ./bundle alone where there is one."""
    if BUNDLE.is_dir():
        options += ("--find-links", str(BUNDLE / "wheels"), *(["--no-index"] if lock == LOCK else []))
    run([str(PYTHON), "-W", "ignore", "-m", "pip", command, "--disable-pip-version-check", "--require-hashes",
         "--only-binary", ":all:", *options, "-r", str(lock)])


def run(command: list[str]) -> None:
    """Run `command`; when it fails, end with a sentence after what it said itself."""
    if subprocess.call(command) != 0:
        sys.exit("Setting up did not succeed; the reason is above. Mend it and start again. "
                 "For a machine without a network see `run.py bundle` in `python3 run.py --help`.")


def install_packages(needs: Mapping[str, str]) -> None:
    """Install what Debian lacks, or say how; ends here when only the font is not enough to go on without."""
    lacking = missing(needs, present(needs.values()))
    if lacking and os.geteuid() == 0:
        apt = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.call(["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", "update"], env=apt)
        subprocess.call(["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0",
                         "install", "-y", "--no-install-recommends", *lacking], env=apt)
        lacking = missing(needs, present(needs.values()))
    if lacking:
        print("This machine lacks some system packages. Run this line once:\n\n"
              f"    {apt_line(lacking, sudo=shutil.which('sudo') is not None)}\n", flush=True)
    if set(lacking) - {FONT}:
        sys.exit("Then start again.")


def missing(needs: Mapping[str, str], there: Collection[str]) -> list[str]:
    """The packages of `needs` whose sign is not among what is `there`."""
    return [package for package, sign in needs.items() if sign not in there]


def apt_line(packages: Iterable[str], sudo: bool) -> str:
    """The one line that installs `packages`, for a person who may become root."""
    line = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"
    return f"sudo sh -c '{line}'" if sudo else f"su -l -c '{line}'"


def present(signs: Iterable[str]) -> set[str]:
    """Those of `signs` found on this machine, beside all its shared libraries."""
    ldconfig = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False)
    there = {line.split()[0] for line in ldconfig.stdout.splitlines() if line.startswith("\t")}
    there |= {sign for sign in signs if shutil.which(sign)}
    there |= {"ensurepip"} if importlib.util.find_spec("ensurepip") else set()
    return there | ({"a Chinese font"} if chinese_fonts(font_folders()) else set())


def font_folders() -> list[Path]:
    """Where Linux keeps fonts; the last is this user's own."""
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"]


def chinese_fonts(folders: Iterable[Path]) -> list[Path]:
    """Font files that have Chinese, told by their names; sans serif and regular ones first."""
    files = (file for folder in folders for file in folder.rglob("*.[to]t[cf]") if CHINESE.search(file.name))
    return sorted(files, key=lambda file: ("Serif" in file.name, "Regular" not in file.name, file.name))


def use_bundled_font() -> None:
    """Give this user the font that came with the bundle, where the machine has none."""
    if (BUNDLE / "fonts").is_dir() and not chinese_fonts(font_folders()):
        shutil.copytree(BUNDLE / "fonts", font_folders()[-1] / "handover-desk", dirs_exist_ok=True)


def bundle(folder: Path) -> None:
    """Put the program, its packages for this kind of machine and a free Chinese font into `folder`."""
    for name in PROGRAM if folder != ROOT else ():
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    pip("download", "--quiet", "--dest", str(folder / "bundle" / "wheels"), lock=LOCK)
    for font in chinese_fonts(font_folders())[:1]:
        (folder / "bundle" / "fonts").mkdir(exist_ok=True)
        shutil.copy2(font, folder / "bundle" / "fonts")
    print(f"{folder} is ready. Copy it onto the laptop and start `python3 run.py` there.")


def start(arguments: list[str]) -> None:
    """Become the Python of .venv with `arguments`; the current folder stays what it is."""
    os.environ["PYTHONPATH"] = str(ROOT)
    if os.environ.get("LC_ALL") in ("C", "POSIX"):
        os.environ["LC_ALL"] = "C.UTF-8"  # else Qt warns, and Chinese file names are lost
    if os.name == "nt":
        sys.exit(subprocess.call([str(PYTHON), *arguments]))
    os.execv(PYTHON, [str(PYTHON), *arguments])


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.exit(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}.")
    main(sys.argv[1:])
