"""Serve a built site the way a project page is served: under a path of its own, 404.html and all."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from typing import BinaryIO
from urllib.parse import urlsplit


@contextmanager
def serve(folder: Path, prefix: str = "/explainers/") -> Iterator[str]:
    """Serve `folder` on a free port of 127.0.0.1; yield the address of its root, slash included.

    `prefix` begins and ends with a slash. What lies outside it is not found.
    """
    if not (prefix.startswith("/") and prefix.endswith("/")):
        raise ValueError(f"a prefix begins and ends with a slash: {prefix!r}")
    with SiteServer(folder, prefix) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{prefix}"
        finally:
            server.shutdown()
            thread.join()


class SiteServer(ThreadingHTTPServer):
    """Holds what its handlers need to know."""

    request_queue_size = 128
    """A page asks for more than the usual five files at once; who is turned away waits for seconds."""

    def __init__(self, folder: Path, prefix: str) -> None:
        self.folder = folder
        self.prefix = prefix
        super().__init__(("127.0.0.1", 0), SiteHandler)


class SiteHandler(SimpleHTTPRequestHandler):
    """Answers for one folder under one prefix, quietly."""

    server: SiteServer

    def __init__(self, request: socket, address: tuple[str, int], server: SiteServer) -> None:
        self.prefix = server.prefix
        super().__init__(request, address, server, directory=server.folder)

    def send_head(self) -> BinaryIO | None:
        """Answer outside the prefix ourselves; inside, let the library find the file."""
        path = urlsplit(self.path).path
        if path + "/" == self.prefix:
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", self.prefix)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        if not path.startswith(self.prefix):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def translate_path(self, path: str) -> str:
        """Map an address under the prefix to a file of the folder."""
        return super().translate_path(path.removeprefix(self.prefix.rstrip("/")))

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002 - the library's signature
        """Refuse: a static host shows no listing."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the site's own page with a 404, the library's page otherwise."""
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing: a failing test shows what it asked for."""
