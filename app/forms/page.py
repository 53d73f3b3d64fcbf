"""What forms are made of: a form is a title, a foot and a body in the little HTML that a text document knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import msgspec

LINE = "#444444"
TIGHT = "style='margin:0px'"


class Form(msgspec.Struct, frozen=True):
    """One document. `foot` stands at the bottom of each of its pages, before the number of the page."""

    title: str
    foot: str
    body: str


def head(site: str, subtitle: str, title: str, drill: str = "") -> str:
    """Whose form it is, and which."""
    warning = f"<p align='center' {TIGHT}><b>{escape(drill)}</b></p>" if drill else ""
    below = f" · {escape(subtitle)}" if subtitle else ""
    return (f"{warning}<p align='center' {TIGHT}>{escape(site)}{below}</p>"
            f"<p align='center' style='font-size:17pt; font-weight:600; margin:2px'>{escape(title)}</p>")


def facts(pairs: Iterable[tuple[str, str]], across: int = 2) -> str:
    """Labels and values in a grid; an empty value is a line to write on."""
    cells = [f"<td width='{18 if across == 2 else 12}%' bgcolor='#f0f0f0'>{escape(label)}</td>"
             f"<td width='{32 if across == 2 else 21}%'>{escape(value) or '&nbsp;'}</td>" for label, value in pairs]
    cells += ["<td bgcolor='#f0f0f0'>&nbsp;</td><td>&nbsp;</td>"] * (-len(cells) % across)
    rows = ("".join(cells[at : at + across]) for at in range(0, len(cells), across))
    return _table("".join(f"<tr>{row}</tr>" for row in rows))


def table(columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]], empty: int = 0) -> str:
    """A list with a head that comes again on every page; `columns` are name and percent of the width, `empty` lines
    to write on follow."""
    named = "".join(f"<td width='{width}%' bgcolor='#f0f0f0'><b>{escape(name)}</b></td>" for name, width in columns)
    said = ("".join(f"<td>{escape(cell) or '&nbsp;'}</td>" for cell in row) for row in rows)
    blank = "<td>&nbsp;<br>&nbsp;</td>" * len(columns)
    body = "".join(f"<tr>{row}</tr>" for row in (*said, *([blank] * empty)))
    return _table(f"<thead><tr>{named}</tr></thead><tbody>{body}</tbody>")


def words(text: str, size: int = 9) -> str:
    """A paragraph."""
    return f"<p style='font-size:{size}pt; margin:4px 0px 2px 0px'>{escape(text)}</p>"


def signatures(who: Sequence[str], date: str) -> str:
    """Who signs, each with room and a date."""
    room = "<br>&nbsp;<br>&nbsp;<br>"
    cells = "".join(f"<td width='{100 // len(who)}%'>{escape(one)}{room}{escape(date)}</td>" for one in who)
    return _table(f"<tr>{cells}</tr>")


def _table(rows: str) -> str:
    return (f"<table width='100%' border='1' cellspacing='0' cellpadding='4' "
            f"style='border-collapse:collapse; border-color:{LINE}; margin-top:6px'>{rows}</table>")
