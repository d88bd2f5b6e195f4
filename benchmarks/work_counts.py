"""How much the engine does, as numbers of calls: the same on a slow machine as on a fast one."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from cProfile import Profile
from pathlib import Path

import healthlint
from healthlint.language import Language
from healthlint.rulebook import Checks

CODE = Path(healthlint.__file__).parent

WHERE = {
    "blocks cut into words": "rulebook/tokens.py:tokenise",
    "sentences made": "rulebook/sentence.py:Sentence.__init__",
    "sentences asked for phrases": "rulebook/index.py:Index.possible",
    "names looked for": "rulebook/view.py:View._find",
    "phrases tried": "rulebook/matching.py:Matcher._starts",
    "steps tried at a word": "rulebook/steps.py:",
    "patterns searched over a page": "rulebook/patterns.py:Regex._searched",
    "patterns tried at a word": "rulebook/patterns.py:Regex.end",
    "triggers judged": "rulebook/checks.py:Check._looks_at",
    "cues asked": "rulebook/cues.py:CueSet.governing",
    "needs asked": "rulebook/needs.py:NeedTest.met",
    "calls while reading drafts": "draft/",
    "calls while looking": "rulebook/",
    "calls in all": "",
}
"""What is counted: the calls of a function, or of all whose file and name begin so."""

Calls = Mapping[str, int]
"""How often each function of healthlint was called, by its file and name. A generator counts each time it goes on."""
Work = Mapping[str, int]
"""The same by what it stands for."""


def calls(work: Callable[[], object]) -> Calls:
    """Which functions of healthlint some work calls. Comprehensions are none: newer Pythons do not call them."""
    profile = Profile(builtins=False)
    profile.enable()
    try:
        work()
    finally:
        profile.disable()
    found = Counter[str]()
    for entry in profile.getstats():
        code = entry.code
        if not isinstance(code, str) and not code.co_name.endswith("comp>"):
            path = Path(code.co_filename)
            if path.is_relative_to(CODE):
                found[f"{path.relative_to(CODE).as_posix()}:{code.co_qualname}"] += entry.callcount
    return found


def summed(found: Calls) -> Work:
    """What the calls stand for."""
    return {name: sum(_counts(found, where)) for name, where in WHERE.items()}


def lint_work(checks: Checks, language: Language, texts: Iterable[str]) -> Work:
    """What it takes to lint drafts, once whatever is made at the first use is there."""
    every = list(texts)

    def lint() -> None:
        for number, text in enumerate(every):
            healthlint.lint(healthlint.parse(text, f"draft-{number}.md", language), checks)

    lint()
    return summed(calls(lint))


def words(texts: Iterable[str]) -> int:
    """The words of drafts by their blanks, however the engine cuts them."""
    return sum(len(text.split()) for text in texts)


def _counts(found: Calls, where: str) -> Iterator[int]:
    is_file = not where or where[-1] in "/:"
    for name, count in found.items():
        if name.startswith(where) if is_file else name == where:
            yield count
