"""The lines of a package that those who import it see: signatures, fields, members, constants and docstrings."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Interface:
    """What those modules of a package show that another state of it has not as well, byte for byte.

    Attributes:
        lines: by dotted name, what is written of it, without docstring and body.
        docstrings: by dotted name; a module has one as well.
        code: by the name of each module, all that is written in it but docstrings, comments, and what it takes from
            others; empty where the other state has the same.
    """

    lines: dict[str, str] = field(default_factory=dict)
    docstrings: dict[str, str] = field(default_factory=dict)
    code: dict[str, str] = field(default_factory=dict)


def interfaces(old: Path, new: Path, package: str) -> tuple[Interface, Interface]:
    """Read the modules of two states of a package; of one that is the same in both, the name alone.

    Nothing is imported.

    Args:
        old: the folder that held the package.
        new: the folder that holds it.
        package: its name.
    """
    before, after = _modules(old, package), _modules(new, package)
    return _interface(before, after), _interface(after, before)


def _modules(folder: Path, package: str) -> dict[str, bytes]:
    return {
        ".".join(file.relative_to(folder).with_suffix("").parts).removesuffix(".__init__"): file.read_bytes()
        for file in sorted((folder / package).rglob("*.py"))
    }


def _interface(modules: dict[str, bytes], others: dict[str, bytes]) -> Interface:
    found = Interface()
    for module, text in modules.items():
        if others.get(module) == text:
            found.code[module] = ""
            continue
        tree = ast.parse(text)
        _look(tree, module, found)
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | _Function) and ast.get_docstring(node) is not None:
                node.body[0] = ast.Pass()
        tree.body = [node for node in tree.body if not _only_names_others(node)]
        found.code[module] = ast.unparse(tree)
    return found


def _only_names_others(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        return [ast.unparse(target) for target in node.targets] == ["__all__"]
    return isinstance(node, ast.Import | ast.ImportFrom)


def _look(holder: ast.Module | ast.ClassDef, name: str, found: Interface) -> None:
    found.docstrings[name] = ast.get_docstring(holder) or ""
    for node in holder.body:
        for own, line in _lines(node):
            if own.startswith("_"):
                continue
            found.lines[f"{name}.{own}"] = line
            if isinstance(node, ast.ClassDef):
                _look(node, f"{name}.{own}", found)
            elif isinstance(node, _Function):
                found.docstrings[f"{name}.{own}"] = ast.get_docstring(node) or ""


def _lines(node: ast.stmt) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.ClassDef | _Function):
        marks = [f"@{ast.unparse(mark)}" for mark in node.decorator_list]
        if isinstance(node, ast.ClassDef):
            given = [*map(ast.unparse, node.bases), *(ast.unparse(keyword) for keyword in node.keywords)]
            line = f"class {node.name}({', '.join(given)})"
        else:
            kind = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
            returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
            line = f"{kind} {node.name}({ast.unparse(node.args)}){returns}"
        yield node.name, " ".join((*marks, line))
    elif isinstance(node, ast.AnnAssign):
        yield ast.unparse(node.target), ast.unparse(node)
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            yield ast.unparse(target), ast.unparse(node)
