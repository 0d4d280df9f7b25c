"""The values that must never be written: learned from each exchange, found again wherever they are echoed."""

import base64
import binascii
import math
import re
from collections.abc import Iterable, Iterator

from contract_tests.mock_server.document import Credential

from .exchange import Exchange

HIDDEN = "***"
"""Stands for what was taken out. Too short for any scanner of secrets, and no JSON or YAML needs it quoted."""

SECRET_NAME = re.compile(
    r"authori[sz]ation|cookie|credential|passw|secret|signature|security-?token|^(x-)?sign?$"
    r"|(api|app|access|auth|private|subscription)[-_]?key|(^|[-_])(access|auth|api|id|refresh|session)?[-_]?token$"
    r"|(^|[-_])(account|user|owner|tenant|customer|project|organi[sz]ation|app|session)([-_]?(id|name|no))?$|^uid$",
    re.IGNORECASE,
)
"""Names of headers, query parameters and JSON properties whose values are credentials or tell whose account it is."""

_SHORTEST_KEY = 4
_SHORTEST_OTHER = 8
_COOKIE_ATTRIBUTES = frozenset({"path", "domain", "expires", "max-age", "samesite", "priority", "version"})

# Secrets of a known look, whosever they are.
_LOOKS = (
    (re.compile(r"(?i)\b(bearer)\s+(?!\{)[A-Za-z0-9._~+/-]{12,}=*"), rf"\1 {HIDDEN}"),
    (re.compile(r"\b(?:sk|ak|pk|api)[-_][A-Za-z0-9]{16,}\b|\bsk-[A-Za-z0-9_-]{16,}"), HIDDEN),
    (re.compile(r"\b(?:AKLT|AKIA|LTAI)[A-Za-z0-9]{12,}={0,2}"), HIDDEN),
    (re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"), HIDDEN),
)
_SIGNATURE = re.compile(
    r"(?i)\b((?:x-(?:tos|amz|oss|goog|cos|ms)-[a-z-]+|x-signature|signature|sig|ossaccesskeyid|awsaccesskeyid"
    r"|accesskeyid|security-token)(?:=|%(?:25)*3D))[^\s&\"'<>\\]+"
)
_URL = re.compile(r"(?i)\bhttps?:(?:\\?/){2}(?:\\/|[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%{}|^-])+")
_BEFORE_HOST = re.compile(r"(?i)^(https?:(?:\\?/){2})[^/?#@]*@")


class SecretValues:
    """What one session has seen of keys, cookies and account ids.

    Args:
        credentials: the credentials that the document names; their values become its placeholder.
    """

    def __init__(self, credentials: Iterable[Credential]) -> None:
        self._credentials = tuple(dict.fromkeys(credentials))
        self._patterns: dict[str, tuple[re.Pattern[str], str]] = {}

    def learn(self, exchange: Exchange) -> None:
        """Remember the secrets of an exchange; what it echoes elsewhere is found from then on."""
        for credential in self._credentials:
            pairs = exchange.request_headers if credential.location == "header" else exchange.query
            for name, value in pairs:
                if name == credential.name:
                    key = value.strip()
                    if credential.prefix and key.lower().startswith(credential.prefix + " "):
                        key = key[len(credential.prefix) :].strip()
                    self._add(key, placeholder(credential), _SHORTEST_KEY)
        for name, value in (*exchange.request_headers, *exchange.query, *exchange.response_headers):
            if SECRET_NAME.search(name):
                for part in _parts(name, value):
                    self._add(part, HIDDEN, _SHORTEST_OTHER)

    def hide(self, text: str) -> str:
        """Return a text without secrets, and with links that hold neither a query nor a password."""
        text = _URL.sub(lambda link: _bare_link(link[0]), text)
        text = _SIGNATURE.sub(rf"\1{HIDDEN}", text)
        return self._hide_values(text)

    def _hide_values(self, text: str) -> str:
        for pattern, replacement in self._patterns.values():
            text = pattern.sub(replacement.replace("\\", r"\\"), text)
        for look, replacement in _LOOKS:
            text = look.sub(replacement, text)
        return text

    def are_in(self, text: str) -> bool:
        """Tell whether a text still holds a secret, in whatever form."""
        return self._hide_values(text) != text

    def _add(self, value: str, replacement: str, shortest: int) -> None:
        known = {placeholder for credential in self._credentials for placeholder in credential.placeholders}
        if len(value) >= shortest and value not in known and value not in self._patterns:
            forms = [*_in_base64(value), _written_out(value), _masked(value)]
            if len(value) >= _SHORTEST_OTHER:
                forms.append(f"(?i:{value.encode().hex()})")
            self._patterns[value] = (re.compile("|".join(forms)), replacement)


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


def _bare_link(link: str) -> str:
    return _BEFORE_HOST.sub(r"\1", re.split(r"[?#]", link, maxsplit=1)[0])


def _written_out(value: str) -> str:
    """The value as it is, or with any of its characters escaped as URLs, JSON or HTML do; capitals do not matter."""
    return "(?i:" + "".join(_one_character(character) for character in value) + ")"


def _one_character(character: str) -> str:
    percent = "".join(f"%(?:25)*{byte:02x}" for byte in character.encode())
    forms = (rf"\\?{re.escape(character)}", percent, rf"\\+u{ord(character):04x}",
             f"&#{ord(character)};", f"&#x0*{ord(character):x};")  # fmt: skip
    return f"(?:{'|'.join(forms)})"


def _in_base64(value: str) -> Iterator[str]:
    """The value within a longer text that is in base64: it looks different at each of the three ways to begin."""
    raw = value.encode()
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + raw).decode().rstrip("=")
        first, last = math.ceil(before * 8 / 6), (before + len(raw)) * 8 // 6
        core = encoded[first:last]
        if len(core) >= _SHORTEST_OTHER:
            shared = r"[A-Za-z0-9+/_-]?"  # a character whose bits belong to a neighbour as well
            yield (shared if before else "") + "".join(map(_base64_character, core)) + shared + "={0,2}"


def _base64_character(character: str) -> str:
    return {"+": "(?:[+-]|%(?:25)*2[Bb])", "/": "(?:[/_]|%(?:25)*2[Ff])"}.get(character, character)


def _masked(value: str) -> str:
    """The beginning of a value, and what follows it behind asterisks or dots, as error messages quote keys."""
    return rf"(?i:{re.escape(value[:_SHORTEST_KEY])}[\w-]*(?:\*{{2,}}|…|•{{2,}}|\.{{3,}}|x{{4,}})[\w*…•.-]*)"
