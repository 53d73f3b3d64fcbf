"""Who is at the desk: people with initials, a role and a PIN, and switching from one to the other."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from app.desk import Desk, Operator, new_id
from app.errors import Refused
from app.queries.people import Someone, people
from app.stations.site import SetPerson

LEAD = Operator("Lead", "lead")  # who acts until a site lead is entered
COST = (2**14, 8, 1)  # scrypt n, r, p: 16 MB and some 50 ms
TRIES = 5  # wrong PINs in a row before there is a pause
PAUSE_MS = 30_000


class People:
    """The people of a desk's site. Entering them is the lead's; anybody may switch."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._wrong: dict[str, tuple[int, int]] = {}

    def all(self) -> list[Someone]:
        """Who works here now, by name."""
        with self._desk.database.read() as sql:
            return [p for p in people(sql, self._desk.site) if not p.left]

    def has_lead(self) -> bool:
        """Whether a site lead is entered; until then everybody acts as one."""
        return any(p.role == "lead" for p in self.all())

    def begin(self) -> bool:
        """Put somebody at the desk when the program starts; False when a person must say who they are."""
        self._desk.operator = Operator() if self.has_lead() else LEAD
        return self._desk.operator is LEAD

    def find(self, initials: str) -> Someone | None:
        """The person with these initials, however they are written."""
        wanted = initials.strip().casefold()
        return next((p for p in self.all() if wanted and p.initials.casefold() == wanted), None)

    def switch(self, initials: str, pin: str) -> Operator:
        """Put a person at the desk. Raises Refused `initials_unknown`, `pin_wrong`, `pin_wait`."""
        person = self.find(initials)
        if person is None:
            raise Refused("initials_unknown", initials=initials.strip())
        self._wait(person)
        if person.pin and not pin_fits(pin, person.pin):
            self._wrong[person.id] = (self._wrong.get(person.id, (0, 0))[0] + 1, self._desk.clock.mono())
            raise Refused("pin_wrong", name=person.name)
        self._wrong.pop(person.id, None)
        self._desk.operator = Operator(person.name, person.role)
        return self._desk.operator

    def _wait(self, person: Someone) -> None:
        times, since = self._wrong.get(person.id, (0, 0))
        left = since + PAUSE_MS - self._desk.clock.mono()
        if times >= TRIES and left > 0:
            raise Refused("pin_wait", name=person.name, s=-(-left // 1000))

    def save(self, id: str, *, name: str, initials: str, role: str, pin: str | None = None) -> str:
        """Enter a person, or change the one with `id`; the id. `pin` is four figures, '' for none, None to
        leave it as it is. Raises Refused."""
        before = next((p for p in self.all() if p.id == id), None)
        name, initials = name.strip(), initials.strip()
        kept = before.pin if before is not None and pin is None else ""
        self._check(id, name, initials, role, pin or "", kept)
        if before is not None and before.role == "lead" and role != "lead":
            self._keep_a_lead(id)
        id = id or new_id()
        self._desk.do(SetPerson(on=f"person/{id}", name=name, initials=initials, role=role,
                                pin=pin_hash(pin) if pin else kept))
        self._stay(before, name, role)
        return id

    def _stay(self, before: Someone | None, name: str, role: str) -> None:
        """Whoever acts as lead without a name is the first lead that is entered; a new name holds at once."""
        now = self._desk.operator
        if (now is LEAD and role == "lead") or (before is not None and before.name == now.name):
            self._desk.operator = Operator(name, role)

    def leave(self, id: str) -> None:
        """Somebody works here no more; what they did stays under their name. Raises Refused."""
        person = next((p for p in self.all() if p.id == id), None)
        if person is None:
            return
        if person.role == "lead":
            self._keep_a_lead(id)
        self._desk.do(SetPerson(on=f"person/{id}", name=person.name, initials=person.initials,
                                role=person.role, pin=person.pin, left=True))

    def _keep_a_lead(self, id: str) -> None:
        """Without a lead everybody would be one, so the last cannot go while others are entered."""
        others = [p for p in self.all() if p.id != id]
        if others and not any(p.role == "lead" for p in others):
            raise Refused("last_lead")

    def _check(self, id: str, name: str, initials: str, role: str, pin: str, kept: str) -> None:
        if not name or not initials:
            raise Refused("initials_empty" if name else "name_empty")
        for other in self.all():
            if other.id == id:
                continue
            if other.initials.casefold() == initials.casefold():
                raise Refused("initials_taken", initials=initials, name=other.name)
            if other.name == name:
                raise Refused("name_taken", name=name)
        if pin and (len(pin) != 4 or not (pin.isascii() and pin.isdigit())):
            raise Refused("pin_figures")
        if not pin and not kept and role != "desk":
            raise Refused("pin_needed")


def pin_hash(pin: str) -> str:
    """A PIN as salted scrypt hash: `scrypt$n$r$p$salt$hash`, the last two in hex."""
    return _scrypt(pin, secrets.token_bytes(16), *COST)


def pin_fits(pin: str, kept: str) -> bool:
    """Whether a PIN is the one that was hashed."""
    try:
        kind, n, r, p, salt, _ = kept.split("$")
        made = _scrypt(pin, bytes.fromhex(salt), int(n), int(r), int(p)) if kind == "scrypt" else ""
    except ValueError:
        return False
    return hmac.compare_digest(made, kept)


def _scrypt(pin: str, salt: bytes, n: int, r: int, p: int) -> str:
    hashed = hashlib.scrypt(pin.encode(), salt=salt, n=n, r=r, p=p, maxmem=64 * 2**20)
    return f"scrypt${n}${r}${p}${salt.hex()}${hashed.hex()}"
