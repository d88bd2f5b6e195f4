"""A headless Chromium that tests drive through a pipe, by the DevTools protocol and without further packages."""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --hide-scrollbars --window-size=1280,900 --remote-debugging-pipe
""".split()

KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32}


class Page:
    """One page. Use it as a context: the browser ends with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._pieces = b""
        self.requests: list[str] = []
        """The addresses that the page asked for, its own among them."""
        self.complaints: list[str] = []
        """What the browser wrote to its console or its log, such as a breach of the page's policy."""

    def __enter__(self) -> "Page":
        import fcntl  # not on Windows

        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        profile = f"--user-data-dir={self._folder / 'profile'}"

        def pipes() -> None:  # Chromium reads from 3 and writes to 4, where ours may stand the other way round
            told, tells = (fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (theirs_in, theirs_out))
            os.dup2(told, 3)
            os.dup2(tells, 4)

        self._browser = subprocess.Popen(
            [str(CHROMIUM), *FLAGS, profile, "about:blank"],
            pass_fds=(3, 4),
            preexec_fn=pipes,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        target = self._call("Target.createTarget", {"url": "about:blank"})["targetId"]
        self._session = self._call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._browser.terminate()
        self._browser.wait(30)
        os.close(self._in)
        os.close(self._out)

    def call(self, method: str, **params: object) -> Any:  # noqa: ANN401
        return self._call(method, params, self._session)

    def open(self, address: str) -> None:
        self.call("Page.navigate", url=address)
        while self.ask("document.readyState + location.href") != f"complete{address}":
            pass

    def ask(self, expression: str) -> Any:  # noqa: ANN401
        """The value of an expression of JavaScript."""
        told = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def press(self, key: str, shift: bool = False) -> None:
        about = {"key": key, "code": key, "windowsVirtualKeyCode": KEYS[key], "modifiers": 8 if shift else 0}
        text = {"text": {"Enter": "\r", " ": " "}[key]} if key in ("Enter", " ") else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", **about, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", **about)

    def click(self, selector: str) -> None:
        self.ask(f"document.querySelector({json.dumps(selector)}).click()")

    def look(self, width: int, height: int = 900, dark: bool = False, media: str = "") -> None:
        """How wide the page is shown, and whether the reader prefers it dark."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media=media, features=[scheme])

    def script(self, allowed: bool) -> None:
        """Whether the page may run its own script; `ask` can in any case."""
        self.call("Emulation.setScriptExecutionDisabled", value=not allowed)

    def picture(self, file: Path, whole: bool = False) -> None:
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=whole)["data"]))

    def pdf(self) -> bytes:
        return base64.b64decode(self.call("Page.printToPDF", printBackground=True)["data"])

    def _call(self, method: str, params: Mapping[str, object], session: str = "") -> Any:  # noqa: ANN401
        self._count += 1
        asked = {"id": self._count, "method": method, "params": params, **({"sessionId": session} if session else {})}
        os.write(self._out, json.dumps(asked).encode() + b"\0")
        while True:
            told = self._read()
            if told.get("id") == self._count:
                assert "error" not in told, told["error"]
                return told["result"]
            self._heed(told)

    def _heed(self, event: Mapping[str, Any]) -> None:
        if event.get("method") == "Network.requestWillBeSent":
            self.requests.append(event["params"]["request"]["url"])
        if event.get("method") in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"):
            self.complaints.append(json.dumps(event["params"]))

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._pieces:
            read = os.read(self._in, 1 << 20)
            assert read, "the browser has gone"
            self._pieces += read
        message, _, self._pieces = self._pieces.partition(b"\0")
        told = json.loads(message)
        assert isinstance(told, dict)
        return told
