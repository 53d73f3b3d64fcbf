"""The time zones that a new site is offered, and the words its slips begin with there."""

from __future__ import annotations

from zoneinfo import available_timezones

OFFERED = (
    "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Macau", "Asia/Taipei", "Asia/Singapore", "Asia/Kuala_Lumpur",
)  # fmt: skip
FULL_FORM = ("Asia/Hong_Kong", "Asia/Macau", "Asia/Taipei")


def zones() -> tuple[str, ...]:
    """All zones by their IANA names, those offered first."""
    rest = (zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix/")))
    return OFFERED + tuple(zone for zone in sorted(rest) if zone not in OFFERED)


def slip_language(zone: str, language: str) -> str:
    """The language of a new site's slips: the screen's if that is a Chinese one, else what is read there."""
    if language.startswith("zh"):
        return language
    return "zh_Hant" if zone in FULL_FORM else "zh_Hans"
