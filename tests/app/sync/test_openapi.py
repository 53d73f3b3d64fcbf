"""The description of what a main laptop answers is that of the program as it is."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import members
import msgspec
import openapi
import pytest

from app.sync import trust
from app.sync.asked import No


def test_the_file_is_what_the_types_say() -> None:
    assert openapi.FILE.read_bytes() == openapi.written(), "python tests/openapi.py writes it anew"


def test_every_path_is_described_and_answers_members_alone_as_it_says(tmp_path: Path) -> None:
    with members.served(tmp_path) as hub:
        described = json.loads(openapi.FILE.read_bytes())["paths"]
        routes = {route.path: {method.lower() for method in route.methods} - {"head"} for route in hub._app().routes}
        assert routes == {path: set(methods) for path, methods in described.items()}
        keys = hub._member.keys
        for known, context in (
            (True, trust.context(False, keys.site, keys.own, keys.key)),
            (False, trust.context(False, keys.site, b"", b"")),
        ):
            with httpx.Client(base_url=f"https://127.0.0.1:{hub.port}", verify=context, trust_env=False) as client:
                for path in openapi.PATHS:
                    answer = client.request(path.method, path.path, content=b"\x80")  # an empty map
                    if not known and path.members:
                        assert (answer.status_code, told(answer)) == (403, "not_a_member"), path
                    elif answer.status_code == 200:
                        assert answer.headers["content-type"].startswith(path.media)
                        if path.media == openapi.PACKED:
                            msgspec.msgpack.decode(answer.content, type=path.answer)
                    else:
                        assert path.body is not None and told(answer) in ("not_understood", "join_closed"), path


def told(answer: httpx.Response) -> str:
    return msgspec.msgpack.decode(answer.content, type=No).key


@pytest.mark.parametrize("path", openapi.PATHS, ids=lambda path: path.path)
def test_every_path_is_in_the_guide(path: openapi.Path) -> None:
    assert f"{path.method.upper()} {path.path}`" in (openapi.FILE.parent / "guide.md").read_text(encoding="utf-8")
