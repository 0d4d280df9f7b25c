"""Tells by a name whether what it names is a secret: a credential, or what tells whose account or person it is."""

import re
from functools import lru_cache
from urllib.parse import unquote

_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_LONGEST = 120

# Wherever they stand in a name that is written in one piece (`awsaccesskeyid`); none is part of an innocent word.
_TELLING = re.compile(
    r"remoteaddr|forwardedfor|passw(?:or)?d|passphrase|passcode|secret(?!ar)|credential|authori[sz]ation|webhook|idtoken$"
    r"|(?:api|access|private|secret|auth|subscription|encryption|signing|shared|account|app)key(?:id)?s?$"
    r"|(?:access|refresh|session|security|auth|api|csrf|xsrf|bearer|push|device)token$"
    r"|(?:open|union|client|user|account|tenant|customer|owner|session|app|merchant|device)id$"
    r"|(?:callback|notify)ur[il]$|connectionstring$|^(?:user|account|login)name$|^(?:phone|mobile)(?:number|no)?$|^x(?:tos|amz|oss|goog|cos)(?!meta|requestid)"
)

# Words that stand by themselves in a name.
_SECRET_WORDS = frozenset({
    "ak", "auth", "cookie", "cookies", "cred", "creds", "csrf", "email", "hmac", "iban", "ip", "jwt", "mobile",
    "oauth", "otp", "passport", "phone", "pwd", "sig", "signature", "sk", "ssn", "telephone", "totp",
    "webhook", "wechat", "xsrf",
})  # fmt: skip
_LAST_WORDS = frozenset({"bearer", "pin", "sign", "tel", "token", "uid"})
_OWNERS = frozenset({
    "account", "app", "client", "corp", "customer", "device", "merchant", "open", "organisation", "organization",
    "owner", "project", "session", "tenant", "union", "user",
})  # fmt: skip
_OF_OWNERS = frozenset({"id", "name", "no", "number", "email"})
_NEVER_ALONE = frozenset({"client", "corp", "device", "merchant", "open", "union"})

# `…_key` is a credential, unless it is one of these.
_HARMLESS_KEYS = frozenset({
    "algorithm", "cache", "config", "event", "file", "foreign", "group", "idempotency", "image", "index", "locale",
    "lookup", "map", "message", "model", "object", "partition", "primary", "public", "req", "request", "row", "s3",
    "sort", "translation",
})  # fmt: skip
# `…_token` is a number of them, or the name of a special one, after these.
_COUNTED = frozenset({
    "audio", "bos", "completion", "eos", "image", "input", "mask", "max", "min", "num", "output", "pad", "per",
    "prompt", "special", "stop", "text", "total", "unk",
})  # fmt: skip
# What says something about a secret and is none.
_ABOUT = frozenset({
    "algorithm", "count", "endpoint", "expires", "expiry", "header", "length", "limit", "method", "policy", "required",
    "scheme", "status", "ttl", "type", "version",
})  # fmt: skip


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Tell whether what a header, parameter, field or variable of this name holds is to be hidden.

    How the name is written does not matter: `refreshToken`, `refresh-token`, `X_REFRESH_TOKEN`, `user[refresh_token]`.
    """
    words = [word.lower() for word in _WORDS.findall(unquote(name[-_LONGEST:])) if not word.isdigit()]
    words = ["email" if pair == "e mail" else word for word, pair in zip(words, _pairs(words), strict=True)]
    if not words or words[-1] in _ABOUT or words[-2:] == ["header", "name"]:
        return False
    return (
        _TELLING.search("".join(words)) is not None
        or not _SECRET_WORDS.isdisjoint(words)
        or _ends_in_a_secret(words)
        or _names_an_owner(words)
    )


def _ends_in_a_secret(words: list[str]) -> bool:
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last in ("key", "keys"):
        return before not in _HARMLESS_KEYS
    if last == "token":
        return before not in _COUNTED
    return last in _LAST_WORDS


def _names_an_owner(words: list[str]) -> bool:
    if words[-1] in _OWNERS - _NEVER_ALONE:
        return True
    return len(words) > 1 and words[-1] in _OF_OWNERS and words[-2] in _OWNERS


def _pairs(words: list[str]) -> list[str]:
    """Each word with the one before it."""
    return [f"{before} {word}" for before, word in zip(["", *words], words, strict=False)]
