"""What the whole program holds in memory once it has been used a little."""

from __future__ import annotations

from pathlib import Path

from programs import Programs
from rows import Row, flat, row
from sites import site

USED = Path(__file__).with_name("used.py")


def measure(part: float, folder: Path) -> list[Row]:
    """A site with a long log, and one with many units."""
    programs = Programs(folder)
    sizes = [(round(3000 * part), round(100_000 * part), 250), (round(100_000 * part), round(12_000 * part), 400)]
    rows = []
    for units, entries, most in sizes:
        held = programs.said(str(USED), str(site(folder, units, entries)))["rss_mb"]
        rows.append(row(f"memory, {units:,} units and {entries:,} entries", "MB", flat(held), flat(most), "p50"))
    return rows
