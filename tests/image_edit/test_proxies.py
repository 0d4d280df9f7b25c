"""What the environment says of proxies and certificates: used, named when it fails, and refused where it is no use."""

from __future__ import annotations

import errno
import json
import os
import socket
import ssl
import sys
import urllib.request
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from image_edit import AsyncImageEditor, BadInput, ConnectionFailed, ImageEditor, Policy
from image_edit.command import main
from image_edit.network.proxies import proxies_of_environment
from tests.support.editing import MODES, PICTURE, editing
from tests.support.greetings import http_connect, in_turn, socks5, tls
from tests.support.raw_server import http_answer, raw_server

KEY = f"key-{uuid.uuid4().hex}"
PASSWORD = f"password-{uuid.uuid4().hex}"
URL = "https://example.com/a.png"
TASK_ID = "12345678901234567890"
SUBMITTED = {"code": 10000, "data": {"task_id": TASK_ID}, "message": "Success", "request_id": "R", "status": 10000}
SUBMITTED["time_elapsed"] = "1ms"
DONE = {"status": "done", "image_urls": ["http://pictures.invalid/a.png"], "binary_data_base64": []}
EDITORS = (ImageEditor, AsyncImageEditor)


def gateway(connection: socket.socket, request: bytes) -> bool:
    """Answer a submit with a task, a poll with a link, and whatever else with a picture."""
    path = request.split(b" ")[1]
    if b"_result" in path:
        connection.sendall(http_answer(json.dumps({**SUBMITTED, "data": DONE}).encode()))
    elif b"/doubao/" in path:
        connection.sendall(http_answer(json.dumps(SUBMITTED).encode()))
    else:
        connection.sendall(http_answer(PICTURE.read_bytes(), headers="Content-Type: image/png"))
    return True


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    return path


def server_side(authority: trustme.CA, *hosts: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*hosts).configure_cert(context)
    return context


UNUSABLE_PROXIES = (
    *("socks4://127.0.0.1:1", "socks4a://127.0.0.1:1", "ftp://127.0.0.1:1", "quic://127.0.0.1:1", "://127.0.0.1:1"),
    *(
        "http://",
        "http://:3128",
        "http://[::1",
        "http://[nonsense]:1",
        "http://127.0.0.1:port",
        "http://127.0.0.1:99999",
    ),
    *("socks5://", "http://127.0.0.1:0", "http://127.0.0.1/path", "http://a\x7fb:1", "http://" + "a" * 70_000),
    f"http://user:{PASSWORD}@[::1",
    f"ftp://user:{PASSWORD}@127.0.0.1",
)
UNUSABLE_EXEMPTIONS = (
    *("[::1", "::1]", "10.0.0.0/99", "::1/200", "a/b", "http://[", "user@host", "host:port", "<local>", "[a]:1"),
    "a:1:2",
)


@pytest.mark.parametrize("editor", EDITORS)
@pytest.mark.parametrize("variable", ["HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_a_proxy_that_cannot_be_used_is_refused_by_the_name_of_its_variable(
    monkeypatch: pytest.MonkeyPatch, editor: Any, variable: str
) -> None:
    for value in UNUSABLE_PROXIES:
        monkeypatch.setenv(variable, value)
        with pytest.raises(BadInput, match=rf"^{variable} .* unset it\.$") as raised:
            editor(api_key=KEY)
        assert PASSWORD not in f"{raised.value!r}{raised.value.__cause__!r}"
        assert "\n" not in str(raised.value)


@pytest.mark.parametrize("editor", EDITORS)
@pytest.mark.parametrize("variable", ["NO_PROXY", "no_proxy"])
def test_an_exemption_that_is_none_is_refused_by_the_name_of_its_variable(
    monkeypatch: pytest.MonkeyPatch, editor: Any, variable: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    for value in UNUSABLE_EXEMPTIONS:
        monkeypatch.setenv(variable, f"localhost,{value},example.com")
        with pytest.raises(BadInput, match=rf"^{variable} .* unset it\.$"):
            editor(api_key=KEY)


@pytest.mark.parametrize("editor", EDITORS)
@pytest.mark.parametrize("what", ["missing", "folder", "text"])
@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"])
def test_files_for_tls_that_cannot_be_used_are_refused_by_the_name_of_their_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, editor: Any, what: str, variable: str
) -> None:
    text = tmp_path / "text"
    text.write_text("no certificate")
    path = {"missing": tmp_path / "missing" / "file", "folder": tmp_path, "text": text}[what]
    monkeypatch.setenv(variable, str(path))
    if (variable, what) in (("SSL_CERT_DIR", "folder"), ("SSLKEYLOGFILE", "text")):
        monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
        editor(api_key=KEY)  # an empty folder, and a file that can be written
        return
    with pytest.raises(BadInput, match=rf"^{variable} is .* unset it\.$"):
        editor(api_key=KEY)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HTTPS_PROXY", "ftp://127.0.0.1:21"),
        ("ALL_PROXY", "socks4://127.0.0.1:1"),
        ("HTTP_PROXY", "http://127.0.0.1:99999"),
        ("SSL_CERT_FILE", "/nowhere/authority.pem"),
        ("SSLKEYLOGFILE", "/nowhere/keys"),
    ],
)
def test_the_command_says_in_one_line_which_variable_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], variable: str, value: str
) -> None:
    monkeypatch.setenv("AI302_API_KEY", KEY)
    monkeypatch.setenv(variable, value)
    assert main(["edit", str(PICTURE), "At night"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"image-edit: BadInput: {variable} ")
    assert told.err.count("\n") == 1


def test_a_client_of_ones_own_is_used_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    with httpx.Client() as own:
        monkeypatch.setenv("HTTP_PROXY", "ftp://127.0.0.1")
        monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")
        ImageEditor(api_key=KEY, http_client=own)


def exempts(monkeypatch: pytest.MonkeyPatch, no_proxy: str, url: str) -> bool:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", no_proxy)
    proxies = proxies_of_environment()
    return not proxies.by_scheme or proxies.exempts(httpx.URL(url))


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "LOCALHOST", "localhost.", "gateway.localhost", "127.0.0.1", "127.0.0.1:8000", "127.8.9.10"),
        *("[::1]", "[::1]:8000", "[::ffff:127.0.0.1]", "0.0.0.0:8000", "[::]"),
    ],
)
def test_loopback_is_reached_directly(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    assert exempts(monkeypatch, "", f"http://{host}/a")
    assert exempts(monkeypatch, "", f"https://{host}/a")


@pytest.mark.parametrize("host", ["localhost.example", "notlocalhost", "128.0.0.1", "[::2]", "127.example", "10.0.0.1"])
def test_what_is_not_loopback_goes_through_the_proxy(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    assert not exempts(monkeypatch, "", f"http://{host}/a")


@pytest.mark.parametrize(
    ("no_proxy", "direct", "proxied"),
    [
        ("example.com", ["example.com", "a.example.com", "EXAMPLE.com", "example.com:8080"], ["anexample.com"]),
        (".example.com", ["example.com", "a.b.example.com"], ["anexample.com", "example.com.invalid"]),
        ("*.example.com", ["a.example.com"], ["example.net"]),
        ("example.com.", ["example.com"], ["example.net"]),
        ("example.com:8080", ["example.com:8080"], ["example.com", "example.com:80"]),
        ("example.com:443", ["https://example.com"], ["http://example.com"]),
        (
            "a.invalid, b.invalid;c.invalid d.invalid",
            ["a.invalid", "b.invalid", "c.invalid", "d.invalid"],
            ["e.invalid"],
        ),
        ("10.0.0.0/8", ["10.1.2.3", "10.1.2.3:80", "[::ffff:10.1.2.3]"], ["11.1.2.3", "10.example"]),
        ("10.1.2.3", ["10.1.2.3"], ["10.1.2.30", "110.1.2.3"]),
        ("10.1.2.3:81", ["10.1.2.3:81"], ["10.1.2.3"]),
        ("10.*", ["10.1.2.3"], ["11.1.2.3"]),
        ("2001:db8::1", ["[2001:db8::1]", "[2001:DB8:0::1]:8080"], ["[2001:db8::2]"]),
        ("[2001:db8::1]", ["[2001:db8::1]"], ["[2001:db8::2]"]),
        ("[2001:db8::1]:81", ["[2001:db8::1]:81"], ["[2001:db8::1]"]),
        ("2001:db8::/32,::1", ["[2001:db8:1::7]"], ["[2001:db9::]"]),
        ("http://example.com", ["example.com"], ["example.net"]),
        ("bücher.example", ["bücher.example", "xn--bcher-kva.example"], ["example"]),
        ("*", ["example.com", "10.1.2.3"], []),
        ("a.invalid,*", ["example.com"], []),
        (",, ,", [], ["example.com"]),
    ],
)
def test_exemptions_are_read_as_curl_reads_them(
    monkeypatch: pytest.MonkeyPatch, no_proxy: str, direct: list[str], proxied: list[str]
) -> None:
    for host in [*direct, *proxied]:
        url = host if "://" in host else f"http://{host}"
        assert exempts(monkeypatch, no_proxy, f"{url}/a") == (host in direct), host


NAMES = st.lists(st.sampled_from(["a", "b", "ab", "example"]), min_size=1, max_size=3).map(".".join)


@given(entries=st.lists(st.tuples(st.sampled_from(["", "."]), NAMES, st.sampled_from(["", ":81"]))), host=NAMES)
def test_exemptions_of_names_are_those_of_the_standard_library(entries: list[tuple[str, str, str]], host: str) -> None:
    no_proxy = ",".join(map("".join, entries))
    for place in (host, f"{host}:81", f"{host}:82"):
        with pytest.MonkeyPatch.context() as monkeypatch:
            bypass: Any = urllib.request.proxy_bypass_environment  # type: ignore[attr-defined]  # typeshed lacks it
            expected = bool(bypass(place, {"no": no_proxy}))
            assert exempts(monkeypatch, no_proxy, f"http://{place}/") == expected


@pytest.mark.parametrize("mode", MODES)
def test_a_gateway_on_this_machine_is_reached_past_a_dead_proxy(
    mode: str, monkeypatch: pytest.MonkeyPatch, port_that_refuses: int
) -> None:
    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(variable, f"http://127.0.0.1:{port_that_refuses}")
    with raw_server(gateway) as server, editing(mode, api_key=KEY, base_url=server.url) as editor:
        assert editor.submit_edit(URL, "At night").id == TASK_ID


def refused_words() -> str:
    return f"[Errno {errno.ECONNREFUSED}] {os.strerror(errno.ECONNREFUSED)}"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("scheme", ["http", "https", "socks5"])
@pytest.mark.parametrize("base_url", ["http://gateway.invalid", "https://gateway.invalid"])
def test_a_dead_proxy_is_named_with_its_variable_and_the_systems_reason(
    mode: str, scheme: str, base_url: str, monkeypatch: pytest.MonkeyPatch, port_that_refuses: int
) -> None:
    proxy = f"127.0.0.1:{port_that_refuses}"
    monkeypatch.setenv("ALL_PROXY", f"{scheme}://user:{PASSWORD}@{proxy}")
    with editing(mode, api_key=KEY, base_url=base_url) as editor:
        with pytest.raises(ConnectionFailed) as raised:
            editor.submit_edit(URL, "At night")
        assert f"{refused_words()}, through the proxy {scheme}://{proxy} of ALL_PROXY" in str(raised.value)
        assert PASSWORD not in str(raised.value)
        assert not raised.value.maybe_billed
        assert len(editor.pauses) == Policy().submit_tries - 1


@pytest.mark.parametrize("mode", MODES)
def test_a_gateway_that_refuses_is_told_in_the_systems_words(mode: str, port_that_refuses: int) -> None:
    with editing(mode, api_key=KEY, base_url=f"http://127.0.0.1:{port_that_refuses}") as editor:
        with pytest.raises(ConnectionFailed) as raised:
            editor.submit_edit(URL, "At night")
        assert refused_words() in str(raised.value)


@pytest.mark.parametrize("mode", MODES)
def test_an_error_that_the_caller_handles_meanwhile_is_not_the_reason(mode: str) -> None:
    def answer(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(b"HTTP/1.1 ")
        return False

    with raw_server(answer) as server, editing(mode, api_key=KEY, base_url=server.url) as editor:
        try:
            raise FileNotFoundError(errno.ENOENT, "of the caller")
        except FileNotFoundError:
            with pytest.raises(Exception, match="outcome is unknown") as raised:
                editor.submit_edit(URL, "At night")
    assert os.strerror(errno.ENOENT) not in str(raised.value)


@pytest.mark.parametrize("mode", MODES)
def test_an_edit_goes_through_a_tunnel_of_an_http_proxy(
    mode: str, authority: trustme.CA, trusted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bytes] = []
    greeting = in_turn(http_connect(asked), tls(server_side(authority, "gateway.invalid", "pictures.invalid")))
    with raw_server(gateway, greeting) as tunnel, raw_server(gateway) as plain:
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:{PASSWORD}@{tunnel.url.removeprefix('http://')}")
        monkeypatch.setenv("HTTP_PROXY", plain.url)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        with editing(mode, api_key=KEY, base_url="https://gateway.invalid") as editor:
            assert editor.edit(URL, "At night").data == PICTURE.read_bytes()
            assert editor.busy_connections() == []
    assert {head.split(b" ")[1] for head in asked} == {b"gateway.invalid:443"}
    assert all(b"Proxy-Authorization: Basic" in head and KEY.encode() not in head for head in asked)
    assert [request.split(b" ")[1] for request in plain.requests] == [b"http://pictures.invalid/a.png"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("proxied", [False, True])
def test_a_certificate_that_is_not_trusted_is_named_and_nothing_is_billed(
    mode: str, proxied: bool, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = server_side(authority, "gateway.invalid", "127.0.0.1")
    greeting = in_turn(http_connect([]), tls(context)) if proxied else tls(context)
    with raw_server(gateway, greeting) as server:
        base_url = "https://gateway.invalid" if proxied else server.url.replace("http:", "https:")
        monkeypatch.setenv("HTTPS_PROXY", server.url)
        with editing(mode, api_key=KEY, base_url=base_url) as editor:
            with pytest.raises(ConnectionFailed, match=r"CERTIFICATE_VERIFY_FAILED.*SSL_CERT_FILE") as raised:
                editor.submit_edit(URL, "At night")
            assert editor.busy_connections() == []
        assert ("of HTTPS_PROXY" in str(raised.value)) == proxied
        assert not raised.value.maybe_billed
        assert server.requests == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("refusal", "word"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", "407"),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\nnope", "502"),
        (b"HTTP/1.1 200 OK\r\n", "of HTTPS_PROXY"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "of HTTPS_PROXY"),
    ],
)
def test_a_proxy_that_does_not_connect_is_named_and_nothing_is_billed(
    mode: str, refusal: bytes, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with raw_server(gateway, http_connect([], refusal)) as server:
        monkeypatch.setenv("HTTPS_PROXY", server.url)
        with editing(mode, api_key=KEY, base_url="https://gateway.invalid") as editor:
            with pytest.raises(ConnectionFailed, match=f"{word}.*the proxy {server.url} of|of HTTPS_PROXY") as raised:
                editor.submit_edit(URL, "At night")
            assert editor.busy_connections() == []
        assert not raised.value.maybe_billed


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "socks", "SOCKS5"])
@pytest.mark.parametrize("users", [None, {"user": PASSWORD}])
def test_an_edit_goes_through_a_socks_proxy_which_looks_names_up(
    mode: str,
    scheme: str,
    users: dict[str, str] | None,
    authority: trustme.CA,
    trusted: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, int]] = []
    user = f"user:{PASSWORD}@" if users else ""
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    encrypted = in_turn(socks5(asked, users), tls(server_side(authority, "gateway.invalid")))
    with raw_server(gateway, encrypted) as server, raw_server(gateway, socks5(asked, users)) as plain:
        monkeypatch.setenv("HTTPS_PROXY", f"{scheme}://{user}{server.url.removeprefix('http://')}")
        monkeypatch.setenv("ALL_PROXY", f"{scheme}://{user}{plain.url.removeprefix('http://')}")
        with editing(mode, api_key=KEY, base_url="https://gateway.invalid") as editor:
            assert editor.edit(URL, "At night").data == PICTURE.read_bytes()
            assert editor.busy_connections() == []
    assert asked == [("gateway.invalid", 443), ("pictures.invalid", 80)]


def saying(data: bytes) -> Any:
    """Say something, whatever was asked for, and close."""

    def greet(connection: socket.socket) -> socket.socket:
        connection.recv(1)
        connection.sendall(data)
        connection.close()
        raise OSError

    return greet


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "greeting",
    [
        *(socks5([], {"user": PASSWORD}, code) for code in (1, 5, 8, 77)),
        socks5([], {"user": "another"}),
        *map(saying, (b"", b"\x05", b"\x05\xff", b"\x04\x00", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x05\x00\x05")),
    ],
    ids=["failed", "refused", "no-type", "unknown", "password", "", "half", "no-method", "socks4", "http", "reply"],
)
def test_a_socks_proxy_that_does_not_connect_is_named_nothing_is_billed_and_all_is_closed(
    mode: str, greeting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with raw_server(gateway, greeting) as server:
        monkeypatch.setenv("ALL_PROXY", f"socks5://user:{PASSWORD}@{server.url.removeprefix('http://')}")
        with editing(mode, api_key=KEY, base_url="http://gateway.invalid") as editor:
            with pytest.raises(ConnectionFailed, match=r"through the proxy socks5://127\.0\.0\.1") as raised:
                editor.submit_edit(URL, "At night")
            assert editor.busy_connections() == []
        assert not raised.value.maybe_billed
        assert PASSWORD not in str(raised.value)
        assert server.connections == Policy().submit_tries
        assert server.requests == []


@pytest.mark.parametrize("editor", EDITORS)
def test_without_the_package_for_socks_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, editor: Any) -> None:
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1080")
    with pytest.raises(BadInput, match=r"ALL_PROXY .*image-gateways\[socks\]"):
        editor(api_key=KEY)
