"""A rule id becomes a first rule file: complete, explained, and passing its own tests."""

import re
from pathlib import Path

from healthlint.cli.faults import Fault
from healthlint.shown import shown

ID = re.compile(r"[a-z][a-z0-9-]*/[a-z][a-z0-9-]*")

STARTER = """\
# Names the pattern, as in "allow this". Never the remedy.
title: Miracle wording

# error needs a law or a binding code as authority; house style alone is info.
severity: info

# One sentence. <match> stands for the words found.
message: “<match>” promises more than any evidence can carry.
advice: Say what studies found, and in whom.
authority: house

# Phrases to find. `word~` takes its inflections, `(a|b)` one of several, `...` up to four words between,
# `<condition>` any term of the lexicon of that name.
find:
  - (miracle|wonder) (cure~|remedy~|herb~)

# Cue sets that let a match go: the words are denied, asked, or shown to be wrong.
unless: [negated, asked, debunked]

# Both are required. << and >> frame exactly the words that are found. Each word in brackets above has an example
# that it finds, each cue set one that it lets go: else `healthlint rules test` says that nothing needs it.
tests:
  bad:
    - Ginger is a <<miracle herb>>.
    - Our readers call it a <<wonder cure>>.
    - It is one of our <<miracle remedies>>.
  good:
    - Ginger is not a miracle herb.
    - Is ginger a miracle herb?
    - It is a myth that ginger is a miracle herb.
    - Ginger is a popular herb.
"""


def start(folder: Path, id_: str) -> Path:
    """Write the starter into a pack. A file that is already there stays as it is."""
    if not ID.fullmatch(id_):
        raise Fault(f"“{id_}” is no rule id: write topic/name in lower case, such as tone/miracle-wording")
    file = folder / f"{id_}.yaml"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(STARTER)
    except FileExistsError as error:
        raise Fault(f"{shown(file)} is there already") from error
    except OSError as error:
        raise Fault(f"cannot write {shown(file)}: {error.strerror}") from error
    return file
