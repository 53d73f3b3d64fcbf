"""What a main laptop answers, as OpenAPI 3.1: `python tests/openapi.py` writes resources/guide/openapi.json anew.

The shapes are those of the types that the program itself reads and writes.
"""

from __future__ import annotations

import pathlib
from typing import Any

import msgspec

from app import VERSION
from app.desk import Vector
from app.sync.asked import Asked, No, Place
from app.sync.hub import STATUS
from app.sync.invite import Asking
from app.sync.member import Batch, Renewing, Welcome
from app.sync.photos import Piece

PACKED, TEXT = "application/msgpack", "text/plain"
FILE = pathlib.Path(__file__).parents[1] / "resources" / "guide" / "openapi.json"
ABOUT = (
    "HTTPS (TLS 1.3). A member shows the certificate that the key of the site has signed for it, and trusts who shows "
    "another one of that site. Bodies are MessagePack: what is base64 below is a byte string there. What stands in the "
    "way is answered as {key, values} with a status of 400 and above. x-time of an answer is the time of the main "
    "laptop (ms UTC), x-program its version."
)


class Path(msgspec.Struct, frozen=True):
    """One path: what is sent, what is answered as which media type, and whether only members are answered."""

    method: str
    path: str
    about: str
    body: Any = None
    answer: Any = str
    media: str = PACKED
    members: bool = True


PATHS = (
    Path("get", "/health", "A sentence for people.", media=TEXT, members=False),
    Path(
        "get",
        "/v1/site",
        "The certificate of the site (DER), to be compared with the code that the main laptop shows.",
        answer=bytes,
        media="application/pkix-cert",
        members=False,
    ),
    Path("post", "/v1/join", "Let a laptop in that has the secret of the code.", Asking, Welcome, members=False),
    Path("post", "/v1/renew", "The same for a member that goes on under another id.", Renewing, Welcome),
    Path(
        "post",
        "/v1/vector",
        "How far the main laptop holds the entries of each desk: number and chain of the last.",
        answer=Vector,
    ),
    Path(
        "post", "/v1/chain", "The chain of a desk after one of its entries; empty where that is not here.", Place, bytes
    ),
    Path(
        "post",
        "/v1/after",
        "What somebody with that vector lacks, each desk's entries in their order, up to a seal.",
        Asked,
        Batch,
    ),
    Path("post", "/v1/give", "Entries; how many of them were new, once they are on disk.", Batch, int),
    Path(
        "post", "/v1/wait", "The vector, as soon as it is another one than that, or after two seconds.", Asked, Vector
    ),
    Path("post", "/v1/photos", "How many bytes of each photo (by its SHA-256) are here.", list[str], dict[str, int]),
    Path("post", "/v1/photo", "Bytes of a photo from `at` on, 64 KB at most; none at its end.", Piece, bytes),
    Path("post", "/v1/photo/give", "Bytes of a photo that is on record; how many are here then.", Piece, int),
    Path(
        "get",
        "/metrics",
        "For Prometheus: entries held, seconds since each laptop asked, batches that wait.",
        media=TEXT,
    ),
)


def described() -> dict[str, Any]:
    """The whole document."""
    kinds = [kind for path in PATHS for kind in (path.body, path.answer) if kind is not None]
    schemas, parts = msgspec.json.schema_components([*kinds, No], ref_template="#/components/schemas/{name}")
    named = dict(zip(map(repr, [*kinds, No]), schemas, strict=True))
    statuses = ", ".join(f"{status} {key}" for key, status in STATUS.items())
    refused = {
        "description": f"Refused: {statuses}, 409 all others.",
        "content": {PACKED: {"schema": named[repr(No)]}},
    }
    paths: dict[str, Any] = {}
    for path in PATHS:
        answer = named[repr(path.answer)] if path.media == PACKED else {"type": "string"}
        said: dict[str, Any] = {
            "summary": path.about,
            "security": [{"member": []}] if path.members else [],
            "responses": {
                "200": {"description": "Done.", "content": {path.media: {"schema": answer}}},
                "default": refused,
            },
        }
        if path.body is not None:
            said["requestBody"] = {"required": True, "content": {PACKED: {"schema": named[repr(path.body)]}}}
        paths.setdefault(path.path, {})[path.method] = said
    return {
        "openapi": "3.1.0",
        "info": {"title": "Handover Desk: main laptop", "version": VERSION, "description": ABOUT},
        "paths": paths,
        "components": {"schemas": parts, "securitySchemes": {"member": {"type": "mutualTLS"}}},
    }


def written() -> bytes:
    """The file."""
    return msgspec.json.format(msgspec.json.encode(described())) + b"\n"


if __name__ == "__main__":
    FILE.write_bytes(written())
