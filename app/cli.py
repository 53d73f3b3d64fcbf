"""The commands that need no window."""

from __future__ import annotations

import argparse
import json
import locale
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from app.clock import Clock
from app.desk import Desk, Operator
from app.errors import Refused, Trouble
from app.folder import Hold, default_folder
from app.site import beside, exists, new_site, open_on_server, open_site
from app.words import Words

HEADLESS = ("import", "replay", "summary", "verify", "rebuild", "backup", "restore", "draw-check",
            "demo-day", "hub", "join", "export-stick", "import-stick")


def parser(t: Words) -> argparse.ArgumentParser:
    """The command line."""
    whole = argparse.ArgumentParser(prog="handover-desk", description=t("The desk of a residential handover."))
    whole.add_argument("--data", type=Path, default=None, help=t("the folder of the site"))
    whole.add_argument("--language", default="", help=t("en, zh_Hans or zh_Hant"))
    whole.add_argument("--demo", action="store_true", help=t("a made-up site that is thrown away"))
    whole.add_argument("--quit-when-usable", action="store_true", help=argparse.SUPPRESS)
    whole.set_defaults(run=None)
    commands = whole.add_subparsers(dest="command", metavar=t("COMMAND"))
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, default=argparse.SUPPRESS, help=t("the folder of the site"))
    shared.add_argument("--language", default=argparse.SUPPRESS, help=t("en, zh_Hans or zh_Hant"))
    kept = argparse.ArgumentParser(add_help=False, parents=[shared])
    kept.add_argument("--database", default="", metavar="URL",
                      help=t("the PostgreSQL server that keeps the records: postgresql+psycopg://user@host/name"))
    read = commands.add_parser("import", parents=[shared], help=t("read an owner list"))
    read.add_argument("file", type=Path)
    read.add_argument("--dry-run", action="store_true", help=t("only say what would change"))
    read.add_argument("--json", action="store_true", help=t("print figures as JSON"))
    read.add_argument("--checked-by", default="", help=t("who checked the list"))
    read.add_argument("--encoding", default=None, help=t("of a CSV file that does not say it"))
    read.set_defaults(run=import_roster)
    day = commands.add_parser("summary", parents=[kept], help=t("the figures of a day"))
    day.add_argument("--day", default="", metavar="2026-06-20", help=t("of the site; today if it is left out"))
    day.add_argument("--as-known-at", default="", metavar="2026-06-20T18:00", help=t("only what was known then"))
    day.add_argument("--out", type=Path, default=None, metavar="F.xlsx", help=t("write the workbook"))
    day.add_argument("--text", action="store_true", help=t("print the text for a chat group"))
    day.add_argument("--json", action="store_true", help=t("print figures as JSON"))
    day.set_defaults(run=summary)
    drawn = commands.add_parser("draw-check", parents=[kept], help=t("work out every draw again from its record"))
    drawn.set_defaults(run=draw_check)
    check = commands.add_parser("verify", parents=[kept], help=t("check every record and every list"))
    check.add_argument("--json", action="store_true", help=t("print figures as JSON"))
    check.set_defaults(run=verify)
    again = commands.add_parser("rebuild", parents=[kept], help=t("make the lists anew from the records"))
    again.set_defaults(run=rebuild)
    day = commands.add_parser("replay", parents=[shared], help=t("do again what a day's file says, one action a line"))
    day.add_argument("file", type=Path)
    day.add_argument("--json", action="store_true", help=t("print figures as JSON"))
    day.set_defaults(run=replay)
    sample = commands.add_parser("demo-day", parents=[shared],
                                 help=t("a made-up day from list to slips, into a folder"))
    sample.add_argument("--out", type=Path, default=None, metavar="DIR", help=t("where its files go"))
    sample.set_defaults(run=demo_day)
    copy = commands.add_parser("backup", parents=[shared], help=t("make a backup and check it"))
    copy.add_argument("--to", type=Path, default=None, metavar="DIR", help=t("the folder of this laptop if left out"))
    copy.set_defaults(run=backup)
    back = commands.add_parser("restore", parents=[shared], help=t("go on from a backup"))
    back.add_argument("file", type=Path)
    back.set_defaults(run=restore)
    main = commands.add_parser("hub", parents=[kept], help=t("be the main laptop that the others exchange with"))
    main.add_argument("--listen", default="", metavar="H:P",
                      help=t("address and port; all, and the usual one, if left out"))
    main.add_argument("--invite", action="store_true", help=t("show a code with which one laptop can join"))
    main.set_defaults(run=hub)
    other = commands.add_parser("join", parents=[shared], help=t("make this laptop one more desk of a site"))
    other.add_argument("address", help=t("of the main laptop"))
    other.add_argument("code", help=t("that the main laptop shows"))
    other.set_defaults(run=join)
    out = commands.add_parser("export-stick", parents=[shared], help=t("write what other laptops may lack into a file"))
    out.add_argument("file", type=Path)
    out.add_argument("--all", action="store_true", help=t("all records, whatever the others hold"))
    out.set_defaults(run=export_stick)
    into = commands.add_parser("import-stick", parents=[shared], help=t("take in what another laptop wrote"))
    into.add_argument("file", type=Path)
    into.set_defaults(run=import_stick)
    return whole


def main(argv: Sequence[str]) -> int:
    """Run a headless command; the exit status: 0 done, 1 not done (a sentence says why), 2 misused."""
    t = Words(language_of(argv))
    args = parser(t).parse_args(argv)
    try:
        return int(args.run(args, t))
    except (Refused, Trouble) as said:
        print(t.say(said), file=sys.stderr)
        return 1


def language_of(argv: Sequence[str]) -> str:
    """The language asked for, else that of the system."""
    for first, second in zip(argv, [*argv, ""][1:], strict=True):
        if first == "--language":
            return second
        if first.startswith("--language="):
            return first.partition("=")[2]
    named = os.environ.get("LC_ALL") or os.environ.get("LANG") or (locale.getlocale()[0] or "")
    if not named.startswith("zh"):
        return "en"
    return "zh_Hant" if any(part in named for part in ("HK", "TW", "MO", "Hant")) else "zh_Hans"


def folder_of(args: Any) -> Path:
    """The folder of the site."""
    return args.data or default_folder()


def _with_site(args: Any, work: Callable[[Desk], int]) -> int:
    url = getattr(args, "database", "")
    desk = open_on_server(folder_of(args), Clock(), url) if url else open_site(folder_of(args), Clock())
    try:
        desk.operator = Operator(_user(), "lead")
        return work(desk)
    finally:
        desk.close()


def _user() -> str:
    return os.environ.get("USER") or os.environ.get("USERNAME") or "?"


def import_roster(args: Any, t: Words) -> int:
    """`import FILE`: reads an owner list and merges it by unit. A folder without a site gets one, named after the
    file, so that a list can be brought in before anybody opens the window."""
    from app.roster.read import read
    from app.roster_import import Importer, figures

    if not args.file.exists():
        raise Trouble("file_missing", file=str(args.file))
    if not exists(folder_of(args)):
        if args.dry_run:
            return _report(args, t, figures(read(args.file, b"dry run", encoding=args.encoding), None))
        read(args.file, b"first look", encoding=args.encoding)  # a file that is no roster makes no site
        new_site(folder_of(args), Clock(), name=args.file.stem, zone="Asia/Shanghai").database.close()

    def work(desk: Desk) -> int:
        importer = Importer(desk)
        reading = read(args.file, importer.key(), encoding=args.encoding)
        merge = importer.preview(reading)
        if not args.dry_run:
            importer.write(reading, merge, args.checked_by or _user(), lambda done, of: None)
        return _report(args, t, figures(reading, merge))

    return _with_site(args, work)


def _report(args: Any, t: Words, found: dict[str, Any]) -> int:
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    print(t("{units} units, {owners} owners, {ineligible} not eligible.", **found))
    print(t("New {new}, changed {changed}, unchanged {unchanged}, missing from this file {missing}.", **found))
    print(t("Rejected rows {rejected_rows}, repeated rows {repeated_rows}.", **found))
    for odd in found["rejected"]:
        why = t.say(Refused(f"row_{odd['why']}", row=odd["first_row"]))
        print(t("  {sheet}, row {row}: {why}. Found: {found}", sheet=odd["sheet"], row=odd["row"], why=why,
                found=odd["found"]))
    if args.dry_run:
        print(t("Nothing was written."))
    return 0


def summary(args: Any, t: Words) -> int:
    """`summary`: the figures of a day, as they are known or were known; exit status 1 if the check-sum does not come
    out (the figures are printed all the same, and the units that are wrong are named)."""
    from app.summary.report import day_report

    def work(desk: Desk) -> int:
        report = day_report(desk, args.day, args.as_known_at)
        if args.out is not None:
            report.write(args.out, t)
        if args.json:
            print(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        elif args.text:
            print(report.text(t))
        else:
            print("\n".join(report.sentences(t)))
        if not report.found.check.holds:
            print(report.wrong(t), file=sys.stderr)
        return 0 if report.found.check.holds else 1

    return _with_site(args, work)


def draw_check(args: Any, t: Words) -> int:
    """`draw-check`: list, hash, seed and winners of every draw; exit status 1 if one does not come out again."""
    from app.drawing import Drawing, differences

    def work(desk: Desk) -> int:
        wrong = 0
        for _, draw in Drawing(desk).draws():
            found = differences(draw)
            wrong += bool(found)
            print(t("{name}: {n} in, SHA-256 {digest}, seed {seed}", name=draw.name, n=len(draw.entries),
                    digest=draw.digest, seed=draw.seed))
            print(t("  Won: {numbers}", numbers=", ".join(draw.winners()) or "-"))
            print(t("  Worked out again: it comes out.") if not found else
                  t("  Worked out again: it does not come out ({what}).", what=", ".join(found)))
        return 1 if wrong else 0

    return _with_site(args, work)


def verify(args: Any, t: Words) -> int:
    """`verify`: every record and every list is checked; exit status 1 if anything is wrong."""
    from app.verify import sentences
    from app.verify import verify as check

    def work(desk: Desk) -> int:
        report = check(desk)
        if args.json:
            import msgspec

            print(msgspec.json.format(msgspec.json.encode(report)).decode())
        else:
            print("\n".join(sentences(report, t)))
        return 0 if report.clean else 1

    return _with_site(args, work)


def rebuild(args: Any, t: Words) -> int:
    """`rebuild`: the derived tables are thrown away and made again."""

    def work(desk: Desk) -> int:
        desk.rebuild()
        print(t("The lists were made anew from {n} records.", n=sum(n for n, _ in desk.vector().values())))
        return 0

    return _with_site(args, work)


def replay(args: Any, t: Words) -> int:
    """`replay DAY.jsonl`: what desks did, done again; a line that cannot be done stops it, and nothing is recorded."""
    from app.replay.into import replay as play

    played = play(folder_of(args), args.file)
    if args.json:
        import msgspec

        print(msgspec.json.format(msgspec.json.encode(played)).decode())
        return 0
    print(t("{lines} lines done, {records} records made.", lines=played.lines, records=played.records))
    for name, letter in played.desks.items():
        print(t("  Desk {name}: its numbers begin with {letter}.", name=name, letter=letter))
    return 0


def demo_day(args: Any, t: Words) -> int:
    """`demo-day`: a whole day with the real parts and made-up people; a folder is named that holds what it left."""
    import tempfile

    from app.demo_day import demo_day as run

    done = run(args.out or Path(tempfile.mkdtemp(prefix="handover-desk-day-")), t.language)
    print(t("A made-up day: {units} units on the list, {lines} actions at {desks} desks, {slips} slips drawn.",
            units=done.units, lines=done.played.lines, desks=len(done.played.desks), slips=done.slips))
    if done.trouble is not None:
        print(t.say(done.trouble), file=sys.stderr)
    print(done.text)
    if done.verified:
        print(t("Everything is as it should be."))
    print(t("What it left is in {folder}", folder=str(done.folder)))
    return 0 if done.verified else 1


def backup(args: Any, t: Words) -> int:
    """`backup`: a checked copy of the site in the folder that is named, or in the one that this laptop has."""
    from app.backup import backup as copy
    from app.settings import Settings

    def work(desk: Desk) -> int:
        folder = args.to or Settings(desk.database, desk.site).backup_folder
        if not folder:
            raise Trouble("backup_no_folder")
        print(t("The backup is made and checked: {file}", file=str(copy(desk, Path(folder)))))
        return 0

    return _with_site(args, work)


def restore(args: Any, t: Words) -> int:
    """`restore FILE`: the site of a backup goes into the folder, under a new letter; one that is there is put aside."""
    from app.restore import look
    from app.restore import restore as put
    from app.twin import Twins

    print(look(args.file, Clock()).sentence(t))
    with Hold(folder_of(args)) as hold:
        if not hold.held:
            raise Trouble("site_open", file=str(folder_of(args)))
        aside = put(args.file, folder_of(args), Clock(), Twins())
    if aside is not None:
        print(t("The site that was there is put aside: {file}", file=str(aside)))

    def work(desk: Desk) -> int:
        print(t("Restored to {file}. This laptop goes on as {letter}.", file=str(folder_of(args)), letter=desk.letter))
        return 0

    return _with_site(args, work)


def hub(args: Any, t: Words) -> int:
    """`hub`: this laptop serves the site to the others until it is stopped (Ctrl+C, or as services are)."""
    import signal
    import threading

    from app.stations.site import BeMain
    from app.sync.far import PORT
    from app.sync.hint import announce
    from app.sync.hub import Hub
    from app.sync.links import own_address
    from app.sync.member import Member

    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda number, frame: stopped.set())
    host, _, port = args.listen.rpartition(":")
    if args.listen and not (host and port.isdigit()):
        raise Trouble("listen_not_understood", listen=args.listen)

    def work(desk: Desk) -> int:
        serving = Hub(Member(desk), host or "0.0.0.0", int(port or PORT))
        serving.start()
        unannounce = announce(own_address() if host in ("", "0.0.0.0") else host, serving.port)
        try:
            listens = host not in ("", "0.0.0.0")
            if desk.state("site").main not in (beside(desk) if not listens else {desk.id}):
                desk.do(BeMain(on="site", address=args.listen if listens else ""))
            print(t("The main laptop of {site} listens on port {port}. Ctrl+C ends it.", site=desk.state("site").name,
                    port=serving.port), flush=True)
            if args.invite:
                print(t("Code for one laptop, good for five minutes: {code}", code=serving.open_invite().code),
                      flush=True)
            while not stopped.wait(1):
                if desk.state("site").main not in beside(desk):
                    raise Trouble("not_main_now", letter=desk.state(f"desk/{desk.state('site').main}").letter or "?")
        finally:
            unannounce()
            serving.stop()
        return 0

    with Hold(folder_of(args)) as hold:
        if not hold.held:
            raise Trouble("site_open", file=str(folder_of(args)))
        return _with_site(args, work)


def join(args: Any, t: Words) -> int:
    """`join ADDRESS CODE`: an empty folder gets the site of the main laptop there, with all that it holds."""
    from app.sync.far import join_whole

    desk, came = join_whole(folder_of(args), Clock(), args.address, args.code)
    print(t("This laptop is desk {letter} of {site} now; {n} records came.", letter=desk.letter,
            site=desk.state("site").name, n=came))
    desk.database.close()
    return 0


def export_stick(args: Any, t: Words) -> int:
    """`export-stick FILE`: records for laptops without a network."""
    from app.sync.member import Member
    from app.sync.stick import export

    def work(desk: Desk) -> int:
        print(t("{n} records written to {file}.", n=export(Member(desk), args.file, args.all), file=str(args.file)))
        return 0

    return _with_site(args, work)


def import_stick(args: Any, t: Words) -> int:
    """`import-stick FILE`: what another laptop wrote; 1 if some of it could not be read."""
    from app.sync.member import Member
    from app.sync.stick import take
    from app.twin import relabel

    def work(desk: Desk) -> int:
        taken = take(Member(desk), args.file)
        print(t("{new} new records of {n} in {file}.", new=taken.new, n=taken.records, file=str(args.file)))
        if taken.left is not None:
            raise taken.left
        if not desk.twice and relabel(desk):
            print(t("This laptop is desk {letter} from now on: another one had its letter.", letter=desk.letter))
        return 0

    return _with_site(args, work)
