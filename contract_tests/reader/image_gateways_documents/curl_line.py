"""A request as a command to copy and paste."""

import shlex
from collections.abc import Iterable, Sequence

_LONGEST_BODY = 4096


def curl_line(
    method: str,
    url: str,
    headers: Iterable[tuple[str, str]],
    body: bytes = b"",
    *,
    options: Sequence[str] = (),
    key: str = "",
) -> str:
    """Return a curl command that sends a request; one with a large body names a file in its place.

    Args:
        method: its HTTP method.
        url: the whole URL.
        headers: names and values.
        body: its body; empty for none.
        options: what else curl is told.
        key: what the command must not show; it is taken from the variable `API_KEY` of the shell.
    """
    words = ["curl", *options, _quoted(url, key)]
    if method != ("POST" if body else "GET"):
        words += ["--request", method]
    for name, value in headers:
        words += ["--header", _quoted(f"{name}: {value}" if value else f"{name};", key)]
    if len(body) > _LONGEST_BODY:
        words += ["--data-binary", f"@body-of-{len(body)}-bytes"]
    elif body:
        words += ["--data-binary", _quoted_body(body)]
    return " ".join(words)


def _quoted(text: str, key: str) -> str:
    if not key or key not in text:
        return shlex.quote(text)
    escaped = [part.replace("\\", r"\\").replace('"', r"\"").replace("$", r"\$").replace("`", r"\`")
               for part in text.split(key)]  # fmt: skip
    return f'"{"$API_KEY".join(escaped)}"'


def _quoted_body(body: bytes) -> str:
    try:
        return shlex.quote(body.decode())
    except UnicodeDecodeError:
        return "$'" + "".join(f"\\x{byte:02x}" for byte in body) + "'"
