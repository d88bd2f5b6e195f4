"""From the linter's output to the label schemes, as the head of `language.py` explains: names and numbers only."""

from collections.abc import Mapping

PROFILES = ("article", "us-supplement", "uk-ads")
COMMERCIAL = {"US": "us-supplement"}
ELSEWHERE = "uk-ads"

OUT_OF_PAGE = (
    *("sourcing/*", "disclaimer/*", "structure/*", "readability/*", "measurement/*", "language/*", "draft/*"),
    *("safety/benefit-without-risk", "substance/required-warning", "evidence/internal-contradiction"),
    "crisis/*",
)
TOLERATED: Mapping[str, tuple[str, ...]] = {
    "unsourced-study": ("sourcing/*", "efficacy/clinically-proven", "evidence/*"),
    "absolute-safety": ("safety/*",),
    "traditional-use": ("*traditional*",),
    "dosing-advice": ("dosing/*",),
}
HEDGED = "hedged-disease-claim"
UNCERTAIN = ("speculated", "hedged")
SURE = 4.5
CLAIM_RULES = ("disease-claim/*", "efficacy/*", "evidence/*", "testimonial/*", "safety/*")
DIRECTIONS = ("frame:dose-instruction", "frame:dose")
CAVEAT = "frame:clinician-caveat"
DISCLAIMER = "us-fda-disclaimer"
STOP, LET_GO = "violative", "let go"
