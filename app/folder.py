"""Where a site lives on this laptop, and who holds it open."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

from platformdirs import user_data_path

from app.errors import Trouble


def default_folder() -> Path:
    """The folder of this laptop's site in the user's data folder."""
    return user_data_path("handover-desk", appauthor=False) / "site"


class Hold:
    """A lock on a folder that ends with the process, however that ends. `held` tells whether we got it. Raises
    Trouble `folder_read_only` where nothing can be written."""

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = (folder / "window.lock").open("a+b")
        except OSError as error:
            raise Trouble("folder_read_only", file=str(folder)) from error
        self.held = _lock(self._file.fileno())

    def close(self) -> None:
        """Let go."""
        self._file.close()

    def __enter__(self) -> Hold:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
                 ) -> None:
        self.close()


def _lock(file: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
