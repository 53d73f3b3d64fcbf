"""What a household tells at the desk: before Enter it goes into the draft, afterwards it amends the visit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.unit import Agent
from ui.reception.draft import Draft
from ui.reception.session import Say, Session
from ui.reception.sight import Sight


class Telling:
    """One method per thing that is told of the household in sight."""

    def __init__(self, session: Session, say: Say) -> None:
        self._session, self._say = session, say

    def party(self, count: int) -> None:
        """So many people came."""
        self._tell(party=count)

    def who(self) -> None:
        """All owners, the first alone, the second alone …, not said."""
        sight = self._session.sight
        if sight is not None:
            self._tell(who=self._told(sight).next_who(sight.unit.owners).who)

    def owner(self, name: str) -> None:
        """One owner came, or did not."""
        sight = self._session.sight
        if sight is not None:
            self._tell(who=self._told(sight).toggled(name, sight.unit.owners).who)

    def agent_begun(self) -> bool:
        """Somebody came in the owner's place, who, is still to be filled in; False when nobody is in sight."""
        sight = self._session.sight
        if sight is None or sight.coming.can == "nothing":
            return False
        known = self.agent()
        asked = self._session.draft.papers.get("E09", "")
        self._session.redraft(agent=known if known is not None else Agent(authorisation=asked))
        return True

    def agent(self) -> Agent | None:
        """The agent as far as told, or as recorded."""
        sight = self._session.sight
        recorded = sight.visit.agent if sight is not None and sight.visit is not None else None
        return self._session.draft.agent or recorded

    def no_agent(self) -> None:
        """Nobody came in the owner's place after all."""
        self._session.redraft(agent=None)
        sight = self._session.sight
        if sight is not None and sight.visit is not None and sight.visit.agent is not None and not sight.open:
            self._tell(agent=None)

    def agent_said(self, agent: Agent) -> None:
        """More of the agent is filled in: part of the draft until Enter."""
        self._session.draft = replace(self._session.draft, agent=agent)

    def agent_done(self) -> bool:
        """The agent of a household that is here is told: the visit is amended; False when it is not here."""
        sight = self._session.sight
        if sight is None or sight.visit is None or sight.open:
            return False
        if self._session.draft.agent is not None:
            self._tell(agent=self._session.draft.agent)
            self._session.redraft(agent=None)
        return True

    def paper(self, seen: str) -> None:
        """The paper that is asked for next was seen, or is missing; the last answer acts (USERS.md 4.5)."""
        session, sight = self._session, self._session.sight
        if sight is None:
            return
        waiting = sight.unanswered() or list(sight.papers[-1:])
        if waiting:
            self.answer(waiting[0], seen)
        elif self.agent() is not None:
            self._authorised(sight, seen)
        else:
            self._say("refused", session.t("No paper is asked for here."))

    def answer(self, code: str, seen: str) -> None:
        """One paper was seen, or is missing."""
        session = self._session
        session.redraft(**_fields(session.draft.with_paper(code, seen)))
        sight = session.sight
        if sight is None or sight.unanswered() or session.moving is not None:
            return
        if sight.open:
            session.enter()
        elif sight.visit is not None:
            visits = {subject for subject, _ in session.look.visits(sight)}
            parts = [part for part in sight.parts() if part.subject in visits]
            if session.attempt(lambda: session.doing.see_papers(parts, session.draft)) is not None:
                session.served(sight)

    def family(self) -> None:
        """All units of the owners, this one alone, those of the same name as well."""
        session, sight = self._session, self._session.sight
        free = [one for one in sight.kin if one.free] if sight is not None else []
        sure = frozenset(one.row.unit for one in free if one.sure)
        named = frozenset(one.row.unit for one in free if not one.sure)
        turns = [(frozenset[str](), frozenset[str]())]
        turns += [(sure, frozenset[str]())] if sure else []
        turns += [(frozenset[str](), named)] if named else []
        now = (session.draft.apart & sure, session.draft.added & named)
        at = turns.index(now) if now in turns else -1
        apart, added = turns[(at + 1) % len(turns)]
        session.redraft(apart=apart, added=added)

    def unit(self, name: str) -> None:
        """One other unit is taken along, or left out."""
        session, sight = self._session, self._session.sight
        sure = sight is not None and any(one.row.unit == name and one.sure for one in sight.kin)
        which = "apart" if sure else "added"
        session.redraft(**{which: getattr(session.draft, which) ^ {name}})

    def _tell(self, **known: Any) -> None:
        """Into the draft, or into the visit of a household that is here (all units of a family)."""
        session, sight = self._session, self._session.sight
        if sight is None or sight.coming.can == "nothing" or session.moving is not None:
            return
        if sight.open:
            session.redraft(**known)
            return
        visits = session.look.visits(sight)
        if visits and session.attempt(lambda: session.doing.amend(visits, **known)) is not None:
            session.served(sight)

    def _told(self, sight: Sight) -> Draft:
        """What was told so far, in the form of a draft."""
        if sight.open or sight.visit is None:
            return self._session.draft
        return Draft(party=sight.visit.party, who=sight.visit.who)

    def _authorised(self, sight: Sight, seen: str) -> None:
        """The agent's authorisation, where no reason asks for it."""
        agent = self.agent()
        assert agent is not None
        told = Agent(agent.name, agent.phone, agent.scope, seen)
        self._tell(agent=told)
        if not sight.open:
            self._session.redraft(agent=None)


def _fields(draft: Draft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in ("papers", "agent")}
