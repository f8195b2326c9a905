from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from support.patience import PATIENCE
from support.serve import serve


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = tmp_path_factory.mktemp("site")
    (site / "index.html").write_text("front")
    (site / "404.html").write_text("lost")
    (site / "briefs" / "hello").mkdir(parents=True)
    (site / "briefs" / "hello" / "index.html").write_text("hello")
    with serve(site) as address:
        yield address


def ask(root: str, path: str, method: str = "GET") -> tuple[int, str, str | None]:
    connection = http.client.HTTPConnection(urlsplit(root).netloc, timeout=PATIENCE)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.getheader("Location")
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/explainers/", (200, "front", None)),
        ("/explainers/?q=1", (200, "front", None)),
        ("/explainers/briefs/hello/", (200, "hello", None)),
        ("/explainers/briefs/hello", (301, "", "/explainers/briefs/hello/")),
        ("/explainers", (301, "", "/explainers/")),
        ("/explainers/nothing/", (404, "lost", None)),
        ("/explainers/briefs/", (404, "lost", None)),
        ("/briefs/hello/", (404, "lost", None)),
        ("/explainers/../../../../etc/hostname", (404, "lost", None)),
    ],
)
def test_answers_as_a_project_page_does(root: str, path: str, answer: tuple) -> None:
    assert ask(root, path) == answer


def test_head_has_no_body(root: str) -> None:
    assert ask(root, "/explainers/nothing/", "HEAD") == (404, "", None)


def test_a_site_without_its_own_404_page_still_says_404(tmp_path: Path) -> None:
    with serve(tmp_path) as root:
        assert ask(root, "/explainers/")[0] == 404


def test_a_prefix_needs_its_slashes(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="slash"), serve(tmp_path, "explainers"):
        pass
