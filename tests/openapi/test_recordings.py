"""The recordings keep their rules, the best one answers first, and nothing in the repository looks like a secret."""

from __future__ import annotations

import functools
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from contract_tests.suite.recording_rules import (
    RULES,
    GatewayRecordings,
    Rule,
    no_example_has_a_field_that_its_document_does_not_name,
    no_recording_holds_what_its_document_does_not_know_unless_it_says_so,
    read_recordings,
    rules_of,
    undocumented,
)
from image_gateways_documents.document import load_documents, open_document
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_documents.routing import Router
from image_gateways_recordings.cassettes import Cassette, RecordingError, load_cassettes
from image_gateways_recordings.folder import RECORDINGS
from image_gateways_recordings.pictures import Pictures

ROOT = Path(__file__).parents[2]
GATEWAYS = [file.stem for file in sorted(DOCUMENTS.glob("*.yaml"))]

SECRETS = {
    "a bearer token": re.compile(r"[Bb]earer\s+(?!\{\{|\{token\}|\$|<|\{[a-z_.]+\})[A-Za-z0-9._~+/-]{12,}"),
    "an API key": re.compile(r"\b(?:sk|ak|pk|api)[-_][A-Za-z0-9]{16,}\b"),
    "a signed link": re.compile(
        r"[?&](?:X-Tos-Signature|x-signature|Signature|X-Amz-Signature)=[A-Za-z0-9%+/]{8,}", re.I
    ),
    "a Volcengine access key": re.compile(r"\bAKLT[A-Za-z0-9]{16,}"),
}


@functools.cache
def recordings(gateway: str) -> GatewayRecordings:
    try:
        return read_recordings(DOCUMENTS / f"{gateway}.yaml", RECORDINGS)
    except RecordingError as error:
        problems = str(error)
    pytest.fail(problems, pytrace=False)  # a line for each recording; where they were read says nothing of them


def recording(gateway: str, variant: str) -> tuple[GatewayRecordings, Cassette]:
    own = recordings(gateway)
    return own, next(cassette for cassette in own.cassettes if cassette.variant == variant)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("gateway", GATEWAYS)
def test_the_recordings_of_each_gateway_keep_each_of_its_rules(gateway: str, rule: Rule) -> None:
    own = recordings(gateway)
    problems = list(rule(own)) if rule in rules_of(own) else []
    assert not problems, "\n".join(problems)


def test_every_recording_is_of_a_gateway_that_has_a_document() -> None:
    files = {file for gateway in GATEWAYS for file in (cassette.file for cassette in recordings(gateway).cassettes)}
    assert files == set(RECORDINGS.glob("*/*.yaml"))


def test_a_live_picture_answers_before_what_was_made_by_hand_and_a_live_failure_after_it(tmp_path: Path) -> None:
    """By provenance, not by chance of a name: callers who ask for a picture get one, and rather a real one."""
    documents = load_documents(DOCUMENTS)
    (document,) = (document for document in documents if document.gateway == "ai302")
    by_hand = RECORDINGS / "ai302"
    live = {"kind": "live", "source": "the recording proxy", "date": "2026-01-01T00:00:00+00:00", "host": "a.invalid"}
    (tmp_path / "ai302").mkdir()
    for name, original, provenance in (
        ("made_by_hand", "task_done", {"kind": "composed", "source": "a test"}),
        ("z_live_picture", "task_done", live),
        ("a_live_failure", "task_fails", live),
        ("b_live_task_that_expires", "task_expires", live),
    ):
        content = yaml.safe_load((by_hand / f"submit_seededit_v30__{original}.yaml").read_text("utf-8"))
        file = tmp_path / "ai302" / f"submit_seededit_v30__{name}.yaml"
        file.write_text(yaml.safe_dump(content | {"provenance": provenance}), "utf-8")
    loaded = load_cassettes(tmp_path, document, Router(documents), Pictures(RECORDINGS / "pictures"))
    expected = ["z_live_picture", "made_by_hand", "a_live_failure", "b_live_task_that_expires"]
    assert [cassette.variant for cassette in loaded] == expected


@pytest.mark.parametrize("noted", [True, False])
def test_an_undocumented_field_of_a_live_recording_has_to_be_noted_and_undocumented(noted: bool) -> None:
    own, cassette = recording("ai302", "task_done")
    lines = ["interactions[1] answer $.data.region: the document says nothing of such a field"] if noted else []
    poll = cassette.interactions[1]
    body = {**poll.body, "data": {**poll.body["data"], **({"region": "north"} if noted else {})}}
    interactions = (cassette.interactions[0], replace(poll, body=body), *cassette.interactions[2:])
    before = undocumented(own, cassette)
    found = undocumented(own, replace(cassette, interactions=interactions))
    assert [line for line in found if line not in before] == lines


def test_what_the_document_does_not_know_is_said_with_what_to_do_and_so_is_a_note_that_is_out_of_date() -> None:
    own, cassette = recording("ai302", "task_done")
    poll = cassette.interactions[1]
    unknown = replace(poll, body={**poll.body, "data": {**poll.body["data"], "region": "north"}})
    odd = replace(
        cassette,
        interactions=(cassette.interactions[0], unknown, *cassette.interactions[2:]),
        provenance={**cassette.provenance, "undocumented": ["interactions[0] answer $.old: it was unknown"]},
    )
    rule = no_recording_holds_what_its_document_does_not_know_unless_it_says_so
    before = list(rule(replace(own, cassettes=(cassette,))))
    found, noted = (line for line in rule(replace(own, cassettes=(odd,))) if line not in before)
    assert "interactions[1] answer $.data.region: the document says nothing of such a field: change the " in found
    assert noted.endswith("take out of provenance.undocumented: interactions[0] answer $.old: it was unknown")


def test_a_vendors_unknown_field_is_seen_although_the_gateway_lets_in_any_answer_of_a_vendor() -> None:
    own, cassette = recording("oceanbase", "ark")
    (only,) = cassette.interactions
    body = {**only.body, "data": {**only.body["data"], "region": "north"}}
    (line,) = undocumented(own, replace(cassette, interactions=(replace(only, body=body),)))
    assert line.startswith("interactions[0] answer $.data.region: ")


@pytest.mark.parametrize(
    ("example", "told"), [("Request", "which an example of its request has"), ("Response", "ResponseExample has")]
)
def test_an_example_with_a_field_of_which_nothing_is_said_is_told(example: str, told: str, tmp_path: Path) -> None:
    text = (DOCUMENTS / "ai302.yaml").read_text("utf-8")
    begun = re.search(rf"\n    \w+{example}Example:\n(?:.+\n)*?      value:\n", text)
    assert begun
    (tmp_path / "ai302.yaml").write_text(f"{text[: begun.end()]}        of_old: 1\n{text[begun.end() :]}", "utf-8")
    own, rule = recordings("ai302"), no_example_has_a_field_that_its_document_does_not_name
    (line,) = {*rule(replace(own, document=open_document(tmp_path / "ai302.yaml")))} - {*rule(own)}
    assert told in line


def test_nothing_in_the_repository_looks_like_a_secret() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if not name or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", "ignore")
        for what, pattern in SECRETS.items():
            found = pattern.search(text)
            assert not found, f"{name} holds what looks like {what}: {found.group(0)[:24] if found else ''}…"
