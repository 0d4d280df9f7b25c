"""Bodies that are compressed: read where one coding is used, and never decoded beyond what is wanted of them."""

from __future__ import annotations

import gzip
import itertools
import json
import re
import socket
import tracemalloc
import uuid
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from image_edit import DownloadFailed, ImageEditError, MaybeBilled, Policy, UnexpectedAnswer
from image_edit.editor_base import flows_of
from image_edit.network.calls import Fetch, Trouble
from image_edit.network.content_coding import Decoder, Undecodable
from image_edit.network.deadline import Deadline
from image_edit.network.runtime import run
from tests.support.editing import MODES, PICTURE, Editing, editing
from tests.support.raw_server import RawServer, http_answer, raw_server

KEY = f"key-{uuid.uuid4().hex}"
URL = "https://example.com/a.png"
TASK_ID = "12345678901234567890"
SUBMITTED = json.dumps(
    {"code": 10000, "data": {"task_id": TASK_ID}, "message": "Success", "request_id": "R", "status": 10000}
    | {"time_elapsed": "1ms"}
).encode()
MEBIBYTE = 1 << 20
TOO_MUCH = re.compile("coded as gzip, gzip|larger than")


@cache
def gigabyte() -> bytes:
    """A gigabyte in a megabyte: members of one gzip file, each of 16 MiB of zeros in some 16 kB."""
    return gzip.compress(bytes(16 * MEBIBYTE)) * 64


def raw_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(data) + stream.flush()


WRITTEN: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "GZip": gzip.compress,
    " gzip , identity": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
    "identity": bytes,
    "": bytes,
    "utf-8": bytes,
    "aws-chunked, none": bytes,
}


ZEROS = gzip.compress(bytes(MEBIBYTE))


def cut(data: bytes, sizes: list[int]) -> Iterator[bytes]:
    at = 0
    for size in itertools.chain(sizes, itertools.repeat(len(data) + 1)):
        if at >= len(data):
            return
        yield data[at : at + size]
        at += size


def decoded(content_encoding: str, chunks: Iterator[bytes]) -> bytes:
    decoder = Decoder(content_encoding)
    return b"".join(piece for chunk in chunks for piece in decoder.decode(chunk))


@pytest.mark.parametrize("coding", WRITTEN)
@given(data=st.binary(max_size=300), times=st.sampled_from([1, 7, 1000]), sizes=st.lists(st.integers(1, 50)))
def test_what_was_coded_once_is_read_however_it_arrives(coding: str, data: bytes, times: int, sizes: list[int]) -> None:
    assert decoded(coding, cut(WRITTEN[coding](data * times), sizes)) == data * times


@given(
    members=st.lists(st.binary(max_size=200), min_size=1, max_size=5),
    rest=st.sampled_from([b"", b"\0", b"\0" * 30, b"rest", b"\x1f"]),
    sizes=st.lists(st.integers(1, 50)),
)
def test_all_members_of_a_gzip_file_are_read_and_what_follows_them_is_left(
    members: list[bytes], rest: bytes, sizes: list[int]
) -> None:
    written = b"".join(map(gzip.compress, members)) + rest
    assert decoded("gzip", cut(written, sizes)) == b"".join(members)


@given(sizes=st.lists(st.integers(1, 100_000)))
def test_no_piece_is_larger_than_64_kib(sizes: list[int]) -> None:
    decoder = Decoder("gzip")
    pieces = [len(piece) for chunk in cut(ZEROS, sizes) for piece in decoder.decode(chunk)]
    assert max(pieces) <= 65_536
    assert sum(pieces) == MEBIBYTE


@pytest.mark.parametrize(
    ("coding", "word"),
    [
        ("gzip, gzip", "gzip, gzip"),
        ("gzip, gzip, gzip", "gzip"),
        ("deflate,x-gzip", "deflate, x-gzip"),
        ("br", "br"),
        ("zstd", "zstd"),
        ("compress", "compress"),
    ],
)
def test_several_codings_and_those_that_are_not_undone_are_refused_by_name(coding: str, word: str) -> None:
    with pytest.raises(Undecodable, match=word):
        Decoder(coding)


@pytest.mark.parametrize("data", [b"<html>", b"{}", gzip.compress(b"text" * 99, mtime=0)[:-8] + bytes(8)])
def test_what_is_not_what_it_says_is_undecodable(data: bytes) -> None:
    with pytest.raises(Undecodable):
        decoded("gzip", iter([data]))


def answering(coding: str, body: bytes) -> Any:
    """Answer whatever is asked with one body."""

    def answer(connection: socket.socket, _: bytes) -> bool:
        connection.sendall(http_answer(body, headers=f"Content-Type: application/json\r\nContent-Encoding: {coding}"))
        return True

    return answer


def done(link: str) -> bytes:
    data = {"status": "done", "image_urls": [link], "binary_data_base64": []}
    return json.dumps({**json.loads(SUBMITTED), "data": data}).encode()


def downloading(coding: str, body: bytes) -> Any:
    """Answer polls with a link, and what lies there as told."""

    def answer(connection: socket.socket, request: bytes) -> bool:
        host = next(line for line in request.split(b"\r\n") if line.lower().startswith(b"host:")).split(b" ")[1]
        if b"GET /picture" in request:
            connection.sendall(http_answer(body, headers=f"Content-Encoding: {coding}"))
        else:
            connection.sendall(http_answer(done(f"http://{host.decode()}/picture")))
        return True

    return answer


@contextmanager
def served(mode: str, answer: Any, **options: Any) -> Iterator[tuple[RawServer, Editing]]:
    with raw_server(answer) as server, editing(mode, api_key=KEY, base_url=server.url, **options) as editor:
        yield server, editor


def peak_of(run: Any) -> int:
    """The bytes that were taken at most while something ran, beyond what there was before."""
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


BOMBS: dict[str, Callable[[], bytes]] = {
    "gzip": gigabyte,
    "x-gzip": gigabyte,
    "gzip, gzip": lambda: gzip.compress(gigabyte()),
    "gzip, gzip, gzip": lambda: gzip.compress(gzip.compress(gigabyte())),
    "deflate": lambda: zlib.compress(bytes(32 * MEBIBYTE)),
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("coding", BOMBS)
def test_no_answer_takes_more_memory_than_the_largest_picture(mode: str, coding: str) -> None:
    bomb = BOMBS[coding]()
    options: dict[str, Any] = {"max_picture_bytes": MEBIBYTE, "policy": Policy(tries=2)}

    def submit(editor: Editing) -> None:
        with pytest.raises(MaybeBilled, match=TOO_MUCH):
            editor.submit_edit(URL, "At night")

    def poll(editor: Editing) -> None:
        with pytest.raises(UnexpectedAnswer, match=TOO_MUCH) as raised:
            editor.of(editor.task(TASK_ID), "wait")()
        assert raised.value.task_id == TASK_ID

    def fetch(editor: Editing) -> None:
        with pytest.raises(DownloadFailed, match=TOO_MUCH) as raised:
            editor.of(editor.task(TASK_ID), "result")()
        assert (raised.value.url or "").endswith("/picture")

    for step in (submit, poll):
        with served(mode, answering(coding, bomb), **options) as (_, editor):
            assert peak_of(partial(step, editor)) < 16 * MEBIBYTE
            assert editor.busy_connections() == []
    with served(mode, downloading(coding, bomb), **options) as (server, editor):
        assert peak_of(partial(fetch, editor)) < 16 * MEBIBYTE
        assert editor.busy_connections() == []
        assert sum(b"GET /picture" in request for request in server.requests) == (2 if "," in coding else 1)


@pytest.mark.parametrize("mode", MODES)
def test_the_deadline_holds_while_a_body_is_decoded(mode: str) -> None:
    with served(mode, answering("gzip", gigabyte()), max_picture_bytes=1 << 40) as (server, editor):
        runtime = flows_of(editor.editor).runtime
        clock = itertools.count().__next__  # each look at it takes a second
        awaited = runtime.exchange(Fetch(f"{server.url}/picture", Deadline(100, clock)))
        outcome = run(awaited) if mode == "blocking" else editor.method(lambda: awaited)()
    assert isinstance(outcome, Trouble)
    assert outcome.too_late
    assert 0 < len(outcome.content) <= 100 * 65_536


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "identity"])
def test_an_answer_and_a_picture_that_are_coded_once_are_read(mode: str, coding: str) -> None:
    picture = WRITTEN[coding](PICTURE.read_bytes())
    with served(mode, downloading(coding, picture)) as (_, editor):
        assert editor.of(editor.task(TASK_ID), "result")().data == PICTURE.read_bytes()
    with served(mode, answering(coding, WRITTEN[coding](SUBMITTED))) as (_, editor):
        assert editor.submit_edit(URL, "At night").id == TASK_ID


@pytest.mark.parametrize("mode", MODES)
def test_no_coding_is_asked_for_whatever_a_client_of_ones_own_would_ask_for(mode: str) -> None:
    own: Any = httpx.Client if mode == "blocking" else httpx.AsyncClient
    for client in (None, own(headers={"Accept-Encoding": "gzip, br"})):
        with served(mode, downloading("identity", PICTURE.read_bytes()), http_client=client) as (server, editor):
            editor.of(editor.task(TASK_ID), "result")()
            with pytest.raises(ImageEditError):
                editor.submit_edit(URL, "At night")
            if client is not None:
                editor.method(client.close if mode == "blocking" else client.aclose)()
        asked = [
            [line for line in request.split(b"\r\n") if line.lower().startswith(b"accept-encoding")]
            for request in server.requests
        ]
        assert asked == [[b"Accept-Encoding: identity"]] * 3
