"""The keys that callers need: where they are sent, and which of them a document accepts."""

from base64 import b64decode, b64encode
from dataclasses import dataclass

from .document_faults import DocumentError
from .document_tree import DocumentTree, OperationNode


@dataclass(frozen=True, slots=True)
class Credential:
    """Where a key is expected (`header`, `query`, `cookie`), its name there, and the keys that a document accepts."""

    location: str
    name: str
    prefix: str
    placeholders: tuple[str, ...]

    def value(self, key: str) -> str:
        """Return what a caller sends who has a key; for `basic` the key is a name and a password with `:` between."""
        if self.prefix == "basic":
            key = b64encode(key.encode()).decode()
        return f"{self.prefix.capitalize()} {key}" if self.prefix else key

    def keys(self, text: str) -> frozenset[str]:
        """Return what of the text behind the prefix may be the key: of a name and a password each, and both."""
        if self.prefix != "basic":
            return frozenset((text,)) if text else frozenset()
        try:
            whole = b64decode(text, validate=True).decode()
        except ValueError:
            return frozenset()
        return frozenset((whole, *whole.split(":", 1)))


def credentials_of(tree: DocumentTree, operation: OperationNode) -> tuple[tuple[Credential, ...], ...]:
    """Return what a caller of an operation sends, for each way to be let in.

    Raises:
        DocumentError: a way is none that OpenAPI has.
    """
    requirements = (operation.node if "security" in operation.node else tree.root).get("security", ())
    found = ([_credential(tree, name) for name in requirement] for requirement in requirements)
    return tuple(tuple(filter(None, ways)) for ways in found)


def _credential(tree: DocumentTree, name: str) -> Credential | None:
    """Where a key is expected; None where the connection shows it, and a server sees nothing."""
    schemes = tree.root.get("components", {}).get("securitySchemes", {})
    if name not in schemes:
        raise DocumentError(f"security asks for {name}, which is not among components/securitySchemes; add it there")
    scheme = tree.dereferenced(schemes[name])
    placeholders = tuple(scheme.get("x-placeholders", ()))
    match scheme:
        case {"type": "http", "scheme": str(prefix)}:
            return Credential("header", "authorization", prefix.lower(), placeholders)
        case {"type": "oauth2" | "openIdConnect"}:
            return Credential("header", "authorization", "bearer", placeholders)
        case {"type": "apiKey", "in": "header", "name": str(header)}:
            return Credential("header", header.lower(), "", placeholders)
        case {"type": "apiKey", "in": "query" | "cookie" as place, "name": str(parameter)}:
            return Credential(place, parameter, "", placeholders)
        case {"type": "mutualTLS"}:
            return None
    known = "http, apiKey in header, query or cookie, oauth2, openIdConnect or mutualTLS"
    raise DocumentError(f"the security scheme {name} is none that OpenAPI has; its type is {known}")
