"""What each rule of the report asks for, why, and the law and guidance that it rests on: told once, at the end."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from healthlint.finding import BINDING, Citable, Finding, RuleInfo
from healthlint.report.html.elements import Child, Html, joined, listed, outside, section, tag
from healthlint.report.printable import one_line
from healthlint.report.provenance import Law

KINDS = {"house": "house style"}
"""What a kind of authority is called where its own name would not do."""

Key: TypeAlias = tuple[str, tuple[Citable, ...]]


def family(rule: str) -> str:
    """The folder that a rule lies in, which is the first part of its id."""
    return rule.partition("/")[0]


class Cards:
    """One card for each rule, and one more where a finding rests on other authorities than the rule's first."""

    def __init__(self, rules: Mapping[str, RuleInfo], findings: Iterable[Finding], law: Iterable[Law] = ()) -> None:
        self.rules = rules
        self._dated = {one.name: one for one in law if one.kind == "authority"}
        keys = sorted(dict.fromkeys(map(self._key, findings)), key=lambda key: key[0])
        self._ids = {key: f"rule-{number}" for number, key in enumerate(keys, 1)}

    def id_of(self, finding: Finding) -> str:
        return self._ids[self._key(finding)]

    def section(self) -> Html:
        """All cards, by the id of their rules."""
        intro = tag(
            "p",
            "What each rule asks for, why, and the law, code or guidance behind it. A rule says how words read under ",
            "a named text, not what is lawful.",
        )
        cards = [self._card(self.rules[rule], sources, id_) for (rule, sources), id_ in self._ids.items()]
        return section("Rules and what they rest on", intro, cards, id_="rules") if cards else Html("")

    def _key(self, finding: Finding) -> Key:
        return finding.rule, finding.authority or self.rules[finding.rule].authority

    def _card(self, rule: RuleInfo, sources: Iterable[Citable], id_: str) -> Html:
        told = [("Why", one_line(rule.why)), ("What to do", one_line(rule.advice))]
        facts = [tag("div", tag("dt", name), tag("dd", said)) for name, said in told if said]
        law = [self._source(source) for source in sorted(sources, key=lambda source: source.kind not in BINDING)]
        if law:
            facts.append(tag("div", tag("dt", "Rests on"), tag("dd", listed(law, "sources"))))
        id_line = tag("p", tag("code", one_line(rule.id)), class_="meta")
        return section(one_line(rule.title), id_line, tag("dl", facts), id_=id_, class_="card", level="h3")

    def _source(self, source: Citable) -> Html:
        """An authority as it is cited, what kind of text it is, and when it was read."""
        about: list[Child] = [one_line(KINDS.get(source.kind, source.kind))]
        if dated := self._dated.get(source.name):
            about += [", read on ", _day(dated.as_of), ", to be read again by ", _day(dated.review_by)]
        return joined([outside(source.url, source.cite), " ", tag("span", about, class_="about")])


def _day(iso: str) -> Html:
    return tag("time", iso, datetime=iso)
