"""`handover-desk`: a command that needs no window, or the window. Starts without Qt where Qt is not needed."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence

from app import cli
from app.words import Words


def main(argv: Sequence[str] | None = None) -> int:
    """Run; the exit status."""
    argv = sys.argv[1:] if argv is None else list(argv)
    t = Words(cli.language_of(argv))
    args = cli.parser(t).parse_args(argv)
    if args.run is not None:
        return cli.main(argv)
    if not has_display(sys.platform, os.environ):
        print(t("There is no display here. Without one there are: {commands}. Try: handover-desk import --help",
                commands=", ".join(cli.HEADLESS)), file=sys.stderr)
        if args.data is not None:
            return 1
        return cli.main(["demo-day", "--language", t.language])  # nobody's site: show what there is
    gc.disable()  # what is imported and made until the window stands is not thrown away: no use looking for rubbish
    from ui.program import run

    return run(args, t)


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether Qt can open a window; asked before Qt is, since Qt aborts where it cannot."""
    if not platform.startswith(("linux", "freebsd")):
        return True
    if environment.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal", "vnc"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
