"""The seeded mistakes: each is one edit of the clean course, with the code it must be found under.

The line is computed from the edit: where it begins in the edited file, or where `at` stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

COURSE = Path(__file__).parent / "course"
LATITUDE = "01-latitude/lesson.en.md"
LATITUDE_JA = "01-latitude/lesson.ja.md"
NEAREST = "02-nearest/lesson.en.md"
NEAREST_JA = "02-nearest/lesson.ja.md"


@dataclass(frozen=True)
class Mutant:
    """One mistake. `old` stands once in `file`; `new` takes its place."""

    code: str
    name: str
    file: str
    old: str
    new: str
    at: str | None = None
    "Text on the line of the finding, once in `found_in` after the edit; None: the edit itself."
    found_in: str | None = None
    "The file of the finding where it is another one."
    stale: bool = False
    "Leave the noted revisions as they were: the mistake is about them."
    also: tuple[tuple[str, str, str], ...] = ()
    "Further edits (file, old, new) without which there would be a second mistake."

    def edited(self, texts: dict[str, str]) -> dict[str, str]:
        """The texts with the mistake in them."""
        changed = dict(texts)
        for file, old, new in ((self.file, self.old, self.new), *self.also):
            assert changed[file].count(old) == 1, f"{self.name}: {old!r} must stand once in {file}"
            changed[file] = changed[file].replace(old, new)
        return changed

    def expected(self, texts: dict[str, str]) -> tuple[str, int]:
        """(file, line) of the finding; `texts` are the clean ones."""
        edited = self.edited(texts)
        file = self.found_in or self.file
        if self.at is None:
            offset = texts[file].index(self.old)
            # An edit that keeps how the old text began starts at the first difference.
            offset += next(
                (i for i, (a, b) in enumerate(zip(self.old, self.new, strict=False)) if a != b), 0
            )
        else:
            assert edited[file].count(self.at) == 1, f"{self.name}: {self.at!r} must stand once"
            offset = edited[file].index(self.at)
        return file, edited[file].count("\n", 0, offset) + 1


def clean_texts() -> dict[str, str]:
    """Every file of the clean course by its path."""
    paths = sorted(path for path in COURSE.rglob("*") if path.is_file())
    return {str(path.relative_to(COURSE)): path.read_text(encoding="utf-8") for path in paths}


MUTANTS = (
    # ------------------------------------------------------------ HL001 front matter
    Mutant("HL001", "an unknown key", LATITUDE, "needs: []", "neeeds: []"),
    Mutant("HL001", "a lesson needed that is not there", NEAREST, "[latitude]", "[longitude]"),
    Mutant("HL001", "minutes as words", LATITUDE, "minutes: 7", "minutes: nine"),
    # ------------------------------------------------------------ HL002 ids
    Mutant(
        "HL002",
        "a question's id twice",
        LATITUDE,
        "<!-- question: own-words text -->",
        "<!-- question: by-width text -->",
    ),
    Mutant(
        "HL002",
        "a retired id again",
        LATITUDE,
        "question: own-words text",
        "question: old-question text",
        at="### In your own words",
        also=((LATITUDE_JA, "question: own-words text", "question: old-question text"),),
    ),
    Mutant("HL002", "a lesson's id twice", NEAREST, "id: nearest", "id: latitude"),
    # ------------------------------------------------------------ HL003 unknown names
    Mutant("HL003", "no such experiment", LATITUDE, "sphere.latitude\nset", "sphere.latitud\nset"),
    Mutant("HL003", "no such command", LATITUDE, "<!-- number:", "<!-- nubmer:"),
    Mutant("HL003", "no such block", NEAREST, "```yaml experiment", "```yaml experimint"),
    # ------------------------------------------------------------ HL004 settings and bounds
    Mutant("HL004", "a value out of bounds", LATITUDE, "  d: 100\n", "  d: 1\n"),
    Mutant("HL004", "no such setting", LATITUDE, "  n: 20000\n", "  m: 20000\n"),
    Mutant("HL004", "a dial nobody has", LATITUDE, "turn: [d, n]", "turn: [d, k]"),
    Mutant("HL004", "an overlay out of bounds", NEAREST, "{intrinsic: 5}", "{intrinsic: -5}"),
    Mutant("HL004", "a key nobody has", LATITUDE, "compare: {poles: 20}", "compares: {poles: 20}"),
    # ------------------------------------------------------------ HL005 right choices
    Mutant(
        "HL005",
        "two right answers of a single choice",
        LATITUDE,
        "2. [ ] Coordinates",
        "2. [x] Coordinates",
        at="1. [x] Even scatter",
    ),
    Mutant(
        "HL005",
        "only right answers of a multiple choice",
        LATITUDE,
        "- [ ] the width",
        "- [x] the width",
    ),
    # ------------------------------------------------------------ HL006 explanations
    Mutant(
        "HL006",
        "a choice without an explanation",
        LATITUDE,
        "   > The formula holds in every dimension.\n",
        "",
        at="3. [ ] At least",
    ),
    Mutant(
        "HL006",
        "no feedback for everything else",
        LATITUDE,
        "- `else`: Compare it with the line of the theory.\n",
        "",
        at="- `ok`: Right",
        also=((LATITUDE_JA, "- `else`: 理論の線と比べよう。\n", ""),),
    ),
    # ------------------------------------------------------------ HL007 answers and tolerances
    Mutant(
        "HL007",
        "no tolerance",
        LATITUDE,
        "tolerance: {rel: 0.15, se: 4}\n",
        "",
        at="```yaml answer",
    ),
    Mutant("HL007", "no truth", LATITUDE, "truth: measures.sd_deg\n", "", at="```yaml answer"),
    Mutant("HL007", "two points of a curve", NEAREST, "[10, 100, 1000]", "[10, 100]"),
    Mutant("HL007", "points that go back", NEAREST, "[10, 100, 1000]", "[10, 1000, 100]"),
    # ------------------------------------------------------------ HL008 drawn values
    Mutant("HL008", "a value nobody draws", LATITUDE, "in {{d}} dim", "in {{dim}} and {{d}} dim"),
    Mutant("HL008", "a value outside a question", LATITUDE, "for a new seed.", "for {{d}} seeds."),
    Mutant(
        "HL008",
        "a value inside mathematics",
        LATITUDE,
        "variance $1/d$.",
        "variance $1/{{d}}$.",
        also=((LATITUDE_JA, "分散は $1/d$ ", "分散は　 $1/{{d}}$ "),),
    ),
    # ------------------------------------------------------------ HL009 dangling references
    Mutant("HL009", "no such panel", LATITUDE, "run: belt\n", "run: belts\n"),
    Mutant("HL009", "no such output", LATITUDE, "truth: measures.sd_deg", "truth: measures.sd"),
    Mutant("HL009", "drawn out of bounds", LATITUDE, "[100, 256, 1024]", "[1, 256, 1024]"),
    Mutant("HL009", "no such question", LATITUDE, "predict: belt-width", "predict: belt-breadth"),
    Mutant(
        "HL009",
        "a claim about no panel",
        NEAREST,
        "run=cloud holds",
        "run=clouds holds",
        at="`[conditional]`",
    ),
    # ------------------------------------------------------------ HL010, HL011, HL012, HL015
    Mutant("HL010", "no such status", LATITUDE, "`[theorem]`", "`[theorm]`"),
    Mutant("HL011", "no such source", LATITUDE, "[@ledoux]", "[@ledoux2001]"),
    Mutant("HL012", "a condition cut off", LATITUDE, "- `near(x, truth*pi/180)`", "- `near(x, )`"),
    Mutant("HL012", "an unknown name", LATITUDE, "- `near(x, truth*pi/180)`", "- `near(y, truth)`"),
    Mutant("HL012", "a call of something else", LATITUDE, '"theory*pi/180"', '"open(theory)"'),
    Mutant(
        "HL012",
        "a claim that holds a number",
        NEAREST,
        "contrast < .5",
        "contrast + .5",
        at="<!-- claim:",
    ),
    Mutant(
        "HL015",
        "a conditional claim that says no more",
        NEAREST,
        '<!-- claim: fades run=cloud holds="measures.contrast < .5" -->\n\n',
        "",
        at="`[conditional]`",
    ),
    Mutant(
        "HL015",
        "a conditional claim without a limit",
        NEAREST,
        "breaks: {intrinsic: 5}\n",
        "",
        at="`[conditional]`",
    ),
    # ------------------------------------------------------------ HL013, HL014, HL016
    Mutant(
        "HL013",
        "the longest choice is always right",
        LATITUDE,
        "1. [x] Even scatter on the sphere.",
        "1. [x] Even scatter on the unit sphere and nothing else, in any dimension.",
        also=((LATITUDE, "2. [x] All of them.", "2. [x] All of them, wherever they may be."),),
    ),
    Mutant(
        "HL014",
        "a page too long for 80x24",
        NEAREST_JA,
        "`[correction]` すべての",
        "ながい話である。\n\n" * 12 + "`[correction]` すべての",
    ),
    Mutant(
        "HL014",
        "a question too long for 80x24",
        LATITUDE,
        "Why is there a belt",
        "Think it over.\n\n" * 12 + "Why is there a belt",
        at="### In your own",
    ),
    Mutant("HL016", "a degree sign in a table", LATITUDE, "39.2 deg", "39.2°"),
    # ------------------------------------------------------------ HL017, HL018
    Mutant(
        "HL017",
        "a setting twice",
        LATITUDE,
        "  n: 20000\n",
        "  n: 20000\n  n: 10000\n",
        at="  n: 10000",
    ),
    Mutant("HL018", "a number that YAML takes for text", LATITUDE, "  n: 20000\n", "  n: 2e4\n"),
    Mutant("HL018", "a number in quotes", LATITUDE, "  n: 20000\n", "  n: '20000'\n"),
    # ------------------------------------------------------------ HL019 numbers in prose
    Mutant(
        "HL019", "the prose says another number", LATITUDE, "8.7 % of", "8.6 % of", at="<!-- number"
    ),
    Mutant(
        "HL019",
        "the theory says another number",
        LATITUDE,
        "8.7 % of",
        "8.9 % of",
        at="<!-- number",
        also=((LATITUDE, "number: 8.7", "number: 8.9"), (LATITUDE_JA, "8.7", "8.9")),
    ),
    Mutant("HL019", "the translation says another number", LATITUDE_JA, "8.7 %", "8.6 %"),
    Mutant(
        "HL019", "a source that is no experiment", LATITUDE, "@ sphere.latitude", "@ sphere.lat"
    ),
    Mutant("HL019", "a source out of bounds", LATITUDE, "latitude d=3 -->", "latitude d=1 -->"),
    Mutant(
        "HL012", "a source that computes nothing", LATITUDE, "100*theory.band_share", "100*theory.("
    ),
    Mutant(
        "HL019",
        "a number beside it without a source",
        LATITUDE,
        "within 5° of the equator.\n",
        "within 5° of the equator, not 9.9 % of them.\n",
        at="Choose a pole",
    ),
    # ------------------------------------------------------------ HL020 to HL026 translations
    Mutant(
        "HL020",
        "a question left out",
        LATITUDE_JA,
        "### 自分の言葉で\n<!-- question: own-words text -->\n\n",
        "",
        at="## 問い",
    ),
    Mutant(
        "HL020",
        "questions in another order",
        LATITUDE_JA,
        "### 広い順に並べよ\n",
        "### 自分の言葉で\n<!-- question: own-words text -->\n\n"
        "なぜどの極のまわりにも帯があるのか。\n\n### 広い順に並べよ\n",
        at="<!-- question: own-words text -->",
        also=(
            (
                LATITUDE_JA,
                "   > 二度もない。\n\n### 自分の言葉で\n<!-- question: own-words text -->\n\n"
                "なぜどの極のまわりにも帯があるのか。\n",
                "   > 二度もない。\n",
            ),
        ),
    ),
    Mutant(
        "HL020",
        "a screen left out",
        NEAREST_JA,
        "## 描いてみる\n<!-- screen: draw -->\n\n### コントラストはどう下がるか\n"
        "<!-- question: contrast-curve curve -->\n\n思うところに点を動かそう。\n\n",
        "",
        at="id: nearest",
    ),
    Mutant(
        "HL021",
        "another right answer",
        NEAREST_JA,
        "1. [x] 低い",
        "1. [ ] 低い",
        also=((NEAREST_JA, "2. [ ] 同じ", "2. [x] 同じ"),),
    ),
    Mutant("HL021", "another condition", LATITUDE_JA, "truth*pi/180", "truth*pi/181"),
    Mutant(
        "HL021",
        "a hint left out",
        LATITUDE_JA,
        "> Hint: 赤道の近くでは、緯度はその座標に等しい。\n\n",
        "",
        at="### 帯の幅はどれだけか",
    ),
    Mutant(
        "HL021", "another kind", LATITUDE_JA, "own-words text", "own-words curve", at="### 自分の"
    ),
    Mutant("HL022", "another formula", LATITUDE_JA, r"$1/\sqrt{d}$", r"$1/\sqrt{n}$"),
    Mutant("HL022", "another displayed formula", LATITUDE_JA, r"\frac{1}{d-1}", r"\frac{1}{d}"),
    Mutant("HL022", "a formula left out", LATITUDE_JA, r" $1/\sqrt{d}$ のように", "", at="## 問い"),
    Mutant("HL023", "another status", LATITUDE_JA, "`[theorem]`", "`[empirical]`"),
    Mutant("HL023", "a citation left out", LATITUDE_JA, " [@ledoux]", "", at="## 問い"),
    Mutant(
        "HL024",
        "the source went on",
        NEAREST,
        "It is **not** a law",
        "It never was a law",
        at="## 及ばない",
        found_in=NEAREST_JA,
        stale=True,
    ),
    Mutant("HL025", "a letter touches a formula", LATITUDE_JA, "正解。 $1", "正解。$1"),
    Mutant("HL025", "a formula touches a letter", LATITUDE_JA, "$ で緯度", "$で緯度"),
    Mutant(
        "HL026",
        "a panel of its own",
        LATITUDE_JA,
        "`r` で乱数の種を替える。\n",
        "```yaml experiment\nid: band\nname: sphere.latitude\n```\n\n`r` で乱数の種を替える。\n",
    ),
    # ------------------------------------------------------------ HL027, HL028
    Mutant(
        "HL027", "emphasis that does not close", LATITUDE_JA, "は**どの**方", "は **「どの」**方"
    ),
    Mutant("HL027", "emphasis that does not open", NEAREST_JA, "では**ない**", "では**（ない）**"),
    Mutant("HL028", "far too many minutes", LATITUDE, "minutes: 7", "minutes: 25"),
)
