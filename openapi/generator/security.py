"""What a document's security schemes say of where a client puts its keys."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from image_gateways_documents.document_tree import DocumentTree
from image_gateways_documents.schema_walk import pointer_to

Json = Any

_AUTHORIZATION: Final = "Authorization"
# Their client answers a challenge of the server, or shows a certificate.
_NO_KEY: Final = frozenset({"digest", "hoba", "mutual", "negotiate", "scram-sha-1", "scram-sha-256", "vapid"})


class KeyPlace(NamedTuple):
    """Where a key stands, as `package/keyed_client.py` has it."""

    where: str
    name: str
    prefix: str


BEARER: Final = KeyPlace("header", _AUTHORIZATION, "Bearer")


def say_security(document: Json) -> None:
    """Say at each operation, in place, what the root says for all; nothing where a call without a key is answered."""
    for operation in DocumentTree(document).operation_nodes():
        demanded = operation.node.setdefault("security", document.get("security", []))
        if not all(demanded):
            operation.node["security"] = []


def key_places(document: Json) -> dict[str, KeyPlace]:
    """Return the places of keys by the names of their schemes: first that which operations ask for first.

    Where every key is a bearer token there is nothing to tell apart, and nothing is returned.
    """
    schemes = _schemes(document)
    places = {name: place for name, scheme in schemes.items() if (place := _place(scheme))}
    demanded = [name for alternative in _alternatives(document) for name in alternative if name in places]
    ordered = {name: places[name] for name in dict.fromkeys([*demanded, *places])}
    return {} if set(ordered.values()) <= {BEARER} else ordered


def unsent_keys(document: Json) -> Iterator[str]:
    """Yield the schemes of which a client sends no key."""
    for name, scheme in _schemes(document).items():
        if _place(scheme) is None:
            yield f"{pointer_to('#/components/securitySchemes', name)}: is left to an httpx client of your own"


def _schemes(document: Json) -> dict[str, Json]:
    tree = DocumentTree(document)
    found = document.get("components", {}).get("securitySchemes", {})
    return {name: tree.dereferenced(scheme) for name, scheme in found.items()}


def _alternatives(document: Json) -> Iterator[dict[str, Json]]:
    yield from document.get("security", ())
    for operation in DocumentTree(document).operation_nodes():
        yield from operation.node.get("security", ())


def _place(scheme: Json) -> KeyPlace | None:
    kind, way = scheme.get("type"), str(scheme.get("scheme", "")).lower()
    if kind == "apiKey":
        return KeyPlace(scheme["in"], scheme["name"], "")
    if kind in ("oauth2", "openIdConnect") or (kind == "http" and way == "bearer"):
        return BEARER
    if kind == "http" and way not in _NO_KEY:
        return KeyPlace("header", _AUTHORIZATION, "Basic" if way == "basic" else scheme["scheme"])
    return None
