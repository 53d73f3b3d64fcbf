"""The measurements, each beside its own limit in the same run.

    bench [NAME ...] [--json] [--full]

Without a NAME all of them. `--full` takes the sizes that the limits are meant for, without it a tenth of them.
Ends with status 1 if one falls short.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from rows import Row  # noqa: E402 - found through the line above

NAMES = ("check_in", "key_press", "to_printer", "start", "preview", "rebuild", "figures", "workbook", "memory",
         "growth", "exchange", "on_server")


def main(argv: Sequence[str]) -> int:
    """Measure and say; the exit status."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--json", action="store_true", help="a list of rows instead of a table")
    parser.add_argument("--full", action="store_true", help="the sizes that the limits are meant for")
    parser.add_argument("--part", type=float, default=0.1, help=argparse.SUPPRESS)  # of the full sizes
    args = parser.parse_args(argv)
    unknown = sorted(set(args.names) - set(NAMES))
    if unknown:
        parser.error(f"There is no {', '.join(unknown)}; there are {', '.join(NAMES)}.")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="handover-desk-bench-") as folder:
        rows = measured(args.names or NAMES, 1.0 if args.full else args.part, Path(folder), say=not args.json)
    if args.json:
        print(msgspec.json.format(msgspec.json.encode(rows)).decode())
    return 0 if all(row.holds for row in rows) else 1


def measured(names: Sequence[str], part: float, folder: Path, say: bool) -> list[Row]:
    """The rows of these measurements, said as they come."""
    rows: list[Row] = []
    for name in names:
        made = importlib.import_module(name).measure(part, folder)
        rows += made
        for row in made if say else ():
            print(sentence(row), flush=True)
    return rows


def sentence(row: Row) -> str:
    """A row as a line of text."""
    ours, limit = (f"p50 {one.p50:9.2f}  p99 {one.p99:9.2f}" for one in (row.ours, row.limit))
    found = "holds" if row.holds else "FALLS SHORT"
    return f"{found:11} {row.name:44} {row.unit:2}  {ours}   limit {limit}  ({row.must})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
