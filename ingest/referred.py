"""The objects that papers refer to (bodies, meetings, files), each fetched once and kept for a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from ingest.cache import Cache
from ingest.moments import moment
from ingest.oparl_lists import Object, absolute, read_json
from ingest.web import PASSING, Web
from kb.errors import IngestError

# A meeting changes until its minutes are done.
_MEETING_SETTLES = timedelta(days=60)
_MEETING_LASTS = timedelta(days=1)
_NOTHING_LASTS = timedelta(days=1)


class Objects:
    """The objects of a source that papers refer to, fetched once and kept in its folder."""

    def __init__(
        self, cache: Cache, web: Web, now: datetime, on_ask: Callable[[str], None] = lambda address: None
    ) -> None:
        self._cache = cache
        self._web = web
        self._now = now
        self._on_ask = on_ask
        self._seen: dict[str, Object | None] = {}
        self.notes: list[IngestError] = []
        self.missing: set[str] = set()  # addresses of objects that were there before

    def get(self, reference: Any, fresh: timedelta, since: datetime | None = None) -> Object | None:
        """Return an object that is given itself or by its address, None where it cannot be had.

        :param fresh: how old what is kept may be; a meeting that is not long past is asked for daily.
        :param since: what was fetched before is too old.
        """
        if isinstance(reference, dict):
            return reference
        if not isinstance(reference, str) or not reference:
            return None
        if reference not in self._seen:
            self._seen[reference] = self._get(reference, fresh, since)
        return self._seen[reference]

    def kept(self, name: str) -> Object | None:
        """Return an object as it was last seen, without asking for it."""
        kept = self._cache.thing(name)
        return kept[0] if kept else None

    def _get(self, address: str, fresh: timedelta, since: datetime | None) -> Object | None:
        kept = self._cache.thing(address)
        if kept is not None:
            found, fetched = kept
            start = moment(found.get("start"))
            if start is not None:
                fresh = fresh if fetched > start + _MEETING_SETTLES else _MEETING_LASTS
            # Nothing was there: something may come.
            fresh = fresh if found else _NOTHING_LASTS
            if self._now - fetched < fresh and (since is None or fetched >= since):
                return found or None
        self._on_ask(address)
        try:
            answer = read_json(self._web, address)
        except IngestError as error:
            if error.key in PASSING:
                self.notes.append(error)
                return kept[0] or None if kept else None
            if kept is not None and kept[0]:
                self.missing.add(address)
                return kept[0]
            answer = {}
        found = absolute(answer, address) if isinstance(answer, dict) else {}
        self._cache.keep_thing(address, found, self._now)
        return found or None
