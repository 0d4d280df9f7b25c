"""The rules of the recordings: readable by vcrpy, honest about where they come from, complete.

Each is a function that yields what breaks it, a line for each place.
"""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from jsonschema_rs import Draft202012Validator
from vcr.serializers import yamlserializer

from contract_tests.recorder.drift import Drift, answer_notes, request_notes, undocumented_lines
from image_edit.pictures.whole import BrokenPicture
from image_gateways_documents.answer_facts import AnswerFacts
from image_gateways_documents.document import Document, open_document
from image_gateways_documents.document_tree import covering
from image_gateways_documents.operation_facts import OperationFacts, facts_of
from image_gateways_documents.routing import Router
from image_gateways_documents.schema_walk import Pattern, find, json_path, places
from image_gateways_documents.yaml_text import read_yaml
from image_gateways_recordings.cassettes import Cassette, Interaction, load_cassettes
from image_gateways_recordings.pictures import Pictures

from .decoded_pictures import decoded, media_type_of_whole
from .document_rules import codes_in
from .finding import Finding
from .page_samples import without_pictures
from .schema_reading import Misfit, SchemaReader

_JSON = "application/json"
_FIRST_REFUSAL = 400
_KINDS = frozenset({"documented", "composed", "live"})
_VENDOR = re.compile(r"the vendor's page \(([^)]+)\)")
_PICTURE_LINK = re.compile(r"https://pictures\.invalid/([\w.-]+)")


@dataclass(frozen=True)
class GatewayRecordings:
    """What is recorded of one gateway.

    Attributes:
        document: its document.
        cassettes: its recordings.
        pictures: the folder of the pictures that they name.
    """

    document: Document
    cassettes: tuple[Cassette, ...]
    pictures: Path

    @cached_property
    def contents(self) -> dict[Path, Any]:
        """The recordings as they are written, by their files."""
        return {cassette.file: read_yaml(cassette.file) for cassette in self.cassettes}

    @cached_property
    def bodies(self) -> list[Any]:
        """The JSON objects of all requests and answers, without their pictures."""
        exchanges = [exchange for content in self.contents.values() for exchange in content["interactions"]]
        texts = [text for e in exchanges for text in (e["request"]["body"], e["response"]["body"]["string"])]
        return [without_pictures(json.loads(text)) for text in texts if text and text.rstrip().endswith("}")]

    @cached_property
    def facts(self) -> dict[str, OperationFacts]:
        """What the document says of each operation, by its id."""
        return facts_of(self.document)

    def answer_facts(self, interaction: Interaction) -> AnswerFacts | None:
        """Return what the document says of an answer; None where it documents no JSON."""
        return self.facts[interaction.operation.operation_id].answer_facts(interaction.status, _JSON)

    @property
    def interactions(self) -> Iterator[tuple[Cassette, Interaction]]:
        """Each exchange, with its recording."""
        return ((cassette, interaction) for cassette in self.cassettes for interaction in cassette.interactions)

    def schemas(self) -> dict[str, Any]:
        """The document's named schemas."""
        found: dict[str, Any] = self.document.root["components"]["schemas"]
        return found

    def final_statuses(self) -> set[str]:
        """The statuses that a task ends with."""
        return {status for schema in self.schemas().values() for status in schema.get("x-final", ())}

    def examples(self) -> dict[str, Any]:
        """The document's named examples."""
        found: dict[str, Any] = self.document.root["components"]["examples"]
        return found


Rule: TypeAlias = Callable[[GatewayRecordings], Iterator[str]]

RULES: list[Rule] = []
EVERYWHERE: list[Rule] = []
"""Those that hold for the recordings of every document; the others where that keeps the house's rules."""


def read_recordings(document: Path, recordings: Path) -> GatewayRecordings:
    """Read what is recorded of the gateway of a document.

    Raises:
        DocumentError: the document cannot be read.
        RecordingError: a recording cannot, or breaks the document.
    """
    read, pictures = open_document(document), recordings / "pictures"
    cassettes = load_cassettes(recordings, read, Router([read]), Pictures(pictures))
    return GatewayRecordings(read, cassettes, pictures)


def check_recordings(document: Path, recordings: Path) -> list[Finding]:
    """Hold what is recorded of a gateway to every rule.

    Raises:
        DocumentError: the document cannot be read.
        RecordingError: a recording cannot, or breaks the document.
    """
    own = read_recordings(document, recordings)
    return [Finding(rule.__name__, "", problem) for rule in rules_of(own) for problem in rule(own)]


def rules_of(own: GatewayRecordings) -> Sequence[Rule]:
    """Return the rules that the recordings of a gateway are held to."""
    return RULES if own.document.asks_for_house_rules else EVERYWHERE


def _rule(rule: Rule) -> Rule:
    RULES.append(rule)
    return rule


def _everywhere(rule: Rule) -> Rule:
    EVERYWHERE.append(rule)
    return _rule(rule)


# --- the files ------------------------------------------------------------------------------------------------------


@_everywhere
def every_recording_is_a_cassette_that_vcrpy_reads(own: GatewayRecordings) -> Iterator[str]:
    """The format is vcrpy's, so that others can replay what is here."""
    for cassette in own.cassettes:
        loaded = yamlserializer.deserialize(cassette.file.read_text("utf-8"))
        if loaded["version"] != 1 or not loaded["interactions"]:
            yield f"{cassette.file.name}: vcrpy finds no interactions, or another version than 1"


@_rule
def every_recording_says_where_it_comes_from(own: GatewayRecordings) -> Iterator[str]:
    """Its kind and its source; a live one its date and its host as well."""
    for cassette in own.cassettes:
        kind = cassette.provenance.get("kind")
        needed = ("source", "date", "host") if kind == "live" else ("source",)
        if kind not in _KINDS:
            yield f"{cassette.file.name}: provenance.kind is {kind}"
        yield from (
            f"{cassette.file.name}: provenance has no {key}" for key in needed if not cassette.provenance.get(key)
        )


@_rule
def only_a_live_recording_may_hold_what_its_document_does_not_know(own: GatewayRecordings) -> Iterator[str]:
    """What is made by hand is made by the document."""
    for cassette in own.cassettes:
        if cassette.provenance.get("kind") != "live" and "undocumented" in cassette.provenance:
            yield f"{cassette.file.name}: provenance.undocumented"


@_everywhere
def every_picture_that_a_recording_names_is_there_and_whole(own: GatewayRecordings) -> Iterator[str]:
    """Of the type that its name says."""
    texts = [cassette.file.read_text("utf-8") for cassette in own.cassettes]
    for name in sorted({name for text in texts for name in _PICTURE_LINK.findall(text)}):
        try:
            found = media_type_of_whole((own.pictures / name).read_bytes())
        except (OSError, BrokenPicture) as error:
            yield f"{name}: {error}"
        else:
            if found != mimetypes.guess_type(name)[0]:
                yield f"{name}: is {found}"


@_rule
def every_link_to_a_picture_is_one_that_the_mock_can_lead_to_itself(own: GatewayRecordings) -> Iterator[str]:
    """To the host that stands for it; an address without a host would lead nowhere."""
    for cassette, interaction in own.interactions:
        for text in _strings_of_role(interaction, "picture-url"):
            if not _PICTURE_LINK.fullmatch(text):
                yield f"{cassette.file.name}: {text}"


@_everywhere
def every_picture_that_a_recording_carries_is_whole(own: GatewayRecordings) -> Iterator[str]:
    """As base64 within an answer."""
    for cassette, interaction in own.interactions:
        for text in _strings_of_role(interaction, "picture-base64"):
            try:
                media_type_of_whole(decoded(text))
            except BrokenPicture as error:
                yield f"{cassette.file.name}: {error}"


# --- recordings and document ----------------------------------------------------------------------------------------


@_rule
def there_is_a_recording(own: GatewayRecordings) -> Iterator[str]:
    """Rules of recordings hold of none as well."""
    if not own.cassettes:
        yield "there is no recording"


@_everywhere
def every_recorded_answer_and_every_request_that_succeeded_is_valid(own: GatewayRecordings) -> Iterator[str]:
    """By the document."""
    reader = SchemaReader(own.document)
    for cassette, interaction in own.interactions:
        node = interaction.operation.node
        status = covering(node["responses"], interaction.status)
        if status is None:
            yield f"{cassette.file.name}: {interaction.status} is not documented"
            continue
        holders = [(node["responses"][status], interaction.body)]
        if interaction.status < _FIRST_REFUSAL and interaction.request is None:
            yield f"{cassette.file.name}: a success of a request that the document refuses"
        elif interaction.status < _FIRST_REFUSAL and interaction.request and "requestBody" in node:
            holders.append((node["requestBody"], interaction.request.body))
        for holder, body in holders:
            media = own.document.dereferenced(holder).get("content", {}).get(_JSON, {})
            try:
                reader.check(media.get("schema", {}), body)
            except Misfit as misfit:
                yield f"{cassette.file.name}: {misfit}"


@_rule
def no_recording_holds_what_its_document_does_not_know_unless_it_says_so(own: GatewayRecordings) -> Iterator[str]:
    """Unknown fields are legal, so a field renamed in a document or a recording would otherwise go unnoticed."""
    for cassette in own.cassettes:
        noted = list(cassette.provenance.get("undocumented", ()))
        found = undocumented(own, cassette)
        for line in [line for line in found if line not in noted]:
            todo = "change the recording or the document; what came live is listed in provenance.undocumented"
            yield f"{cassette.file.name}: {line}: {todo}"
        for line in [line for line in noted if line not in found]:
            yield f"{cassette.file.name}: the document knows by now, so take out of provenance.undocumented: {line}"


@_rule
def a_request_that_was_not_recorded_live_has_no_field_that_its_document_does_not_name(
    own: GatewayRecordings,
) -> Iterator[str]:
    """A gateway may take any field, so one that was misspelt would otherwise go unnoticed."""
    for cassette, interaction in own.interactions:
        sent = interaction.request.body if interaction.request else None
        if isinstance(sent, dict) and cassette.provenance.get("kind") != "live":
            schema = own.facts[interaction.operation.operation_id].body_schema
            named = {pattern[0] for pattern, _ in places(schema, own.document.resolve) if pattern}
            yield from (f"{cassette.file.name}: nothing is said of {name}" for name in sorted(sent.keys() - named))


@_rule
def no_example_has_a_field_that_its_document_does_not_name(own: GatewayRecordings) -> Iterator[str]:
    """Unknown fields are legal, so an example would keep the old name of a field that was renamed."""
    for operation_id, facts in own.facts.items():
        for body in facts.operation.body_examples:
            for path, _ in facts.unknown_request_fields(body):
                yield f"{operation_id}: nothing is said of {json_path(path, '$')}, which an example of its request has"
        for example in facts.operation.examples:
            shown = facts.answer_facts(example.status, example.media_type) if example.status else None
            for path, _ in shown.unknown_fields(example.value) if shown else ():
                yield f"{operation_id}: nothing is said of {json_path(path, '$')}, which {example.name} has"


@_rule
def a_recording_that_names_a_vendor_has_the_shape_of_that_vendor(own: GatewayRecordings) -> Iterator[str]:
    """A union that is open to any object would take a vendor's answer whose fields were renamed."""
    for cassette in own.cassettes:
        source = str(cassette.provenance.get("source", ""))
        for number, interaction in enumerate(cassette.interactions):
            for pattern, vendor, validators in _shapes_by_vendor(own.document, interaction):
                for _, value in find(interaction.body, pattern) if vendor in source else ():
                    if not any(validator.is_valid(value) for validator in validators):
                        yield f"{cassette.file.name}: interactions[{number}]: no answer as {vendor} documents it"


@_everywhere
def every_answer_of_a_recorded_task_speaks_of_that_task(own: GatewayRecordings) -> Iterator[str]:
    """And so does every question about it."""
    for cassette in own.cassettes:
        found = {text for interaction in cassette.interactions for text in _strings_of_role(interaction, "task-id")}
        if len(found) > 1:
            yield f"{cassette.file.name}: speaks of {', '.join(sorted(found))}"
        exchanges = own.contents[cassette.file]["interactions"]
        for interaction, exchange in zip(cassette.interactions, exchanges, strict=True):
            for task_id in _strings_of_role(interaction, "task-id"):
                made = own.facts[interaction.operation.operation_id].price is not None
                if not made and task_id not in str(exchange["request"]):
                    yield f"{cassette.file.name}: asks for another task than {task_id}"


@_rule
def a_recording_that_is_named_for_an_error_code_holds_it(own: GatewayRecordings) -> Iterator[str]:
    """The code of the table that has the name, of whichever table."""
    tables = [schema for schema in own.schemas().values() if "x-error-codes" in schema]
    named = [pair for table in tables for pair in zip(table.get("x-enum-varnames", ()), table["enum"], strict=False)]
    for cassette in own.cassettes:
        codes = {str(code) for name, code in named if name.lower() == cassette.variant}
        if codes and not codes & set(map(str, codes_in(cassette.interactions[-1].body))):
            yield f"{cassette.file.name}: holds none of {', '.join(sorted(codes))}"


@_rule
def a_recording_that_is_named_for_an_example_has_a_status_of_that_example(own: GatewayRecordings) -> Iterator[str]:
    """One that the example is documented for."""
    examples = {name.lower() for name in own.examples()}
    for cassette in own.cassettes:
        shown: dict[str, set[str]] = {}
        for status, holder in cassette.operation.node["responses"].items():
            for name in own.document.dereferenced(holder)["content"][_JSON]["examples"]:
                shown.setdefault(name.lower(), set()).add(status)
        name, status = cassette.variant.replace("_", ""), cassette.interactions[-1].status
        if name in examples and not shown.get(name, set()) & {str(status), f"{status // 100}XX"}:
            yield f"{cassette.file.name}: the example is not documented for {status}"


@_rule
def a_recorded_task_that_is_named_for_its_end_ends_so(own: GatewayRecordings) -> Iterator[str]:
    """With the final status that is the last word of its name."""
    for cassette in own.cassettes:
        facts = own.answer_facts(cassette.interactions[-1])
        told = facts.task_status(cassette.interactions[-1].body) if facts else None
        named = [status for status in own.final_statuses() if f"_{cassette.variant}".endswith(f"_{status.lower()}")]
        if told is not None and named and told[0] not in named:
            yield f"{cassette.file.name}: ends as {told[0]}"


@_rule
def recorded_tasks_with_the_same_end_all_have_pictures_or_none_has(own: GatewayRecordings) -> Iterator[str]:
    """No status is that of a success here and that of a failure there; what was recorded live is true as it is."""
    pictured: dict[str, dict[bool, str]] = {}
    for cassette in own.cassettes:
        last = cassette.interactions[-1]
        facts = own.answer_facts(last)
        told = facts.task_status(last.body) if facts else None
        if told is not None and told[1] and cassette.provenance.get("kind") != "live":
            has_one = any(_strings_of_role(last, "picture-url", "picture-base64"))
            pictured.setdefault(told[0], {})[has_one] = cassette.file.name
    for status, files in pictured.items():
        if len(files) > 1:
            yield f"{files[True]} ends as {status} and has a picture, {files[False]} has none"


@_rule
def every_recorded_code_is_read_from_the_table_that_lists_it(own: GatewayRecordings) -> Iterator[str]:
    """Of the codes that the document lists."""
    listed = {str(code) for schema in own.schemas().values() for code in schema.get("x-error-codes", ())}
    read: dict[str, Any] = {}
    for cassette, interaction in own.interactions:
        answered = own.answer_facts(interaction)
        if answered is None:
            yield f"{cassette.file.name}: {interaction.status} is not documented as JSON"
        else:
            read |= {str(code.value): code.facts for code in answered.codes(interaction.body)}
    if not listed & read.keys():
        yield "no code that the document lists is read from a recording"
    yield from (f"{code} is read from no table" for code in sorted(listed & read.keys()) if not read[code])


# --- what has to be recorded ----------------------------------------------------------------------------------------


@_rule
def every_example_that_comes_from_a_page_is_in_a_recording(own: GatewayRecordings) -> Iterator[str]:
    """The samples of the pages are what is known best."""
    from_pages = {
        name: example["value"]
        for name, example in own.examples().items()
        if example["x-evidence"]["level"] == "documented"
        and re.search(r"^pages? \d{3}", example["x-evidence"]["source"])
    }
    if not from_pages:
        yield "no example comes from a page"
    for name, value in from_pages.items():
        if without_pictures(value) not in own.bodies:
            yield f"{name} is in no recording"


@_rule
def every_error_code_is_in_a_recording(own: GatewayRecordings) -> Iterator[str]:
    """Each code of each table."""
    recorded = {str(code) for body in own.bodies for code in codes_in(body)}
    for name, schema in own.schemas().items():
        for code in sorted(schema.get("x-error-codes", {}).keys() - recorded):
            yield f"no recording of {name} {code}"


@_rule
def each_alternative_of_a_success_status_is_in_a_recording(own: GatewayRecordings) -> Iterator[str]:
    """What would be drift needs none."""
    document, reader = own.document, SchemaReader(own.document)
    for operation in document.operations:
        answers = [(i.status, i.body) for _, i in own.interactions if i.operation is operation]
        for key, holder in operation.node["responses"].items():
            schema = document.dereferenced(document.dereferenced(holder)["content"][_JSON]["schema"])
            for branch in schema.get("oneOf", ()) if key.startswith("2") else ():
                takes = reader.validator(branch).is_valid
                is_drift = "x-drift" in {**branch, **document.dereferenced(branch)}
                if not is_drift and not any(str(status) == key and takes(body) for status, body in answers):
                    yield f"{operation.operation_id} {key}: no recording of {branch}"


@_rule
def a_recorded_task_ends_with_each_final_status(own: GatewayRecordings) -> Iterator[str]:
    """But with that of a task that nobody submitted."""
    shown = own.examples().values()
    never_submitted = [example["value"] for example in shown if "unknown-task" in example.get("x-conditions", ())]
    ended: set[str] = set()
    unknown: set[str] = set()
    for cassette in own.cassettes:
        poll = cassette.interactions[-1]
        facts = own.answer_facts(poll)
        if facts is not None and cassette.operation.task_link is not None:
            ended.update(found[:1] if (found := facts.task_status(poll.body)) else ())
            unknown.update(found[0] for value in never_submitted if (found := facts.task_status(value)))
    yield from (f"no recorded task ends as {status}" for status in sorted(own.final_statuses() - unknown - ended))


def undocumented(own: GatewayRecordings, cassette: Cassette) -> list[str]:
    """Return what the recorder would note of a recording's exchanges: what the document does not know of them."""
    notes: list[list[Drift]] = []
    for interaction in cassette.interactions:
        sent = interaction.request.body if interaction.request else None
        asked = [] if sent is None else request_notes(sent, own.facts[interaction.operation.operation_id])
        answered = own.answer_facts(interaction)
        notes.append([*asked, *(answer_notes(interaction.body, answered) if answered else ())])
    return undocumented_lines(notes)


def _strings_of_role(interaction: Interaction, *roles: str) -> Iterator[str]:
    """What stands in an answer where the document's `x-replay` has one of the roles."""
    response = interaction.operation.response(interaction.status)
    schema = response.content.get(_JSON) if response else None
    yield from (text for _, _, text in (schema.texts(interaction.body, *roles) if schema else ()))


def _shapes_by_vendor(
    document: Document, interaction: Interaction
) -> Iterator[tuple[Pattern, str, list[Draft202012Validator]]]:
    """Of each union of an answer the branches of each vendor, whom their evidence names in brackets."""
    response = interaction.operation.node["responses"].get(str(interaction.status), {})
    schema = response.get("content", {}).get(_JSON, {}).get("schema", {})
    for place in places(schema, document.resolve):
        shapes: dict[str, list[Draft202012Validator]] = {}
        for branch in place.schema.get("anyOf", ()):
            target = document.resolve(branch["$ref"]) if "$ref" in branch else branch
            if vendor := _VENDOR.search(target.get("x-evidence", {}).get("source", "")):
                root = document.with_components(target)
                shapes.setdefault(vendor.group(1), []).append(Draft202012Validator(root))
        yield from ((place.pattern, vendor, validators) for vendor, validators in shapes.items())
