"""The catalogues of words: which sentences the program says, and whether each language has them.

`python tests/catalogues.py` brings the catalogues up to date: new sentences are added untranslated, those no
longer said are dropped, and the compiled files are made anew.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
WORDS = ROOT / "resources" / "words"
SAID_BY = {name: None for name in ("t", "_t", "N_", "words", "_words")}
LANGUAGES = ("zh_Hans", "zh_Hant")
FIELD = re.compile(r"{(\w+)[^}]*}")


def said() -> dict[str, list[str]]:
    """Every sentence in the code, with the files that say it."""
    found: dict[str, list[str]] = {}
    for folder in ("app", "ui"):
        for file, _, text, _, _ in extract_from_dir(ROOT / folder, [("**.py", "python")], keywords=SAID_BY):
            if isinstance(text, str) and text:
                found.setdefault(text, []).append(f"{folder}/{file}")
    return found


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as it is kept."""
    file = source(language)
    if not file.exists():
        return Catalog(locale=language, domain="desk", project="Handover Desk", version="1", fuzzy=False)
    with file.open("rb") as lines:
        return read_po(lines, locale=language, domain="desk")


def source(language: str) -> Path:
    """The file that people edit."""
    return WORDS / language / "LC_MESSAGES" / "desk.po"


def compiled(of: Catalog) -> bytes:
    """The file that the program reads."""
    made = io.BytesIO()
    write_mo(made, of)
    return made.getvalue()


def update(language: str, known: dict[str, str] | None = None) -> list[str]:
    """Bring a catalogue up to date; the sentences that are still untranslated."""
    before, now = catalogue(language), said()
    fresh = Catalog(locale=language, domain="desk", project="Handover Desk", version="1", fuzzy=False)
    fresh.revision_date = fresh.creation_date = before.creation_date
    for text in sorted(now):
        kept = before.get(text)
        fresh.add(text, (known or {}).get(text) or (str(kept.string) if kept and kept.string else ""))
    source(language).parent.mkdir(parents=True, exist_ok=True)
    with source(language).open("wb") as file:
        write_po(file, fresh, width=110, omit_header=False, no_location=True)
    source(language).with_suffix(".mo").write_bytes(compiled(fresh))
    return [text for text in now if not (fresh.get(text) and fresh.get(text).string)]


if __name__ == "__main__":
    for name in LANGUAGES:
        left = update(name)
        print(f"{name}: {len(left)} untranslated")
        sys.stdout.writelines(f"  {text}\n" for text in left)
