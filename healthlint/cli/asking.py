"""A writer at a terminal is asked about each replacement that needs an editor's eye."""

import re
import sys
import textwrap
from collections.abc import Iterator, Mapping

import click

from healthlint.cli.mending import Mending
from healthlint.cli.output import width
from healthlint.finding import Finding, Fix, Linted, RuleInfo
from healthlint.fingerprint import sentence_at
from healthlint.model import Document, Span
from healthlint.report.paint import PLACE, STYLES, Paint, painter
from healthlint.report.printable import one_line, printable

AROUND = 200
"""How many characters of a long sentence are shown on either side of what changes."""
OLD, NEW = "bold red", "bold green"


def at_a_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


class Asker:
    """Asks, for all drafts of a run. Once the writer quits, nothing more is asked or changed by asking."""

    def __init__(self, color: bool) -> None:
        self.over = False
        self._paint = painter(color)
        self._always: set[str] = set()
        self._explained: set[str] = set()

    def about(self, mending: Mending, rules: Mapping[str, RuleInfo]) -> None:
        """Ask about all that a draft offers."""
        for rule in self._always:
            mending.always(rule)
        mending.settle()

        def answer(linted: Linted, finding: Finding) -> Fix | None:
            return None if self.over else self._answer(mending, linted, finding, rules.get(finding.rule))

        mending.ask(answer)

    def _answer(self, mending: Mending, linted: Linted, finding: Finding, rule: RuleInfo | None) -> Fix | None:
        told = [*_shown(linted.document, finding, self._paint)]
        if finding.rule not in self._explained:
            self._explained.add(finding.rule)
            told += _explained(finding, rule)
        click.echo("\n".join(told), color=True)
        if len(finding.fixes) > 1:
            return self._choice(finding)
        said = self._heard("Replace it? [y]es, [n]o, [a]ll of this rule, [q]uit: ", {"y", "n", "a", "q"})
        if said == "a":
            self._always.add(finding.rule)
            mending.always(finding.rule)
        return finding.fixes[0] if said in ("y", "a") else None

    def _choice(self, finding: Finding) -> Fix | None:
        numbers = [str(number) for number in range(1, len(finding.fixes) + 1)]
        said = self._heard(f"Which one? 1-{len(numbers)}, [n]one, [q]uit: ", {*numbers, "n", "q"})
        return finding.fixes[int(said) - 1] if said in numbers else None

    def _heard(self, question: str, answers: set[str]) -> str:
        """One of the answers; the end of the input is `q`."""
        while True:
            click.echo(question, nl=False)
            line = sys.stdin.readline()
            said = line.strip().lower() if line else "q"
            said = said if said in answers else said[:1] if said in ("yes", "no", "none", "all", "quit") else ""
            if said:
                self.over = said == "q"
                click.echo()
                return said
            click.echo(f"Answer with one of: {', '.join(sorted(answers))}.")


def _shown(document: Document, finding: Finding, paint: Paint) -> Iterator[str]:
    """The sentence with the change, and what is wrong with it."""
    line, column = document.position(finding.span.start)
    yield (
        f"{paint(f'{printable(document.path)}:{line}:{column}', PLACE)} "
        f"{paint(finding.severity, STYLES[finding.severity])} {finding.rule}"
    )
    seen = _seen(document, finding)
    yield f"  - {_part(document, seen, finding.fixes[0], paint, OLD)}"
    for number, fix in enumerate(finding.fixes, 1):
        mark = "+" if len(finding.fixes) == 1 else f"{number}:"
        yield f"  {mark} {_part(document, seen, fix, paint, NEW)}"
    yield _filled(finding.message)


def _explained(finding: Finding, rule: RuleInfo | None) -> Iterator[str]:
    """Why the rule is there, and what else a writer can do."""
    if rule and rule.why:
        yield _filled(f"why: {rule.why}")
    if finding.advice:
        yield _filled(f"do: {finding.advice}")


def _filled(text: str) -> str:
    return textwrap.fill(one_line(text), width(), initial_indent="  ", subsequent_indent="    ")


def _seen(document: Document, finding: Finding) -> Span:
    """The sentence, or as much of it as shows what would change."""
    spans = [finding.span, *(edit.span for fix in finding.fixes for edit in fix.edits)]
    first, last = min(spans).start, max(span.end for span in spans)
    sentence = sentence_at(document, finding.span)
    return Span(
        min(first, max(sentence.start, first - AROUND)),
        max(last, min(sentence.end, last + AROUND)),
    )


def _part(document: Document, seen: Span, fix: Fix, paint: Paint, style: str) -> str:
    """What is seen, with the words of a fix marked: as they are (`OLD`) or as they would be (`NEW`)."""
    text, parts, at = document.text, [], seen.start
    for edit in sorted(fix.edits, key=lambda edit: edit.span):
        start, end = edit.span
        words = edit.replacement if style == NEW else text[start:end]
        parts += [_flat(text[at:start]), paint(_flat(words), style) if words else ""]
        at = end
    return "".join([*parts, _flat(text[at : seen.end])])


def _flat(text: str) -> str:
    """On one line, and harmless to a terminal; blanks at either end stay."""
    return printable(re.sub(r"\s+", " ", text))
