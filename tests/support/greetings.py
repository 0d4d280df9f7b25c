"""What proxies and servers say before the first request: CONNECT, SOCKS5 and TLS, to be used with `raw_server`."""

import socket
import ssl
from collections.abc import Callable

from .raw_server import Greeting


class Refused(OSError):
    """The other side was sent away."""


def in_turn(*greetings: Greeting) -> Greeting:
    """Do one after the other."""

    def greet(connection: socket.socket) -> socket.socket:
        for greeting in greetings:
            connection = greeting(connection)
        return connection

    return greet


def tls(context: ssl.SSLContext) -> Greeting:
    """Speak TLS from now on."""
    return lambda connection: context.wrap_socket(connection, server_side=True)


def http_connect(asked: list[bytes], refusal: bytes = b"") -> Greeting:
    """Be an HTTP proxy that is asked to connect, and is then silent; or refuse, with these bytes.

    Args:
        asked: where the heads of what was asked for are added.
        refusal: the answer to all of it; empty for success.
    """

    def greet(connection: socket.socket) -> socket.socket:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += _exactly(connection, 1)
        asked.append(head)
        connection.sendall(refusal or b"HTTP/1.1 200 Connection established\r\n\r\n")
        if refusal:
            connection.close()
            raise Refused
        return connection

    return greet


def socks5(asked: list[tuple[str, int]], users: dict[str, str] | None = None, reply: int = 0) -> Greeting:
    """Be a SOCKS5 proxy (RFC 1928, 1929), and be silent once it has connected.

    Args:
        asked: where the hosts and ports that were asked for are added.
        users: passwords by name; None lets everybody in.
        reply: the code of the answer, 0 for success.
    """

    def greet(connection: socket.socket) -> socket.socket:
        version, count = _exactly(connection, 2)
        offered = _exactly(connection, count)
        wanted = 0 if users is None else 2
        if version != 5 or wanted not in offered:
            raise Refused
        connection.sendall(bytes([5, wanted]))
        if users is not None:
            _, length = _exactly(connection, 2)
            name = _exactly(connection, length).decode()
            password = _exactly(connection, _exactly(connection, 1)[0]).decode()
            fits = users.get(name) == password
            connection.sendall(bytes([1, 0 if fits else 1]))
            if not fits:
                connection.close()
                raise Refused
        _, command, _, kind = _exactly(connection, 4)
        if command != 1:
            raise Refused
        hosts: dict[int, Callable[[], str]] = {
            1: lambda: socket.inet_ntop(socket.AF_INET, _exactly(connection, 4)),
            3: lambda: _exactly(connection, _exactly(connection, 1)[0]).decode(),
            4: lambda: socket.inet_ntop(socket.AF_INET6, _exactly(connection, 16)),
        }
        asked.append((hosts[kind](), int.from_bytes(_exactly(connection, 2))))
        connection.sendall(bytes([5, reply, 0, 1, 0, 0, 0, 0, 0, 0]))
        if reply:
            connection.close()
            raise Refused
        return connection

    return greet


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        if not (chunk := connection.recv(size - len(data))):
            raise ConnectionResetError("the other side left")
        data += chunk
    return data
