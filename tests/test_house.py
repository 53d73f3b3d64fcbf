"""The layers of the house: who may know whom, so that it stays a house and does not become a heap."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
STANDARD = sys.stdlib_module_names

# Rule 2: what the inner rooms may know beside the standard library.
INNER = ("app/log/*", "app/stations/*", "app/unit.py", "app/records.py")
INNER_KNOW = ("msgspec", "app.log", "app.stations", "app.unit", "app.records", "app.errors")

# Rule 3: where each library lives.
LIVES = {
    "sqlalchemy": (
        *("app/desk.py", "app/statements.py", "app/branches.py", "app/tables.py", "app/database.py", "app/queries/*"),
        "app/server.py",
        *("app/search/*", "app/tickets/spool.py", "app/twin.py", "app/sync/hub*"),
    ),
    "psycopg": ("app/server.py",),
    "escpos": ("app/tickets/*",),
    **dict.fromkeys(("cryptography", "httpx", "starlette", "uvicorn", "zeroconf"), ("app/sync/*",)),
    "cv2": ("ui/camera.py",),
    "zxingcpp": ("ui/camera.py",),
    "python_calamine": ("app/roster/*",),
    "openpyxl": ("app/roster/*", "app/summary/*"),
}

# Rule 4: who opens a write transaction. History is the desk's alone.
WRITERS = (
    *(
        "app/desk.py",
        "app/database.py",
        "app/server.py",
        "app/site.py",
        "app/twin.py",
        "app/settings.py",
        "app/tickets/spool.py",
    ),
    *("app/sync/*", "app/backup.py"),
)
HISTORY = ("line", "touches", "head", "unsettled")
HISTORIANS = ("app/desk.py", "app/statements.py", "app/branches.py", "app/sync/merge.py")
DOORS = ("sqlalchemy", "sqlite3", "pysqlite3", "app.tables", "app.database")
OPENING = ("read", "write", "connect", "begin", "execute", "exec_driver_sql", "statement")

# Rule 5: where threads and processes are made.
THREADED = (
    *("ui/__main__.py", "ui/bridge.py", "ui/camera.py", "ui/sounds.py"),
    *("app/tickets/spool.py", "app/tickets/share.py", "app/tickets/finder.py", "app/sync/*", "app/roster/apart.py"),
    "app/server.py",
)
THREADS = (
    "Thread",
    "Timer",
    "Process",
    "ThreadPoolExecutor",
    "ProcessPoolExecutor",
    "QThread",
    "QThreadPool",
    "QRunnable",
)

# Beside the rules: the two sorts of places where anything may be caught.
CAUGHT = ("ui/problem.py", "ui/__main__.py", "ui/bridge.py", "app/tickets/spool.py", "app/sync/*")


def _files(*under: str) -> list[str]:
    return sorted(p.relative_to(ROOT).as_posix() for folder in under for p in (ROOT / folder).rglob("*.py"))


TREES = {file: ast.parse((ROOT / file).read_text("utf-8"), file) for file in _files("app", "ui")}
NODES = {file: [*ast.walk(tree)] for file, tree in TREES.items()}


def files(*, where: Iterable[str] = ("*",), but: Iterable[str] = ()) -> Iterator[str]:
    """Our files that match one of `where` and none of `but`."""
    return (file for file in TREES if _matches(file, where) and not _matches(file, but))


def _matches(file: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(file, pattern) for pattern in patterns)


def known(file: str) -> Iterator[str]:
    """The modules that a file imports, anywhere in it, with their whole names."""
    for node in NODES[file]:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module}.{alias.name}" for alias in node.names)


def within(module: str, packages: Iterable[str]) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def places(file: str, found: Iterable[ast.AST]) -> list[str]:
    return [f"{file}:{node.lineno}" for node in found]  # type: ignore[attr-defined]


def called(node: ast.AST) -> str:
    """The last name of what is called: `threading.Thread(…)` is Thread."""
    return _last(node.func) if isinstance(node, ast.Call) else ""


def _last(node: ast.AST) -> str:
    return getattr(node, "attr", "") or getattr(node, "id", "")


def called_on(node: ast.AST) -> str:
    """Of `….database.write(…)` the last name before what is called: database."""
    on = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else None
    return _last(on).lstrip("_") if on is not None else ""


def test_there_is_something_to_look_at() -> None:
    assert {"app/desk.py", "app/log/fold.py", "app/stations/arrival.py"} <= TREES.keys()
    assert "app.log.operation.Entry" in known("app/desk.py")
    assert not [module for file in files() for module in known(file) if module.startswith(".")], "relative imports"


# -- 1 -------------------------------------------------------------------------------------------------------


def test_app_knows_neither_qt_nor_the_screens() -> None:
    strange = ("PySide6", "shiboken6", "ui")

    assert [(f, m) for f in files(where=["app/*"]) for m in known(f) if within(m, strange)] == []


HEADLESS = """
import importlib, sys
for name in ("PySide6", "shiboken6"):
    sys.modules[name] = None  # as if it were not installed
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def test_headless_commands_start_where_qt_is_not_installed() -> None:
    modules = [f.removesuffix(".py").replace("/", ".").removesuffix(".__init__") for f in files(where=["app/*"])]

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", HEADLESS, *modules], cwd=ROOT, capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (0, "")


# -- 2 -------------------------------------------------------------------------------------------------------


def test_what_happens_and_what_it_means_knows_only_itself() -> None:
    strange = [
        (f, m)
        for f in files(where=INNER)
        for m in known(f)
        if m.partition(".")[0] not in STANDARD and not within(m, INNER_KNOW)
    ]

    assert strange == []


# -- 3 -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("library", LIVES)
def test_each_library_lives_in_its_room(library: str) -> None:
    outside = [f for f in files(but=LIVES[library]) if any(within(m, [library]) for m in known(f))]

    assert outside == []


def test_the_desk_uses_core_and_no_orm_sessions() -> None:
    assert [(f, m) for f in files() for m in known(f) if within(m, ("sqlalchemy.orm", "sqlalchemy.ext"))] == []


# -- 4 -------------------------------------------------------------------------------------------------------


def test_only_those_who_keep_something_open_a_write_transaction() -> None:
    opened = [
        place
        for f in files(but=WRITERS)
        for place in places(f, (n for n in NODES[f] if called(n) == "write" and called_on(n) == "database"))
    ]

    assert opened == []


def test_only_the_desk_writes_history() -> None:
    written = [place for f in files(but=HISTORIANS) for place in places(f, filter(_writes_history, NODES[f]))]

    assert written == []


def _writes_history(node: ast.AST) -> bool:
    if called(node) in ("insert", "update", "delete"):
        return called_on(node) in HISTORY
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    words = node.value.replace('"', " ").split()
    changes = bool(words) and words[0] in ("INSERT", "REPLACE", "UPDATE", "DELETE")
    return changes and any(a in ("INTO", "FROM", "UPDATE") and b in HISTORY for a, b in pairwise(words))


def test_screens_never_see_a_connection() -> None:
    """They may hand the desk's door on to a query (`desk.database.read`), and never open it."""
    seen = [(f, m) for f in files(where=["ui/*"]) for m in known(f) if within(m, DOORS)]
    opened = [
        place
        for f in files(where=["ui/*"])
        for place in places(f, (n for n in NODES[f] if called(n) in OPENING and called_on(n) == "database"))
    ]

    assert (seen, opened) == ([], [])


# -- 5 -------------------------------------------------------------------------------------------------------


def test_threads_are_made_in_few_named_places() -> None:
    made = [place for f in files(but=THREADED) for place in places(f, (n for n in NODES[f] if called(n) in THREADS))]

    assert made == []


def test_there_is_no_asyncio_in_the_desktop_process() -> None:
    loops = ("asyncio", "PySide6.QtAsyncio")

    assert [(f, m) for f in files(but=["app/sync/hub*"]) for m in known(f) if within(m, loops)] == []


# -- 6 -------------------------------------------------------------------------------------------------------


FILLED = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MAKERS = (
    *("list", "dict", "set", "bytearray", "defaultdict", "deque", "OrderedDict", "Counter", "Lock", "RLock"),
    *("Event", "Queue", "local", "ContextVar", "WeakValueDictionary", "WeakKeyDictionary"),
)
CHANGING = (
    *("append", "extend", "insert", "remove", "pop", "clear", "add", "discard", "update", "setdefault"),
    *("popitem", "sort", "reverse"),
)


def test_no_module_holds_state() -> None:
    assert [f"{file}:{line}" for file, tree in TREES.items() for line in state_in(tree)] == []


def state_in(module: ast.Module) -> list[int]:
    """Lines where something is made at import that can change later. A filled table under a name in capitals
    is a constant, as long as nothing in the module changes it."""
    changed = {name for node in ast.walk(module) for name in _changed(node)}
    return [node.lineno for node in _outside_functions(module) if _is_state(node, changed)]


def _changed(node: ast.AST) -> Iterator[str]:
    """Names of what this changes: `A[k] = v`, `A += …`, `del A[k]`, `A.append(…)`."""
    if isinstance(node, ast.Assign | ast.Delete):
        yield from (ast.unparse(target.value) for target in node.targets if isinstance(target, ast.Subscript))
    elif isinstance(node, ast.AugAssign):
        yield ast.unparse(node.target)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
        yield ast.unparse(node.func.value)


def _outside_functions(node: ast.AST) -> Iterator[Any]:
    """What runs when the module is imported: its own body and those of its classes."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            if isinstance(child, ast.ClassDef | ast.If | ast.Try | ast.With):
                yield from _outside_functions(child)


def _is_state(node: ast.AST, changed: set[str]) -> bool:
    if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
        return False
    if not isinstance(node.value, FILLED) and called(node.value) not in MAKERS:
        return False
    if isinstance(node, ast.AnnAssign) and node.col_offset and ast.unparse(node.value) in ("{}", "[]", "set()"):
        return False  # the default of a struct's field: each instance gets its own
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return not _constant([ast.unparse(target) for target in targets], node.value, changed)


def _constant(names: list[str], value: ast.expr, changed: set[str]) -> bool:
    made = isinstance(value, ast.Call) and called(value) in ("dict", "list", "set") and bool(value.args)
    filled = made or (isinstance(value, FILLED) and ast.unparse(value) not in ("{}", "[]"))
    return filled and all(name.lstrip("_").isupper() and name not in changed for name in names)


def test_nobody_reaches_into_a_module_to_change_it() -> None:
    assert [p for f in files() for p in places(f, (n for n in NODES[f] if isinstance(n, ast.Global)))] == []


def test_there_are_no_singletons_and_no_caches_of_a_module() -> None:
    """A cache on a module's function is state of the module; made in `__init__` it belongs to a part."""
    single = ("instance", "get_instance", "getInstance", "shared", "__new__")
    functions = [(f, node) for f in files() for node in NODES[f] if isinstance(node, ast.FunctionDef)]
    cached = [
        f"{f}:{node.name}"
        for f, node in functions
        for decorator in node.decorator_list
        if _last(decorator.func if isinstance(decorator, ast.Call) else decorator) in ("cache", "lru_cache")
    ]

    assert cached + [f"{f}:{node.name}" for f, node in functions if node.name in single] == []


# -- beside the layers ---------------------------------------------------------------------------------------


def test_nobody_catches_what_they_cannot_name() -> None:
    assert [place for f in files(but=CAUGHT) for place in places(f, filter(_catches_all, NODES[f]))] == []


def _catches_all(node: ast.AST) -> bool:
    if not isinstance(node, ast.ExceptHandler):
        return False
    return node.type is None or "Exception" in map(_last, ast.walk(node.type))


def test_a_file_is_called_by_what_it_does_and_says_it_in_its_first_sentence() -> None:
    vague = ("util", "utils", "manager", "helper", "helpers", "base", "common", "service", "services", "misc")

    assert [file for file in files() if Path(file).stem in vague] == []
    assert [file for file, tree in TREES.items() if not ast.get_docstring(tree)] == []


def test_no_package_hides_one_of_the_standard_library() -> None:
    assert [file for file in files() if file.split("/")[0] in STANDARD or "/" not in file] == []


def test_classes_are_named_as_a_person_would_say_them() -> None:
    vague = ("Manager", "Service", "Helper", "Util", "Utils", "Event", "Command", "Factory", "Singleton")
    named = [(f, node.name) for f in files() for node in NODES[f] if isinstance(node, ast.ClassDef)]

    assert [(f, name) for f, name in named if name.endswith(vague)] == []


# -- the rules themselves are put to the test ----------------------------------------------------------------


STATE = {
    "an empty dict": ("SEEN = {}", True),
    "a made one": ("SEEN = defaultdict(list)", True),
    "in a class": ("class A:\n    seen = []", True),
    "a lock": ("LOCK = threading.Lock()", True),
    "behind a condition": ("if True:\n    SEEN = []", True),
    "said to be a dict": ("SEEN: dict[str, str] = dict()", True),
    "a name that is no constant's": ("seen = {'a': 'b'}", True),
    "a table that is changed": ("SEEN = {'a': 'b'}\ndef f():\n    SEEN['c'] = 'd'", True),
    "a table that is added to": ("SEEN = ['a']\ndef f():\n    SEEN.append('c')", True),
    "a table": ("SEEN = {'a': 'b'}", False),
    "a table made of others": ("SEEN = dict(zip('ab', 'cd'))", False),
    "a table that is read": ("SEEN = {'a': 'b'}\ndef f():\n    return SEEN['a']", False),
    "frozen": ("SEEN = frozenset({1})", False),
    "a tuple": ("SEEN = (1, 2)", False),
    "a struct's default": ("class A(Struct):\n    seen: dict[str, str] = {}", False),
    "in a function": ("def f():\n    seen = []", False),
}


@pytest.mark.parametrize("name", STATE)
def test_the_rule_on_state_sees(name: str) -> None:
    source, state = STATE[name]

    assert bool(state_in(ast.parse(source))) == state


HISTORIES = {
    "tables.line.insert()": True,
    "line.delete().where(x)": True,
    "sql.exec_driver_sql('INSERT OR REPLACE INTO head VALUES (?)')": True,
    "sql.exec_driver_sql('DELETE FROM touches WHERE site=?')": True,
    "sql.exec_driver_sql('UPDATE \"line\" SET data=?')": True,
    "sql.exec_driver_sql('SELECT data FROM line')": False,
    "tables.slip.insert()": False,
    "sql.exec_driver_sql('DELETE FROM local')": False,
    "t('UPDATE line by line')": True,  # better once too often
    "t('Delete from the line what was sent')": False,
}


@pytest.mark.parametrize("source", HISTORIES)
def test_the_rule_on_history_sees(source: str) -> None:
    assert any(map(_writes_history, ast.walk(ast.parse(source)))) == HISTORIES[source]
