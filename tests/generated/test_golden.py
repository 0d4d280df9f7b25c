"""One tiny document for each feature, in `golden/`: its client imports, is typed, and sends and reads what it says.

The generator's own templates are asked the same: where theirs pass, ours say the same.
"""

from __future__ import annotations

import asyncio
import base64
import email.parser
import email.policy
import functools
import importlib
import io
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx
import pytest
from jinja2 import FileSystemBytecodeCache
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData

from openapi.generator.client import make_client
from openapi.generator.document_as_json import as_json

ROOT = Path(__file__).parents[2]
DOCUMENTS = {file.stem: file for file in sorted((Path(__file__).parent / "golden").iterdir())}
AWKWARD = Path(__file__).parents[1] / "support" / "documents" / "awkward.yaml"

Json = Any


# --- the clients ------------------------------------------------------------------------------------------------------


class Clients:
    """The packages that are made of the documents, once for all processes of a run of tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def made(self, name: str, make: Callable[[Path], object]) -> Path:
        package = self.folder / name
        if not package.is_dir():
            own = self.folder / f"of_{os.getpid()}" / name
            own.parent.mkdir(exist_ok=True)
            make(own)
            if not package.is_dir():
                own.rename(package)
            importlib.invalidate_caches()
        return package

    def ours(self, feature: str) -> Package:
        return Package(self.made(f"golden_{feature}", functools.partial(make_unformatted, DOCUMENTS[feature])))

    def stock(self, feature: str) -> Package:
        return Package(self.made(f"stock_{feature}", functools.partial(make_stock_client, feature)))


class Package:
    """A generated client."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name

    def module(self, path: str) -> Any:
        return importlib.import_module(f"{self.name}.{path}")

    def operation(self, name: str) -> Any:
        tags = [tag.name for tag in pkgutil.iter_modules(self.module("api").__path__)]
        (tag,) = (tag for tag in tags if hasattr(self.module(f"api.{tag}"), "__path__") and self._has(tag, name))
        return self.module(f"api.{tag}.{name}")

    def _has(self, tag: str, name: str) -> bool:
        return name in [module.name for module in pkgutil.iter_modules(self.module(f"api.{tag}").__path__)]

    def model(self, name: str, value: Json) -> Any:
        return getattr(self.module("models"), name).from_dict(value)

    def file(self, content: bytes, *names: str) -> Any:
        return self.module("types").File(io.BytesIO(content), *names)


def document(feature: str) -> Json:
    return json.loads(as_json(DOCUMENTS[feature]))


def make_unformatted(file: Path, into: Path) -> None:
    make_client(json.loads(as_json(file)), into, formatted=False)


def make_stock_client(feature: str, into: Path) -> None:
    told = ConfigFile(post_hooks=[])
    config = Config.from_sources(told, MetaType.NONE, into, "utf-8", overwrite=False, output_path=into)
    parsed = GeneratorData.from_dict(document(feature), config=config)
    assert isinstance(parsed, GeneratorData)
    project = Project(openapi=parsed, config=config)
    compiled = into.parents[1] / "compiled_templates"
    compiled.mkdir(exist_ok=True)
    project.env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    project.build()


@pytest.fixture(scope="session")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clients]:
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "golden_clients"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield Clients(folder)


@pytest.mark.parametrize("feature", DOCUMENTS)
def test_every_module_of_a_client_can_be_imported(clients: Clients, feature: str) -> None:
    package = importlib.import_module(clients.ours(feature).name)
    found = [
        importlib.import_module(each.name) for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    models = importlib.import_module(f"{package.__name__}.models")
    assert len(found) > 4
    assert all(isinstance(getattr(models, name), type) for name in getattr(models, "__all__", ()))


def test_every_client_passes_strict_type_checks(clients: Clients) -> None:
    made = [clients.folder / clients.ours(feature).name for feature in DOCUMENTS]
    awkward = clients.made("typed_awkward", functools.partial(make_unformatted, AWKWARD))
    # The cache of `make types`, since httpx and attrs take most of the time.
    options = ["--strict", "--config-file=", f"--cache-dir={ROOT / '.mypy_cache'}"]
    command = [sys.executable, "-m", "mypy", *options, *map(str, [*made, awkward])]
    checked = subprocess.run(command, cwd=clients.folder, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


# --- calls ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """A call of an operation, what it is to send, and what it is to make of an answer.

    Attributes:
        feature: the document.
        operation: the module in Python.
        arguments: what the function is given.
        sent: what is looked for in the request: `path`, `query`, `headers`, `json`, `content`, `form`.
        answer: status and body of the answer.
        read: what is read of it, as JSON; bytes of a file.
    """

    feature: str
    operation: str
    arguments: Callable[[Package], dict[str, Any]] = lambda _: {}
    sent: dict[str, Any] = field(default_factory=dict)
    answer: tuple[int, bytes] = (200, b"{}")
    read: Json = None
    path: tuple[Any, ...] = ()

    def __str__(self) -> str:
        return f"{self.feature}-{self.operation}"


def called(package: Package, call: Call) -> tuple[dict[str, Any], Any]:
    """What the blocking function sends and returns; the other one sends and returns the same."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(call.answer[0], content=call.answer[1], request=request)

    module = package.operation(call.operation)
    results = []
    for name in ("sync_detailed", "asyncio_detailed"):
        client = package.module("client").AuthenticatedClient(
            "https://lamps.invalid", "a-key", httpx_args={"transport": httpx.MockTransport(answer)}
        )
        made = getattr(module, name)(*call.path, client=client, **call.arguments(package))
        results.append(plain((asyncio.run(made) if name.startswith("asyncio") else made).parsed))
    assert results[0] == results[1]
    assert requests[0].url == requests[1].url
    return seen(requests[0]), results[0]


def plain(value: Any) -> Any:
    """What was read, as JSON."""
    if hasattr(value, "payload"):
        return value.payload.read()
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.to_dict() if hasattr(value, "to_dict") else value


def seen(request: httpx.Request) -> dict[str, Any]:
    """A request in the words of `Call.sent`."""
    kind = request.headers.get("content-type", "")
    return {
        "path": unquote(request.url.raw_path.partition(b"?")[0].decode()),
        "query": sorted(parse_qsl(request.url.query.decode(), keep_blank_values=True)),
        "headers": request.headers,
        "content-type": kind,
        "json": json.loads(request.content) if "json" in kind else None,
        "content": request.content,
        "form": sorted(parse_qsl(request.content.decode())) if "urlencoded" in kind else None,
    }


def in_body(name: str, value: Json) -> Callable[[Package], dict[str, Any]]:
    return lambda package: {"body": package.model(name, value)}


def as_bytes(value: Json) -> bytes:
    return json.dumps(value).encode()


LAMPS = [{"name": "a", "watts": 2.5}, {"name": "b"}]
MOMENT = {
    "at": "2026-01-02T03:04:05+00:00",
    "day": "2026-01-02",
    "days": ["2026-01-02", "2026-01-03"],
    "id": "5e9f3c1a-0000-4000-8000-000000000001",
    "perhaps": None,
}
MAPS = {
    "name": "n",
    "texts": {"a": "b"},
    "sizes": {"s": {"wide": 1}},
    "rows": {"r": [1, 2]},
    "anything": {"x": [None]},
    "loops": [{"name": "inner"}],
    "more": True,
}
VALUES = {"either": True, "listed": None, "choice": "auto", "mixed": 0.5, "shape": {"kind": "flat", "side": 2.0}}
COMBINED = {
    "deep": {"id": "1", "mode": "calm", "depth": 2, "more": "m"},
    "beside": {"kind": "k", "data": "d"},
    "union": {"id": "1", "y": 2},
    "short": "abc",
    "mode": "calm",
    "perhaps": {"id": "2"},
    "same": "wild",
    "both": {"id": "3", "x": 4},
}
SHELF = {"size": {"wide": 1}, "inner": {"boxes": {"a": {"names": ["n"]}}}}
ROOM = {"shelf": SHELF, "crates": {"c": {"what": {"names": ["m"]}}, "d": {"what": {"on": 1}}}}
HELD = {"tree": [[], [[]]], "value": {"value": "v"}, "more": {"tree": []}}
LAMP = {"size": {"wide": 1}, "anything": [None], "rest": [1, "a"]}
OLDER = {"width": 1, "name": None, "part": None, "mode": "wild"}
NAMED = {
    "class": "c", "import": "i", "self": "s", "None": "n", "1st": "1", "to_dict": "t", "$price": 2.0, "dash-ed": "d",
    "level": "A",
}  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n\x00\xff"


def places(package: Package) -> dict[str, Any]:
    models = package.module("models")
    return {
        "x_list": ["a", "b"], "x_count": 3, "session": "s", "turns": 2, "each": ["x", "y"], "commas": [1, 2],
        "bars": ["a", "b"], "spaces": ["a", "b"], "size": models.SendPlacesSize(wide=7),
        "spread": models.SendPlacesSpread(tall=9), "filter_": models.SendPlacesFilter(on=True),
    }  # fmt: skip


CALLS = [
    Call("arrays", "list_lamps", answer=(200, as_bytes(LAMPS)), read=LAMPS),
    Call(
        "arrays",
        "add_lamps",
        lambda package: {"body": [package.model("Lamp", lamp) for lamp in LAMPS]},
        {"json": LAMPS},
        (201, b"[1, 2]"),
        [1, 2],
    ),
    Call("arrays", "list_colours", answer=(200, b'[["a"], []]'), read=[["a"], []]),
    Call("arrays", "get_either", answer=(200, as_bytes(LAMPS)), read=LAMPS),
    Call("arrays", "get_either", answer=(200, as_bytes(LAMPS[0])), read=LAMPS[0]),
    Call(
        "defaults",
        "draw",
        in_body("Drawing", {"words": "w"}),
        {"query": [], "json": {"words": "w"}},
        (200, b'{"words": "w", "mode": "calm", "steps": 3}'),
        {"words": "w", "mode": "calm", "steps": 3},
    ),
    Call(
        "defaults",
        "draw",
        lambda package: {
            "body": package.model("Drawing", {"words": "w", "steps": 20}),
            "mode": package.module("models").Mode.WILD,
            "count": package.module("models").DrawCount.VALUE_2,
            "x_fast": False,
        },
        {
            "query": [("count", "2"), ("mode", "wild")],
            "headers": {"x-fast": "false"},
            "json": {"words": "w", "steps": 20},
        },
        (200, b'{"words": "w"}'),
        {"words": "w"},
    ),
    Call("empty", "remove_lamp", sent={"path": "/lamps/a b"}, answer=(204, b""), path=("a b",)),
    Call("empty", "remove_lamp", answer=(404, b""), path=("a",)),
    Call("empty", "switch", answer=(200, b"")),
    Call("empty", "switch", answer=(202, b"")),
    Call("empty", "lose", sent={"path": "/lost"}, answer=(204, b"")),
    Call("empty", "wait", answer=(204, b"")),
    Call("empty", "wait", answer=(200, b'{"ok": true}'), read={"ok": True}),
    Call("binary", "get_picture", answer=(200, PNG), read=PNG),
    Call(
        "binary",
        "put_picture",
        lambda package: {"body": package.file(PNG)},
        {"content": PNG, "headers": {"content-type": "image/png"}},
        (201, b'{"size": 9}'),
        {"size": 9},
    ),
    Call(
        "binary",
        "put_picture",
        lambda package: {"body": package.file(PNG, "a.webp", "image/webp")},
        {"content": PNG, "headers": {"content-type": "image/webp"}},
        (201, as_bytes({"size": 9, "bytes": base64.b64encode(PNG).decode()})),
        {"size": 9, "bytes": base64.b64encode(PNG).decode()},
    ),
    Call("binary", "get_paper", answer=(200, b"%PDF"), read=b"%PDF"),
    Call("binary", "get_paper", answer=(404, b"none"), read="none"),
    Call(
        "binary",
        "send_archive",
        lambda package: {"body": package.file(b"\x00\xff")},
        {"content": b"\x00\xff", "headers": {"content-type": "application/octet-stream"}},
        (200, b'{"size": 2}'),
        {"size": 2},
    ),
    Call(
        "binary",
        "send_note",
        lambda _: {"body": "é"},
        {"content": "é".encode(), "headers": {"content-type": "text/plain; charset=utf-8"}},
        (200, b"<p>"),
        "<p>",
    ),
    Call(
        "binary",
        "send_either",
        in_body("Kept", {"size": 1}),
        {"json": {"size": 1}},
        (200, b'{"size": 1}'),
        {"size": 1},
    ),
    Call(
        "binary",
        "send_either",
        lambda package: {"body": package.file(b"<size/>")},
        {"content": b"<size/>", "headers": {"content-type": "application/xml"}},
        (200, b'{"size": 1}'),
        {"size": 1},
    ),
    Call(
        "forms",
        "send_form",
        in_body("SendFormBody", {"name": "n", "sizes": [1, 2], "place": {"row": 3}}),
        {"form": [("name", "n"), ("place", '{"row": 3}'), ("sizes", "1"), ("sizes", "2")]},
        (200, b'{"ok": true}'),
        {"ok": True},
    ),
    Call(
        "moments",
        "send_day",
        lambda package: {
            "body": package.model("Moment", MOMENT),
            "since": package.model("Moment", MOMENT).at,
            "x_id": package.model("Moment", MOMENT).id,
        },
        {"query": [("since", MOMENT["at"])], "headers": {"x-id": MOMENT["id"]}, "json": MOMENT},
        (200, as_bytes(MOMENT)),
        MOMENT,
        ("2026-01-02",),
    ),
    Call("maps", "send_maps", in_body("Maps", MAPS), {"json": MAPS}, (200, as_bytes(MAPS)), MAPS),
    Call("maps", "get_words", answer=(200, b'{"a": "b"}'), read={"a": "b"}),
    Call("nested", "send_shelf", in_body("Room", ROOM), {"json": ROOM}, (200, as_bytes(SHELF)), SHELF),
    Call("nested", "send_shelf", in_body("Room", {"shelf": None}), {"json": {"shelf": None}}, (200, b"null")),
    Call(
        "unions",
        "send_values",
        lambda package: {"body": package.model("Values", VALUES), "seed": "s", "flags": ["a", "b"]},
        {"query": [("flags", "a"), ("flags", "b"), ("seed", "s")], "json": VALUES},
        (200, as_bytes(VALUES)),
        VALUES,
    ),
    Call(
        "unions",
        "send_values",
        lambda package: {"body": package.model("Values", {"listed": 3}), "seed": 7, "flags": False},
        {"query": [("flags", "false"), ("seed", "7")], "json": {"listed": 3}},
        read={},
    ),
    Call("unions", "get_scalar", answer=(200, b"7"), read=7),
    Call("unions", "get_scalar", answer=(200, b'"7"'), read="7"),
    Call("unions", "get_scalar", answer=(200, b"null")),
    Call(
        "places",
        "send_places",
        places,
        {
            "path": "/places/1,2/a b",
            "query": [
                ("bars", "a|b"), ("commas", "1,2"), ("each", "x"), ("each", "y"), ("filter", '{"on":true}'),
                ("size[wide]", "7"), ("spaces", "a b"), ("tall", "9"),
            ],
            "headers": {"x-list": "a,b", "x-count": "3", "cookie": "session=s; turns=2"},
        },
        path=([1, 2], "a b"),
    ),
    Call("places", "send_places", sent={"path": "/places/3/n", "query": []}, path=([3], "n")),
    Call(
        "places",
        "send_fixed",
        lambda _: {"more": 1},
        {"path": "/fixed", "query": [("kind", "a"), ("kind2", "b c"), ("more", "1")]},
    ),
    Call(
        "places",
        "send_styles",
        lambda package: {"x_size": package.module("models").SendStylesXSize(wide=7)},
        {"path": "/styles/.a;,b/;matrix=3;matrix=4", "headers": {"x-size": "wide=7"}},
        path=(["a;", "b"], [3, 4]),
    ),
    Call(
        "names",
        "class_",
        lambda package: {
            "body": package.model("List", NAMED), "from_": "f", "client_query": "c", "self_": "s", "field_2d": "2",
            "filtername": "n",
        },
        {
            "path": "/names/p",
            "query": [("2d", "2"), ("client", "c"), ("filter[name]", "n"), ("from", "f"), ("self", "s")],
            "json": NAMED,
        },
        (200, as_bytes(NAMED)),
        NAMED,
        ("p",),
    ),
    Call("names", "get_twice", answer=(200, b'{"code": 1}'), read={"code": 1}),
    Call("names", "get_twice_get", answer=(200, b'{"text": "t"}'), read={"text": "t"}),
    Call("names", "get_nameless_id", sent={"path": "/nameless/7"}, path=("7",)),
    Call("deprecated", "get_old", lambda _: {"way": "w"}, {"query": [("way", "w")]}, (200, b'{"a": "1"}'), {"a": "1"}),
    Call(
        "combined",
        "send_combined",
        in_body("Combined", COMBINED),
        {"json": COMBINED},
        (200, as_bytes(COMBINED)),
        COMBINED,
    ),
    Call("circles", "send_value", in_body("Holder", HELD), {"json": HELD}, (200, as_bytes(HELD)), HELD),
    Call("circles", "send_value", in_body("Holder", {}), {"json": {}}, (200, b'[["a", 1.5]]'), [["a", 1.5]]),
    Call("careless", "get_lamp", sent={"path": "/lamps/7/k"}, answer=(200, as_bytes(LAMP)), read=LAMP, path=("7", "k")),
    Call("careless", "get_size", answer=(200, b'{"wide": 2}'), read={"wide": 2}),
    Call("careless", "get_size", answer=(404, as_bytes(LAMP)), read=LAMP),
    Call(
        "careless",
        "send_lamp",
        lambda package: {"body": package.module("models").Thing2(colour="red")},
        answer=(200, b'[1, "a"]'),
        read=[1, "a"],
    ),
    Call("older", "send_older", in_body("Older", OLDER), {"json": OLDER}, (202, as_bytes(OLDER)), OLDER),
]  # fmt: skip


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_a_call_sends_what_the_document_says_and_reads_what_comes(clients: Clients, call: Call) -> None:
    found, read = called(clients.ours(call.feature), call)
    assert wanted(found, call) == call.sent
    assert read == call.read


def wanted(found: dict[str, Any], call: Call) -> dict[str, Any]:
    """What of a request a call looks for."""
    headers = {name: found["headers"].get(name) for name in call.sent.get("headers", {})}
    return {name: headers if name == "headers" else found[name] for name in call.sent}


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_where_the_templates_of_the_generator_itself_do_right_ours_send_and_read_the_same(
    clients: Clients, call: Call
) -> None:
    try:
        theirs, read = called(clients.stock(call.feature), call)
    except Exception:  # whatever they fail with, there is nothing to compare
        return
    if wanted(theirs, call) == call.sent and read == call.read:
        ours, of_ours = called(clients.ours(call.feature), call)
        compared = ("path", "query", "json", "form", "content-type")
        assert {name: ours[name] for name in compared} == {name: theirs[name] for name in compared}
        assert of_ours == read


def test_what_is_deprecated_says_so(clients: Clients) -> None:
    package = clients.ours("deprecated")
    said = package.operation("get_old").sync.__doc__
    assert said.strip().startswith("Deprecated.")
    assert "way: Deprecated. Which way." in said
    assert "a (str | Unset): Deprecated." in package.module("models").Old.__doc__


def test_a_form_with_files_has_each_value_as_json_and_nothing_that_was_left_out(clients: Clients) -> None:
    package = clients.ours("forms")
    models = package.module("models")
    body = models.Parts(image=package.file(PNG, "a.png", "image/png"), count=None, words=["a", "b"])
    body.masks, body.place = [package.file(b"1"), package.file(b"2")], models.PartsPlace(row=3)
    body.images, body.model = [package.file(b"3")], "other"
    found, _ = called(package, Call("forms", "send_parts", lambda _: {"body": body}))
    head = f"Content-Type: {found['content-type']}\r\n\r\n".encode()
    parsed = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + found["content"])
    parts = [(part.get_param("name", header="content-disposition"), part) for part in parsed.iter_parts()]
    assert [(name, part.get_payload(decode=True)) for name, part in parts] == [
        ("image", PNG), ("masks", b"1"), ("masks", b"2"), ("images", b"3"), ("model", b"other"), ("count", b"null"),
        ("words", b"a"), ("words", b"b"), ("place", b'{"row": 3}'),
    ]  # fmt: skip
    assert parts[0][1].get_content_type() == "image/png"


# --- keys -------------------------------------------------------------------------------------------------------------

KEY = "user:pass"


def keys_of(package: Package, operation: str, **client: Any) -> dict[str, str]:
    """What stands in a request that may be a key, by its place and name."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200)

    arguments = {"token": KEY, "httpx_args": {"transport": httpx.MockTransport(answer)}} | client
    module = package.operation(operation)
    given = package.module("client").AuthenticatedClient("https://lamps.invalid", **arguments)
    module.sync_detailed(client=given)
    asyncio.run(module.asyncio_detailed(client=given))
    (blocking, other) = (_keys(request) for request in requests)
    assert blocking == other
    return blocking


def _keys(request: httpx.Request) -> dict[str, str]:
    headers = {name: request.headers[name] for name in ("authorization", "cookie", "x-key") if name in request.headers}
    return headers | dict(request.url.params)


BEARER = {"authorization": f"Bearer {KEY}"}
BASIC = {"authorization": f"Basic {base64.b64encode(KEY.encode()).decode()}"}
KEYS = {
    "key_header": {"x-key": KEY},
    "key_query": {"key": KEY},
    "key_cookie": {"cookie": f"key={KEY}"},
    "basic": BASIC,
    "bearer": BEARER,
    "oauth2": BEARER,
    "openid": BEARER,
}


@pytest.mark.parametrize("feature", KEYS)
def test_the_key_stands_where_the_security_scheme_says(clients: Clients, feature: str) -> None:
    package = clients.ours(feature)
    assert keys_of(package, "get_locked") == KEYS[feature]
    assert KEY not in repr(package.module("client").AuthenticatedClient("https://lamps.invalid", KEY))


def test_credentials_of_http_basic_may_be_encoded_already(clients: Clients) -> None:
    encoded = BASIC["authorization"].removeprefix("Basic ")
    assert keys_of(clients.ours("basic"), "get_locked", token=encoded) == BASIC


def test_who_says_how_the_key_is_sent_is_followed_as_with_the_own_templates_of_the_generator(clients: Clients) -> None:
    said = {"prefix": "Key", "auth_header_name": "X-Key"}
    for feature in ("key_header", "bearer"):
        sent = keys_of(clients.ours(feature), "get_locked", **said)
        assert sent == keys_of(clients.stock(feature), "get_locked", **said) == {"x-key": f"Key {KEY}"}


SCHEMES: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "get_either": ({}, {"x-key": KEY}),
    "get_both": ({"more_keys": {"query": "app-1"}}, {"x-key": KEY, "app": "app-1"}),
    "get_bearer": ({}, BEARER),
    "get_perhaps": ({}, {}),
    "get_open": ({}, {}),
}


@pytest.mark.parametrize("operation", SCHEMES)
def test_where_operations_differ_each_call_has_the_keys_of_its_operation(clients: Clients, operation: str) -> None:
    given, sent = SCHEMES[operation]
    assert keys_of(clients.ours("keys"), operation, **given) == sent


def test_of_several_alternatives_the_caller_takes_one(clients: Clients) -> None:
    assert keys_of(clients.ours("keys"), "get_either", scheme="bearer") == BEARER
    more = {"more_keys": {"header": "h"}, "scheme": "query"}
    assert keys_of(clients.ours("keys"), "get_both", **more) == {"x-key": "h", "app": KEY}
    with pytest.raises(ValueError, match="none is called other"):
        keys_of(clients.ours("keys"), "get_either", scheme="other")


def test_a_call_asks_for_a_client_with_a_key_where_the_document_demands_one(clients: Clients) -> None:
    package = clients.ours("keys")
    asked = {name: package.operation(name).sync_detailed.__annotations__["client"] for name in SCHEMES}
    assert {name for name, kind in asked.items() if kind == "AuthenticatedClient"} == {
        "get_either", "get_both", "get_bearer",
    }  # fmt: skip


def test_a_discriminator_says_the_class_of_an_object_that_others_would_take_too(clients: Clients) -> None:
    models = clients.ours("unions").module("models")
    shapes = [models.Values.from_dict({"shape": {"kind": kind}}).shape for kind in ("round", "flat", "Square", "odd")]
    assert [type(shape).__name__ for shape in shapes] == ["Circle", "Square", "Square", "Circle"]


def test_no_key_is_in_a_message_when_the_server_echoes_it(clients: Clients) -> None:
    package = clients.ours("keys")
    transport = httpx.MockTransport(lambda request: httpx.Response(500, content=repr(request.headers).encode()))
    arguments = {"token": KEY, "more_keys": {"query": "app-1", "bearer": "tok-2"}, "scheme": "header"}
    given = package.module("client").AuthenticatedClient(
        "https://lamps.invalid",
        **arguments,
        headers={"x-echo": f"{KEY} app-1 tok-2 pass"},
        httpx_args={"transport": transport},
    )
    with pytest.raises(package.module("errors").UnexpectedStatus) as raised:
        package.operation("get_both").sync(client=given)
    assert "***" in str(raised.value)
    assert not any(secret in str(raised.value) for secret in (KEY, "pass", "app-1", "tok-2"))
