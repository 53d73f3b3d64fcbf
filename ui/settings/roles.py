"""What each role is called."""

from __future__ import annotations

from app.stations.site import ROLES
from app.words import Words


def role_names(t: Words) -> dict[str, str]:
    """The roles in words, the least first."""
    names = {"desk": t("Desk staff"), "escort": t("Escort"), "finance": t("Finance"), "lead": t("Site lead")}
    return {role: names[role] for role in ROLES}
