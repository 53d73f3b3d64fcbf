"""The site itself, its laptops and its people: settings that every desk shares."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, UnsetType

from app.errors import Refused
from app.log.here import Here, zone_known
from app.log.operation import Happened, Operation

ROLES = ("desk", "escort", "finance", "lead")
REPLAYED = "replay"  # why there was a desk: only to do a file again, so that nobody waits for more from it


class GiftKind(msgspec.Struct, frozen=True, omit_defaults=True):
    """A kind of gift: how many there were, how many a household may have (0: any number), whether a family with
    several units counts as one household, whether it is over."""

    stock: int = 0
    limit: int = 1
    closed: bool = False
    family: bool = False


class Site(msgspec.Struct):
    """The site's settings. `days` ISO dates of the handover; `stations` the figure on the door by who clears
    (finance, signing, desk, escort) and `colleagues` the name that is said instead (legal, engineering); `gifts`
    kinds by name; `contractors` companies by the trade's code; `key_set` the usual keys of a home by kind. `main` is
    the laptop that the others exchange with, at `address`; `term` counts how often one was chosen."""

    name: str = ""
    subtitle: str = ""
    zone: str = "Asia/Shanghai"
    days: tuple[str, ...] = ()
    stations: dict[str, str] = {}
    colleagues: dict[str, str] = {}
    slip_language: str = "zh_Hans"
    slip_second: str = ""
    drill: bool = False
    roster_key: str = ""
    gifts: dict[str, GiftKind] = {}
    contractors: dict[str, str] = {}
    key_set: dict[str, int] = {}
    main: str = ""
    term: int = 0
    address: str = ""

    def copy(self) -> Site:
        """A copy that can be changed."""
        named = ("stations", "colleagues", "gifts", "contractors", "key_set")
        return msgspec.structs.replace(self, **{name: dict(getattr(self, name)) for name in named})


class Configure(Operation, frozen=True, kw_only=True):
    """Settings of the site are set; what is left out stays. `roster_key` (hex) is the key of the hashes that stand
    for ID numbers, made with the site."""

    of = "site"
    name: str | UnsetType = UNSET
    subtitle: str | UnsetType = UNSET
    zone: str | UnsetType = UNSET
    days: tuple[str, ...] | UnsetType = UNSET
    stations: dict[str, str] | UnsetType = UNSET
    colleagues: dict[str, str] | UnsetType = UNSET
    slip_language: str | UnsetType = UNSET
    slip_second: str | UnsetType = UNSET
    drill: bool | UnsetType = UNSET
    roster_key: str | UnsetType = UNSET
    gifts: dict[str, GiftKind] | UnsetType = UNSET
    contractors: dict[str, str] | UnsetType = UNSET
    key_set: dict[str, int] | UnsetType = UNSET

    def refusal(self, site: Site, here: Here) -> Refused | None:
        """Once the site is made its settings are the lead's. It has a name, and a time zone that cuts its days."""
        if site.name and here.role != "lead":
            return Refused("lead_only", may="lead")
        if self.name is not UNSET and not str(self.name).strip():
            return Refused("name_empty")
        if self.zone is not UNSET and not zone_known(str(self.zone)):
            return Refused("zone_unknown", zone=self.zone)
        return None

    def apply(self, site: Site, entry: Happened) -> None:
        """Each setting by itself; what goes by names is merged name by name."""
        for field in self.__struct_fields__[1:]:
            value = getattr(self, field)
            if value is UNSET:
                continue
            before = getattr(site, field)
            setattr(site, field, {**before, **value} if isinstance(before, dict) else value)


class BeMain(Operation, frozen=True, kw_only=True):
    """This laptop is the one that the others exchange with, at `address`. Each choice has a higher `term` than those
    that it knew of, so that one which was away steps down when it hears of it."""

    of = "site"
    desk: str = ""
    address: str = ""
    term: int = 0

    def dealt(self, site: Site, here: Here) -> BeMain:
        """With the next term, and the laptop where it is said."""
        return msgspec.structs.replace(self, term=site.term + 1, desk=here.desk)

    def refusal(self, site: Site, here: Here) -> Refused | None:
        """It is the lead's to say."""
        return None if here.role == "lead" else Refused("lead_only", may="lead")

    def apply(self, site: Site, entry: Happened) -> None:
        """The highest term holds; of two laptops chosen apart, everybody takes the same one."""
        if (self.term, self.desk) >= (site.term, site.main):
            site.term, site.main, site.address = self.term, self.desk, self.address


class ClockState(msgspec.Struct, frozen=True):
    """What the time really was (ms UTC) when the laptop's monotonic clock stood at `mono`; its wall clock was `ahead`
    ms."""

    real: int
    mono: int
    by: str
    ahead: int = 0

    def off(self, at: int, mono: int) -> int:
        """By how many ms a time written since the same start of the laptop is too late (or, below 0, too early)."""
        return at - (self.real + mono - self.mono)


class DeskState(msgspec.Struct):
    """A laptop as the site knows it; `clocks` by start of the laptop, measured last. `name` what people call it,
    `certificate` (hex) by which the others know it, `revoked` who shut it out."""

    letter: str = ""
    opened_at: int = 0
    why: str = ""
    clocks: dict[str, ClockState] = {}
    name: str = ""
    certificate: str = ""
    revoked: str = ""

    def copy(self) -> DeskState:
        """A copy that can be changed."""
        return msgspec.structs.replace(self, clocks=dict(self.clocks))


class OpenDesk(Operation, frozen=True, kw_only=True):
    """A laptop takes part under a letter; after a restore under a new one, so that no number comes twice."""

    of = "desk"
    letter: str
    why: str = ""

    def apply(self, desk: DeskState, entry: Happened) -> None:
        """The newest letter counts."""
        desk.letter, desk.why = self.letter, self.why
        desk.opened_at = desk.opened_at or entry.at


class MeasureClock(Operation, frozen=True, kw_only=True):
    """The laptop's clock was compared with a better one: `ahead` ms it is in front of it (below 0: behind)."""

    of = "desk"
    ahead: int

    def apply(self, desk: DeskState, entry: Happened) -> None:
        """It tells how wrong every time is that was written since the laptop was started."""
        desk.clocks[entry.boot] = ClockState(entry.written - self.ahead, entry.mono, entry.by, self.ahead)


class AdmitDesk(Operation, frozen=True, kw_only=True):
    """A laptop may take part, under a letter that nobody has: `certificate` (hex of DER) says that the key of the site
    vouches for its own."""

    of = "desk"
    letter: str
    name: str = ""
    certificate: str = ""

    def apply(self, desk: DeskState, entry: Happened) -> None:
        """The letter is taken from now on, whether the laptop comes or not."""
        desk.letter = desk.letter or self.letter
        desk.name, desk.certificate = self.name, self.certificate
        desk.opened_at = desk.opened_at or entry.at


class RevokeDesk(Operation, frozen=True, kw_only=True):
    """A laptop is shut out: it was lost, or is not to be trusted. What it recorded stays on record."""

    of = "desk"
    why: str = ""

    def refusal(self, desk: DeskState, here: Here) -> Refused | None:
        """It is the lead's to do, to a laptop that is known and is not this one."""
        if here.role != "lead":
            return Refused("lead_only", may="lead")
        if not desk.letter:
            return Refused("desk_unknown")
        return Refused("desk_is_this") if self.on == f"desk/{here.desk}" else None

    def apply(self, desk: DeskState, entry: Happened) -> None:
        """It stays out until this is taken back."""
        desk.revoked = entry.by or "?"


class Person(msgspec.Struct):
    """Somebody who works on site: initials are typed to switch, `pin` is a salted hash or ''."""

    name: str = ""
    initials: str = ""
    role: str = "desk"
    pin: str = ""
    left: bool = False

    def copy(self) -> Person:
        """A copy that can be changed."""
        return msgspec.structs.replace(self)


class SetPerson(Operation, frozen=True, kw_only=True):
    """A person is entered or changed (USERS.md 4.16)."""

    of = "person"
    name: str
    initials: str
    role: str = "desk"
    pin: str = ""
    left: bool = False

    def refusal(self, person: Person, here: Here) -> Refused | None:
        """The lead enters people: with name, initials and a known role."""
        if here.role != "lead":
            return Refused("lead_only", may="lead")
        if not self.name.strip() or not self.initials.strip():
            return Refused("name_empty")
        return None if self.role in ROLES else Refused("role_unknown", role=self.role)

    def apply(self, person: Person, entry: Happened) -> None:
        """The newest counts as a whole."""
        person.name, person.initials, person.role = self.name, self.initials, self.role
        person.pin, person.left = self.pin, self.left
