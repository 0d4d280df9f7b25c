"""Addresses in an answer that lead to calls of the document: `polling_url`, `Location`, `Operation-Location`.

Whoever follows one shows it the key. So it is followed to the server that is tested and to the servers of the document,
and to no other.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from image_gateways_documents.document_tree import SAFE_METHODS
from image_gateways_documents.operations import Operation
from image_gateways_documents.schema_walk import Path, json_path

from .answer_checks import JudgedExchange
from .contract import Contract
from .request_making import request_of
from .session import Session
from .severity import Severity
from .violation import Violation
from .wire import Sent, Wire

MOST_POLLS = 50
"""What is asked for so often and is not final never ends."""

_SCHEMES = ("https://", "http://")
_NOT_THERE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)


@dataclass(frozen=True, slots=True)
class ToldAddress:
    """An address of a call of the document.

    Attributes:
        path: where it stands in the body; None for a header.
        address: the address.
        sent: the call.
        base_url: the server that it is a call of, without a trailing slash; empty for one that is nobody's here.
    """

    path: Path | None
    address: str
    sent: Sent
    base_url: str


def follow(session: Session, name: str, exchange: JudgedExchange) -> None:
    """Ask for what a call that made something says where it is, of each place of its answers once, until it is final.

    Args:
        session: the run.
        name: the case's name.
        exchange: the call and its answer.
    """
    operation = exchange.operation
    if operation is None or operation.method in SAFE_METHODS or not exchange.succeeded:
        return
    for told in told_addresses(exchange):
        place = operation.operation_id, json_path(told.path) if told.path else "header"
        if place not in session.followed:
            session.followed.add(place)
            session.tally.held(operation, ("address_leads_to_the_gateway", "address_leads_somewhere"))
            _follow(session, name, exchange, told)


def told_addresses(exchange: JudgedExchange) -> Iterator[ToldAddress]:
    """Yield the addresses in an answer of calls that change nothing and that its document has."""
    contract, sent = exchange.contract, exchange.sent
    for path, text in _addresses(exchange.value if exchange.is_json else None):
        yield from _told(contract, path, text)
    for name, value in exchange.received.headers:
        if name == "location" or value.startswith(_SCHEMES):
            yield from _told(contract, None, urljoin(contract.target.base_url + sent.target, value))


def _told(contract: Contract, path: Path | None, address: str) -> Iterator[ToldAddress]:
    try:
        base_url, target = _own(contract, address)
    except ValueError:
        return  # no address, though it begins like one
    operation = contract.reached(Sent("GET", target))
    if operation is not None:
        yield ToldAddress(path, address, _call(contract, operation, target), base_url)


def _own(contract: Contract, address: str) -> tuple[str, str]:
    """Return whose an address is, empty for nobody's, and what is asked of that server."""
    tested = contract.target.base_url
    if address.startswith(f"{tested}/"):
        return tested, address.removeprefix(tested)
    base_path = urlsplit(contract.document.server_url).path.rstrip("/")
    for server in contract.document.server_urls if not contract.target.replays else ():
        target = base_path + address.removeprefix(server)
        if server.startswith(_SCHEMES) and address.startswith(f"{server}/") and address.endswith(target):
            return address.removesuffix(target), target
    parts = urlsplit(address)
    # What stands before a mock may have another name for it.
    is_renamed = contract.target.replays and not contract.target.is_direct
    return tested if is_renamed else "", f"{parts.path}{'?' if parts.query else ''}{parts.query}"


def _call(contract: Contract, operation: Operation, target: str) -> Sent:
    """A call of an address as it stands, with the key where the document has it."""
    key = contract.target.api_key
    in_query = {c.name: c.value(key) for c in operation.usual_credentials if c.location == "query"}
    missing = {name: value for name, value in in_query.items() if name not in dict(Sent("GET", target).query)}
    mark = "&" if "?" in target else "?"
    return replace(request_of(contract, operation), target=target + (mark if missing else "") + urlencode(missing))


def _follow(session: Session, name: str, exchange: JudgedExchange, told: ToldAddress) -> None:
    if not told.base_url:
        _report(session, name, "address_leads_to_the_gateway", _of_a_stranger(session, told), exchange)
    elif told.base_url == session.target.base_url:
        _ask_to_the_end(session, name, exchange, told, session.wire)
    else:
        wire = Wire(told.base_url, session.wire.timeout_seconds, session.wire.passed)
        try:
            _ask_to_the_end(session, name, exchange, told, wire)
        finally:
            wire.close()


def _of_a_stranger(session: Session, told: ToldAddress) -> Violation:
    parts = urlsplit(told.address)
    message = (
        f"expected an address of {session.target.base_url} or of a server of the document, found "
        f"{parts.scheme}://{parts.netloc}: it is not followed, so that the key goes to nobody else"
    )
    return Violation(message, told.path, severity=Severity.ERROR if session.target.replays else Severity.DRIFT)


def _ask_to_the_end(session: Session, name: str, exchange: JudgedExchange, told: ToldAddress, wire: Wire) -> None:
    for number in range(MOST_POLLS):
        time.sleep(session.pause_seconds if number else 0)
        answer = session.judge(name, told.sent, wire=wire)
        if answer is None:
            return
        if answer.received.status in _NOT_THERE:
            message = f"expected an address of what was just made, found {answer.received.status} there"
            _report(session, name, "address_leads_somewhere", Violation(message, told.path), exchange)
            return
        status = answer.facts.task_status(answer.value) if answer.facts and answer.is_json else None
        if status is None or status[1]:
            return  # final, or the document does not say where a status is


def _report(session: Session, name: str, check: str, violation: Violation, exchange: JudgedExchange) -> None:
    session.report(name, check, violation, exchange.sent, exchange.operation, exchange)


def _addresses(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str) and value.startswith(_SCHEMES):
        yield path, value
    for step, below in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from _addresses(below, (*path, step))
