"""Results and states in words (onsite.md 3.6)."""

from __future__ import annotations

from collections.abc import Mapping

from app.sentences import N_

RESULT_NAMES: Mapping[str, str] = {
    "A0": N_("Accepted, no defect"), "A1": N_("Accepted with defects"), "A2": N_("Accepted, keys left"),
    "V1": N_("Viewed only"), "C1": N_("Will accept after repair"), "R1": N_("Refused: quality"),
    "R2": N_("Refused: promise or show flat differs"), "R3": N_("Refused: documents missing"),
    "R4": N_("Refused: fees or area difference"), "R5": N_("Refused: surroundings or common parts"),
    "R6": N_("Refused: group action"), "R9": N_("Refused: other"), "N1": N_("Not eligible, sent away"),
    "N2": N_("Left before inspection"), "X1": N_("Contract ended"),
}  # fmt: skip
STATES: Mapping[str, str] = {
    "accepted": N_("handed over"), "refused": N_("refused"), "viewed": N_("viewed only"),
    "no_result": N_("came, no result"), "never": N_("never came"), "?": "?",
}  # fmt: skip
