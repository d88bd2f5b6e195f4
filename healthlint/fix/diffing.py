"""What changed in a text, as programs and people read it."""

import difflib
import re
from collections.abc import Iterator


def diff(old: str, new: str, path: str, *, to_read: bool = False) -> Iterator[str]:
    """The unified diff, line by line, without line ends of its own; empty where nothing changed.

    Lines are as `patch` counts them: only a line feed ends one, and whatever else stands there is kept. With
    `to_read`, they are as a reader sees them, and all line ends look alike.
    """
    if to_read:
        old, new = (re.sub(r"\r\n?", "\n", text) for text in (old, new))
    shown = path.lstrip("/")
    after = "\t" if " " in shown else ""  # without it, patch takes the name to end at the blank
    lines = difflib.unified_diff(_lines(old), _lines(new), f"a/{shown}{after}", f"b/{shown}{after}", lineterm="\n")
    for line in lines:
        yield line.removesuffix("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + lines[-1:] * bool(lines[-1])
