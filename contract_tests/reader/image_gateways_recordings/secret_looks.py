"""Finds what looks like a secret, or like what tells who somebody is, whatever it is called.

The looks are our own and few: detect-secrets, the library that is kept for this, reads lines of files, knows none of
this trade's keys and neither names of fields nor persons, and would bring an HTTP client into the mock; the tests hold
what is left to its rules.
"""

import base64
import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from .secret_names import is_secret_name

HIDDEN = "***"
"""Stands for what was taken out. Too short for any scanner of secrets, and no JSON or YAML needs it quoted."""


@dataclass(frozen=True, slots=True)
class SecretLook:
    """One kind of secret.

    Attributes:
        what: what it is, for those who are told that one was hidden.
        hints: one of these is in every text, in small letters, that holds such a secret; none where it may be any text.
        pattern: finds what may be one.
        rewritten: returns what is put in its place; the same text where it is none.
        certain: whether nothing but a secret looks like this.
    """

    what: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    rewritten: Callable[[re.Match[str]], str]
    certain: bool = False

    def hide(self, text: str) -> str:
        """Return a text without secrets of this kind."""
        return self.pattern.sub(self.rewritten, text)

    def may_be_in(self, small: str) -> bool:
        """Tell cheaply whether a text, given in small letters, may hold one."""
        return not self.hints or any(hint in small for hint in self.hints)


def is_stand_in(value: str) -> bool:
    """Tell whether a value says only that there is one: `***`, `{{YOUR_API_KEY}}`, `<token>`, `$TOKEN`, `2100xxx`."""
    return _STAND_IN.fullmatch(value) is not None


_STAND_IN = re.compile(r"\W*|\{\{?[^{}]*\}?\}|<[^<>]*>|\$\{?[A-Z_]+\}?|[\w-]{0,4}(?:x{3,}|\*{3,})[\w-]{0,4}|null|None")


def _whole(_: re.Match[str]) -> str:
    return HIDDEN


def _behind_its_beginning(found: re.Match[str]) -> str:
    return found["begin"] + HIDDEN


def _credential(found: re.Match[str]) -> str:
    scheme, value = found["scheme"].lower(), found["value"]
    # A word behind it, as in a message about how to authenticate, is no key.
    if is_stand_in(value) or not (len(value) >= _SURELY_NO_WORD or any(map(str.isdigit, value))):
        return found[0]
    if scheme == "basic" and not _is_user_and_password(value):
        return found[0]
    return found["begin"] + HIDDEN


_SURELY_NO_WORD = 20


def _header(found: re.Match[str]) -> str:
    return found[0] if is_stand_in(found["value"]) else found["begin"] + HIDDEN


def _is_user_and_password(text: str) -> bool:
    try:
        return b":" in base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        return False


class _Named(SecretLook):
    """What is named a secret: `password=…`, `"sk": "…"`, `X-AK: …`. What else is named may hold one that is."""

    def hide(self, text: str) -> str:
        """Return a text without the values of secret names."""
        parts: list[str] = []
        copied = at = 0
        while (found := self.pattern.search(text, at)) is not None:
            at = found.end("name")
            if not is_secret_name(unquote(found["name"])):
                continue
            value = _VALUE.match(text, found.end())
            if value is not None and not is_stand_in(unquote(value[value.lastgroup or 0])):
                first, at = value.span(value.lastgroup or 0)
                parts += [text[copied:first], HIDDEN]
                copied = at
        return "".join([*parts, text[copied:]]) if parts else text


_VALUE = re.compile(
    r"(?i)(?:(?:bearer|basic|digest|token)\s+)?"
    r"(?:(\\*)([\"'])(?P<quoted>(?:(?!\1\2)(?:\\.|[^\\])){1,65536}+)|(?P<bare>[^\s&;,\"'<>{}()\[\]\\]{2,}))"
)


def _email(found: re.Match[str]) -> str:
    return found[0] if _NO_DOMAIN.search(found[0]) else HIDDEN


_NO_DOMAIN = re.compile(r"(?i)@\dx\.|\.(?:png|jpe?g|gif|webp|svg|py|js)$")


def _phone(found: re.Match[str]) -> str:
    before = found.string[max(found.start() - _LONGEST_LABEL, 0) : found.start()]
    return found[0] if _ID_LABEL.search(before) else HIDDEN


# A number of as many digits may be the id of a task.
_ID_LABEL = re.compile(r"(?i)\b(?:task|job|request|trace|log|order|id|no|seed|code)\b\W*$")
_LONGEST_LABEL = 16


def _address(found: re.Match[str]) -> str:
    try:
        address = ipaddress.ip_address(found[0])
    except ValueError:
        return found[0]
    return found[0] if address.is_loopback or address.is_unspecified else HIDDEN


_PEM = r"PRIVATE[ ]KEY(?:[ ]BLOCK)?-----"
_KEYS = (
    r"sk-[\w-]{16,}", r"(?:sk|ak|pk|rk|api)[-_][A-Za-z0-9]{16,}", r"(?:sk|pk|rk)_(?:live|test)_\w{10,}",
    r"AKLT[\w-]{12,}={0,2}", r"LTAI[A-Za-z0-9]{12,}", r"AKID[A-Za-z0-9]{13,}",
    r"(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ABIA|ACCA)[A-Z0-9]{12,}", r"AIza[\w-]{30,}", r"ya29\.[\w-]{20,}",
    r"gh[pousr]_[A-Za-z0-9]{20,}", r"github_pat_\w{20,}", r"gl(?:pat|oas|ptt|rt|cbt)-[\w-]{16,}",
    r"hf_[A-Za-z0-9]{20,}", r"xox[a-z]-[\w-]{8,}", r"xapp-[\w-]{16,}", r"npm_[A-Za-z0-9]{30,}", r"pypi-[\w-]{30,}",
    r"SG\.[\w-]{16,}\.[\w-]{16,}", r"r8_[A-Za-z0-9]{30,}", r"gsk_[A-Za-z0-9]{30,}", r"whsec_[\w+/]{20,}={0,2}",
    r"dop_v1_[0-9a-f]{30,}", r"[0-9]{8,10}:AA[\w-]{32,33}(?!\w)",
    r"eyJ[\w-]{8,}\.[\w-]+\.[\w-]*",
)  # fmt: skip

LOOKS = (
    SecretLook("a private key", ("private key",),
         re.compile(rf"-----BEGIN[ ](?:[A-Z0-9]+[ ])*{_PEM}.*?(?:-----END[ ](?:[A-Z0-9]+[ ])*{_PEM}|\Z)", re.DOTALL),
         _whole, certain=True),
    SecretLook("a webhook", ("hook", "/robot/send", "api.telegram.org"),
         re.compile(r"(?i)(?P<begin>\b(?:hooks\.slack\.com/(?:services|workflows|triggers)|discord(?:app)?\.com/api/"
                    r"webhooks|open-apis/bot/(?:v2/)?hook|webhook\.office\.com|api\.telegram\.org)(?:\\?/)+)"
                    r"(?!\*)[^\s\"'<>\\]+"),
         _behind_its_beginning, certain=True),
    SecretLook("a user and a password in a link", ("@",),
         re.compile(r"(?P<begin>\b[A-Za-z][\w+.-]{1,30}+:(?:\\?/){2})(?!\*\*\*@)[^\s/?#\\\"'<>]{1,400}(?=@)"),
         _behind_its_beginning),
    SecretLook("what a header of credentials holds", ("cookie", "authorization"),
         re.compile(r"(?i)(?P<begin>\b(?:(?:set-)?cookie2?|(?:proxy-)?authorization)[\"']?[ ]*:\s*[\"']?"
                    r"(?:(?:bearer|basic|digest|token)\s+)?)(?P<value>[^\r\n\"'<>]{2,})"),
         _header),
    SecretLook("a credential", ("bearer", "basic", "digest", "token"),
         re.compile(r"(?i)(?P<begin>\b(?P<scheme>bearer|basic|digest|token)(?:\s|%20|\+)+)"
                    r"(?P<value>[\w.~+/%=-]{6,})"),
         _credential),
    SecretLook("a key", (),
         re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(_KEYS)})"), _whole, certain=True),
    _Named("what bears the name of a secret", ("=", ":", "%3d"),
           re.compile(r"(?i)(?<![\w%.-])(?P<name>[a-z_](?:[\w.\[\]-]|%(?:25)*[0-9a-f]{2}(?<!3d)){0,79}?)"
                      r"\\*[\"']?\s*(?:=>|[:=]|%(?:25)*3D)\s*"),
           _whole),
    SecretLook("an e-mail address", ("@", "%40"),
         re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+(?:@|%40)(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}\b"), _email),
    SecretLook("a phone number", tuple("0123456789"),
         re.compile(r"(?<![\w+/=.:*-])(?:\+[1-9][0-9]{0,2}(?:[ .-]?\(?[0-9]{2,5}\)?){2,5}"
                    r"|1[3-9][0-9](?P<gap>[ -]?)[0-9]{4}(?P=gap)[0-9]{4}|\([0-9]{3}\) ?[0-9]{3}-[0-9]{4}"
                    r"|[0-9]{3}-[0-9]{3}-[0-9]{4})(?![\w/=.:-])"),
         _phone),
    SecretLook("the id of a person", ("o",),
         re.compile(r"(?<![\w/+=-])(?:(?=[\w-]*[0-9])(?=[\w-]*[A-Z])o[\w-]{27}|(?:ou|on|oc)_[0-9a-f]{32})"
                    r"(?![\w/+=-])"),
         _whole),
    SecretLook("an IP address", (".", ":"),
         re.compile(r"(?<![\w./-])(?<!\w:)(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w-]|\.[0-9])"
                    r"|(?<=://)(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w.-])"
                    r"|(?<![\w:.])(?=[0-9A-Fa-f:]*[0-9])(?:[0-9A-Fa-f]{1,4}::?|::){1,8}[0-9A-Fa-f]{0,4}(?![\w:])"),
         _address),
)  # fmt: skip
