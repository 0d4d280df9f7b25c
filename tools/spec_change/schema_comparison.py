"""Whether a schema takes less, more, or something else than it did.

Keyword by keyword it is found what changed and where; what it means is decided by the values that both states allow, so
what is only written another way is no change. A request that is held to more than before breaks callers; an answer that
may hold more than before does. What cannot be judged so is never called harmless.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from jsonschema_rs import Draft202012Validator

from image_gateways_documents.schema_walk import Schema

from .change import Change, Effect, Section
from .lined_document import LinedDocument
from .schema_meaning import FORMATS, SILENT_FORMATS, Meanings, Parts

# What is said about a value and demands nothing of it. The names of enum members are seen in the Python interface.
_WORDS = frozenset(
    [
        "title",
        "description",
        "example",
        "examples",
        "$comment",
        "externalDocs",
        "discriminator",
        "x-evidence",
        "x-enum-descriptions",
        "x-enum-varnames",
        "readOnly",
        "writeOnly",
    ]
)
_STRUCTURE = frozenset(
    [
        "$ref",
        "allOf",
        "anyOf",
        "oneOf",
        "type",
        "enum",
        "const",
        "required",
        "properties",
        "additionalProperties",
        "items",
        "contentSchema",
        "default",
        "deprecated",
        "x-picture",
    ]
)
_LOWER = {"minimum": 0, "exclusiveMinimum": 1, "minLength": 0, "minItems": 0, "minProperties": 0}
_UPPER = {"maximum": 0, "exclusiveMaximum": -1, "maxLength": 0, "maxItems": 0, "maxProperties": 0}
_NUMBER_BOUNDS = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
_TYPES = frozenset(("null", "boolean", "object", "array", "string", "integer", "fraction"))

# Keywords that refuse values in ways which have no words here.
_WORDLESS = (
    ("if", "then", "else"),
    ("contains", "minContains", "maxContains"),
    *((key,) for key in ("not", "uniqueItems", "multipleOf", "prefixItems", "patternProperties", "propertyNames")),
    *((key,) for key in ("dependentRequired", "dependentSchemas", "unevaluatedItems", "unevaluatedProperties")),
)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a call, as the report names it, and whether it is what a caller sends."""

    name: str
    sent_by_caller: bool


@dataclass(frozen=True, slots=True)
class _Claim:
    """A change as the keywords have it.

    Attributes:
        change: the change; its effect holds where `judged`.
        loses: whether values that were allowed are refused now; None where the keywords do not say.
        gains: whether values that were refused are allowed now.
        judged: whether its effect is no matter of which values are allowed.
        moves: whether it speaks of a field that demands something, and that only moved where no value is lost or new.
    """

    change: Change
    loses: bool | None = None
    gains: bool | None = None
    judged: bool = False
    moves: bool = False

    def settled(self, loses: bool | None, gains: bool | None) -> "_Claim":
        """Return this claim as the values have it, which decide what the keywords leave open."""
        return replace(
            self,
            loses=loses if self.loses is None or loses is False else self.loses,
            gains=gains if self.gains is None or gains is False else self.gains,
        )


_NARROWER, _WIDER, _OTHER, _OPEN = (True, False), (False, True), (True, True), (None, None)


@dataclass(frozen=True, slots=True)
class _Place:
    """One place in a value, old and new: its path, and all that is demanded of what lies there."""

    path: str
    old: Parts
    new: Parts


class SchemaComparison:
    """Compares schemas on one side of one operation.

    Args:
        old: the document as it was.
        new: the document as it is.
        side: the side of the call.
        meanings: what the schemas of either document mean on this side.
    """

    def __init__(self, old: LinedDocument, new: LinedDocument, side: Side, meanings: tuple[Meanings, Meanings]) -> None:
        self._old = old
        self._new = new
        self._side = side
        self._old_meanings, self._new_meanings = meanings
        self._entered: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()

    def changes(self, old: Schema, new: Schema, path: str = "$") -> list[Change]:
        """Return every change between two schemas, in the order in which the document speaks of them."""
        if self._old_meanings.written(old) == self._new_meanings.written(new):
            return []
        place = _Place(path, (old,), (new,))
        claims = list(self._compare(place, (old,), (new,)))
        if not claims:
            was, now = self._old_meanings.of((old,)), self._new_meanings.of((new,))
            if was.loses(now) or now.loses(was):
                claim = self._claim(place, _OPEN, "what is allowed changed", (old,), (new,), "")
                claims = self._settled([claim], (old,), (new,))
        return list(dict.fromkeys(change for claim in claims if (change := self._judged(claim))))

    def _judged(self, claim: _Claim) -> Change | None:
        if claim.judged:
            return claim.change
        breaks, helps = claim.loses, claim.gains
        if not self._side.sent_by_caller:
            breaks, helps = helps, breaks
        if breaks is False:
            return None if helps is False else replace(claim.change, effect=Effect.COMPATIBLE)
        return replace(claim.change, effect=Effect.BREAKING if breaks else Effect.LOOK)

    def _compare(self, whole: _Place, old_schemas: Parts, new_schemas: Parts) -> Iterator[_Claim]:
        """Compare two conjunctions that apply at one place; in a branch of a union they are not the whole of it."""
        pair = (tuple(map(id, old_schemas)), tuple(map(id, new_schemas)))
        if pair in self._entered:
            return
        self._entered.add(pair)
        old, new = self._conjuncts(self._old, old_schemas), self._conjuncts(self._new, new_schemas)
        own: list[_Claim] = []
        below: list[_Claim] = []
        if self._only_one_became_a_union(old, new):
            keyword, branches = self._unions(new)[0]
            own += self._branches(whole, keyword, [old_schemas], branches, new)
        elif self._only_one_became_a_union(new, old):
            keyword, branches = self._unions(old)[0]
            own += self._branches(whole, keyword, branches, [new_schemas], new)
        else:
            for step in (self._types, self._values, self._bounds, self._pictures, self._texts, self._fields):
                own += step(whole, old, new)
            below += self._below_fields(old, new, whole.path)
            below += self._below(whole, old, new)
            own += self._compare_unions(whole, old, new)
            own += self._annotations(whole, old, new)
            own += self._other_keywords(whole, old, new)
        yield from self._settled(own, old_schemas, new_schemas)
        yield from below
        self._entered.discard(pair)

    def _settled(self, claims: Sequence[_Claim], old: Parts, new: Parts) -> list[_Claim]:
        """Hold the claims of one place to the values that are allowed there."""
        if all(claim.judged and not claim.moves for claim in claims):
            return list(claims)
        was, now = self._old_meanings.of(old), self._new_meanings.of(new)
        loses, gains = was.loses(now), now.loses(was)
        if loses is None and any(claim.loses is None for claim in claims if not claim.judged):
            loses = was.draws_what_is_refused(now) or None
        if gains is None and any(claim.gains is None for claim in claims if not claim.judged):
            gains = now.draws_what_is_refused(was) or None
        if loses is False and gains is False:
            claims = [claim for claim in claims if not claim.moves]
        # Where a choice beside it allows all the same, a field is gone nevertheless.
        claims = [replace(claim, moves=False) for claim in claims]
        return [claim if claim.judged else claim.settled(loses, gains) for claim in claims]

    def _claim(
        self,
        place: _Place,
        values: tuple[bool | None, bool | None],
        what: str,
        old: Iterable[Schema],
        new: Iterable[Schema],
        key: str,
        section: Section = Section.CHANGED,
    ) -> _Claim:
        """A change of the values that are allowed: whether some are lost, and whether some are new."""
        return _Claim(self._said(place, Effect.LOOK, what, old, new, key, section).change, *values)

    def _said(
        self,
        place: _Place,
        effect: Effect,
        what: str,
        old: Iterable[Schema],
        new: Iterable[Schema],
        key: str,
        section: Section = Section.CHANGED,
    ) -> _Claim:
        """A change whose effect is no matter of the values that are allowed."""
        line = self._line(old, new, key)
        change = Change(effect, what, side=self._side.name, where=place.path, line=line, section=section)
        return _Claim(change, judged=True)

    def _line(self, old: Iterable[Schema], new: Iterable[Schema], key: str) -> str:
        """The line of the new state that says it, or of the old state where the new one no longer does."""
        new = tuple(new)
        for document, parts in ((self._new, new), (self._old, tuple(old))):
            for part in parts:
                if key in part:
                    return document.line(part, key)
        return next((line for part in new if (line := self._new.line(part))), "")

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

    def _types(self, place: _Place, old: Parts, new: Parts) -> Iterator[_Claim]:
        before, after = _types_of(old), _types_of(new)
        if before != after and (_values_of(old) is None or _values_of(new) is None):
            what = f"type {_type_words(before)} became {_type_words(after)}"
            yield self._claim(place, (bool(before - after), bool(after - before)), what, old, new, "type")

    def _values(self, place: _Place, old: Parts, new: Parts) -> Iterator[_Claim]:
        before, after = _values_of(old), _values_of(new)
        if before == after:
            return
        key = "const" if any("const" in part for part in (*old, *new)) else "enum"
        if before is None or after is None:
            listed = ", ".join(before or after or ())
            what = f"only {listed} is allowed now" if before is None else f"no longer only {listed}"
            yield self._claim(place, _NARROWER if before is None else _WIDER, what, old, new, key)
            return
        gone, come = ([text for text in one if text not in other] for one, other in ((before, after), (after, before)))
        if len(before) == len(after) == len(gone) == len(come) == 1:
            yield self._claim(place, _OTHER, f"the value {gone[0]} became {come[0]}", old, new, key)
            return
        for text in gone:
            words = f"the value {text} is gone"
            if self._accepts(self._new, place.new, before[text]):
                words = f"{words} from the list; it stays legal"
                yield self._said(place, Effect.COMPATIBLE, words, old, new, key)
            else:
                yield self._claim(place, _NARROWER, words, old, new, key, Section.REMOVED)
        for text in come:
            words = f"the value {text} is new"
            if self._accepts(self._old, place.old, after[text]):
                words = f"{words} in the list; it was legal before"
                yield self._said(place, Effect.COMPATIBLE, words, old, new, key, Section.ADDED)
            else:
                yield self._claim(place, _WIDER, words, old, new, key, Section.ADDED)

    def _accepts(self, document: LinedDocument, whole: Parts, value: Any) -> bool:
        root = {"allOf": list(whole), "components": document.root.get("components", {})}
        return Draft202012Validator(root, validate_formats=True).is_valid(value)

    def _bounds(self, place: _Place, old: Parts, new: Parts) -> Iterator[_Claim]:
        for keywords, tightest, words in ((_LOWER, max, "at least"), (_UPPER, min, "at most")):
            before, after = _bounds_of(old, keywords, tightest), _bounds_of(new, keywords, tightest)
            for name in sorted(before.keys() | after.keys()):
                was, now = before.get(name), after.get(name)
                if was == now:
                    continue
                narrower = was is None or (now is not None and tightest(was, now) == now)
                what = f"{name}: {_bound_words(words, was)} became {_bound_words(words, now)}"
                key = next((k for k in keywords if _NUMBER_BOUNDS.get(k, k) == name and any(k in p for p in new)), name)
                yield self._claim(place, _NARROWER if narrower else _WIDER, what, old, new, key)

    def _pictures(self, place: _Place, old: Parts, new: Parts) -> Iterator[_Claim]:
        before, after = ({k: v for part in parts for k, v in part.get("x-picture", {}).items()} for parts in (old, new))
        for name in sorted(before.keys() | after.keys()):
            was, now = before.get(name), after.get(name)
            if was == now:
                continue
            what = f"x-picture {name}: {_json(was)} became {_json(now)}"
            loses, gains = _OPEN
            if name.startswith("max_"):
                loses = was is None or (now is not None and now < was)
                gains = not loses
            elif name == "media_types":
                loses, gains = bool(set(was or ()) - set(now or ())), bool(set(now or ()) - set(was or ()))
            yield self._beyond_values(self._claim(place, (loses, gains), what, old, new, "x-picture"))

    def _texts(self, place: _Place, old: Parts, new: Parts) -> Iterator[_Claim]:
        for key in ("pattern", "format", "contentEncoding", "contentMediaType"):
            before, after = ({part[key] for part in parts if key in part} - SILENT_FORMATS for parts in (old, new))
            gone, come = sorted(before - after), sorted(after - before)
            if not gone and not come:
                continue
            values = _OPEN if gone and come else _NARROWER if come else _WIDER
            what = f"{key}: {', '.join(gone) or 'none'} became {', '.join(come) or 'none'}"
            if key == "format" and not FORMATS.issuperset((*gone, *come)):
                values = _OPEN  # a format of one's own: nobody knows whether anybody holds a text to it
            claim = self._claim(place, values, what, old, new, key)
            seen = key == "pattern" or (key == "format" and FORMATS.issuperset((*gone, *come)))
            yield claim if seen else self._beyond_values(claim)

    def _beyond_values(self, claim: _Claim) -> _Claim:
        """Judge by the keywords alone what a validator of the standard does not see."""
        change = self._judged(claim)
        assert change is not None
        return replace(claim, change=change, judged=True)

    # --- what lies below ------------------------------------------------------------------------------------------

    def _fields(self, place: _Place, old: Parts, new: Parts) -> Iterator[_Claim]:
        before, after = self._present(self._old_meanings, old), self._present(self._new_meanings, new)
        needed_before, needed_after = (
            {name for part in parts for name in part.get("required", ())} - (_properties(parts).keys() - present.keys())
            for parts, present in ((old, before), (new, after))
        )
        for name in [name for name in before if name not in after]:
            field = _Place(f"{place.path}.{name}", before[name], ())
            holders = [part["properties"] for part in old if name in part.get("properties", {})]
            what = "the field is gone"
            if name in _properties(new):
                what = f"the field is no part of {'a request' if self._side.sent_by_caller else 'an answer'} any longer"
            gone = self._said(field, Effect.BREAKING, what, holders, (), name, Section.REMOVED)
            yield replace(gone, moves=any(map(_demands_anything, before[name])))
        for name in [name for name in after if name not in before]:
            field = _Place(f"{place.path}.{name}", (), after[name])
            holders = [part["properties"] for part in new if name in part.get("properties", {})]
            effect, what = Effect.COMPATIBLE, "a new field"
            if self._side.sent_by_caller and name in needed_after:
                effect, what = Effect.BREAKING, "a new field that is required"
            elif self._side.sent_by_caller and any(part.get("additionalProperties") for part in old):
                effect, what = Effect.LOOK, "a new field, where any field passed unchecked before"
            come = self._said(field, effect, what, (), holders, name, Section.ADDED)
            yield replace(come, moves=any(map(_demands_anything, after[name])))
        for name in sorted(needed_before ^ needed_after):
            if (name in before) != (name in after):
                continue  # said above
            field = _Place(f"{place.path}.{name}", (), ())
            if name in needed_after:
                yield self._claim(field, _NARROWER, "now required", old, new, "required")
            else:
                yield self._claim(field, _WIDER, "no longer required", old, new, "required")

    def _present(self, meanings: Meanings, parts: Parts) -> dict[str, Parts]:
        """The properties that are part of this side."""
        found = _properties(parts)
        return {name: schemas for name, schemas in found.items() if not any(map(meanings.is_absent, schemas))}

    def _below_fields(self, old: Parts, new: Parts, path: str) -> Iterator[_Claim]:
        before, after = self._present(self._old_meanings, old), self._present(self._new_meanings, new)
        for name in [name for name in before if name in after]:
            field = _Place(f"{path}.{name}", before[name], after[name])
            yield from self._compare(field, field.old, field.new)

    def _below(self, place: _Place, old: Parts, new: Parts) -> Iterator[_Claim]:
        """Compare what is said of items, of further fields, and of the JSON that a text holds."""
        for key, mark, words in (
            ("items", "[]", "the items"),
            ("additionalProperties", ".*", "further fields"),
            ("contentSchema", " (the JSON in it)", "the JSON in the text"),
        ):
            before, after = (tuple(p[key] for p in parts if _demands_anything(p.get(key))) for parts in (old, new))
            found: list[_Claim] = []
            if before and after and False not in (*before, *after):
                field = _Place(f"{place.path}{mark}", before, after)
                found = list(self._compare(field, before, after))
            elif (False in before, bool(before)) != (False in after, bool(after)):
                narrower = (False in after, bool(after)) > (False in before, bool(before))
                what = f"{words}: {'less' if narrower else 'more'} is allowed"
                found = [self._claim(place, _NARROWER if narrower else _WIDER, what, old, new, key)]
            if key == "contentSchema":
                found = [self._beyond_values(claim) for claim in found if self._judged(claim)]
            yield from found

    # --- unions ---------------------------------------------------------------------------------------------------

    def _unions(self, parts: Parts) -> list[tuple[str, list[Parts]]]:
        return [
            (key, [(b,) for b in part[key]])
            for part in parts
            for key in ("oneOf", "anyOf")
            if len(part.get(key, ())) > 1
        ]

    def _only_one_became_a_union(self, single: Parts, union: Parts) -> bool:
        """Whether one side demands something and the other a choice of such demands, and nothing else."""
        others = any(part.keys() - _WORDS - {"$ref", "allOf", "anyOf", "oneOf"} for part in union)
        demands = any(part.keys() - _WORDS for part in single)
        return len(self._unions(union)) == 1 and not others and demands and not self._unions(single)

    def _compare_unions(self, place: _Place, old: Parts, new: Parts) -> Iterator[_Claim]:
        before, after = self._unions(old), self._unions(new)
        for (old_keyword, old_branches), (new_keyword, new_branches) in zip(before, after, strict=False):
            if old_keyword != new_keyword:
                what = f"{old_keyword} became {new_keyword}"
                yield self._claim(place, _OPEN, what, old, new, new_keyword)
            yield from self._branches(place, new_keyword, old_branches, new_branches, new)
        for keyword, _ in before[len(after) :]:
            yield self._claim(place, _WIDER, f"no choice by {keyword} any longer", old, (), keyword)
        for keyword, _ in after[len(before) :]:
            yield self._claim(place, _NARROWER, f"held to a choice by {keyword}", (), new, keyword)

    def _branches(
        self, place: _Place, keyword: str, old: list[Parts], new: list[Parts], holders: Parts
    ) -> Iterator[_Claim]:
        pairs, gone, come = self._paired(old, new)
        found: list[_Claim] = []
        for before, after in pairs:
            found += self._compare(place, before, after)
        # Where two choices can hold at once, one more may take from what fitted one alone, and one less may give.
        overlap = keyword == "oneOf" and not self._disjoint(new)
        for branch in gone:
            what = f"{self._branch_name(self._old, branch)} is no longer one of the choices"
            parts = self._conjuncts(self._old, branch)
            found.append(self._claim(place, (True, None if overlap else False), what, parts, (), "$ref"))
        for branch in come:
            what = f"{self._branch_name(self._new, branch)} is a new choice"
            what += "; what fits two is refused" if overlap else ""
            parts = self._conjuncts(self._new, branch)
            values = (None if overlap else False), True
            found.append(self._claim(place, values, what, (), parts, "$ref", Section.ADDED))
        if overlap and found and not gone and not come:
            what = "a oneOf changed whose choices can hold at once: what fitted one may fit two now, or none"
            found.append(self._claim(place, _OPEN, what, (), holders, keyword))
        yield from found

    def _paired(self, old: list[Parts], new: list[Parts]) -> tuple[list[tuple[Parts, Parts]], list[Parts], list[Parts]]:
        """Pair the branches that stand for the same: by tag, by name, by type, and what is left alone."""
        pairs: list[tuple[Parts, Parts]] = []
        gone, come = list(old), list(new)
        keys: tuple[Callable[[LinedDocument, Parts], Any], ...] = (
            lambda document, branch: self._tags(document, branch),
            lambda _, branch: [part.get("$ref") for part in branch if "$ref" in part],
            lambda document, branch: (
                sorted(_types_of(self._conjuncts(document, branch)))
                if len(_types_of(self._conjuncts(document, branch))) < len(_TYPES)
                else None
            ),
            lambda document, branch: _demands(self._conjuncts(document, branch)),
        )
        for key in keys:
            for before in list(gone):
                of_old = key(self._old, before)
                fitting = [after for after in come if of_old and key(self._new, after) == of_old]
                if fitting:
                    pairs.append((before, fitting[0]))
                    gone.remove(before)
                    come.remove(fitting[0])
        if len(gone) == len(come) == 1 and len(old) == len(new):
            pairs.append((gone.pop(), come.pop()))
        return pairs, gone, come

    def _branch_name(self, document: LinedDocument, branch: Parts) -> str:
        for part in branch:
            if "$ref" in part:
                return str(part["$ref"]).rpartition("/")[2]
        parts = self._conjuncts(document, branch)
        needed = sorted({name for part in parts for name in part.get("required", ())})
        return " and ".join(needed) or _type_words(_types_of(parts))

    def _disjoint(self, branches: Sequence[Parts]) -> bool:
        described = [(_types_of(self._conjuncts(self._new, b)), self._tags(self._new, b)) for b in branches]
        return all(
            not types & other_types or any(tags[name] != other_tags[name] for name in tags.keys() & other_tags.keys())
            for index, (types, tags) in enumerate(described)
            for other_types, other_tags in described[:index]
        )

    def _tags(self, document: LinedDocument, branch: Parts) -> dict[str, str]:
        """The required properties with a single value, which tell the branches of a union apart."""
        parts = self._conjuncts(document, branch)
        needed = {name for part in parts for name in part.get("required", ())}
        listed = {
            name: _values_of(self._conjuncts(document, schemas))
            for name, schemas in _properties(parts).items()
            if name in needed
        }
        return {name: next(iter(values)) for name, values in listed.items() if values is not None and len(values) == 1}

    # --- the rest -------------------------------------------------------------------------------------------------

    def _annotations(self, place: _Place, old: Parts, new: Parts) -> Iterator[_Claim]:
        before, after = (next((_json(p["default"]) for p in parts if "default" in p), None) for parts in (old, new))
        # In an answer a default is never filled in; beside a const it says nothing more.
        if before != after and self._side.sent_by_caller and not any("const" in part for part in new):
            what = f"default: {before or 'none'} became {after or 'none'}; leaving it out may mean something else"
            yield self._said(place, Effect.LOOK, what, old, new, "default")
        if any(p.get("deprecated") for p in new) and not any(p.get("deprecated") for p in old):
            yield self._said(place, Effect.COMPATIBLE, "deprecated", old, new, "deprecated", Section.DEPRECATED)

    def _other_keywords(self, place: _Place, old: Parts, new: Parts) -> Iterator[_Claim]:
        for keys in _WORDLESS:
            changed = [key for key in keys if _said_of(key, old) != _said_of(key, new)]
            if changed:
                yield self._claim(place, _OPEN, f"{', '.join(changed)} changed", old, new, changed[0])
        judged = _WORDS | _STRUCTURE | _LOWER.keys() | _UPPER.keys() | {key for keys in _WORDLESS for key in keys}
        judged |= {"pattern", "format", "contentEncoding", "contentMediaType"}
        for key in sorted({key for part in (*old, *new) for key in part} - judged):
            if _said_of(key, old) != _said_of(key, new):
                yield self._said(place, Effect.LOOK, f"{key} changed", old, new, key)


def _with_values_listed(schema: Schema, document: LinedDocument) -> Schema:
    """Write a choice between single values as the list that it is."""
    key = next((key for key in ("oneOf", "anyOf") if key in schema), None)
    if key is None or schema.keys() & {"enum", "const"}:
        return schema
    listed: dict[str, list[Any]] = {}
    for branch in schema[key]:
        said = document.dereferenced(branch) if isinstance(branch, dict) else {}
        values = said["enum"] if "enum" in said else [said["const"]] if "const" in said else None
        if values is None or said.keys() - _WORDS - {"enum", "const", "type"}:
            return schema
        for value in values:
            if Draft202012Validator(said).is_valid(value):
                listed.setdefault(_json(value), []).append(value)
    fitting = [values[0] for values in listed.values() if key == "anyOf" or len(values) == 1]
    rest = {name: value for name, value in schema.items() if name != key}
    return document.in_other_words(schema, {**rest, "enum": fitting}, {"enum": key})


def _said_of(key: str, parts: Parts) -> list[str]:
    return sorted({_json(part[key]) for part in parts if key in part})


def _demands_anything(schema: Any) -> bool:
    return schema is False or (isinstance(schema, dict) and bool(schema.keys() - _WORDS))


def _types_of(parts: Parts) -> frozenset[str]:
    allowed = _TYPES
    for part in parts:
        if "type" in part:
            named = [part["type"]] if isinstance(part["type"], str) else part["type"]
            allowed &= {t for name in named for t in (("integer", "fraction") if name == "number" else (name,))}
    return allowed


def _type_words(types: frozenset[str]) -> str:
    if types == _TYPES:
        return "anything"
    named = set(types)
    if "fraction" in named:
        named = named - {"fraction", "integer"} | {"number"}
    return " or ".join(sorted(named)) or "nothing"


def _values_of(parts: Parts) -> dict[str, Any] | None:
    """The listed values by their JSON text, None where none are listed."""
    allowed: dict[str, Any] | None = None
    for part in parts:
        said = [*([part["enum"]] if "enum" in part else ()), *([[part["const"]]] if "const" in part else ())]
        for listed in said:
            texts = {_json(value): value for value in listed}
            allowed = texts if allowed is None else {text: allowed[text] for text in allowed.keys() & texts.keys()}
    return allowed


Bound: TypeAlias = tuple[float, int]
"""A bound, and whether it is itself out of bounds; written so that tuples compare as bounds do."""


def _bounds_of(
    parts: Parts, keywords: Mapping[str, int], tightest: Callable[[Iterable[Bound]], Bound]
) -> dict[str, Bound]:
    found: dict[str, list[Bound]] = {}
    for part in parts:
        for key in part.keys() & keywords.keys():
            found.setdefault(_NUMBER_BOUNDS.get(key, key), []).append((part[key], keywords[key]))
    return {name: tightest(bounds) for name, bounds in found.items()}


def _bound_words(words: str, bound: Bound | None) -> str:
    if bound is None:
        return "none"
    value, exclusive = bound
    return f"{words} {value:g}" + (", itself excluded" if exclusive else "")


def _properties(parts: Parts) -> dict[str, Parts]:
    found: dict[str, Parts] = {}
    for part in parts:
        for name, schema in part.get("properties", {}).items():
            found[name] = (*found.get(name, ()), schema)
    return found


def _demands(parts: Parts) -> str:
    return _json([{key: value for key, value in part.items() if key not in _WORDS} for part in parts])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
