"""What layouts make of the digit row without Shift, for keys of which the system does not say where they are.

One character alone may be a letter of somebody's name (é is 2 in France and 0 in Prague), so only a whole run of
them is read: the layout must have a digit for every one.
"""

import unicodedata

_ROWS = (
    "&é\"'(-è_çà",  # France
    "&é\"'(§è!çà",  # Belgium
    "+ěščřžýáíé",  # Czechia
    "+ľščťžýáíé",  # Slovakia
    "123456789ö",  # Hungary
    "ąčęėįšųū90",  # Lithuania
)


def value(sign: str) -> str:
    """The digit that a character is by itself in any script: 3, ３ and ٣ are 3; "" for every other."""
    return str(unicodedata.decimal(sign)) if len(sign) == 1 and sign.isdecimal() else ""


def may_be_digit(sign: str) -> bool:
    """Whether some layout has this character in the place of a digit; Caps Lock makes capitals of some."""
    return len(sign) == 1 and any(sign.lower() in row for row in _ROWS)


def readings(signs: str) -> list[str]:
    """The digits that a run of characters may stand for; none where no layout has all of them (`3-2-1702`)."""
    if signs.isascii() and signs.isdigit():
        return [signs]
    places = [[row.find(sign.lower()) for sign in signs] for row in _ROWS]
    read = ("".join("1234567890"[at] for at in row) for row in places if row and min(row) >= 0)
    return [*dict.fromkeys(read)]
