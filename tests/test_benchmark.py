"""The language benchmark, on a folder made on the spot."""

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "benchmarks" / "language.py"

NEGATED = [
    {"id": "n:1#0", "text": "She had no FEVER.", "label": "Negated", "concept": "fever"},
    {"id": "n:2#0", "text": "She had a FEVER.", "label": "Affirmed", "concept": "fever"},
]
RELATIONS = [
    {"id": "b:1#0", "text": "The diet led to weight loss.", "label": "direct"},
    {"id": "b:2#0", "text": "The diet may lead to weight loss.", "label": "conditional"},
    {"id": "b:3#0", "text": "The diet was associated with weight loss.", "label": "correlational"},
    {"id": "b:4#0", "text": "The clinic opens at nine.", "label": "direct"},
]


def claim(text: str, label: str, subtype: str) -> dict[str, str]:
    where = {"jurisdiction": "US", "source_url": f"https://example.org/{subtype}"}
    return {"id": subtype, "text": text, "label": label, "subtype": subtype, **where}


CLAIMS = [
    claim("Kava cures cancer.", "violative", "disease-claim"),
    claim("Kava does not cure cancer.", "neutral-good", "negated"),
]


def write(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def run(folder: Path, *options: str) -> tuple[str, str]:
    command = [sys.executable, str(SCRIPT), str(folder), "--documents", str(folder), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    return done.stdout, done.stderr


def test_a_folder_of_labelled_rows_is_scored(tmp_path: Path) -> None:
    write(tmp_path / "claims_dev.jsonl", CLAIMS)
    write(tmp_path / "negex.dev.jsonl", NEGATED)
    write(tmp_path / "bulletins.jsonl", RELATIONS)
    write(tmp_path / "recipes.jsonl", [{"title": "Soup"}])
    names = ("--only", "claims", "--only", "negex", "--only", "bulletins")
    out, err = run(tmp_path, "--json", "--misses", *names)
    assert "recipes.jsonl: not known, skipped" in err
    said = json.loads(out)
    figures = {(one["data"], one["measure"]): one["figure"] for one in said["scores"]}
    assert figures["claims", "F1, commercial"] == 1.0
    assert figures["claims", "let-go rows flagged, article"] == 0.0
    assert figures["negex", "F1 of Negated"] == 1.0
    assert figures["bulletins", "F1 of conditional"] == 1.0
    assert [(case["id"], case["said"]) for case in said["cases"]] == [("b:4#0", "none, labelled direct")]


def test_a_part_holds_the_rows_of_its_sources(tmp_path: Path) -> None:
    write(tmp_path / "bulletins.jsonl", RELATIONS)
    sizes = []
    for part in ("1/2", "2/2"):
        out, _ = run(tmp_path, "--json", "--only", "bulletins", "--part", part)
        sizes += [one["rows"] for one in json.loads(out)["scores"][:1]]
    assert sum(sizes) == len(RELATIONS)
