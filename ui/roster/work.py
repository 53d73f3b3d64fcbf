"""One piece of work at a time in a thread, for a screen that must be usable again whatever comes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from app.errors import Refused, Trouble
from ui.bridge import Bridge

T = TypeVar("T")


class Work:
    """`failed` is called here when a task raised what nobody could name; that itself rises in its thread."""

    def __init__(self, bridge: Bridge, failed: Callable[[], None]) -> None:
        self._bridge, self._failed = bridge, failed
        self.busy = False

    def run(self, task: Callable[[], T], done: Callable[[T | Refused | Trouble], None]) -> None:
        """Do the task in a thread; `done` gets its result, or what the rules or the world said, here."""

        def guarded() -> T:
            try:
                return task()
            except (Refused, Trouble):
                raise
            except BaseException:
                self._bridge.here(self._give_up)
                raise

        def ended(found: T | Refused | Trouble) -> None:
            self.busy = False
            done(found)

        self.busy = True
        self._bridge.run(guarded, ended)

    def here(self, call: Callable[[], None]) -> None:
        """Have something done in the window's thread; called from a task, which ends here when the window closes."""
        self._bridge.go_on()
        self._bridge.here(call)

    def _give_up(self) -> None:
        self.busy = False
        self._failed()
