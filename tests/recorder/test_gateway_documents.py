"""Which gateway is meant: the one that is named, or the one whose document has the address; else the user is asked."""

from pathlib import Path

import pytest

from contract_tests.base_url import parsed_base_url
from contract_tests.gateway_documents import UnknownGateway, document_of
from contract_tests.recorder.__main__ import main
from contract_tests.suite.live import live_target
from image_gateways_recordings.folder import RECORDINGS
from tests.support.our_documents import CHOICE

_DOCUMENTS = {
    "kiln": "servers: [{url: 'https://kiln.example/v2'}, {url: 'http://localhost:9000'}]",
    "loom": "servers: [{url: 'https://{area}.loom.example', variables: {area: {default: eu, enum: [eu, us]}}}]",
    "mill": "servers: [{url: /v1}, {url: 'https://kiln.example'}, {url: 'http://{at}', variables: {at: {default: x}}}]",
    "none": "paths: {}",
    "torn": "servers: [",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in _DOCUMENTS.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("gateway", "address", "found"),
    [
        (None, "http://localhost:9000", "kiln"),
        ("", "https://eu.loom.example/some/path", "loom"),
        (None, "https://us.loom.example:443", "loom"),
        ("mill", "https://eu.loom.example", "mill"),
    ],
)
def test_a_gateway_is_known_by_its_name_or_by_the_address_of_one_document(
    folder: Path, gateway: str | None, address: str, found: str
) -> None:
    assert document_of(gateway, parsed_base_url(address), folder).stem == found


@pytest.mark.parametrize(
    ("gateway", "address", "why"),
    [
        (None, "https://kiln.example", "the documents kiln and mill have https://kiln.example among the `servers`"),
        (None, "https://asia.loom.example", "no document has https://asia.loom.example among the `servers`"),
        (None, "https://localhost:9000", "no document has https://localhost:9000"),
        (None, None, "neither a gateway nor its address was given"),
        ("kilm", None, "there is no document"),
    ],
)
def test_where_it_is_not_known_which_gateway_is_meant_one_line_says_what_to_do(
    folder: Path, gateway: str | None, address: str | None, why: str
) -> None:
    with pytest.raises(UnknownGateway) as refused:
        document_of(gateway, parsed_base_url(address) if address else None, folder)
    assert why in str(refused.value)
    assert "say which gateway it is with GATEWAY=kiln or loom or mill" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_live_run_and_the_recorder_know_the_gateway_by_its_address(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AI302_API_KEY", "a-key-of-a-user")
    assert live_target(None, "https://api.302.ai", None, RECORDINGS).gateway == "ai302"
    empty = folder / "empty.har"
    empty.write_text('{"log": {"entries": []}}', "utf-8")
    about = f"--recordings={folder / 'recordings'}", str(empty)
    assert main(["har", "--base-url=https://api.302.ai", *about]) == 0
    assert main(["har", *about]) == 2
    assert f"GATEWAY={CHOICE}, or where with BASE_URL=" in capsys.readouterr().err
