"""The brackets and alternatives of a regular expression, as far as they are plain to read."""


def alternatives(source: str) -> list[str] | None:
    """The alternatives of a pattern at its outermost level; None where its brackets cannot be told apart."""
    parts, depth, start, at = [], 0, 0, 0
    while at < len(source):
        sign = source[at]
        if sign == "[":
            end = set_end(source, at)
            if end is None:
                return None
            at = end
        elif sign == "\\":
            at += 1
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
        elif sign == "|" and not depth:
            parts.append(source[start:at])
            start = at + 1
        at += 1
    return None if depth else [*parts, source[start:]]


def closing(source: str, start: int) -> int | None:
    """Where the group closes that opens before `start`."""
    depth, at = 1, start
    while at < len(source):
        sign = source[at]
        if sign == "[":
            end = set_end(source, at)
            if end is None:
                return None
            at = end
        elif sign == "\\":
            at += 1
        elif sign in "()":
            depth += 1 if sign == "(" else -1
            if not depth:
                return at
        at += 1
    return None


def set_end(source: str, start: int) -> int | None:
    """Where a set of characters ends; None for nested sets, which are left alone."""
    at = start + 1 + (source[start + 1 : start + 2] == "^")
    at += source[at : at + 1] == "]"
    while at < len(source):
        if source[at] == "[":
            return None
        if source[at] == "]":
            return at
        at += 2 if source[at] == "\\" else 1
    return None
