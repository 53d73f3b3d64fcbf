"""The English sentence of every key of Refused and Trouble. Catalogues translate the sentences."""

from __future__ import annotations

from collections.abc import Mapping


def N_(text: str) -> str:
    """Marks a text for the catalogues; it is translated where it is shown."""
    return text


SENTENCES: Mapping[str, str] = {
    # what the rules say
    "already_here": N_("Arrived {time}, {no}, desk {desk}. Reprint F9"),
    "already_voided": N_("This has been taken back already."),
    "built_on": N_("{by} has gone on from this. The site lead can take it back, with a reason."),
    "undo_too_late": N_("Only one's own last action, within ten minutes. The site lead can take it back, with a reason."),
    "entry_unknown": N_("This record is not on this laptop."),
    "unit_unknown": N_("{unit} is on no list. Ctrl+N registers somebody who is not on the list."),
    "withdrawn": N_("The contract of {unit} has ended; there is nothing to hand over."),
    "linked": N_("This registration belongs to {unit} now."),
    "party_size": N_("The party is a number from 1 to 99."),
    "visit_unknown": N_("{unit} has no such visit."),
    "visit_ended": N_("The visit of {unit} has ended."),
    "same_unit": N_("{unit} is the unit it is already at."),
    "reason_unknown": N_("{reason} is no reason that this program knows."),
    "reason_open": N_("{reason} is open already."),
    "reason_not_open": N_("{unit} has no such open reason."),
    "override_incomplete": N_("Who allows it, and why? It stays on record."),
    "text_empty": N_("There is nothing written."),
    "name_empty": N_("A name is needed."),
    "reason_empty": N_("A reason is needed."),
    "not_provisional": N_("{unit} is on the list; there is nothing to link."),
    "role_unknown": N_("{role} is no role."),
    "code_taken": N_("There is a unit {unit} already."),
    "code_same": N_("The unit is called {unit} already."),
    "list_closed": N_("List {number} is closed already."),
    "list_unchecked": N_("Who checked the list? Their name belongs to the version."),
    # what is in the way
    "disk_full": N_("The disk is full. Nothing was recorded just now, and nothing before is lost. Free some space, then do it again."),
    "folder_read_only": N_("The folder cannot be written: {file}. Nothing was recorded. Check its permissions, or choose another with --data."),
    "database_damaged": N_("The file {file} is damaged and was left as it is. Restore the newest backup, or ask for help before doing anything else."),
    "database_foreign": N_("The file {file} is not one of this program. It was left as it is; choose another folder with --data."),
    "database_newer": N_("The file {file} was written by a newer version of this program. It was left as it is; install the newer version."),
    "database_busy": N_("Another program holds the file {file}. Close it and try again; nothing was recorded."),
    "database_trouble": N_("The file {file} cannot be used: {why}. Nothing was recorded."),
    "line_unreadable": N_("A record cannot be read: {why}."),
    "chain_broken": N_("Record {n} of desk {desk} does not follow the one before it. It was not taken."),
    "swap_stuck": N_("The two laptops cannot agree: each refuses what the other has."),
    "site_exists": N_("There is a site in {file} already."),
    "no_site": N_("There is no site in {file} yet. Start the program without a command to make one."),
}  # fmt: skip
