"""A request as a command to copy and paste, without the key."""

import shlex

from .wire import CASE_HEADER, Sent

_LONGEST_BODY = 4096
_KEY = "$API_KEY"


def curl_line(sent: Sent, base_url: str, api_key: str) -> str:
    """Return a curl command that sends a request; the key is taken from the variable `API_KEY` of the shell."""
    words = ["curl", "--include", _quoted(base_url + sent.target, api_key)]
    if sent.method != ("POST" if sent.body else "GET"):
        words += ["--request", sent.method]
    for name, value in sent.headers:
        if name == CASE_HEADER:
            continue
        words += ["--header", _quoted(f"{name}: {value}" if value else f"{name};", api_key)]
    if len(sent.body) > _LONGEST_BODY:
        words += ["--data-binary", f"@body-of-{len(sent.body)}-bytes"]
    elif sent.body:
        words += ["--data-binary", _body(sent.body)]
    return " ".join(words)


def _quoted(text: str, api_key: str) -> str:
    if not api_key or api_key not in text:
        return shlex.quote(text)
    escaped = [part.replace("\\", r"\\").replace('"', r"\"").replace("$", r"\$").replace("`", r"\`")
               for part in text.split(api_key)]  # fmt: skip
    return f'"{_KEY.join(escaped)}"'


def _body(body: bytes) -> str:
    try:
        return shlex.quote(body.decode())
    except UnicodeDecodeError:
        return "$'" + "".join(f"\\x{byte:02x}" for byte in body) + "'"
