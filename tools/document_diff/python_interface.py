"""What changed in the client that is generated from the documents, for those who import it.

griffe finds what is gone and which calls no longer fit. It compares no types and knows no attrs classes, so the types
of fields, parameters and returns, the constructors of models and the values of enum members are compared here. What
neither speaks of, though its line is another, is told as it is written.
"""

import ast
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import griffe

from .change import Change, Effect, Section

PACKAGE = "image_gateways"

_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")


def python_changes(old: Path, new: Path) -> Iterator[Change]:
    """Yield every change of the package that those who import it can see.

    Args:
        old: the folder that held the package.
        new: the folder that holds it.
    """
    before, after = _loaded(old), _loaded(new)
    found = list(_judged(before, after))
    yield from found
    yield from _untold(before, after, {change.operation for change in found})


def reworded_names(old: Path, new: Path, changes: Iterable[Change]) -> list[str]:
    """Return the names of the package of which only the docstring changed.

    Args:
        old: the folder that held the package.
        new: the folder that holds it.
        changes: what else changed in it; a docstring lists fields and parameters as well.
    """
    before = dict(_public(_loaded(old)))
    told = [f"{change.operation}." for change in changes]
    return [
        name
        for name, member in _public(_loaded(new))
        if name in before
        and _words(before[name]) != _words(member)
        and not any(other.startswith(f"{name}.") for other in told)
    ]


def _words(member: griffe.Object) -> str:
    return member.docstring.value if member.docstring else ""


def _untold(before: griffe.Module, after: griffe.Module, told: set[str]) -> Iterator[Change]:
    """Tell what changed in a line, or in a module, of which nothing was said."""
    old, new = dict(_lines(before)), dict(_lines(after))
    old_files, new_files = dict(_files(before)), dict(_files(after))
    modules = {_module_of(name, files) for name in told for files in (old_files, new_files)}
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name), new.get(name)
        if was != now and not any(name == other or name.startswith(f"{other}.") for other in told):
            modules |= {_module_of(name, files) for files in (old_files, new_files)}
            what = f"{was or 'nothing'} became {now or 'nothing'}"
            yield Change(Effect.LOOK, what, operation=name)
    for module in sorted(old_files.keys() & new_files.keys() - modules):
        was, now = (files[module].read_text("utf-8") for files in (old_files, new_files))
        if was != now and _code(was) != _code(now):
            yield Change(Effect.LOOK, "the code behind its interface changed", operation=module)


def _lines(package: griffe.Module) -> Iterator[tuple[str, str]]:
    """Yield the public names, each with what is written of it, without docstring and body."""
    for name, member in _public(package):
        marks = [f"@{mark.value}" for mark in getattr(member, "decorators", ())]
        if isinstance(member, griffe.Class):
            given = [*map(str, member.bases), *(f"{key}={value}" for key, value in member.keywords.items())]
            yield name, " ".join([*marks, f"class {member.name}({', '.join(given)})"])
        elif isinstance(member, griffe.Function):
            kind = "async def" if "async" in member.labels else "def"
            yield name, " ".join([*marks, f"{kind} {member.signature()}"])
        elif isinstance(member, griffe.Attribute):
            yield name, member.source


def _files(package: griffe.Module) -> Iterator[tuple[str, Path]]:
    for _, member in ((package.path, package), *_public(package)):
        if isinstance(member, griffe.Module) and isinstance(member.filepath, Path):
            yield member.path, member.filepath


def _code(text: str) -> str:
    """All that is written in a module but docstrings, comments, and what it takes from others."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = node.body[ast.get_docstring(node) is not None :]
    return "\n".join(ast.dump(node) for node in tree.body if not _only_names_others(node))


def _only_names_others(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        return [ast.unparse(target) for target in node.targets] == ["__all__"]
    return isinstance(node, ast.Import | ast.ImportFrom)


def _module_of(name: str, modules: Collection[str]) -> str:
    while name and name not in modules:
        name = name.rpartition(".")[0]
    return name


def _judged(before: griffe.Module, after: griffe.Module) -> Iterator[Change]:
    found = map(_breakage, griffe.find_breaking_changes(before, after))
    yield from sorted(found, key=lambda change: (change.operation, change.what))
    old_names, new_names = dict(_public(before)), dict(_public(after))
    uses = _Uses(before, after)
    for name, member in new_names.items():
        was = old_names.get(name)
        if was is None:
            yield from _added(name, member, old_names, uses)
        elif isinstance(was, griffe.Class) and isinstance(member, griffe.Class):
            yield from _order_of_fields(name, was, member)
        elif isinstance(was, griffe.Attribute) and isinstance(member, griffe.Attribute):
            yield from _attribute(name, was, member, uses)
        elif isinstance(was, griffe.Function) and isinstance(member, griffe.Function):
            yield from _function(name, was, member)


def _loaded(folder: Path) -> griffe.Module:
    # Without inspection nothing is imported: only what the files say counts, not what is installed here.
    loaded = griffe.load(PACKAGE, search_paths=[folder], try_relative_path=False, allow_inspection=False)
    assert isinstance(loaded, griffe.Module)
    return loaded


def _public(holder: griffe.Object) -> Iterator[tuple[str, griffe.Object]]:
    """Every public name where it is defined; the names that re-export it are griffe's to compare."""
    for _, member in sorted(holder.members.items()):
        if isinstance(member, griffe.Object) and member.is_public:
            yield member.path, member
            if isinstance(member, griffe.Module | griffe.Class):
                yield from _public(member)


class _Uses:
    """Which models a caller makes, which a caller reads: by the operations' parameters and returns."""

    def __init__(self, *packages: griffe.Module) -> None:
        self.written: set[str] = set()
        self.read: set[str] = set()
        for package in packages:
            models = {name: c for name, c in _public(package) if isinstance(c, griffe.Class) and ".models." in name}
            for name, function in _public(package):
                if isinstance(function, griffe.Function) and ".api." in name:
                    gateway = name.partition(".api.")[0]
                    taken = [str(parameter.annotation) for parameter in function.parameters]
                    self._follow(gateway, taken, models, self.written)
                    self._follow(gateway, [str(function.returns)], models, self.read)

    def _follow(
        self, gateway: str, annotations: Iterable[str], models: dict[str, griffe.Class], found: set[str]
    ) -> None:
        names = {word for annotation in annotations for word in _IDENTIFIER.findall(annotation)}
        for path, model in models.items():
            if model.name in names and path.startswith(f"{gateway}.models.") and path not in found:
                found.add(path)
                self._follow(gateway, [str(field.annotation) for field in _fields(model)], models, found)

    def is_written(self, model: str) -> bool:
        """Whether a caller makes this model; one that no operation speaks of may be made."""
        return model in self.written or model not in self.read

    def is_read(self, model: str) -> bool:
        """Whether a caller reads this model; one that no operation speaks of may be read."""
        return model in self.read or model not in self.written


def _fields(model: griffe.Object) -> list[griffe.Attribute]:
    return [
        member
        for member in model.members.values()
        if isinstance(member, griffe.Attribute) and "property" not in member.labels and member.is_public
    ]


def _added(name: str, member: griffe.Object, old_names: dict[str, griffe.Object], uses: _Uses) -> Iterator[Change]:
    holder = name.rpartition(".")[0]
    if holder not in old_names and holder.count("."):
        return  # what holds it is new as well and says it
    effect, what = Effect.COMPATIBLE, f"a new {member.kind.value}"
    if isinstance(member.parent, griffe.Class) and member in _fields(member.parent) and member.value is None:
        what = "a new field that the constructor requires"
        effect = Effect.BREAKING if uses.is_written(holder) else Effect.LOOK
    yield Change(effect, what, operation=name, section=Section.ADDED)


def _attribute(name: str, was: griffe.Attribute, now: griffe.Attribute, uses: _Uses) -> Iterator[Change]:
    if not isinstance(now.parent, griffe.Class):
        return
    model = now.parent.path
    before, after = _types(was), _types(now)
    what = f"type {was.annotation} became {now.annotation}"
    if before != after:
        breaks = (after - before and uses.is_read(model)) or (before - after and uses.is_written(model))
        yield Change(Effect.BREAKING if breaks else Effect.COMPATIBLE, what, operation=name)
    elif str(was.value) != str(now.value):
        enum = any("Enum" in str(base) for base in now.parent.bases)
        effect = Effect.BREAKING if enum or uses.is_written(model) else Effect.LOOK
        what = f"value {was.value} became {now.value}"
        yield Change(effect, what, operation=name)


def _order_of_fields(name: str, was: griffe.Class, now: griffe.Class) -> Iterator[Change]:
    before, after = ([field.name for field in _fields(model) if _is_argument(field)] for model in (was, now))
    moved = [field for field in before if field in after and before.index(field) != after.index(field)]
    if moved and all(field in after for field in before):
        what = f"positional arguments of the constructor move: {', '.join(moved)}"
        yield Change(Effect.LOOK, what, operation=name)


def _is_argument(field: griffe.Attribute) -> bool:
    """Tell whether the constructor of an attrs class takes a field; what has no type is the member of an enum."""
    if field.annotation is None:
        return False
    made = ast.parse(str(field.value), mode="eval").body
    keywords = made.keywords if isinstance(made, ast.Call) else []
    return not any(keyword.arg == "init" and ast.unparse(keyword.value) == "False" for keyword in keywords)


def _function(name: str, was: griffe.Function, now: griffe.Function) -> Iterator[Change]:
    old_parameters = {parameter.name: parameter for parameter in was.parameters}
    for parameter in now.parameters:
        old = old_parameters.get(parameter.name)
        if old is None:
            if not parameter.required:
                yield Change(
                    Effect.COMPATIBLE, f"a new parameter {parameter.name}", operation=name, section=Section.ADDED
                )
        elif (before := _union(old.annotation)) != (after := _union(parameter.annotation)):
            what = f"type of {parameter.name} {old.annotation} became {parameter.annotation}"
            yield Change(Effect.BREAKING if before - after else Effect.COMPATIBLE, what, operation=name)
    if (before := _union(was.returns)) != (after := _union(now.returns)):
        what = f"the returned type {was.returns} became {now.returns}"
        yield Change(Effect.BREAKING if after - before else Effect.COMPATIBLE, what, operation=name)


def _types(attribute: griffe.Attribute) -> frozenset[str]:
    return _union(attribute.annotation)


def _union(annotation: object) -> frozenset[str]:
    """The members of a union; `list[A | B]` counts as `list[A] | list[B]`, and a float parameter takes an int."""
    return frozenset(_members(ast.parse(str(annotation), mode="eval").body))


def _members(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _members(node.left)
        yield from _members(node.right)
    elif isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Tuple):
        yield from (f"{ast.unparse(node.value)}[{inner}]" for inner in _members(node.slice))
    else:
        name = ast.unparse(node)
        yield from ("float", "int") if name == "float" else (name,)


def _breakage(breakage: griffe.Breakage) -> Change:
    section = Section.REMOVED if breakage.kind is griffe.BreakageKind.OBJECT_REMOVED else Section.CHANGED
    what = breakage.kind.value[0].lower() + breakage.kind.value[1:]
    parameter = breakage.new_value or breakage.old_value
    if isinstance(parameter, griffe.Parameter):
        what = f"{what}: {parameter.name}"
    return Change(Effect.BREAKING, what, operation=breakage.obj.path, section=section)
