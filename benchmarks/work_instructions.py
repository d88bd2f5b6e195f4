"""Instructions of the processor, counted by valgrind: they see inside of regular expressions and of the parser, too."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from speed_bench import Bench, environment
from speed_corpus import corpus
from speed_runs import Job, cached_in, run

PROFILE = "us-supplement"
COLLECTED = re.compile(r"Collected *: *(\d+)")


def told(texts: Sequence[str]) -> Iterator[str]:
    """What a short and a long run take, and what the words between them take: that is without start-up."""
    valgrind = shutil.which("valgrind")
    if not valgrind:
        raise click.ClickException("valgrind is not on PATH")
    with tempfile.TemporaryDirectory() as folder:
        counts = []
        for name, part in (("one draft", texts[:1]), (f"{len(texts)} drafts", texts)):
            drafts = Path(folder) / name.replace(" ", "-")
            drafts.mkdir()
            for number, text in enumerate(part):
                (drafts / f"{number}.md").write_text(text, encoding="utf-8")
            words = sum(len(text.split()) for text in part)
            counts.append((words, _instructions(valgrind, Path(folder), drafts)))
            yield f"{name}, {words} words: {counts[-1][1] / 1e6:.0f} million instructions"
    (few, less), (many, more) = counts
    yield f"without start-up: {(more - less) / (many - few) / 1e3:.0f} thousand instructions a word"


def _instructions(valgrind: str, work: Path, drafts: Path) -> int:
    """Of one run in one process. What Python and healthlint keep of the rulebook was made by a run before."""
    command = Bench(corpus(drafts), work, PROFILE).check(drafts, "--no-cache")
    kept = {**environment(), **cached_in(work / "cache"), "PYTHONHASHSEED": "0"}
    run(Job("first run", command), kept)
    tool = [valgrind, "--tool=callgrind", f"--callgrind-out-file={work / 'callgrind'}"]
    log = work / "valgrind.log"
    run(Job("counted run", [*tool, f"--log-file={log}", *command]), kept)
    found = COLLECTED.search(log.read_text(encoding="utf-8", errors="replace"))
    if not found:
        raise click.ClickException("valgrind counted nothing")
    return int(found[1])
