"""What one session must never write: the keys, cookies and accounts that it has seen, and the queries of links."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator

from image_gateways_documents.routing import Query
from image_gateways_documents.security import Credential
from image_gateways_recordings.known_secrets import SHORTEST
from image_gateways_recordings.redaction import Redaction, Told, nobody
from image_gateways_recordings.secret_looks import HIDDEN, is_stand_in

HeaderPairs = tuple[tuple[str, str], ...]

_SHORTEST_OTHER = 8
_COOKIE_ATTRIBUTES = frozenset({"path", "domain", "expires", "max-age", "samesite", "priority", "version"})

_URL = re.compile(r"(?i)\bhttps?:(?:\\?/){2}(?:\\/|[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%{}|^-])+")
_AFTER_PATH = re.compile(r"[?#]")


class SecretValues(Redaction):
    """What one session hides: also what it has seen of keys, cookies and account ids.

    Args:
        credentials: the credentials that the document names; their values become its placeholder.
    """

    def __init__(self, credentials: Iterable[Credential]) -> None:
        self._credentials = tuple(dict.fromkeys(credentials))
        super().__init__({credential.name for credential in self._credentials})
        self._placeholders = {
            placeholder for credential in self._credentials for placeholder in credential.placeholders
        }

    def learn(self, sent: HeaderPairs, query: Query, received: HeaderPairs) -> None:
        """Remember the secrets of an exchange; what it echoes elsewhere is found from then on.

        Args:
            sent: the headers of the request, names in lower case.
            query: the query of the request.
            received: the headers of the answer.
        """
        for credential in self._credentials:
            pairs = sent if credential.location == "header" else query
            for name, value in pairs:
                if name == credential.name:
                    key = value.strip()
                    if credential.prefix and key.lower().startswith(credential.prefix + " "):
                        key = key[len(credential.prefix) :].strip()
                    self._add(key, placeholder(credential), SHORTEST)
        for name, value in (*sent, *query, *received):
            if self.hides(name):
                for part in _parts(name, value):
                    self._add(part, HIDDEN, _SHORTEST_OTHER)

    def hide(self, text: str, told: Told = nobody, name: str = "") -> str:
        """Return a text without secrets, and with links that hold neither a query nor a password.

        Args:
            text: the text.
            told: is told, in words and without the value, what was hidden.
            name: what bears the text; empty where nothing does.
        """
        bare = _URL.sub(lambda link: _AFTER_PATH.split(link[0], maxsplit=1)[0], text)
        if bare != text:
            told("the query of a link")
        return self.text(bare, told, name=name)

    def _add(self, value: str, stand_in: str, shortest: int) -> None:
        is_placeholder = any(value in placeholder for placeholder in self._placeholders)
        if len(value) >= shortest and not is_placeholder and not is_stand_in(value):
            self.known.add(value, stand_in)


def placeholder(credential: Credential) -> str:
    """Return what a recording holds in place of a key."""
    return credential.placeholders[0] if credential.placeholders else HIDDEN


def _parts(name: str, value: str) -> Iterator[str]:
    """The secrets within a header's value: each cookie, user and password by themselves, and without the scheme."""
    if "cookie" in name:
        for pair in value.split(";"):
            label, equals, content = pair.strip().partition("=")
            if equals and label.lower() not in _COOKIE_ATTRIBUTES:
                yield content.strip('"')
        return
    scheme, space, rest = value.strip().partition(" ")
    yield rest.strip() if space and "authori" in name else value.strip()
    if scheme.lower() == "basic":
        try:
            both = base64.b64decode(rest, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return
        yield both
        yield both.partition(":")[2]
