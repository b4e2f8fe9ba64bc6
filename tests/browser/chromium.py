"""A real Chromium without a window, driven as a person does: by what its pages show, with a mouse.

It speaks the DevTools protocol over a pipe: that takes these lines and the browser itself, where Selenium
would need a driver of the browser's very version, and Playwright brings a Node.js. Nothing listens, and the
browser ends with the test, however that ends.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.needs import needs

Json = dict[str, Any]

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The protocol's pipe is file descriptors 3 and 4.
_OVER_THE_PIPE = 'exec "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1'
_SWITCHES = (
    "--headless",
    "--remote-debugging-pipe",
    "--no-sandbox",  # it has none as root or in a container, and sees pages of this test alone
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]",
)
_PATIENCE = 20.0


class DevToolsError(Exception):
    """The browser would not do what it was told."""


class Chromium:
    """``async with`` starts and ends it. All that it keeps is in ``folder``.

    Args:
        folder: an empty folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._answers: dict[int, asyncio.Future[Json]] = {}
        self._asked = 0
        self.listeners: dict[str, Callable[[str, Json], None]] = {}
        """Who hears the events of a session."""

    async def __aenter__(self) -> Self:
        program = next(filter(None, map(shutil.which, _NAMES)), None)
        if program is None:
            needs(_NAMES[0])
        self._process = await asyncio.create_subprocess_exec(
            *("sh", "-c", _OVER_THE_PIPE, "sh", str(program), *_SWITCHES),
            f"--user-data-dir={self._folder / 'profile'}",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=2**26,
            env={**os.environ, "HOME": str(self._folder)},
        )
        self._reading = asyncio.create_task(self._read(), name="chromium")
        try:
            await self.call("Browser.getVersion")
        except BaseException:
            await self._end()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()

    async def _end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()  # it ends when nobody drives it any more
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        await self._reading

    @asynccontextmanager
    async def page(self, *, scripts: bool = True) -> AsyncIterator[Page]:
        """Open a page, which shares nothing with others, until the block is left.

        Args:
            scripts: whether pages may run scripts.
        """
        context = (await self.call("Target.createBrowserContext"))["browserContextId"]
        made = await self.call("Target.createTarget", url="about:blank", browserContextId=context)
        target = made["targetId"]
        attached = await self.call("Target.attachToTarget", targetId=target, flatten=True)
        page = Page(self, target, attached["sessionId"])
        await page.call("Page.enable")
        await page.call("DOM.enable")
        if not scripts:
            await page.call("Emulation.setScriptExecutionDisabled", value=True)
        try:
            yield page
        finally:
            await self.call("Target.disposeBrowserContext", browserContextId=context)

    async def call(self, method: str, session: str = "", **parameters: Any) -> Json:
        """Do something by the DevTools protocol.

        Raises:
            DevToolsError: it cannot be done.
        """
        assert self._process.stdin is not None
        self._asked += 1
        number = self._asked
        self._answers[number] = answer = asyncio.get_running_loop().create_future()
        told = {"id": number, "method": method, "params": parameters}
        if session:
            told["sessionId"] = session
        self._process.stdin.write(json.dumps(told).encode() + b"\0")
        try:
            async with asyncio.timeout(_PATIENCE):
                said = await answer
        finally:
            del self._answers[number]
        if "error" in said:
            raise DevToolsError(f"{method}: {said['error']['message']}")
        result: Json = said["result"]
        return result

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while True:
            try:
                said = json.loads((await self._process.stdout.readuntil(b"\0"))[:-1])
            except asyncio.IncompleteReadError:
                break
            if (listener := self.listeners.get(said.get("sessionId", ""))) and "method" in said:
                listener(said["method"], said["params"])
            answer = self._answers.get(said.get("id"))
            if answer is not None and not answer.done():
                answer.set_result(said)
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(DevToolsError("The browser has ended."))


class Page:
    """A page of the browser, as somebody sees it who has eyes and a mouse."""

    def __init__(self, browser: Chromium, target: str, session: str) -> None:
        self._browser = browser
        self._target = target
        self._session = session
        self._held: asyncio.Queue[Json] = asyncio.Queue()
        self._changed = asyncio.Event()
        browser.listeners[session] = self._hear

    def _hear(self, event: str, said: Json) -> None:
        self._changed.set()
        if event == "Fetch.requestPaused":
            self._held.put_nowait(said)

    async def call(self, method: str, **parameters: Any) -> Json:
        """Do something with this page by the DevTools protocol."""
        return await self._browser.call(method, self._session, **parameters)

    async def open(self, address: str) -> str:
        """Go to an address; return what was wrong, as the browser calls it, or nothing when it was there."""
        return str((await self.call("Page.navigate", url=address)).get("errorText", ""))

    async def address(self) -> str:
        """Return where the page is, as the address bar shows it."""
        history = await self.call("Page.getNavigationHistory")
        return str(history["entries"][history["currentIndex"]]["url"])

    async def close(self) -> None:
        """Close the page."""
        await self._browser.call("Target.closeTarget", targetId=self._target)

    async def shows(self, text: str) -> None:
        """Wait until the page shows a text; AssertionError, with the page, when it does not."""
        await self._find(f'//body//*[contains(normalize-space(.), "{text}")]', text)

    async def click(self, text: str) -> None:
        """Click on a button or the label of a choice that shows a text, once it is there."""
        path = f'//body//*[self::button or self::label or self::a][contains(normalize-space(.), "{text}")]'
        place = None
        while place is None:
            place = await self._place_of(await self._find(path, text))
        for what in ("mouseMoved", "mousePressed", "mouseReleased"):
            pressed = {} if what == "mouseMoved" else {"button": "left", "clickCount": 1}
            await self.call("Input.dispatchMouseEvent", type=what, **place, **pressed)

    async def hold(self, address: str) -> None:
        """Hold back requests whose address matches a pattern with ``*``, until one is let go or lost."""
        await self.call("Fetch.enable", patterns=[{"urlPattern": address}])

    async def held(self) -> str:
        """Wait for a request that is held back; return its address."""
        self._holding = await asyncio.wait_for(self._held.get(), _PATIENCE)
        return str(self._holding["request"]["url"])

    async def let_go(self) -> None:
        """Send the request that was held back."""
        await self.call("Fetch.continueRequest", requestId=self._holding["requestId"])

    async def lose(self) -> None:
        """Let the request that was held back find nobody, as from another machine."""
        await self.call(
            "Fetch.failRequest", requestId=self._holding["requestId"], errorReason="ConnectionRefused"
        )

    async def _find(self, path: str, text: str) -> int:
        """Return the innermost node of an XPath; scripts are not needed for that."""
        try:
            async with asyncio.timeout(_PATIENCE):
                while True:
                    self._changed.clear()
                    if (node := await self._look(path)) is not None:
                        return node
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"No {text!r} on {await self.address()}:\n{await self._html()}") from None

    async def _look(self, path: str) -> int | None:
        try:
            await self.call("DOM.getDocument", depth=0)
            found = await self.call("DOM.performSearch", query=path)
            count = found["resultCount"]
            if not count:
                return None
            nodes = await self.call(
                "DOM.getSearchResults", searchId=found["searchId"], fromIndex=count - 1, toIndex=count
            )
            return int(nodes["nodeIds"][0])
        except DevToolsError:
            return None  # the page went away meanwhile

    async def _place_of(self, node: int) -> dict[str, float] | None:
        """Return the middle of a node, brought into sight; None when the page went away meanwhile."""
        try:
            await self.call("DOM.scrollIntoViewIfNeeded", nodeId=node)
            quads = (await self.call("DOM.getContentQuads", nodeId=node))["quads"]
        except DevToolsError:
            return None
        left, top, _, _, right, bottom, _, _ = quads[0]
        return {"x": (left + right) / 2, "y": (top + bottom) / 2}

    async def _html(self) -> str:
        root = (await self.call("DOM.getDocument", depth=0))["root"]["nodeId"]
        return str((await self.call("DOM.getOuterHTML", nodeId=root))["outerHTML"])
