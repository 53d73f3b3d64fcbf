"""The colours, sizes and kinds that every screen is painted with, by name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Mode = Literal["light", "dark"]
Kind = Literal["ok", "attention", "stop", "news", "off"]
Role = Literal["number", "figure", "unit", "title", "name", "body", "strong", "quiet", "label"]

LIGHT: Mapping[str, str] = MappingProxyType({
    "ground": "#F6F7F9", "surface": "#FFFFFF", "line": "#DDE1E6", "edge": "#8590A0", "hover": "#EEF1F4",
    "text": "#1B2430", "quiet": "#5B6673", "faint": "#A3ACB7",
    "accent": "#0F6B6B", "accent_hover": "#0B5858", "accent_pale": "#E4F0EF", "on_accent": "#FFFFFF",
    "ok": "#1E7F4F", "ok_pale": "#E7F5ED", "ok_ink": "#14603A",
    "attention": "#A86400", "attention_pale": "#FDF3E1", "attention_ink": "#7A4800",
    "stop": "#B3261E", "stop_pale": "#FCECEA", "stop_ink": "#8F1D17",
    "news": "#2457A6", "news_pale": "#EAF1FB", "news_ink": "#1B4583",
    "off": "#5B6673", "off_pale": "#EEF1F4", "off_ink": "#4A5562",
    "drill": "#B3261E", "on_drill": "#FFFFFF", "scrim": "#1B2430",
})

DARK: Mapping[str, str] = MappingProxyType({
    "ground": "#11161C", "surface": "#1A2129", "line": "#313B47", "edge": "#7C8896", "hover": "#232C36",
    "text": "#E7ECF2", "quiet": "#A0ACB9", "faint": "#66717E",
    "accent": "#58BDB5", "accent_hover": "#74CFC7", "accent_pale": "#18363A", "on_accent": "#06211F",
    "ok": "#62C893", "ok_pale": "#16302A", "ok_ink": "#8FDCB2",
    "attention": "#E5AC55", "attention_pale": "#33291A", "attention_ink": "#F0C27F",
    "stop": "#F2948B", "stop_pale": "#3A2226", "stop_ink": "#F7B4AD",
    "news": "#8DB8F5", "news_pale": "#1C2C44", "news_ink": "#B0CFF9",
    "off": "#A0ACB9", "off_pale": "#232C36", "off_ink": "#BAC4CF",
    "drill": "#C8372D", "on_drill": "#FFFFFF", "scrim": "#000000",
})

READ_ON: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "text": ("ground", "surface", "hover", "accent_pale", "ok_pale", "attention_pale", "stop_pale",
             "news_pale"),
    "quiet": ("ground", "surface", "hover", "accent_pale"),
    "accent": ("ground", "surface", "hover", "accent_pale"),
    "on_accent": ("accent", "accent_hover"),
    "on_drill": ("drill",),
    "ok_ink": ("ok_pale", "surface", "accent_pale"),
    "attention_ink": ("attention_pale", "surface", "accent_pale"),
    "stop_ink": ("stop_pale", "surface", "accent_pale"),
    "news_ink": ("news_pale", "surface", "accent_pale"),
    "off_ink": ("off_pale", "surface", "accent_pale"),
})
"""Every text token with the grounds it is set on; each pair keeps 4.5:1 (WCAG 2.2, 1.4.3)."""

SEEN_ON: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "ok": ("ok_pale", "surface", "ground"),
    "attention": ("attention_pale", "surface", "ground"),
    "stop": ("stop_pale", "surface", "ground"),
    "news": ("news_pale", "surface", "ground"),
    "off": ("off_pale", "surface", "ground"),
    "edge": ("surface", "ground"),
})
"""Every icon or outline token with its grounds; each pair keeps 3:1 (WCAG 2.2, 1.4.11)."""

ICONS: Mapping[Kind, str] = MappingProxyType({
    "ok": "ok", "attention": "warning", "stop": "stop", "news": "info", "off": "off",
})
"""The icon that stands beside a kind's word, because colour alone says nothing to one man in twelve."""

SIZES: Mapping[Role, tuple[int, int]] = MappingProxyType({
    "number": (88, 600), "figure": (40, 600), "unit": (28, 600), "title": (20, 600), "name": (20, 400),
    "body": (16, 400), "strong": (16, 600), "quiet": (13, 400), "label": (13, 600),
})
"""Pixels at 100 % and weight of each type role."""


def contrast(one: str, other: str) -> float:
    """The contrast of two "#RRGGBB" colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
