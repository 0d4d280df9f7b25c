"""The server's own pages: what it is, its documents, a reference of each, and the control interface."""

from functools import cache
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Any, Protocol

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from image_gateways_documents.document import Document
from image_gateways_recordings.cassettes import Cassette
from image_gateways_recordings.pictures import Pictures

from .control import Controlled, control_routes
from .sample_calls import sample_call

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# What the reference needs of Swagger UI, as the package `swagger-ui-py` carries it.
_ASSETS = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css"}
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
h2 { border-bottom: 1px solid #ccc; margin-top: 3rem } h3 { margin-bottom: 0 }
pre { background: #f4f4f4; padding: .7rem; white-space: pre-wrap; overflow-wrap: anywhere }
table { border-collapse: collapse } td, th { text-align: left; padding: .1rem 1rem .1rem 0; vertical-align: top }
figure { display: inline-block; margin: 0 1rem 1rem 0 } figure img { height: 8rem; border: 1px solid #ccc }
"""


class Shown(Controlled, Protocol):
    """A server, as far as its pages show it."""

    problems: list[str]
    left_out: list[str]
    documents: tuple[Document, ...]
    cassettes: list[Cassette]
    pictures: Pictures


def own_pages(server: Shown) -> Starlette:
    """Return the application that serves the pages of a server."""
    documents = {document.gateway: document for document in server.documents}
    files = {document.file.name: document.file for document in server.documents}

    async def index(request: Request) -> Response:
        return HTMLResponse(_index(server, str(request.base_url).rstrip("/")))

    async def document(request: Request) -> Response:
        file = files.get(request.path_params["name"])
        if file is None:
            return _not_found()
        return Response(file.read_bytes(), media_type=f"application/{'json' if file.suffix == '.json' else 'yaml'}")

    async def reference(request: Request) -> Response:
        found = documents.get(request.path_params["gateway"])
        return HTMLResponse(_reference(found)) if found else _not_found()

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _ASSETS:
            return _not_found()
        try:
            content = resources.files("swagger_ui").joinpath("static", name).read_bytes()
        except (ModuleNotFoundError, OSError):
            return PlainTextResponse("The reference needs the package swagger-ui-py.", 404)
        return Response(content, media_type=_ASSETS[name])

    return Starlette(
        routes=[
            Route("/", index),
            Route("/openapi/{name}", document),
            Route("/reference/assets/{name}", asset),
            Route("/reference/{gateway}", reference),
            *control_routes(server),
        ]
    )


@cache
def _markdown() -> "MarkdownIt":
    """What renders the documents' descriptions: HTML in them as text, pictures, which would be fetched, as links."""
    from markdown_it import MarkdownIt  # for these pages alone, which few servers are asked for

    return MarkdownIt("js-default").disable("image")


def _not_found() -> Response:
    return PlainTextResponse("There is no such page.", 404)


def _index(server: Shown, base_url: str) -> str:
    parts = [
        "<h1>Image gateways, recorded</h1>",
        "<p>Answers come from recordings, requests are held to the documents. <code>Prefer: code=429</code>, "
        "<code>Prefer: example=&lt;recording&gt;</code> and <code>Prefer: fault=&lt;fault&gt;</code> choose another "
        'answer; <a href="/__mock__/journal">journal</a>, <a href="/__mock__/faults">faults</a> and '
        '<a href="/__mock__/operations">operations</a> as JSON.</p>',
    ]
    if not_served := (*server.problems, *server.left_out):
        rows = "".join(f"<li>{escape(line)}</li>" for line in not_served)
        parts.append(f"<h2>Not served</h2><ul>{rows}</ul>")
    for found in server.documents:
        parts.append(_gateway(server, found, base_url))
    parts.append("<h2>Pictures</h2>")
    for name in server.pictures.names:
        link = f"/pictures/{escape(name)}"
        parts.append(f'<figure><a href="{link}"><img src="{link}" alt="" loading="lazy"></a><figcaption>{escape(name)}')
        parts.append("</figcaption></figure>")
    return _page("Image gateways, recorded", f"<style>{_STYLE}</style>", "".join(parts))


def _gateway(server: Shown, document: Document, base_url: str) -> str:
    name = escape(document.gateway)
    info = document.root.get("info", {})
    parts = [
        f"<h2>{name}</h2><p>{escape(str(info.get('title', '')))}. {escape(str(info.get('summary', '')))} "
        f'<a href="/reference/{name}">Reference</a>, <a href="/openapi/{escape(document.file.name)}">document</a>.</p>'
        f"{_markdown().render(str(info.get('description', '')))}"
    ]
    cassettes = [cassette for cassette in server.cassettes if cassette.operation.gateway == document.gateway]
    for operation in document.operations:
        line = sample_call(document, operation, cassettes, server.settings.api_keys, base_url)
        parts.append(f"<h3>{escape(operation.operation_id)}</h3><p>{escape(operation.summary)}.</p>")
        parts.append(f"{_markdown().render(operation.description)}<pre>{escape(line)}</pre>")
        rows = [
            f"<tr><td>{escape(cassette.variant)}</td><td>{cassette.interactions[0].status}</td>"
            f"<td>{escape(str(cassette.provenance.get('kind', '')))}</td>"
            f"<td>{escape(str(cassette.provenance.get('source', '')))}</td></tr>"
            for cassette in cassettes
            if cassette.operation is operation
        ]
        if rows:
            head = "<tr><th>recording</th><th>status</th><th>kind</th><th>source</th></tr>"
            parts.append(
                f"<details><summary>{len(rows)} recordings</summary><table>{head}{''.join(rows)}</table></details>"
            )
    return "".join(parts)


def _reference(document: Document) -> str:
    # JSON within a script: `<` is escaped, so that no text of the document ends the script.
    settings: dict[str, Any] = {
        "url": f"/openapi/{document.file.name}",
        "dom_id": "#reference",
        # Trying out would lose the fragments of paths, which tell operations apart; and the badge asks a foreign host.
        "supportedSubmitMethods": [],
        "validatorUrl": None,
        "deepLinking": True,
    }
    written = orjson.dumps(settings).decode().replace("<", "\\u003c")
    head = '<link rel="stylesheet" href="/reference/assets/swagger-ui.css">'
    body = '<div id="reference"></div><script src="/reference/assets/swagger-ui-bundle.js"></script>'
    return _page(f"{document.gateway}, reference", head, f"{body}<script>SwaggerUIBundle({written})</script>")


def _page(title: str, head: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">{head}</head>'
        f"<body>{body}</body></html>"
    )
