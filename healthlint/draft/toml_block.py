"""Front matter in TOML, each value with its place."""

import re
import tomllib
from collections.abc import Iterator
from itertools import zip_longest

from healthlint.draft.setting import Broken, Setting, place, salvage
from healthlint.model import Span

_PIECE = re.compile(
    r'''
    """(?P<long>(?:[^\\]|\\.)*?)""" | '{3}(?P<raw>.*?)'{3}
    | "(?P<text>(?:[^"\\\r\n]|\\.)*)" | '(?P<literal>[^'\r\n]*)' | (?P<hidden>\#[^\r\n]*)
    | (?P<open>[\[{]) | (?P<close>[\]}]) | (?P<equals>=) | (?P<end>\r\n|\n|\r) | (?P<bare>[^\s\[\]{}=,\#"']+)
    ''',
    re.DOTALL | re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


def settings(text: str, block: Span) -> Iterator[Setting]:
    """The settings in a block. Raises `Broken`."""
    source = text[block.start : block.end]
    try:
        tomllib.loads(source.replace("\r\n", "\n").replace("\r", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        said = str(error).splitlines()[0]
        at = _AT.search(said)
        line, column = (int(at[1]), int(at[2])) if at else (1, 1)
        message = f"is no TOML: {_AT.sub('', said).strip()}"
        raise Broken(place(text, block, line, column), message, tuple(salvage(text, block))) from error
    yield from _Reader(text, block).read()


class _Reader:
    """Walks over the pieces of a block that is known to be sound."""

    def __init__(self, text: str, block: Span) -> None:
        self._text, self._block = text, block
        self._around = [""]
        """The table, and the inline tables in it, that the next key stands in."""
        self._key = ""
        self._in_value = False
        self._depth = 0

    def read(self) -> Iterator[Setting]:
        pieces = list(_PIECE.finditer(self._text, *self._block))
        for piece, after in zip_longest(pieces, pieces[1:]):
            kind = piece.lastgroup or ""
            following = after.lastgroup if after else "end"
            if kind in ("open", "close"):
                self._bracket(piece[0])
                if self._in_value and after and piece[0] + after[0] == "[]":
                    yield Setting(self._key, "", Span(piece.start(), after.end()), holds=False)
            elif kind == "equals":
                self._in_value = True
            elif kind == "end":
                self._in_value = self._in_value and self._depth > 0
            elif kind != "hidden" and following == "equals":
                self._key = _joined(self._around[-1], piece[kind])
            elif kind != "hidden" and self._in_value:
                yield _setting(self._text, self._key, piece, kind)
            elif kind != "hidden":
                self._around = [piece[kind]]

    def _bracket(self, char: str) -> None:
        if not self._in_value:
            return
        self._depth += 1 if char in "[{" else -1
        if char == "{":
            self._around.append(self._key)
        elif char == "}" and len(self._around) > 1:
            self._around.pop()


def _joined(table: str, key: str) -> str:
    return f"{table}.{key}" if table else key


def _setting(text: str, key: str, piece: re.Match[str], kind: str) -> Setting:
    start, end = piece.span(kind)
    if kind == "bare":
        return Setting(key, piece[0], Span(start, end))
    shown = tuple(_shown(text, start, end, has_escapes=kind in ("text", "long")))
    value = "".join(meaning or text[from_:to] for from_, to, meaning in shown)
    return Setting(key, value.removeprefix("\r").removeprefix("\n"), Span(start, end), shown)


def _shown(text: str, start: int, end: int, has_escapes: bool) -> Iterator[tuple[int, int, str]]:
    """A string in stretches: as typed, or an escape and what it stands for."""
    at = start
    for escape in _ESCAPE.finditer(text, start, end) if has_escapes else ():
        yield at, escape.start(), ""
        yield escape.start(), escape.end(), _meaning(escape[0])
        at = escape.end()
    yield at, end, ""


def _meaning(escape: str) -> str:
    if escape[1] in "uU":
        code = int(escape[2:], 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
    return escape[1] if escape[1] in '"\\' else " "
