"""What tests of all parts share: desks that are closed when the test is over, and how hard to try."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import parts
import pytest
from hypothesis import HealthCheck, settings
from postgres import Postgres

from app.desk import Desk

LARGE = os.environ.get("HANDOVER_DESK_COUNTS") == "large"

settings.register_profile(
    "small",
    max_examples=50,
    deadline=None,
    database=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("large", settings.get_profile("small"), max_examples=2000, derandomize=False)
settings.load_profile("large" if LARGE else "small")


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Windows that are done with are thrown away here, and not by chance in a thread of a later test: Qt's things die
    in the thread they live in. What is left lives on, and is not looked through again: it is most of all there is."""
    if "qtbot" in getattr(item, "fixturenames", ()):
        gc.collect()
        gc.freeze()


@pytest.fixture(scope="session")
def counts() -> Callable[[int, int], int]:
    """`counts(20, 200)` is 20, or 200 when HANDOVER_DESK_COUNTS is large."""
    return lambda small, large: large if LARGE else small


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question for news is answered sooner, so that laptops that exchange are closed sooner."""
    if "app.sync.hub" in sys.modules:
        monkeypatch.setattr("app.sync.hub.WAIT", 0.2)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL server, started when the first test wants it."""
    running = Postgres()
    yield running
    running.close()


@pytest.fixture
def server(postgres: Postgres) -> str:
    """The URL of an empty database on it."""
    return postgres.new()


@pytest.fixture
def clock() -> parts.TestClock:
    """The morning of a handover day; time stands still until it is moved."""
    return parts.TestClock()


@pytest.fixture
def make_desk(tmp_path: Path, clock: parts.TestClock) -> Iterator[Callable[..., Desk]]:
    """`make_desk("B")`: a desk in this test's folder on this test's clock, configured unless `bare`."""
    made: list[Desk] = []

    def make(letter: str = "A", *, bare: bool = True, **given: Any) -> Desk:
        desk = parts.desk(tmp_path, letter, **{"clock": clock, **given})
        made.append(desk)
        return desk if bare else parts.configured(desk)

    yield make
    for desk in made:
        desk.database.close()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    """Desk A of a site that is set up."""
    return make_desk("A", bare=False)
