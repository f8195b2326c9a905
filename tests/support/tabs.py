"""Tabs of a browser, each used by one test after the other.

A new tab starts processes, which takes most of a second of a processor. Emptying one takes a tenth of that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Page

from support.patience import PATIENCE

MOST = 4
"""Empty tabs that wait for a test. Each has a process of its own."""
VIEWPORT = {"width": 1280, "height": 720}
LOOK = {
    "media": "screen",
    "color_scheme": "light",
    "reduced_motion": "no-preference",
    "forced_colors": "none",
}
"""What each test can have as it likes in a tab that is there, and what it has otherwise."""
LASTING = (
    *("add_init_script", "clock", "expose_binding", "expose_function", "route"),
    "set_extra_http_headers",
)
"""What stays in a tab. Whoever used one of these gets no tab that another test will have."""


class Tabs:
    """Gives the contexts of a browser, each with one tab, and takes them back."""

    def __init__(self, browser: Browser) -> None:
        self._new = browser.new_context
        self._free: list[_Context] = []

    def context(self, **options: Any) -> BrowserContext:
        """Return a context with these options; its `close` gives it back."""
        look = {name: options.pop(name, plain) for name, plain in LOOK.items()}
        viewport = options.pop("viewport", VIEWPORT)
        for context in self._free:
            if context.options == options:
                self._free.remove(context)
                break
        else:
            made: Any = self._new(**options)
            made.__class__ = _Context
            context = made.begun(options, self._back)
        context.take(viewport, look)
        return context

    def _back(self, context: _Context) -> None:
        self._free.append(context)
        if len(self._free) > MOST:
            self._free.pop(0).end()


class _Context(BrowserContext):
    """A context whose first tab outlives a test."""

    options: dict[str, Any]

    def begun(self, options: dict[str, Any], back: Callable[[_Context], None]) -> _Context:
        self.options, self._back = options, back
        self.set_default_timeout(PATIENCE * 1000)
        tab: Any = super().new_page()
        tab.__class__ = _Tab
        self.tab: _Tab = tab.begun(self)
        return self

    def take(self, viewport: dict[str, int], look: dict[str, str]) -> None:
        self.is_taken, self.is_open = True, False
        self.tab.set_viewport_size(viewport)  # type: ignore[arg-type]
        self.tab.emulate_media(**look)  # type: ignore[arg-type]

    def new_page(self) -> Page:
        """Return the tab, and another one when it is asked for again."""
        if self.is_open:
            return super().new_page()
        self.is_open = True
        return self.tab

    def close(self, **_: Any) -> None:
        """Give the context back."""
        if not self.is_taken:
            return
        self.is_taken = False
        # The storage of a tab can only be emptied where the tab stands.
        if self.tab.is_marked or len(self.tab.origins) > 1:
            self.end()
            return
        for page in self.pages:
            if page is not self.tab:
                page.close()
        self.clear_cookies()
        try:
            self.tab.empty()
        except Error:  # it has crashed or was closed
            self.end()
        else:
            self._back(self)

    def end(self) -> None:
        super().close()


class _Tab(Page):
    """A tab that knows what a test left in it."""

    def begun(self, context: _Context) -> _Tab:
        self._of, self.is_marked = context, False
        self.origins: set[str] = set()
        self._heard: list[tuple[Any, Any]] = []
        super().on("framenavigated", lambda frame: self._note(frame.url))
        self._session = context.new_cdp_session(self)
        return self

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.netloc:
            self.origins.add(f"{parts.scheme}://{parts.netloc}")

    def on(self, event: Any, f: Any) -> None:
        self._heard.append((event, f))
        super().on(event, f)

    def close(self, **_: Any) -> None:
        self._of.close()

    def empty(self) -> None:
        """Forget what a test did: its listeners, its storage and where the mouse was."""
        for event, heard in self._heard:
            self.remove_listener(event, heard)
        self._heard.clear()
        if self._of.options.get("java_script_enabled", True) and self.origins:
            self.evaluate("sessionStorage.clear()")
        self.goto("about:blank")
        # Leaving a page may write once more.
        for origin in self.origins:
            self._session.send(
                "Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"}
            )
        self.origins.clear()
        self.mouse.move(0, 0)


def _lasting(name: str) -> property:
    def read(tab: _Tab) -> Any:
        tab.is_marked = True
        return getattr(super(_Tab, tab), name)

    return property(read)


for _name in LASTING:
    setattr(_Tab, _name, _lasting(_name))
