"""What columns, facts and reasons of an owner list are called, and how their values are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.words import Words


def field_names(t: Words) -> Mapping[str, str]:
    """What a column may hold, by the reader's name of it; '' for a column that is not read."""
    return {
        "": t("– not read –"), "unit": t("Unit"), "phase": t("Phase"), "building": t("Building"),
        "entrance": t("Entrance"), "floor": t("Floor"), "room": t("Room"), "owner": t("Owner"),
        "phone": t("Phone"), "id": t("ID number"), "layout": t("Layout"), "area": t("Area"),
        "contract": t("Contract number"), "contract_date": t("Contract date"), "eligible": t("Eligible"),
        "reason": t("Reason"), "appointment": t("Appointment"), "appointment_date": t("Appointment date"),
        "fees": t("Taxes and fees"), "note": t("Note"),
    }  # fmt: skip


def fact_names(t: Words) -> Mapping[str, str]:
    """What a list says of a unit, by the operation's name of it."""
    return {
        "owners": t("Owners"), "phones": t("Phones"), "ids": t("ID numbers"), "building": t("Building"),
        "layout": t("Layout"), "area": t("Area"), "area_unit": t("Unit of area"),
        "contract": t("Contract number"), "contract_date": t("Contract date"),
        "appointment": t("Appointment"), "note": t("Note"),
        "reasons": t("Eligibility"), "reason_text": t("Reason as written"),
    }  # fmt: skip


def reason_names(t: Words) -> Mapping[str, str]:
    """Why a household may not go on yet, by code."""
    return {
        "E00": t("Not eligible, reason not given"), "E01": t("Balance not paid"),
        "E02": t("Mortgage not released"), "E03": t("Area difference not settled"),
        "E04": t("Contract not registered"), "E05": t("Late-payment penalty open"),
        "E06": t("Dispute or rescission"), "E07": t("Sealed or seized"), "E08": t("Identity papers missing"),
        "E09": t("No power of attorney"), "E10": t("Co-owner missing"),
        "E11": t("Name change or inheritance"), "E12": t("Unit not ready"),
        "W01": t("Taxes or fees not paid"),
    }  # fmt: skip


def fact_text(t: Words, fact: str, value: Any) -> str:
    """A value as a person reads it; of an ID number its last four only."""
    if fact == "reasons":
        names = reason_names(t)
        return "、".join(names.get(code, code) for code in value) if value else t("Eligible")
    if fact == "ids":
        return "、".join("…" + id.rpartition(":")[2] for id in value)
    return str(value) if isinstance(value, str) else "、".join(map(str, value))
