"""How well the shipped engine and rules tell a claim from careful writing, on labelled data that a folder holds.

    python benchmarks/language.py DATA_DIR [--json] [--misses] [--false-alarms] [--only NAME] [--part N/M]

From the linter's output to each label scheme. Written before anything was tuned; the names in capitals are those of
`mapping.py`. No rule, cue or lexicon is held here: what is scored is what ships.

claims          A row counts as stopped where at least one finding counts. What counts is a warning or an error: an
                info is no call to stop. What cannot be judged on a sentence out of its page does not count: findings of
                checks that speak of the page or a section, and those of OUT_OF_PAGE. Neither do findings of the
                families that the row tolerates (TOLERATED). To be stopped is `violative`; to be let go are
                `neutral-good` and `permitted`. Each row is held to the commercial profile of its jurisdiction
                (COMMERCIAL), and to `article`; there also without the rows of HEDGED, which only commercial copy
                must not say.
negex           The concept in capitals is put in lower case. `Negated` where the cue set `negated` governs its words.
bioscope        `uncertain` where a cue of UNCERTAIN stands in the sentence, whatever it governs.
certainty       The certainty of the reading; the mean where a row is cut into several sentences.
certainty_aspect  The same number; `Certain` from SURE on and `Uncertain` below, `NotPresent` left out.
causal_pubmed   The relation of the reading, the strongest where a row is cut into several sentences.
eu_claims       Claim wording is found where a frame of claim or benefit is, governed or not, or where a rule of
                CLAIM_RULES flags anything in any profile. Rows in other languages are skipped and counted.
dsld            `directions`: a frame of DIRECTIONS is found. `precaution_clinician`: the frame of CAVEAT.
                `fda_disclaimer`: the statutory text, word for word or nearly.
ods_citations   A row that carried a citation counts as flagged where a rule of `sourcing` flags it in `article`.
pages           Whole pages of expert bodies: warnings and errors under `article` per 1,000 words, all of them, and
                without those that speak of the page.
own documents   A mark to stop is found where a finding that counts as for claims stands on its line and touches its
                words; one to let go is flagged likewise. All other findings that count fall on unmarked lines.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click
from bench import Bench
from drafts import corpus, own_documents, pages
from labelled import DataSet, Part, read_rows, recognise
from sentences import (
    Scored,
    bioscope,
    causal_pubmed,
    certainty,
    certainty_aspect,
    claims,
    dsld,
    eu_claims,
    negex,
    ods_citations,
)
from table import Case, Score, as_json, print_cases, print_table

HERE = Path(__file__).parent
OWN_CLAIMS = "own-claims"
OWN_DOCUMENTS = "own-documents"

SCORERS: Mapping[str, Callable[[Bench, DataSet], Scored]] = {
    "claims": claims,
    "negex": negex,
    "bioscope": bioscope,
    "certainty": certainty,
    "certainty_aspect": certainty_aspect,
    "causal_pubmed": causal_pubmed,
    "eu_claims": eu_claims,
    "dsld": dsld,
    "ods_citations": ods_citations,
    "ods_docs": pages,
    "nccih_docs": pages,
    "pages": pages,
}


def data_sets(folder: Path) -> Iterator[DataSet]:
    """The labelled files of a folder and the project's own; files that are not known are named and skipped."""
    own = HERE / "claims.jsonl"
    for path in [*sorted(folder.glob("*.jsonl")), *([own] if own.is_file() else [])]:
        rows = read_rows(path)
        data = recognise(path, rows, SCORERS) if rows else None
        if data is None:
            click.echo(f"{path.name}: not known, skipped", err=True)
        else:
            yield DataSet(OWN_CLAIMS, data.kind, data.rows) if path == own else data


def _chosen(data: DataSet, only: tuple[str, ...]) -> bool:
    """Is it named, by itself or by its kind? The project's own set is named by itself alone."""
    return not only or data.name in only or (data.kind in only and data.name != OWN_CLAIMS)


@click.command()
@click.argument("data_dir", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "wire", is_flag=True, help="Print JSON instead of a table.")
@click.option("--misses", is_flag=True, help="Print the rows that were to be found and were not.")
@click.option("--false-alarms", is_flag=True, help="Print the rows that were to be let go and were not.")
@click.option("--only", multiple=True, help="Score these data sets only, by name or kind.")
@click.option("--part", default="1/1", help="Score the rows whose source falls in part N of M: 2/5, or 1-3/5.")
@click.option(
    "--documents", type=click.Path(path_type=Path), default=HERE / "documents", help="Drafts with marked lines."
)
@click.option("--corpus", "drafts", type=click.Path(exists=True, path_type=Path), help="Drafts in folders by kind.")
def main(
    data_dir: Path,
    wire: bool,
    misses: bool,
    false_alarms: bool,
    only: tuple[str, ...],
    part: str,
    documents: Path,
    drafts: Path | None,
) -> None:
    """Score the shipped engine and rules on the labelled files in DATA_DIR."""
    bench, chosen = Bench(), Part.said(part)
    said: list[Score | Case] = []
    for data in data_sets(data_dir):
        rows = tuple(row for row in data.rows if chosen.holds(row))
        if rows and _chosen(data, only):
            said += SCORERS[data.kind](bench, DataSet(data.name, data.kind, rows))
    if (documents / "labels.jsonl").is_file() and (not only or OWN_DOCUMENTS in only):
        said += own_documents(bench, documents)
    if drafts and (not only or "corpus" in only):
        said += corpus(bench, drafts)
    scores = [one for one in said if isinstance(one, Score)]
    cases = [one for one in said if isinstance(one, Case) and (misses if one.missed else false_alarms)]
    if wire:
        click.echo(as_json(scores, cases))
    else:
        print_cases(cases)
        print_table(scores)


if __name__ == "__main__":
    main()
