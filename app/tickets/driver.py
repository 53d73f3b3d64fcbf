"""python-escpos, which carries the bytes: imported when first needed (a quarter of a second)."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Any


def escpos_printers() -> Any:
    """Its module of printers. At import it unpacks a table into a temporary folder and leaves that there; as
    nothing reads it again, it is removed."""
    first = "escpos.capabilities" not in sys.modules
    import escpos.capabilities  # type: ignore[import-untyped]
    import escpos.printer  # type: ignore[import-untyped]

    if first and "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
        shutil.rmtree(escpos.capabilities.pickle_dir, ignore_errors=True)
    return escpos.printer
