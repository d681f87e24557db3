"""Prose is laid out the same for every front end: exact widths, nothing cut, everything cleaned."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hdtui import i18n
from hdtui.course.layout import count_words, lay_out, spans_to_runs, to_text
from hdtui.course.model import (
    Alert,
    Block,
    Break,
    Broken,
    Citation,
    Claim,
    Code,
    CodeBlock,
    Drawn,
    Figure,
    Formula,
    Heading,
    ListBlock,
    MathBlock,
    Panel,
    Paragraph,
    Question,
    Quote,
    Rule,
    Span,
    TableBlock,
    Text,
)
from hdtui.course.runs import citation_label
from hdtui.errors import Place
from hdtui.messages import say
from hdtui.text.lines import Run, line_cells

HERE = Place("lesson.en.md", 7, 3)
LOREM = "Drop points uniformly on the unit sphere and look at their latitude."
KANJI = "単位球面で北極を一つ固定し、点を一様に落とす。"


def words(text: str, claim: Claim | None = None) -> Paragraph:
    return Paragraph((Text(text),), HERE, claim)


def shown(*blocks: Block, width: int = 40) -> list[str]:
    return to_text(lay_out(blocks, width)).split("\n")[:-1]


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language whose catalogue says two words."""
    (tmp_path / "de.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "theorem"\nmsgstr "Satz"\n\nmsgid "Caution"\nmsgstr "Vorsicht"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(i18n, "FOLDER", tmp_path)
    before = i18n.current()
    i18n.use("de")
    yield
    i18n.use(before)


# ---------------------------------------------------------------- sentences


def test_each_span_has_the_style_of_its_meaning() -> None:
    spans = (
        Text("a", strong=True, link="#b"),
        Text("c", emphasis=True, strike=True),
        Code("d"),
        Formula(r"\pi/2"),
        Break(),
    )
    assert spans_to_runs(spans) == [
        Run("a", "strong link"),
        Run("c", "emphasis strike"),
        Run("d", "code"),
        Run("π/2", "formula"),
        Run("\n"),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (20000, "20\u00a0000"),
        (-0.5, "−0.5"),
        (True, "yes"),
        ("gauss", "gauss"),
        ((10.0, 20.0), "10, 20"),
    ],
)
def test_a_drawn_value_is_shown_as_people_write_it(
    value: int | float | str | bool | tuple[float, ...], text: str
) -> None:
    assert spans_to_runs((Drawn("n"),), {"n": value}) == [Run(text, "drawn")]


def test_a_value_not_drawn_yet_stays_as_it_was_written() -> None:
    assert spans_to_runs((Drawn("n"),)) == [Run("{{n}}", "drawn")]


@pytest.mark.parametrize(
    ("source", "label"),
    [
        ('Beyer et al. (1999), When Is "Nearest Neighbor" Meaningful?, ICDT', "Beyer 1999"),
        ("Jégou, H. et al. (2011). Product Quantization. IEEE TPAMI 33(1):117-128.", "Jégou 2011"),
        ("Indyk & Motwani (1998), STOC", "Indyk 1998"),
        ("A. Andoni and P. Indyk, Near-Optimal Hashing, 2008.", "Andoni 2008"),
        ("van den Oord et al., Contrastive Coding, arXiv:1807.03748 (2018)", "van den Oord 2018"),
        ("Blum, Hopcroft, Kannan, Foundations of Data Science, ch. 2", "key"),
        ("Lewis et al., Retrieval-Augmented Generation, arXiv:2005.11401", "key"),
        ("", "key"),
    ],
)
def test_a_citation_is_labelled_by_first_author_and_year_or_else_by_its_key(
    source: str, label: str
) -> None:
    assert citation_label("key", {"key": source}).replace("\u00a0", " ") == label


def test_several_sources_share_one_bracket() -> None:
    runs = spans_to_runs((Citation(("b", "x")),), None, {"b": "Beyer (1999)"})
    assert runs == [Run("[Beyer\u00a01999; x]", "muted")]


def test_a_link_says_where_it_leads_unless_it_says_so_itself() -> None:
    spans = (Text("the ", link="https://e.org"), Text("page", True, link="https://e.org"))
    assert "".join(run.text for run in spans_to_runs(spans)) == "the page (https://e.org)"
    bare = (Text("https://e.org", link="https://e.org"), Text("."), Text("up", link="#top"))
    assert "".join(run.text for run in spans_to_runs(bare)) == "https://e.org.up"


def test_formulas_close_up_to_japanese() -> None:
    spans = (Text("これは "), Formula("d"), Text(" 次元"))
    assert "".join(run.text for run in spans_to_runs(spans)) == "これはd次元"


# ---------------------------------------------------------------- blocks


def test_a_paragraph_with_a_claim_opens_with_its_chip() -> None:
    (line,) = lay_out([words("True.", Claim("theorem", HERE))], 40)
    assert line == (Run("[theorem]", "chip.theorem"), Run(" True."))


@pytest.mark.usefixtures("german")
def test_chips_and_alerts_speak_the_language_of_the_app() -> None:
    blocks = (words("Ja.", Claim("theorem", HERE)), Alert("caution", (words("Nein."),), HERE))
    assert shown(*blocks) == ["[Satz] Ja.", "", "│ Vorsicht", "│ Nein."]


def test_one_blank_line_parts_blocks_and_nothing_stands_for_what_is_no_prose() -> None:
    panel = Panel("belt", "sphere.latitude", HERE)
    question = Question(id="q", kind="single", title=(), prompt=(), place=HERE)
    blocks = (panel, words("One."), Figure("f", "x", HERE), question, words("Two."), panel)
    assert shown(*blocks) == ["One.", "", "Two."]


def test_bars_stand_before_every_line_of_quotes_and_alerts() -> None:
    inner = (words("One two three four."), words("Five."))
    assert shown(Quote((Alert("tip", inner, HERE),), HERE), width=16) == [
        "│ │ Tip",
        "│ │ One two",
        "│ │ three four.",
        "│ │",
        "│ │ Five.",
    ]


def test_tight_lists_have_no_blank_lines_and_nested_ones_stand_below_their_item() -> None:
    nested = ListBlock(((words("inner"),),), HERE)
    items = tuple((words(text),) for text in ("one", "two words that go on"))
    block = ListBlock((*items, (words("three"), nested)), HERE, ordered=True, start=9)
    assert shown(block, width=18) == [
        " 9. one",
        "10. two words that",
        "    go on",
        "11. three",
        "    • inner",
    ]


def test_lists_with_longer_items_are_set_apart() -> None:
    block = ListBlock(((words("one"), words("more")), (words("two"),)), HERE)
    assert shown(block) == ["• one", "", "  more", "", "• two"]


def test_deep_nesting_stops_indenting_before_words_lose_their_room() -> None:
    block: Block = words("latitude")
    for _ in range(20):
        block = ListBlock(((block,),), HERE)
    lines = shown(block, width=30)
    assert lines[-1].strip() == "latitude"


def test_a_fence_keeps_its_columns_and_folds_what_is_too_long() -> None:
    code = "def f(x):\n\treturn x  # 2 倍にする前に値を確かめる\n\n"
    assert shown(CodeBlock(code.rstrip(), "python", HERE), width=28) == [
        "  def f(x):",
        "      return x  # 2 倍にする",
        "  前に値を確かめる",
    ]


def test_a_displayed_formula_is_indented_as_far_as_it_fits() -> None:
    block = MathBlock(r"\frac{a + b}{c} = 1", HERE)
    assert shown(block, width=13) == ["    a + b", "    ───── = 1", "      c"]
    assert shown(block, width=10) == [" a + b", " ───── = 1", "   c"]
    assert shown(block, width=8) == ["(a + b)/", "c = 1"]


def test_a_broken_block_names_its_place_the_mistake_and_the_way_out() -> None:
    block = Broken(
        say("there is no block “{name}”", name="\x1b[2Jquiz"),
        HERE,
        say("It is skipped."),
        say("Remove it."),
    )
    assert shown(block, width=60) == [
        "│ ✗ there is no block “\ufffd[2Jquiz”",
        "│ lesson.en.md:7:3",
        "│ It is skipped.",
        "│ Remove it.",
    ]


# ---------------------------------------------------------------- tables


def table(*rows: tuple[str, ...], align: str = "") -> TableBlock:
    sides = {"l": "left", "c": "centre", "r": "right"}
    cells = tuple(tuple((Text(cell),) for cell in row) for row in rows)
    return TableBlock(cells[0], cells[1:], tuple(sides[a] for a in align), HERE)  # type: ignore[misc]


def test_a_table_that_fits_takes_only_the_room_it_needs() -> None:
    block = table(("d", "角度"), ("2", "極"), ("1024", "赤道"), align="rc")
    assert shown(block) == ["   d  角度", "────  ────", "   2   極", "1024  赤道"]


def test_cells_are_wrapped_never_cut_and_rows_then_stand_apart() -> None:
    block = table(("法", "考え"), ("LSH", "ランダム射影で空間を分割し、探す"), ("PQ", "直積"))
    assert shown(block, width=21) == [
        "法   考え",
        "───  ────────────────",
        "LSH  ランダム射影で空",
        "     間を分割し、探す",
        "",
        "PQ   直積",
    ]


def test_a_column_is_as_wide_as_its_longest_word_where_that_is_possible() -> None:
    block = table(
        ("method", "what it does for the search"), ("Locality-sensitive", "it hashes " * 9)
    )
    assert max(line.find("what") for line in shown(block, width=40)) == 20


def test_a_table_with_too_many_columns_becomes_a_list_of_its_cells() -> None:
    block = table(("d", "mean", "sd", "n"), ("2", "90", "52", "100"), ("3", "90", "39", ""))
    assert shown(block, width=16)[0] == "d  mean  sd  n"
    assert shown(block, width=15) == [
        "d: 2",
        "mean: 90",
        "sd: 52",
        "n: 100",
        "",
        "d: 3",
        "mean: 90",
        "sd: 39",
    ]


def test_ragged_rows_keep_every_cell() -> None:
    block = table(("a", "b"), ("1",), ("2", "3", "4"))
    assert shown(block)[2:] == ["1", "2  3  4"]


# ---------------------------------------------------------------- everything

ANY_TEXT = st.one_of(
    st.text(st.characters(codec=None), max_size=30),
    st.sampled_from([LOREM, KANJI, "「", "、", "x" * 50, "\x1b[31m", "a\u202eb", "20\u00a0000"]),
)
SPANS = st.lists(
    st.one_of(
        st.builds(Text, ANY_TEXT, st.booleans(), link=st.sampled_from(["", "https://e.org/\x07"])),
        st.builds(Code, ANY_TEXT),
        st.builds(Formula, st.one_of(ANY_TEXT, st.sampled_from([r"\frac{a}{b} = c", r"\theta"]))),
        st.builds(Drawn, ANY_TEXT),
        st.builds(Citation, st.tuples(ANY_TEXT)),
        st.builds(Break),
    ),
    max_size=5,
).map(lambda spans: tuple[Span, ...](spans))
PLACE = st.just(HERE)
LEAVES: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, SPANS, PLACE, st.one_of(st.none(), st.just(Claim("metaphor", HERE)))),
    st.builds(Heading, st.just(3), SPANS, PLACE),
    st.builds(MathBlock, ANY_TEXT, PLACE),
    st.builds(CodeBlock, ANY_TEXT, ANY_TEXT, PLACE),
    st.builds(
        TableBlock,
        st.lists(SPANS, max_size=4).map(tuple),
        st.lists(st.lists(SPANS, max_size=5).map(tuple), max_size=3).map(tuple),
        st.lists(st.sampled_from(["left", "centre", "right"]), max_size=4).map(tuple),
        PLACE,
    ),
    st.builds(Rule, PLACE),
    st.builds(Broken, ANY_TEXT.map(lambda text: say("{what}", what=text)), PLACE),
)
BLOCKS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Quote, st.lists(inner, max_size=3).map(tuple), PLACE),
        st.builds(Alert, st.just("note"), st.lists(inner, max_size=3).map(tuple), PLACE),
        st.builds(
            ListBlock,
            st.lists(st.lists(inner, max_size=3).map(tuple), max_size=3).map(tuple),
            PLACE,
            st.booleans(),
        ),
    ),
    max_leaves=6,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(BLOCKS, max_size=3), st.integers(0, 100))
def test_no_blocks_raise_and_every_line_fits_and_is_clean(blocks: list[Block], width: int) -> None:
    lines = lay_out(blocks, width)
    assert max(map(line_cells, lines), default=0) <= max(width, 2)
    text = to_text(lines).replace("\n", "")
    assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    count_words(blocks)


@settings(deadline=None)
@given(st.integers(2, 120))
def test_every_width_shows_every_word(width: int) -> None:
    blocks = (
        words(LOREM),
        Alert("note", (words(KANJI),), HERE),
        ListBlock(((words(KANJI),), (words(LOREM),)), HERE),
        table(("方法", "idea"), (KANJI, LOREM)),
    )
    text = "".join("".join(line) for line in shown(*blocks, width=width))
    letters = [c for c in text if c.isalpha()]
    for wanted in (LOREM, KANJI):
        for letter in set(filter(str.isalpha, wanted)):
            assert letters.count(letter) >= 3 * wanted.count(letter)


# ---------------------------------------------------------------- counting


def test_words_and_japanese_characters_are_counted_apart() -> None:
    blocks = (
        words("The near-orthogonal don't count twice: 100 は3次元の球。"),
        Paragraph((Formula("a + b"), Text(" and "), Drawn("d"), Citation(("k",))), HERE),
        table(("幅", "width"), ("極", "pole")),
        Panel("belt", "sphere.latitude", HERE),
    )
    assert count_words(blocks) == (7 + 3 + 2, 5 + 2)
