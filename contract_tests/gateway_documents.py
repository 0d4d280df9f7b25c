"""Which document a gateway's traffic is held to: that of its name, or the one that has its address."""

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

from image_gateways_documents.document_faults import DocumentError
from image_gateways_documents.yaml_text import YamlRefused, document_files, parse_yaml, yaml_content

from .base_url import BaseUrl, UnusableBaseUrl, parsed_base_url


class UnknownGateway(DocumentError):
    """It is not known which gateway is meant; the message says how to say it."""


def document_of(gateway: str | None, base_url: BaseUrl | None, folder: Path) -> Path:
    """Return the document of a gateway.

    Args:
        gateway: its name; None or empty for the one of the address.
        base_url: its address; None where that is not said.
        folder: where the documents lie.

    Raises:
        UnknownGateway: there is none of this name, or not one that has the address.
    """
    try:
        known = {file.stem: file for file in document_files(folder)}
    except YamlRefused as error:
        raise UnknownGateway(str(error)) from None
    choice = f"say which gateway it is with GATEWAY={' or '.join(known) or '…'}"
    if gateway:
        if gateway not in known:
            raise UnknownGateway(f"there is no document of {gateway} in {folder}: {choice}")
        return known[gateway]
    if base_url is None:
        raise UnknownGateway(f"neither a gateway nor its address was given: {choice}, or where with BASE_URL=")
    address = (base_url.scheme, base_url.host)
    there = [name for name, file in known.items() if address in _addresses(file)]
    if len(there) != 1:
        of = f"the documents {' and '.join(there)} have" if there else "no document has"
        raise UnknownGateway(f"{of} {base_url.scheme}://{base_url.host} among the `servers`: {choice}")
    return known[there[0]]


def _addresses(file: Path) -> Iterator[tuple[str, str]]:
    """Yield scheme and host of each server of a document; nothing where it cannot be read, which it says when used."""
    try:
        root = parse_yaml(yaml_content(file))
    except YamlRefused:
        return
    for server in (root.get("servers") if isinstance(root, dict) else None) or ():
        for url in _urls(server):
            try:
                address = parsed_base_url(url)
            except UnusableBaseUrl:  # as a path alone
                continue
            yield address.scheme, address.host


def _urls(server: Mapping[str, Any]) -> Iterator[str]:
    """Yield the URL of a server with each of the values that its variables are said to have."""
    variables: Mapping[str, Any] = server.get("variables") or {}
    values = [(variable.get("default"), *variable.get("enum", ())) for variable in variables.values()]
    for chosen in product(*values):
        url = str(server.get("url", ""))
        for name, value in zip(variables, chosen, strict=True):
            url = url.replace(f"{{{name}}}", str(value))
        yield url
