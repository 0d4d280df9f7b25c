"""Whether a schema takes less, more, or something else than it did.

Keyword by keyword it is found what changed and where; what it means is decided by the values that both states allow, so
what is only written another way is no change. A request that is held to more than before breaks callers; an answer that
may hold more than before does. What cannot be judged so is never called harmless.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from jsonschema_rs import Draft202012Validator

from image_gateways_documents.document_tree import name_of
from image_gateways_documents.schema_walk import Schema

from .change import Change, Effect, Section
from .lined_document import LinedDocument
from .schema_meaning import FORMATS, SILENT_FORMATS, WORDS, Meanings, Parts, as_json

_VALUES = ("enum", "const")
_CONTENT = ("contentEncoding", "contentMediaType")
# The keywords that refuse values, those together that are to be read together.
_REFUSING: Final = (
    ("type",),
    _VALUES,
    ("minimum", "exclusiveMinimum"),
    ("maximum", "exclusiveMaximum"),
    ("if", "then", "else"),
    ("contains", "minContains", "maxContains"),
    *((key,) for key in ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")),
    *((key,) for key in ("pattern", "format", "multipleOf", "uniqueItems", "not", "prefixItems", "propertyNames")),
    *((key,) for key in ("patternProperties", "dependentRequired", "dependentSchemas")),
    *((key,) for key in ("unevaluatedItems", "unevaluatedProperties", *_CONTENT)),
)
# The keywords that lead to other schemas, or that have a step of their own.
_OTHERS: Final = frozenset(
    [
        *("$ref", "allOf", "anyOf", "oneOf", "required", "properties", "additionalProperties", "items"),
        *("contentSchema", "default", "deprecated", "x-picture"),
    ]
)
_LONGEST_SENTENCE = 160

REQUEST: Final = "request"
"""The side of a call that the caller sends; any other is an answer's."""

Flow: TypeAlias = tuple[bool | None, bool | None]
"""Whether values that were allowed are refused now, and whether some that were refused are allowed; None: not known."""

_NARROWER, _WIDER, _OTHER, _OPEN = (True, False), (False, True), (True, True), (None, None)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A change as the keywords have it.

    Attributes:
        change: the change.
        flow: what it does to the values, which decides its effect; None where its effect is no matter of values.
        moves: whether it speaks of a field that demands something, and that only moved where no value is lost or new.
    """

    change: Change
    flow: Flow | None
    moves: bool = False


@dataclass(frozen=True, slots=True)
class _ComparedPlace:
    """One place in a value, old and new.

    Attributes:
        path: where it is.
        whole: all that is demanded of what lies there; in a branch of a union that is more than `old` and `new`.
        old: what was demanded, part by part.
        new: what is.
    """

    path: str
    whole: tuple[Parts, Parts]
    old: Parts
    new: Parts


class SchemaComparison:
    """Compares schemas on one side of one operation.

    Args:
        old: the document as it was.
        new: the document as it is.
        side: the side of the call, as the report names it.
        meanings: what the schemas of either document mean on this side.
    """

    def __init__(self, old: LinedDocument, new: LinedDocument, side: str, meanings: tuple[Meanings, Meanings]) -> None:
        self._old = old
        self._new = new
        self._side = side
        self._sent_by_caller = side == REQUEST
        self._old_meanings, self._new_meanings = meanings
        self._entered: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()

    def changes(self, old: Schema, new: Schema, path: str = "$") -> list[Change]:
        """Return every change between two schemas, in the order in which the document speaks of them."""
        whole = (old,), (new,)
        if self._written_alike(*whole):
            return []
        claims = list(self._compare(path, whole, *whole))
        if not claims and self._flow(*whole) not in ((False, False), _OPEN):
            claim = self._claim(_ComparedPlace(path, whole, *whole), "what is allowed changed", "", _OPEN)
            claims = self._settled([claim], *whole)
        return list(dict.fromkeys(change for claim in claims if (change := self._judged(claim))))

    def _written_alike(self, old: Parts, new: Parts) -> bool:
        """Tell whether both are written the same, with all that they refer to: most of a document is."""
        return self._old_meanings.written(old) == self._new_meanings.written(new)

    def _flow(self, old: Parts, new: Parts) -> Flow:
        """Tell by proof what becomes of the values."""
        was, now = self._old_meanings.of(old), self._new_meanings.of(new)
        return was.loses(now), now.loses(was)

    def _judged(self, claim: _Claim) -> Change | None:
        if claim.flow is None:
            return claim.change
        breaks, helps = claim.flow if self._sent_by_caller else claim.flow[::-1]
        if breaks is False:
            return None if helps is False else replace(claim.change, effect=Effect.COMPATIBLE)
        return replace(claim.change, effect=Effect.BREAKING if breaks else Effect.LOOK)

    def _compare(
        self, path: str, whole: tuple[Parts, Parts], old_schemas: Parts, new_schemas: Parts
    ) -> Iterator[_Claim]:
        """Compare two conjunctions that apply at one place; in a branch of a union they are not the whole of it."""
        pair = (tuple(map(id, old_schemas)), tuple(map(id, new_schemas)))
        if pair in self._entered or self._written_alike(old_schemas, new_schemas):
            return
        self._entered.add(pair)
        old, new = self._conjuncts(self._old, old_schemas), self._conjuncts(self._new, new_schemas)
        place = _ComparedPlace(path, whole, old, new)
        own: list[_Claim] = []
        below: list[_Claim] = []
        if _only_one_became_a_union(old, new):
            own += self._branches(place, _unions(new)[0][0], [old_schemas], _unions(new)[0][1])
        elif _only_one_became_a_union(new, old):
            own += self._branches(place, _unions(old)[0][0], _unions(old)[0][1], [new_schemas])
        else:
            for step in (self._keywords, self._values, self._pictures, self._fields):
                own += step(place)
            below += self._below(place)
            for step in (self._compare_unions, self._annotations):
                own += step(place)
        yield from self._settled(own, old_schemas, new_schemas)
        yield from below
        self._entered.discard(pair)

    def _settled(self, claims: Sequence[_Claim], old: Parts, new: Parts) -> list[_Claim]:
        """Hold the claims of one place to the values that are allowed there, which decide what keywords leave open."""
        if all(claim.flow is None and not claim.moves for claim in claims):
            return list(claims)
        was, now = self._old_meanings.of(old), self._new_meanings.of(new)
        loses, gains = self._flow(old, new)
        if loses is None and any(claim.flow and claim.flow[0] is None for claim in claims):
            loses = was.draws_what_is_refused(now) or None
        if gains is None and any(claim.flow and claim.flow[1] is None for claim in claims):
            gains = now.draws_what_is_refused(was) or None
        kept = [claim for claim in claims if not (claim.moves and loses is False and gains is False)]
        # Where a choice beside it allows all the same, a field is gone nevertheless: hence no longer `moves`.
        return [
            replace(
                claim,
                moves=False,
                flow=claim.flow
                and (
                    loses if claim.flow[0] is None or loses is False else claim.flow[0],
                    gains if claim.flow[1] is None or gains is False else claim.flow[1],
                ),
            )
            for claim in kept
        ]

    def _claim(
        self, place: _ComparedPlace, what: str, key: str, flow: Flow | None = None, effect: Effect = Effect.LOOK,
        section: Section = Section.CHANGED,
    ) -> _Claim:  # fmt: skip
        """A change at the line of the new state that says it, or of the old state where the new one no longer does."""
        saying = ((d, part) for d, parts in ((self._new, place.new), (self._old, place.old)) for part in parts)
        line = next((document.line(part, key) for document, part in saying if key in part), "")
        line = line or next((line for part in place.new if (line := self._new.line(part))), "")
        change = Change(effect, what, side=self._side, where=place.path, line=line, section=section)
        return _Claim(change, flow)

    def _beyond_values(self, claim: _Claim) -> _Claim:
        """Judge by the keywords alone what a validator of the standard does not see."""
        change = self._judged(claim)
        assert change is not None
        return replace(claim, change=change, flow=None)

    def _conjuncts(self, document: LinedDocument, schemas: Iterable[Any]) -> Parts:
        found: list[Schema] = []

        def add(schema: Any, open_references: frozenset[str]) -> None:
            if schema is True:
                return
            if schema is False:
                schema = {"not": {}}
            schema = _with_values_listed(schema, document)
            found.append(schema)
            reference = schema.get("$ref")
            if reference is not None and reference not in open_references:
                add(document.resolve(reference), open_references | {reference})
            alone = [part for key in ("oneOf", "anyOf") if len(schema.get(key, ())) == 1 for part in schema[key]]
            for part in (*schema.get("allOf", ()), *alone):
                add(part, open_references)

        for schema in schemas:
            add(schema, frozenset())
        return tuple(found)

    # --- what is demanded of the value itself ---------------------------------------------------------------------

    def _keywords(self, place: _ComparedPlace) -> Iterator[_Claim]:
        """Compare what each keyword says by itself; where only one state has it, that one takes less."""
        both_listed = None not in (_values_of(place.old), _values_of(place.new))
        for keys in _REFUSING:
            was, now = (
                tuple(said for said in _said_by(keys, parts) if said.get("format") not in SILENT_FORMATS)
                for parts in (place.old, place.new)
            )
            if was == now or (both_listed and keys in (("type",), _VALUES)):
                continue
            flow = self._flow(was, now) if was and now else _NARROWER if now else _WIDER
            key = next(key for parts in (now, was) for part in parts for key in part)
            claim = self._claim(place, _became(key, was, now), key, flow)
            if keys[0] in _CONTENT:
                claim = self._beyond_values(replace(claim, flow=(bool(now), bool(was))))
            elif not FORMATS.issuperset(said["format"] for said in (*was, *now) if "format" in said):
                claim = replace(claim, flow=None)  # one's own: nobody knows whether anybody holds a text to it
            yield claim

    def _values(self, place: _ComparedPlace) -> Iterator[_Claim]:
        before, after = _values_of(place.old), _values_of(place.new)
        if before is None or after is None or before.keys() == after.keys():
            return
        key = "const" if any("const" in part for part in (*place.old, *place.new)) else "enum"
        gone, come = before.keys() - after.keys(), after.keys() - before.keys()
        if len(before) == len(after) == len(gone) == 1:
            yield self._claim(place, f"the value {min(gone)} became {min(come)}", key, _OTHER)
            return
        states = (before, gone, "gone", self._new, _NARROWER, Section.REMOVED), (
            after, come, "new", self._old, _WIDER, Section.ADDED)  # fmt: skip
        for (listed, changed, word, other, flow, section), whole in zip(states, place.whole[::-1], strict=True):
            root = {"allOf": list(whole), "components": other.root.get("components", {})}
            check = Draft202012Validator(root, validate_formats=True)
            for text in [text for text in listed if text in changed]:
                what = f"the value {text} is {word}"
                if check.is_valid(listed[text]):
                    what += " in the list; it is legal with it and without"
                    yield self._claim(place, what, key, effect=Effect.COMPATIBLE)
                else:
                    yield self._claim(place, what, key, flow, section=section)

    def _pictures(self, place: _ComparedPlace) -> Iterator[_Claim]:
        before, after = (
            {k: v for part in parts for k, v in part.get("x-picture", {}).items()} for parts in (place.old, place.new)
        )
        for name in sorted(before.keys() | after.keys()):
            was, now = before.get(name), after.get(name)
            if was == now:
                continue
            flow: Flow = _OPEN
            if name.startswith("max_"):
                flow = _NARROWER if was is None or (now is not None and now < was) else _WIDER
            elif name == "media_types":
                flow = bool({*(was or ())} - {*(now or ())}), bool({*(now or ())} - {*(was or ())})
            claim = self._claim(place, f"x-picture {name}: {as_json(was)} became {as_json(now)}", "x-picture", flow)
            yield self._beyond_values(claim)

    def _annotations(self, place: _ComparedPlace) -> Iterator[_Claim]:
        before, after = (
            next((as_json(p["default"]) for p in parts if "default" in p), "none") for parts in (place.old, place.new)
        )
        # In an answer a default is never filled in; beside a const it says nothing more.
        if before != after and self._sent_by_caller and not any("const" in part for part in place.new):
            what = f"default: {before} became {after}; leaving it out may mean something else"
            yield self._claim(place, what, "default")
        if any(p.get("deprecated") for p in place.new) and not any(p.get("deprecated") for p in place.old):
            yield self._claim(place, "deprecated", "deprecated", None, Effect.COMPATIBLE, Section.DEPRECATED)
        known = WORDS | _OTHERS | {key for keys in _REFUSING for key in keys}
        for key in sorted({key for part in (*place.old, *place.new) for key in part} - known):
            was, now = _said_by((key,), place.old), _said_by((key,), place.new)
            if was != now:
                yield self._claim(place, _became(key, was, now), key)

    # --- what lies below ------------------------------------------------------------------------------------------

    def _fields(self, place: _ComparedPlace) -> Iterator[_Claim]:
        before, after = self._present(self._old_meanings, place.old), self._present(self._new_meanings, place.new)
        needed_before, needed_after = (
            {name for part in parts for name in part.get("required", ())} - (_properties(parts).keys() - present.keys())
            for parts, present in ((place.old, before), (place.new, after))
        )
        for name in dict.fromkeys((*before, *after, *sorted(needed_before | needed_after))):
            path = f"{place.path}.{name}"
            field = _ComparedPlace(path, place.whole, *(
                tuple(part["properties"] for part in parts if name in part.get("properties", {}))
                for parts in (place.old, place.new)
            ))  # fmt: skip
            if name in before and name not in after:
                gone = self._claim(field, "the field is gone", name, None, Effect.BREAKING, Section.REMOVED)
                yield replace(gone, moves=any(map(_demands_anything, before[name])))
            elif name in after and name not in before:
                effect, what = Effect.COMPATIBLE, "a new field"
                if self._sent_by_caller and name in needed_after:
                    effect, what = Effect.BREAKING, "a new field that is required"
                elif self._sent_by_caller and any(part.get("additionalProperties") for part in place.old):
                    effect, what = Effect.LOOK, "a new field, where any field passed unchecked before"
                come = self._claim(field, what, name, None, effect, Section.ADDED)
                yield replace(come, moves=any(map(_demands_anything, after[name])))
            elif (name in needed_before) != (name in needed_after):
                what, flow = ("now required", _NARROWER) if name in needed_after else ("no longer required", _WIDER)
                yield self._claim(replace(place, path=path), what, "required", flow)

    def _present(self, meanings: Meanings, parts: Parts) -> dict[str, Parts]:
        """The properties that are part of this side."""
        found = _properties(parts)
        return {name: schemas for name, schemas in found.items() if not any(map(meanings.is_absent, schemas))}

    def _below(self, place: _ComparedPlace) -> Iterator[_Claim]:
        """Compare what is said of each field, of items, of further fields, and of the JSON that a text holds."""
        before, after = self._present(self._old_meanings, place.old), self._present(self._new_meanings, place.new)
        for name in [name for name in before if name in after]:
            whole = before[name], after[name]
            yield from self._compare(f"{place.path}.{name}", whole, *whole)
        for key, mark, words in (
            ("items", "[]", "the items"),
            ("additionalProperties", ".*", "further fields"),
            ("contentSchema", " (the JSON in it)", "the JSON in the text"),
        ):
            was, now = (tuple(p[key] for p in ps if _demands_anything(p.get(key))) for ps in (place.old, place.new))
            found: list[_Claim] = []
            if was and now and False not in (*was, *now):
                found = list(self._compare(f"{place.path}{mark}", (was, now), was, now))
            elif (False in was, bool(was)) != (False in now, bool(now)):
                narrower = (False in now, bool(now)) > (False in was, bool(was))
                what = f"{words}: {'less' if narrower else 'more'} is allowed"
                found = [self._claim(place, what, key, _NARROWER if narrower else _WIDER)]
            if key == "contentSchema":
                found = [self._beyond_values(claim) for claim in found if self._judged(claim)]
            yield from found

    # --- unions ---------------------------------------------------------------------------------------------------

    def _compare_unions(self, place: _ComparedPlace) -> Iterator[_Claim]:
        before, after = _unions(place.old), _unions(place.new)
        for (old_keyword, old_branches), (new_keyword, new_branches) in zip(before, after, strict=False):
            if old_keyword != new_keyword:
                yield self._claim(place, f"{old_keyword} became {new_keyword}", new_keyword, _OPEN)
            yield from self._branches(place, new_keyword, old_branches, new_branches)
        for keyword, _ in before[len(after) :]:
            yield self._claim(replace(place, new=()), f"no choice by {keyword} any longer", keyword, _WIDER)
        for keyword, _ in after[len(before) :]:
            yield self._claim(replace(place, old=()), f"held to a choice by {keyword}", keyword, _NARROWER)

    def _branches(self, place: _ComparedPlace, keyword: str, old: list[Parts], new: list[Parts]) -> Iterator[_Claim]:
        pairs, gone, come = self._paired(old, new)
        found = [claim for pair in pairs for claim in self._compare(place.path, place.whole, *pair)]
        if not (found or gone or come):
            return
        # Where two choices can hold at once, one more may take from what fitted one alone, and one less may give.
        overlap = keyword == "oneOf" and self._overlap(new)
        for branch in gone:
            own = replace(place, old=self._conjuncts(self._old, branch), new=())
            what = f"{self._name(self._old, branch)} is no longer one of the choices"
            found.append(self._claim(own, what, "$ref", (True, None if overlap else False)))
        for branch in come:
            own = replace(place, old=(), new=self._conjuncts(self._new, branch))
            what = f"{self._name(self._new, branch)} is a new choice{'; what fits two is refused' if overlap else ''}"
            found.append(self._claim(own, what, "$ref", (None if overlap else False, True), section=Section.ADDED))
        if overlap and not gone and not come and any(claim.flow is not None for claim in found):
            what = "a oneOf changed whose choices can hold at once: what fitted one may fit two now, or none"
            found.append(self._claim(replace(place, old=()), what, keyword, _OPEN))
        yield from found

    def _paired(self, old: list[Parts], new: list[Parts]) -> tuple[list[tuple[Parts, Parts]], list[Parts], list[Parts]]:
        """Pair the branches that stand for the same, by one trait after the other, and return what is left alone."""
        pairs: list[tuple[Parts, Parts]] = []
        gone, come = list(old), list(new)
        for trait in range(len(self._traits(self._old, ()))):
            for before in list(gone):
                sought = self._traits(self._old, before)[trait]
                fitting = [after for after in come if sought and self._traits(self._new, after)[trait] == sought]
                if fitting:
                    pairs.append((before, fitting[0]))
                    gone.remove(before)
                    come.remove(fitting[0])
        if len(gone) == len(come) == 1 and len(old) == len(new):
            pairs.append((gone.pop(), come.pop()))
        return pairs, gone, come

    def _traits(self, document: LinedDocument, branch: Parts) -> tuple[Any, ...]:
        """What tells a branch from the others: its tags, its name, its type, and all that it demands."""
        parts = self._conjuncts(document, branch)
        needed = {name for part in parts for name in part.get("required", ())}
        listed = {
            name: _values_of(self._conjuncts(document, schemas))
            for name, schemas in _properties(parts).items()
            if name in needed
        }
        return (
            {name: next(iter(values)) for name, values in listed.items() if values is not None and len(values) == 1},
            [part["$ref"] for part in branch if "$ref" in part],
            _said_by(("type",), parts),
            as_json([{key: value for key, value in part.items() if key not in WORDS} for part in parts]),
        )

    def _name(self, document: LinedDocument, branch: Parts) -> str:
        _, references, types, demands = self._traits(document, branch)
        needed = {name for part in self._conjuncts(document, branch) for name in part.get("required", ())}
        return name_of(references[0]) if references else " and ".join(sorted(needed)) or _told(types) or demands

    def _overlap(self, branches: Sequence[Parts]) -> bool:
        """Tell whether a value may fit two of the branches; that none can is to be proved."""
        nothing = self._new_meanings.of((_NOTHING,))
        return any(
            self._new_meanings.of((*branch, *other)).loses(nothing) is not False
            for index, branch in enumerate(branches)
            for other in branches[:index]
        )


_NOTHING: Final[Schema] = {"not": {}}


def _unions(parts: Parts) -> list[tuple[str, list[Parts]]]:
    return [
        (key, [(branch,) for branch in part[key]])
        for part in parts
        for key in ("oneOf", "anyOf")
        if len(part.get(key, ())) > 1
    ]


def _only_one_became_a_union(single: Parts, union: Parts) -> bool:
    """Whether one side demands something and the other a choice of such demands, and nothing else."""
    others = any(part.keys() - WORDS - {"$ref", "allOf", "anyOf", "oneOf"} for part in union)
    demands = any(part.keys() - WORDS for part in single)
    return len(_unions(union)) == 1 and not others and demands and not _unions(single)


def _with_values_listed(schema: Schema, document: LinedDocument) -> Schema:
    """Write a choice between single values as the list that it is."""
    key = next((key for key in ("oneOf", "anyOf") if key in schema), None)
    if key is None or schema.keys() & {*_VALUES}:
        return schema
    listed: dict[str, list[Any]] = {}
    for branch in schema[key]:
        said = document.dereferenced(branch) if isinstance(branch, dict) else {}
        values = said["enum"] if "enum" in said else [said["const"]] if "const" in said else None
        if values is None or said.keys() - WORDS - {*_VALUES, "type"}:
            return schema
        for value in values:
            if Draft202012Validator(said).is_valid(value):
                listed.setdefault(as_json(value), []).append(value)
    fitting = [values[0] for values in listed.values() if key == "anyOf" or len(values) == 1]
    rest = {name: value for name, value in schema.items() if name != key}
    return document.in_other_words(schema, {**rest, "enum": fitting}, {"enum": key})


def _said_by(keys: Iterable[str], parts: Parts) -> Parts:
    """What some keywords say, each part of it once."""
    said = [{key: part[key] for key in keys if key in part} for part in parts]
    return tuple(value for _, value in sorted({as_json(each): each for each in said if each}.items()))


def _became(key: str, was: Parts, now: Parts) -> str:
    what = f"{_told(was)} became {_told(now)}"
    return what if len(what) <= _LONGEST_SENTENCE else f"{key} changed{_entries(key, was, now)}"


def _entries(key: str, was: Parts, now: Parts) -> str:
    """Name the entries of a long table that are not as they were."""
    before, after = ([part[key] for part in parts if isinstance(part.get(key), dict)] for parts in (was, now))
    if not (len(before) == len(after) == 1):
        return ""
    (old,), (new,) = before, after
    return f" for {', '.join(name for name in {**old, **new} if old.get(name) != new.get(name))}"


def _told(parts: Parts) -> str:
    return " and ".join(f"{key} {as_json(value)}" for part in parts for key, value in part.items()) or "nothing"


def _demands_anything(schema: Any) -> bool:
    return schema is False or (isinstance(schema, dict) and bool(schema.keys() - WORDS))


def _values_of(parts: Parts) -> dict[str, Any] | None:
    """The listed values by their JSON text, None where none are listed."""
    allowed: dict[str, Any] | None = None
    for part in parts:
        said = [*([part["enum"]] if "enum" in part else ()), *([[part["const"]]] if "const" in part else ())]
        for listed in said:
            texts = {as_json(value): value for value in listed}
            allowed = texts if allowed is None else {text: allowed[text] for text in allowed.keys() & texts.keys()}
    return allowed


def _properties(parts: Parts) -> dict[str, Parts]:
    found: dict[str, Parts] = {}
    for part in parts:
        for name, schema in part.get("properties", {}).items():
            found[name] = (*found.get(name, ()), schema)
    return found
