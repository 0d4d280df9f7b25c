"""The mock server explains itself to people: a page, a reference of each document, commands to copy and paste."""

import argparse
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
import yaml

from image_gateways_documents.document import load_documents
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_mock import RunningServer, Settings, started_server
from image_gateways_mock.sample_calls import sample_call
from image_gateways_recordings.folder import RECORDINGS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with started_server() as running:
        yield running


class Links(HTMLParser):
    """Collects what a page loads or leads to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def test_the_page_lists_operations_recordings_and_pictures(server: RunningServer) -> None:
    text = httpx.get(server.url).text
    for operation in server.app.operations:
        assert f"<h3>{operation.operation_id}</h3>" in text
    for cassette in server.app.cassettes:
        assert f"<td>{cassette.variant}</td>" in text
    for name in server.app.pictures.names:
        assert f'src="/pictures/{name}"' in text


def test_nothing_on_the_pages_comes_from_elsewhere_and_every_link_leads_somewhere(server: RunningServer) -> None:
    pages = ["/", *(f"/reference/{document.gateway}" for document in server.app.documents)]
    for page in pages:
        answer = httpx.get(server.url + page)
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        for link in Links(answer.text).found:
            assert link.startswith(("/", "data:"))
            assert link.startswith("data:") or httpx.get(server.url + link).status_code == 200, link


def test_each_document_is_served_as_it_is(server: RunningServer) -> None:
    for file in DOCUMENTS.glob("*.yaml"):
        assert httpx.get(f"{server.url}/openapi/{file.name}").content == file.read_bytes()


def test_the_reference_cannot_try_calls_out_and_asks_no_validator(server: RunningServer) -> None:
    text = httpx.get(f"{server.url}/reference/volcv").text
    assert '"url":"/openapi/volcv.yaml"' in text
    assert '"supportedSubmitMethods":[]' in text
    assert '"validatorUrl":null' in text


@pytest.mark.parametrize(
    "path", ["/openapi/none.yaml", "/openapi/..%2fREADME.md", "/reference/none", "/reference/assets/swagger-ui.js"]
)
def test_there_are_no_other_pages(server: RunningServer, path: str) -> None:
    assert httpx.get(server.url + path).status_code == 404


def test_what_a_document_or_a_recording_says_is_text_on_the_page(tmp_path: Path) -> None:
    documents, recordings = tmp_path / "openapi", tmp_path / "recordings"
    shutil.copytree(RECORDINGS / "ai302", recordings / "ai302")
    documents.mkdir()
    script = "<script>alert(1)</script>"
    text = (DOCUMENTS / "ai302.yaml").read_text("utf-8")
    text = text.replace("summary: Submit an edit as a task", f"summary: '{script}'")
    (documents / "ai302.yaml").write_text(text, "utf-8")
    file = recordings / "ai302" / "submit_seededit_v30__task_done.yaml"
    source = re.sub("(?m)^  source: .*$", f"  source: '{script}'", file.read_text("utf-8"))
    file.write_text(source, "utf-8")
    (recordings / "pictures").mkdir()
    for picture in (RECORDINGS / "pictures").iterdir():
        shutil.copy(picture, recordings / "pictures")
    (recordings / "pictures" / '"><script>.png').write_bytes(b"")
    with started_server(Settings(documents=documents, recordings=recordings)) as running:
        page = httpx.get(running.url).text
    assert script not in page
    assert page.count("&lt;script&gt;alert(1)") == 2
    assert '"><script>' not in page


def test_descriptions_are_shown_as_the_markdown_that_they_are(tmp_path: Path) -> None:
    documents = tmp_path / "openapi"
    shutil.copytree(DOCUMENTS, documents)
    document = yaml.load((documents / "ai302.yaml").read_bytes(), yaml.CSafeLoader)
    written = "\n".join([
        "A `code`, **loud**, [a link](https://example.com/?a=1&b=2), [none](javascript:alert(1)).",
        "",
        "| field | of |",
        "|---|---|",
        "| `a` | b |",
        "",
        "* <img src=x onerror=alert(1)> ![seen](https://example.com/spy.png)",
        "",
        "</body><script>alert(1)</script>",
    ])  # fmt: skip
    document["info"]["description"] = written
    document["paths"]["/doubao/drawing/seededit_v30"]["post"]["description"] = written
    (documents / "ai302.yaml").write_text(json.dumps(document), "utf-8")
    with started_server(Settings(documents=documents)) as running:
        page = httpx.get(running.url).text
    for shown in (
        "<p>A <code>code</code>, <strong>loud</strong>, ",
        '<a href="https://example.com/?a=1&amp;b=2">a link</a>',
        "<td><code>a</code></td>",
        "&lt;img src=x onerror=alert(1)&gt;",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ):
        assert page.count(shown) == 2, shown
    for harm in ("<script>alert", "<img src=x", 'href="javascript', 'src="https'):
        assert harm not in page


def sent_as_curl_would(line: str) -> httpx.Response:
    """Send what a curl command says, by the rules of curl's manual, since not every machine has it."""
    program, *words = shlex.split(line)
    assert program == "curl"
    manual = argparse.ArgumentParser(exit_on_error=False, allow_abbrev=False)
    manual.add_argument("url")
    manual.add_argument("--request")
    manual.add_argument("--header", action="append", default=[])
    manual.add_argument("--data-binary", dest="data")
    said = manual.parse_args(words)
    # curl reads a file where data begins with @, takes {} and [] in a URL for patterns, and posts what has data.
    assert not (said.data or "").startswith("@")
    assert not set("{}[]") & set(said.url)
    method = said.request or ("GET" if said.data is None else "POST")
    headers = [tuple(header.split(": ", 1)) for header in said.header]
    return httpx.request(method, said.url, headers=headers, content=said.data, trust_env=False)


def test_every_command_to_copy_and_paste_works(server: RunningServer) -> None:
    for operation in server.app.operations:
        document = server.app.gateways[operation.gateway].document
        line = sample_call(document, operation, server.app.cassettes, (), server.url)
        answer = sent_as_curl_would(line)
        assert answer.status_code == 200, (line, answer.text)


def test_the_command_introduces_the_server(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "image_gateways_mock", "--port", "0", "--api-key", "mine"]
    with (
        (tmp_path / "errors").open("w") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=ROOT) as process,
    ):
        assert process.stdout is not None
        lines: list[str] = []
        while not lines or "in a browser" not in lines[-1]:
            lines.append(process.stdout.readline())
        process.terminate()
    text = "".join(lines)
    calls = sum(len(document.operations) for document in load_documents(DOCUMENTS))
    assert text.count("\ncurl ") == text.count("mine'") == calls
