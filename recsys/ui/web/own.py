"""The files that elements of our own fetch."""

import gzip

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from recsys.ui.elements import fetched

# A name says what is in the file: it never changes.
_HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}


async def own(request: Request) -> Response:
    """Answer with a script or with a catalogue's titles."""
    name = str(request.path_params["name"])
    if (found := fetched.find(name)) is None:
        return PlainTextResponse("Not found", 404)
    media_type = fetched.TYPES[name.rpartition(".")[2]]
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers = {**_HEADERS, "Content-Encoding": "gzip"}
        return Response(found, headers=headers, media_type=media_type)
    return Response(gzip.decompress(found), headers=_HEADERS, media_type=media_type)
