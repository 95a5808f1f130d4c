"""Where an index keeps vectors and words that do not lie in its own folder.

The file `vectors/server.json` in the folder of a build says so, so that every program that opens the index finds them, and
a build with its indexes elsewhere can be made beside the published one.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from kb.errors import KnowledgeBaseError
from kb.model import Visibility

FILE = "server.json"
# Said instead of an address: into the folder of the index.
EMBEDDED = "embedded"
# Sent as a bearer token to Chroma, which has no login of its own (a web server before it may have one); to Milvus as
# its token ("user:password", or a key).
TOKEN = "KIZ_VECTORS_TOKEN"  # noqa: S105 - the name of a variable
_PASSWORD = re.compile(r"//[^/]*@")


@dataclass(frozen=True, slots=True)
class ServerPlace:
    """Where vectors or words lie: the server's address and the name of the collection there."""

    url: str
    collection: str

    def next(self) -> ServerPlace:
        """Return the place of the build after this one's: its name ends in another number."""
        head, _, number = self.collection.rpartition("-")
        return ServerPlace(self.url, f"{head}-{int(number) + 1}" if number.isdigit() else f"{self.collection}-2")


# Where the vectors of a shard go, of current or of past versions; None: into the folder of the build.
Places = Callable[[Visibility, bool], ServerPlace | None]


def places_on(url: str | None, internal_url: str | None, build: int) -> Places:
    """Return where the vectors of build number `build` go: on the server at `url`, internal ones on their own if it has one.

    With None they go into the folder. The collections' names occur nowhere else on the server.
    """
    mark = secrets.token_hex(4)

    def where(visibility: Visibility, past: bool) -> ServerPlace | None:
        if url is None:
            return None
        address = (internal_url if visibility == "internal" else None) or url
        return ServerPlace(address, f"kiz-{mark}-{visibility}{'-past' if past else ''}-{build}")

    return where


def place_of(folder: Path) -> ServerPlace | None:
    """Return the server that holds the vectors of this folder; None where they are in the folder itself.

    :raises KnowledgeBaseError: the file that says so is damaged.
    """
    try:
        return ServerPlace(**json.loads((folder / FILE).read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise KnowledgeBaseError("index-damaged", path=folder / FILE, why=error) from error


def put_place(folder: Path, place: ServerPlace) -> None:
    """Have the vectors of this folder be on a server."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(json.dumps(asdict(place)), encoding="utf-8")


def server_address(url: str, named: str) -> SplitResult:
    """Return the parts of an address, http or https with a host and nobody's name or password.

    A password is no part of it: the address is stored with the index and named in errors. `TOKEN` is its place.

    :raises KnowledgeBaseError: it is none; `named` is what the user wrote.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is no number
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise KnowledgeBaseError("bad-vector-server", url=_PASSWORD.sub("//…@", named))
    return parts
