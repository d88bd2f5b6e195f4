"""How a finding is known again when lines move: by rule, words of the sentence, and place among equals."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from healthlint.finding import Finding, Linted
from healthlint.model import JOINER, Document, Span

_WORD = re.compile(r"\w+")


def sentence_at(document: Document, span: Span) -> Span:
    """The sentence that holds the start of a span; outside of blocks the line; nothing if it is page-wide."""
    if span.start == span.end:
        return span
    first = Span(span.start, span.start + 1)
    if document.sentences and document.block_at(first):
        return document.around(first, "sentence")
    return document.line_span(document.position(span.start).line)


def fingerprint(document: Document, finding: Finding, occurrence: int) -> str:
    """`occurrence` counts from 0 the findings of this rule in sentences of the same words."""
    return _digest(finding.rule, _words(document, sentence_at(document, finding.span)), occurrence)


def fingerprints(document: Document, findings: Sequence[Finding]) -> tuple[str, ...]:
    """The fingerprint of each finding of a draft, in the order given."""
    words: dict[Span, str] = {}
    counted: Counter[tuple[str, str]] = Counter()
    known = []
    for finding in findings:
        sentence = sentence_at(document, finding.span)
        if sentence not in words:
            words[sentence] = _words(document, sentence)
        key = (finding.rule, words[sentence])
        known.append(_digest(*key, counted[key]))
        counted[key] += 1
    return tuple(known)


def marks(linted: Linted) -> tuple[str, ...]:
    """The fingerprint of each finding that is told of a draft, the same whether others are left out or not."""
    if not linted.left_out:
        return fingerprints(linted.document, linted.findings)
    every = [*linted.findings, *linted.left_out]
    order = sorted(range(len(every)), key=lambda index: (every[index].span, every[index].message))
    found = fingerprints(linted.document, [every[index] for index in order])
    by_index = dict(zip(order, found, strict=True))
    return tuple(by_index[index] for index in range(len(linted.findings)))


def _words(document: Document, span: Span) -> str:
    prose = document.prose[span.start : span.end].replace(JOINER, "")
    words = " ".join(_WORD.findall(unicodedata.normalize("NFKC", prose).casefold()))
    # A sentence may be the whole of a line of a hundred thousand characters, and hold a thousand findings.
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def _digest(rule: str, words: str, occurrence: int) -> str:
    return sha256(f"{rule}\n{words}\n{occurrence}".encode()).hexdigest()[:20]
