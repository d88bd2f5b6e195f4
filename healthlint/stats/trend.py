"""Drafts of now and of an earlier report: which findings are new, which are gone, which remain."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence

from healthlint.stats.counting import Change, Counted, Pair

Key = Callable[[Pair], Hashable]


def changed(now: Sequence[Counted], then: Sequence[Counted]) -> Change:
    """Findings are known again by their fingerprints: in the same draft first, then in one that was moved.

    What is gone is told of the draft as it is now, if it is still there.
    """
    drafts = {draft.path: draft for draft in now}
    new = [(draft, found) for draft in now for found in draft.findings]
    gone = [(drafts.get(draft.path, draft), found) for draft in then for found in draft.findings]
    remaining: list[Pair] = []
    for key in (_in_the_draft, _anywhere):
        new, gone, same = _apart(new, gone, key)
        remaining += same
    return Change(tuple(new), tuple(gone), tuple(remaining))


def _in_the_draft(pair: Pair) -> Hashable:
    return pair[0].path, pair[1].mark


def _anywhere(pair: Pair) -> Hashable:
    return pair[1].mark


def _apart(new: list[Pair], gone: list[Pair], key: Key) -> tuple[list[Pair], list[Pair], list[Pair]]:
    """What is only in the one, what is only in the other, and what is in both, as it is in the first."""
    left = Counter(map(key, gone))
    only_new, same, known = [], [], Counter[Hashable]()
    for pair in new:
        if known[key(pair)] < left[key(pair)]:
            known[key(pair)] += 1
            same.append(pair)
        else:
            only_new.append(pair)
    only_gone = []
    for pair in gone:
        if known[key(pair)]:
            known[key(pair)] -= 1
        else:
            only_gone.append(pair)
    return only_new, only_gone, same
