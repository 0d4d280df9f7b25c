"""A reverse proxy as one writes it in a few lines, and what such proxies do wrong."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

_CONTROL = "/__mock__"
_HANDED_ON = ("allow", "preference-applied", "retry-after")


@contextmanager
def ordinary_proxy(
    upstream: str,
    *,
    change: Callable[[bytes], bytes] = bytes,
    times: Callable[[str, str], int] = lambda _method, _path: 1,
    keeps: Callable[[str, str], bool] = lambda _method, _path: False,
    says: tuple[tuple[str, str], ...] = (),
) -> Iterator[str]:
    """Pass GET and POST on to a server for as long as the context lasts; answers whatever else by itself.

    Args:
        upstream: the server's URL.
        change: what is done to the body of each answer, but those of a mock's control interface.
        times: how often a request is sent on, by method and path; the last answer is handed back.
        keeps: whether the first success of a request, by method and path, is the answer to all that follow.
        says: headers that it adds to each answer.
    """
    kept: dict[tuple[str, str], tuple[HTTPResponse, bytes]] = {}

    class Handler(BaseHTTPRequestHandler):
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            call = self.command, self.path
            if call in kept:
                answer, body = kept[call]
            else:
                for _ in range(times(*call)):
                    answer, body = self._asked(sent)
                if keeps(*call) and answer.status == HTTPStatus.OK:
                    kept[call] = answer, body
            self.send_response(answer.status)
            self.send_header("content-type", answer.headers["content-type"])
            for name in _HANDED_ON:
                if name in answer.headers:
                    self.send_header(name, answer.headers[name])
            for name, value in says:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body if self.path.startswith(_CONTROL) else change(body))

        do_POST = do_GET  # noqa: N815  the name is given

        def _asked(self, sent: bytes) -> tuple[HTTPResponse, bytes]:
            own = ("host", "connection")
            headers = {name: value for name, value in self.headers.items() if name.lower() not in own}
            connection = HTTPConnection(urlsplit(upstream).netloc)
            try:
                connection.request(self.command, self.path, sent or None, headers)
                answer = connection.getresponse()
                return answer, answer.read()
            finally:
                connection.close()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as proxy:
        thread = Thread(target=proxy.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{proxy.server_port}"
        finally:
            proxy.shutdown()
            thread.join()
