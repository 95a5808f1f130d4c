"""Who may see which file: papers and drawn pages, by document id, for one audience."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import FileResponse

from ingest.render import PageImages
from kb.errors import KizError
from kb.model import Document
from ui.ports import Papers

# An id is looked up, never joined to a path; the pattern only keeps nonsense out of the look-up.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
# Drawn once for all screens: about twice the panel's width at 1280, sharp on a phone and at zoom 2.
PAGE_WIDTH = 1600
# The browser may keep it but has to ask: a paper can be withdrawn.
_CACHE = "private, no-cache"


def visible(papers: Papers, document_id: str) -> tuple[Document, Path] | None:
    """Return a document and its PDF where the audience may see it, else None."""
    if not _ID.fullmatch(document_id):
        return None
    document = papers.document(document_id)
    # The knowledge base of the public holds nothing else; asked once more where files leave the house.
    if document is None or (papers.audience == "public" and document.visibility != "public"):
        return None
    path = papers.file(document.id)
    return (document, path) if path is not None and path.is_file() else None


def routes(papers: Papers, images: PageImages) -> APIRouter:
    """Return the routes `/files/{id}.pdf` and `/pages/{id}/{page}.png`; 404 for what is not to be seen."""
    router = APIRouter()

    @router.api_route("/files/{document_id}.pdf", methods=["GET", "HEAD"])
    def paper(document_id: str) -> Response:
        document, path = _found(papers, document_id)
        name = quote(Path(document.file).name)
        return FileResponse(
            path,
            media_type="application/pdf",
            headers={"content-disposition": f"inline; filename*=utf-8''{name}", "cache-control": _CACHE},
        )

    @router.get("/pages/{document_id}/{page}.png")
    def page_image(document_id: str, page: str) -> Response:
        document, path = _found(papers, document_id)
        number = int(page) if re.fullmatch(r"[1-9][0-9]{0,4}", page) else 0
        if not 1 <= number <= document.pages:
            raise HTTPException(404)
        try:
            image = images.png(path, number, PAGE_WIDTH)
        except KizError as error:
            raise HTTPException(404) from error
        return Response(image, media_type="image/png", headers={"cache-control": _CACHE})

    return router


def _found(papers: Papers, document_id: str) -> tuple[Document, Path]:
    found = visible(papers, document_id)
    if found is None:
        raise HTTPException(404)
    return found
