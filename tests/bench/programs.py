"""Programs of their own, started as a person starts them, that say how they are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

ROOT = Path(__file__).parents[2]
SECONDS = 120


class Programs:
    """Starts Python programs without a display. What they keep beside a site's folder goes below `folder`, new for
    each of us: a program would take a copy of a site that it knows for a mistake. Their compiled modules are kept,
    as those of an installed program are, so the first start of a kind does not count."""

    def __init__(self, folder: Path) -> None:
        compiled = folder / "compiled"
        kept = Path(mkdtemp(prefix="programs-", dir=folder))
        self._environment = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(compiled), "QT_QPA_PLATFORM": "offscreen",
            "HOME": str(kept), "XDG_STATE_HOME": str(kept / "state"), "XDG_DATA_HOME": str(kept / "data")}

    def said(self, *arguments: str) -> dict[str, Any]:
        """What a program printed as JSON in its last line. Raises CalledProcessError when it failed."""
        done = subprocess.run([sys.executable, *arguments], env=self._environment, cwd=ROOT, timeout=SECONDS,
                              check=True, capture_output=True, text=True)
        made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return made
