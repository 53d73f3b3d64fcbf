"""A log told as a day's file, so that the same day can be played again somewhere else."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo


def script(lines: list[bytes], zone: str) -> list[dict[str, Any]]:
    """Lines of a file in the order of the records. What has no verb changes no figure of a day and is left out, and so
    are households on no list; a visit that moved to the right unit is taken back at the wrong one and recorded at the
    other."""
    records = sorted(map(json.loads, lines), key=lambda r: (r["at"], r["n"]))
    told: list[dict[str, Any]] = []
    at_line: dict[str, list[int]] = {}  # entry → its lines, from 1
    place, listed = ZoneInfo(zone), set[str]()

    def clock(ms: int) -> str:
        return datetime.fromtimestamp(ms / 1000, place).strftime("%Y-%m-%dT%H:%M:%S")

    def tell(record: dict[str, Any], do: str, **more: Any) -> None:
        told.append({"at": clock(record.get("when", record["at"])), "known": clock(record["at"]),
                     "desk": record["letter"], "by": record.get("by") or "?", "do": do, **more})
        at_line.setdefault(record["id"], []).append(len(told))

    for record in records:
        for op in record["ops"]:
            sort, _, unit = op["on"].partition("/")
            listed |= {unit} if op["do"] == "ListUnit" else set()
            if sort == "unit" and unit in listed:
                _tell(record, op, unit, tell, at_line)
    return told


def _tell(record: dict[str, Any], op: dict[str, Any], unit: str, tell: Any, at_line: dict[str, list[int]]) -> None:
    do = op["do"]
    if do == "ListUnit":
        more = {key: op[key] for key in ("phones", "building") if op.get(key)}
        tell(record, "add_unit", unit=unit, owners=op["owners"], **more)
        for reason in op.get("reasons", []):
            tell(record, "set_ineligible", unit=unit, reason=reason)
    elif do == "CheckIn" or do == "TakeVisit":
        tell(record, "check_in", unit=unit)
    elif do == "MoveVisit":
        tell(record, "void", ref=at_line[op["visit"]][0])
    elif do == "SetReason":
        tell(record, "set_ineligible", unit=unit, reason=op["reason"])
    elif do == "ClearReason":
        tell(record, "clear_ineligible", unit=unit, **({"reason": op["reason"]} if op.get("reason") else {}))
    elif do == "SeePaper" and op["seen"] != "missing":
        tell(record, "clear_ineligible", unit=unit, reason=op["reason"])
    elif do == "StartInspection":
        tell(record, "start_inspection", unit=unit)
    elif do == "LogDefect":
        tell(record, "log_defect", unit=unit, code=op["code"], room=op["room"])
    elif do == "RecordResult":
        tell(record, "record_result", unit=unit, result=op["code"], **({"reason": op["why"]} if op.get("why") else {}),
             **({"note": op["note"]} if op.get("note") else {}))
    elif do == "Withdraw":
        tell(record, "withdraw", unit=unit)
    elif do == "GiveGift":
        tell(record, "give_gift", unit=unit, gift=op["kind"])
    elif do == "Void" and op["entry"] in at_line:
        for line in at_line[op["entry"]]:
            tell(record, "void", ref=line)
