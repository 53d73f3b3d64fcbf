"""The card of one household: who it is, whether it may go on, what to press."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout

from app.queries.masked import masked_phone
from app.words import Words
from ui.reception.agent import AgentRow
from ui.reception.head import CardHead
from ui.reception.kin import Kin
from ui.reception.notice import NoticeBand
from ui.reception.papers import Papers
from ui.reception.party import PartyRow
from ui.reception.pool import Pool, laid_in
from ui.reception.sayings import Notice, Sayings
from ui.reception.sight import Sight
from ui.theme import Theme
from ui.tokens import Kind
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import LongCard
from ui.widgets.chip import Chip
from ui.widgets.painted import label


class HouseholdCard(LongCard):
    """Shows a sight and keeps nothing of it. `pressed` is the primary button, `reprint` the slip's, `gift` the
    gift's."""

    pressed = Signal()
    reprint = Signal()
    gift = Signal()

    def __init__(self, theme: Theme, t: Words, mono: Callable[[], int]) -> None:
        super().__init__()
        self._theme, self._t, self._sayings = theme, t, Sayings(t)
        self._sight: Sight | None = None
        self._held = False
        self.head = CardHead(theme)
        self.secret = label("quiet", wrap=True)
        self.party, self.agent = PartyRow(theme, t), AgentRow(theme, t, mono)
        self.papers, self.kin = Papers(theme, t), Kin(theme, t)
        self.primary = PrimaryButton(theme)
        self.slip, self.gift_button, self.more = (QuietButton(theme) for _ in range(3))
        self.menu = QMenu(self.more)
        self._lay_out()
        self.primary.clicked.connect(self.pressed)
        self.slip.clicked.connect(self.reprint)
        self.gift_button.clicked.connect(self.gift)
        self.more.clicked.connect(self._open_menu)

    def show_sight(self, sight: Sight, verb: str) -> None:
        """Another household, or the same one as it is now; `verb` for the primary button, '' for none."""
        self._sight = sight
        self._show_head(sight)
        self._show_notices(sight)
        self._show_tags(sight)
        self.gift_button.setVisible(any(not kind.closed for kind in sight.site.gifts.values()))
        self._show_asked(sight)
        visit = sight.visit
        self.primary.say(verb)
        self.primary.setVisible(bool(verb))
        self.slip.setVisible(visit is not None)

    def reveal(self, held: bool) -> None:
        """Show phones and reasons while a key is held."""
        self._held = held
        if self._sight is not None:
            self._show_head(self._sight)

    def notices(self) -> list[Notice]:
        """What the bands say now."""
        return [band.notice for band in self._bands.used()]

    def tags(self) -> list[str]:
        """What the small tags say now."""
        return [chip.text() for chip in self._chips.used()]

    def retranslate(self) -> None:
        """Say every word again."""
        t = self._t
        self.party.retranslate()
        self.agent.retranslate()
        self.slip.say(t("Slip"), "F9")
        self.gift_button.say(t("Gift"), "F2")
        self.more.say(t("More ▾"))

    def add_action(self, action: QAction) -> None:
        """One more line of the menu."""
        self.menu.addAction(action)

    def _lay_out(self) -> None:
        bands = QVBoxLayout()
        bands.setSpacing(8)
        self._bands: Pool[NoticeBand] = Pool(laid_in(bands, lambda: NoticeBand(self._theme)))
        self._chips: Pool[Chip] = Pool(laid_in(self.head.tags.flow, lambda: Chip(self._theme)))
        self.body.setSpacing(8)  # close, so that at 768 pixels nothing that is asked has to be scrolled for
        self.body.setContentsMargins(24, 12, 24, 0)
        self.foot.setContentsMargins(24, 4, 24, 12)
        self.body.addWidget(self.head)
        self.body.addWidget(self.secret)
        self.body.addLayout(bands)
        for widget in (self.papers, self.party, self.agent, self.kin):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.primary)
        row.addStretch(1)
        row.addWidget(self.gift_button)
        row.addWidget(self.slip)
        row.addWidget(self.more)
        self.foot.addLayout(row)

    def _show_head(self, sight: Sight) -> None:
        unit, zone = sight.unit, sight.site.zone
        phones = [str(phone) for phone in unit.fact("phones", ())]
        self.head.say(unit.code, (unit.fact("layout"), unit.area), unit.owners,
                      phones if self._held else [masked_phone(phone) for phone in phones])
        self.head.say_number(sight.visit.numbers[0] if sight.served and sight.visit else "")
        open_first = sorted(unit.reasons.values(), key=lambda reason: bool(reason.cleared_at))
        lines = [f"{self._sayings.reason(r)} · {self._sayings.history(r, zone)}" for r in open_first]
        self.secret.setText("\n".join(lines))
        self.secret.setVisible(self._held and bool(lines))

    def _show_notices(self, sight: Sight) -> None:
        said = self._sayings
        notices = []
        visit = sight.visit
        came_back = sight.coming.can == "came_back"
        if sight.served and visit is not None and not sight.coming.step:
            notices.append(said.done(visit))
        elif sight.coming.visit is not None and not sight.served:
            notices.append(said.here(sight.coming.visit, came_back, sight.site))
        if not notices or sight.coming.step:
            notice = said.notice(sight.unit, sight.coming, sight.site)
            asked = next(iter(sight.unanswered() or sight.papers), "") if sight.coming.step == "papers" else ""
            notices.append(replace(notice, text=self._question(sight, asked)) if asked else notice)
        for band, notice in zip(self._bands.take(len(notices)), notices, strict=True):
            band.say(notice)

    def _show_tags(self, sight: Sight) -> None:
        t, unit, visit = self._t, sight.unit, sight.visit
        tags: list[tuple[Kind, str, str]] = []
        if unit.provisional:
            tags.append(("attention", t("Not on the list: {reason}", reason=unit.provisional), "warning"))
        booked = self._sayings.appointment(unit, visit, sight.day)
        if booked:
            tags.append(("off", booked, "calendar"))
        elif visit is not None:
            tags.append(("off", t("Walk-in"), "calendar"))
        tags += [("attention", remark.text, "needs") for remark in unit.remarks.values() if remark.kind == "need"]
        notes = [remark.text for remark in unit.remarks.values() if remark.kind != "need"]
        tags += [("news", text, "note") for text in (str(unit.fact("note")), *notes) if text]
        if unit.warnings():
            tags.append(("off", t("Fees: for information. Nothing has to be paid before the inspection."), "finance"))
        if sight.wait is not None:
            tags.append(("off", t("{n} before them, about {m} min", n=sight.wait[0], m=sight.wait[1]), "waiting"))
        if visit is not None and visit.allowed is not None:
            tags.append(("attention", t("Allowed by {name}: {why}", name=visit.allowed.who, why=visit.allowed.why),
                         "pen"))
        if unit.deemed is not None:
            tags.append(("news", t("Deemed delivered since {date}, not accepted", date=unit.deemed.since), "note"))
        for gift in unit.gifts.values():
            if not gift.taken_back:
                tags.append(("ok", t("{gift} {time} {by}", gift=gift.kind, by=gift.by,
                                     time=self._sayings.clock(gift.at, sight.site.zone)), "gifts"))
        if sight.draft.when is not None:
            clock = self._sayings.clock(sight.draft.when, sight.site.zone)
            tags.append(("attention", t("Arrived {time}, entered afterwards", time=clock), "clock"))
        self.head.tags.setVisible(bool(tags))
        for chip, (kind, words, icon) in zip(self._chips.take(len(tags)), tags, strict=True):
            chip.say(kind, words, icon)

    def _show_asked(self, sight: Sight) -> None:
        draft, visit = sight.draft, sight.visit
        party, who, agent = (visit.party, visit.who, draft.agent or visit.agent) if visit else (
            draft.party, draft.who, draft.agent)
        self.party.setVisible(sight.coming.can != "nothing")
        self.party.show_party(party, sight.unit.owners, who, agent is not None)
        asks_power = "E09" in sight.papers
        self.agent.setVisible(agent is not None)
        if agent is not None:
            self.agent.show_agent(agent, ask=not asks_power)
        now = next(iter(sight.unanswered()), "")
        self.papers.show_papers([(code, draft.papers.get(code, "")) for code in sight.papers], now)
        self.kin.show_kin([one for one in sight.kin if one.row.here or not sight.served])

    def _question(self, sight: Sight, code: str) -> str:
        return self._sayings.paper(sight.unit, code, sight.draft.papers.get(code, ""), sight.site)

    def _open_menu(self) -> None:
        size = self.menu.sizeHint()
        self.menu.popup(self.more.mapToGlobal(QPoint(self.more.width() - size.width(), -size.height())))
