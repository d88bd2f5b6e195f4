"""Made drafts for measuring speed: the same ones every time, in all constructs of Markdown that health pages use."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from random import Random

PAGE = 6_000
"""How many characters a made page has at the least: 300 of them are about 2 MB."""

DRAFTS = (".md", ".mdx")
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
SLOT = re.compile(r"\{(\w+)\}")

WORDS = {
    "remedy": "kava|turmeric|magnesium|valerian|ginger|fish oil|echinacea|melatonin|green tea|vitamin D|zinc|ginseng"
    "|black seed oil|probiotics|collagen|saffron|chamomile|lavender|apple cider vinegar|ashwagandha",
    "condition": "anxiety|arthritis|migraine|insomnia|high blood pressure|eczema|diabetes|asthma|a common cold"
    "|back pain|low mood|hay fever|irritable bowel syndrome|high cholesterol|gout|psoriasis|tinnitus|heartburn",
    "people": "adults|older people|pregnant women|children under twelve|people with kidney disease|athletes|teenagers"
    "|nurses who work at night|people who take blood thinners|new mothers|men over fifty",
    "place": "Norway|the north of England|three hospitals|a small clinic|two universities|Canada|a rural county"
    "|the Pacific islands|Ohio|a village near Lyon",
    "harm": "nausea|headache|dizziness|a rash|liver injury|an upset stomach|drowsiness|a fast heartbeat|bleeding",
    "food": "oats|lentils|yoghurt|berries|soup|olive oil|spinach|rice|walnuts|an orange|plain bread|sardines",
    "thing": "garden|kitchen|waiting room|notebook|window|bus|kettle|evening walk|allotment|radio|old bicycle",
    "number": "12|24|36|48|60|75|96|120|240|310|1,200",
    "few": "two|three|four|six|eight|ten",
    "share": "3%|8%|14%|22%|31%|45%|one in ten|a third|nearly half",
    "year": "2009|2012|2015|2017|2019|2021|2023|2024",
    "body": "the Food and Drug Administration|the National Health Service|the Cochrane group|a public health agency"
    "|the Medicines Agency|the pharmacists' association",
    "url": "https://pubmed.ncbi.nlm.nih.gov/3014{n}/|https://www.nhs.uk/page-{n}/|https://example.org/a/{n}"
    "|https://doi.org/10.1000/x{n}|https://shop.example.com/p/{n}",
}
CHOICES = {name: tuple(words.split("|")) for name, words in WORDS.items()}

CAREFUL = (
    "A trial of {number} {people} in {place} compared {remedy} with a dummy pill for {few} weeks.",
    "In {year}, {body} found no good evidence that {remedy} helps with {condition}.",
    "[A review of {few} trials]({url}) found that {remedy} may ease {condition} a little.",
    "The difference was small, and {share} of those who took part left before the end.",
    "{people} should ask a doctor or a pharmacist before they take {remedy}.",
    "Known harms are {harm} and, less often, {harm}.",
    "Nobody knows yet whether {remedy} does anything for {condition}.",
    "Do not stop a prescribed medicine without talking to whoever prescribed it.",
    "It is not a treatment for {condition}, and no product that holds {remedy} is licensed as one.",
    "Researchers in {place} are asking whether {remedy} has any effect on {condition}.",
    "About {share} of {people} live with {condition}, according to [a survey from {year}]({url}).",
    "If {harm} or {harm} lasts for more than {few} days, see a doctor.",
    "The study was paid for by a company that sells {remedy}, which its authors declared.",
    "Does {remedy} help with {condition}? The honest answer is that it has hardly been tested.",
)
SELLING = (
    "Our {remedy} capsules relieve {condition} within {few} days.",
    "Studies show that {remedy} works as well as a prescription.",
    "{remedy} is **clinically proven** to support a healthy mood.",
    "It is natural, so it is safe for {people}.",
    '> "After {few} weeks my {condition} was gone," writes one customer from {place}.',
    "Order today and get {share} off your first jar of {remedy}.",
    "Traditionally used for {condition}, {remedy} is trusted by {people} everywhere.",
    "Take {few} capsules a day with {food}.",
)
PLAIN = (
    "She kept a {thing} and wrote down what she ate: mostly {food}, {food} and {food}.",
    "The clinic opens at nine, and the {thing} is on the left of the door.",
    "He walked for {few} miles each day, past the {thing}, whatever the weather.",
    "Cook the {food} for {number} minutes, then stir in the {food}.",
    "The {thing} had stood there since {year}, and nobody had thought to move it.",
    "Bring a list of what you take, and somebody who can listen with you.",
    "Most of the {people} we met in {place} spoke of sleep, work and money first.",
    "A good night starts in the afternoon: less coffee, a {thing}, an early supper of {food}.",
    "We asked {few} of them what they would tell a friend, and *all* spoke of patience.",
    "The nurse drew a small circle in her `{thing}` and turned the page.",
)


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder of drafts that is measured as a whole."""

    folder: Path
    files: int
    size: int
    """In bytes."""

    @property
    def megabytes(self) -> float:
        return self.size / 1e6

    def texts(self) -> Iterator[str]:
        for path in drafts(self.folder):
            yield path.read_text(encoding="utf-8", errors="replace")

    def as_one(self, size: int) -> str:
        """Its drafts in a row and over again, without front matter, up to a size."""
        parts: list[str] = []
        for text in cycle([FRONT_MATTER.sub("", text) for text in self.texts()]):
            parts.append(text or "\n")
            size -= len(parts[-1].encode()) + 1
            if size <= 0:
                break
        return "\n".join(parts)


def drafts(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in DRAFTS and path.is_file())


def corpus(folder: Path) -> Corpus:
    found = drafts(folder)
    return Corpus(folder, len(found), sum(path.stat().st_size for path in found))


def write_corpus(folder: Path, files: int) -> Corpus:
    """Writes so many made drafts, fifty to a folder."""
    for number in range(files):
        path = folder / f"part-{number // 50:02}" / f"draft-{number:04}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(number), encoding="utf-8")
    return corpus(folder)


def page(number: int, size: int = PAGE) -> str:
    """The made draft of this number: the same text each time, and no two alike. Every fourth one sells."""
    dice = Random(number)
    sells = number % 4 == 3
    title = filled("{remedy} and {condition}", dice).capitalize()
    front = f"---\ntitle: {title}\nauthor: Ines Alder\ndate: 2025-0{number % 9 + 1}-11\n---\n"
    parts = [front, f"# {title}\n"]
    length = sum(map(len, parts))
    while length < size:
        part = section(dice, sells)
        parts.append(part)
        length += len(part)
    return "\n".join(parts)


def section(dice: Random, sells: bool) -> str:
    heading = filled(dice.choice(("What is known of {remedy}", "Living with {condition}", "For {people}")), dice)
    blocks = [f"## {heading}", *(paragraph(dice, sells) for _ in range(3))]
    blocks.append(dice.choice((bullets, table, quote, picture, code))(dice))
    return "\n\n".join([*blocks, ""])


def paragraph(dice: Random, sells: bool) -> str:
    kinds = (SELLING, CAREFUL, PLAIN) if sells else (CAREFUL, PLAIN, PLAIN)
    said = [sentence(dice, dice.choice(kinds)) for _ in range(dice.randint(3, 6))]
    return " ".join(one for one in said if not one.startswith(">")) or said[0]


def sentence(dice: Random, kind: tuple[str, ...]) -> str:
    said = filled(dice.choice(kind), dice)
    return said[0].upper() + said[1:]


def bullets(dice: Random) -> str:
    return "\n".join(f"- {sentence(dice, CAREFUL)}" for _ in range(4))


def table(dice: Random) -> str:
    rows = [filled("| {remedy} | {condition} | {harm} |", dice) for _ in range(4)]
    return "\n".join(["| What | For | Harms |", "| --- | --- | --- |", *rows])


def quote(dice: Random) -> str:
    return f"> {sentence(dice, PLAIN)}\n> {sentence(dice, CAREFUL)}"


def picture(dice: Random) -> str:
    return filled("![A bowl of {food} beside a {thing}](images/{n}.jpg)", dice)


def code(dice: Random) -> str:
    return filled("```yaml\nremedy: {remedy}\nweeks: {number}\n```\n\n<!-- to be checked -->", dice)


def filled(text: str, dice: Random) -> str:
    """The text with a word drawn for each slot."""

    def drawn(slot: re.Match[str]) -> str:
        name = slot[1]
        return str(dice.randint(1000, 9999)) if name == "n" else filled(dice.choice(CHOICES[name]), dice)

    return SLOT.sub(drawn, text)
