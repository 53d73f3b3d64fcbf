"""What is said at the desk before Enter, and the one action that Enter makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.log.operation import Operation
from app.stations.arrival import CheckIn
from app.stations.eligibility import SeePaper
from app.unit import Agent

SEEN = ("original", "copy", "missing")
SCOPE = ("inspect", "sign", "keys")


@dataclass(frozen=True, slots=True)
class Draft:
    """`party` None is "—": nobody counted. `papers` what was seen by reason code; `apart` family units left out,
    `added` units of the same name taken along; `when` (ms UTC) an arrival that is entered afterwards."""

    party: int | None = None
    who: tuple[str, ...] = ()
    agent: Agent | None = None
    papers: dict[str, str] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()
    when: int | None = None

    @property
    def seen(self) -> frozenset[str]:
        """Codes of the papers that were seen."""
        return frozenset(code for code, seen in self.papers.items() if seen != "missing")

    def with_paper(self, code: str, seen: str) -> Draft:
        """A paper was shown, or is missing; an agent's authorisation is one of them."""
        papers = {**self.papers, code: seen} if code else self.papers
        agent = self.agent
        if agent is not None and code in ("", "E09"):
            agent = Agent(agent.name, agent.phone, agent.scope, seen)
        return replace(self, papers=papers, agent=agent)

    def next_who(self, owners: Sequence[str]) -> Draft:
        """All owners came, the first alone, the second alone …, not said."""
        turns = [tuple(owners), *((name,) for name in owners), ()] if len(owners) > 1 else [tuple(owners), ()]
        at = turns.index(self.who) if self.who in turns else -1
        if not self.who:
            return replace(self, who=turns[0])
        return replace(self, who=turns[(at + 1) % len(turns)])

    def toggled(self, name: str, owners: Sequence[str]) -> Draft:
        """One owner came, or did not."""
        came = set(self.who) ^ {name}
        return replace(self, who=tuple(owner for owner in owners if owner in came))


@dataclass(frozen=True, slots=True)
class Part:
    """One unit of the action: its subject, owners, the papers it asks for, whether a visit of today is open."""

    subject: str
    owners: tuple[str, ...]
    papers: tuple[str, ...]
    again: bool


def check_in(units: Sequence[Part], draft: Draft) -> tuple[Operation, ...]:
    """One visit per unit, and the papers that were seen, as one action with one number."""
    came = [CheckIn(on=unit.subject, party=draft.party, agent=draft.agent, again=unit.again,
                    who=tuple(name for name in draft.who if name in unit.owners)) for unit in units]
    return (*came, *papers(units, draft))


def papers(units: Sequence[Part], draft: Draft) -> tuple[SeePaper, ...]:
    """A paper is seen for every unit that asks for it."""
    return tuple(SeePaper(on=unit.subject, reason=code, seen=seen)
                 for unit in units for code, seen in draft.papers.items() if code in unit.papers)
