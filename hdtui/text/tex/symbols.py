"""LaTeX's names for signs, letters and accents, and what a terminal shows for them.

`\\epsilon` and `\\varepsilon`, `\\phi` and `\\varphi` share a glyph: terminal fonts draw the
variants alike or lack one, and prose and charts write ε and φ.
"""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "ord", "function", "limit", "big", "binary", "relation", "punctuation", "open", "close", "text"
]
"""What a sign is in a formula: it decides the space around it. `limit` is a function whose index
stands below it (max, lim), `big` an operator with limits (∑)."""


def _table(text: str) -> dict[str, str]:
    """`name sign name sign ...` -> {name: sign}."""
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


ORDINARY = _table(
    """alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
    kappa κ lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ
    phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ
    Upsilon Υ Phi Φ Psi Ψ Omega Ω
    infty ∞ nabla ∇ partial ∂ ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ imath ı jmath ȷ wp ℘
    top ⊤ bot ⊥ emptyset ∅ varnothing ∅ prime ′ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬
    angle ∠ degree ° square □ blacksquare ■ triangle △ star ⋆ bullet • dagger † ddagger ‡
    ldots … dots … dotsc … dotsb ⋯ cdots ⋯ vdots ⋮ ddots ⋱ checkmark ✓ surd √ S § P ¶ pounds £
    backslash \\ lbrace { rbrace }"""
)
BINARY = _table(
    """cdot · times × div ÷ pm ± mp ∓ oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ circ ∘ ast * cup ∪ cap ∩
    setminus ∖ wedge ∧ land ∧ vee ∨ lor ∨ sqcup ⊔ sqcap ⊓ uplus ⊎ bmod mod"""
)
RELATION = _table(
    """to → rightarrow → longrightarrow ⟶ leftarrow ← gets ← longleftarrow ⟵ leftrightarrow ↔
    Rightarrow ⇒ Longrightarrow ⟹ implies ⇒ Leftarrow ⇐ impliedby ⇐ Leftrightarrow ⇔ iff ⇔
    mapsto ↦ longmapsto ⟼ uparrow ↑ downarrow ↓ nearrow ↗ searrow ↘ hookrightarrow ↪
    propto ∝ approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡ doteq ≐ triangleq ≜ coloneqq ≔
    le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ lt < gt > ne ≠ neq ≠ ll ≪ gg ≫ lesssim ≲ gtrsim ≳
    in ∈ notin ∉ ni ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ prec ≺ succ ≻
    preceq ≼ succeq ≽ perp ⊥ parallel ∥ mid | vdash ⊢ models ⊨ asymp ≍ colon :"""
)
BIG = _table(
    """sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigvee ⋁ bigwedge ⋀
    int ∫ iint ∬ iiint ∭ oint ∮"""
)
SIDE_LIMITS = frozenset("∫∬∭∮")
"Big operators whose limits stand beside them."
FUNCTIONS = _names(
    """arccos arcsin arctan arg cos cosh cot coth csc deg dim exp hom ker lg ln log sec sin sinh
    tan tanh"""
)
LIMIT_FUNCTIONS = _names(
    "argmax argmin det esssup gcd inf injlim lim liminf limsup max min Pr projlim sup"
)
OPENING = _table("langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖ lbrack [")
CLOSING = _table("rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖ rbrack ]")
BARS = _table("vert | Vert ‖")
PUNCTUATION = _table("ldotp . cdotp ·")
SPACES = {"quad": 2, "qquad": 4, ",": 1, ":": 1, ">": 1, ";": 1, " ": 1, "!": 0, "enspace": 1}
SPACES |= {"thinspace": 1, "medspace": 1, "thickspace": 1, "negthinspace": 0, "nobreakspace": 1}
IGNORED = _names(
    """displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits nonumber notag
    allowbreak nobreak relax mathstrut strut hfill bigl bigr bigm big Bigl Bigr Bigm Big biggl
    biggr biggm bigg Biggl Biggr Biggm Bigg"""
)
"Commands of size and style, which a terminal does not have."

ACCENTS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "bar": "\u0304",
    "overline": "\u0305",
    "underline": "\u0332",
    "breve": "\u0306",
    "dot": "\u0307",
    "ddot": "\u0308",
    "mathring": "\u030a",
    "check": "\u030c",
    "acute": "\u0301",
    "grave": "\u0300",
    "vec": "\u20d7",
    "overrightarrow": "\u20d7",
}
NEGATION = "\u0338"

SUPERSCRIPT = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθφχ⊤*′∘°†",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠᵡᵀ*′°°†",
        strict=True,
    )
)
SUBSCRIPT = dict(
    zip(
        "0123456789+−=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)

TEXT = _names("text textrm textnormal textit textbf textsf texttt textup mbox hbox emph")
PLAIN_FONTS = _names("mathrm mathit mathsf mathtt mathnormal rm it bf")
"Fonts a terminal shows as its own letters."

_LATIN_STARTS = {
    "bold": (0x1D400, 0x1D41A),
    "blackboard": (0x1D538, 0x1D552),
    "script": (0x1D49C, 0x1D4B6),
    "fraktur": (0x1D504, 0x1D51E),
}
_DIGIT_STARTS = {"bold": 0x1D7CE, "blackboard": 0x1D7D8}
_GREEK_BOLD = (0x1D6A8, 0x1D6C2)  # of Α and α; the order is that of U+0391 and U+03B1
_NABLA_BOLD, _PARTIAL_BOLD = "\U0001d6c1", "\U0001d6db"
# Letters that had a place in Unicode before the mathematical alphabets came.
_EARLIER = {
    "blackboard": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
    "script": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
    "fraktur": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
    "bold": {"∇": _NABLA_BOLD, "∂": _PARTIAL_BOLD},
}
FONTS = {
    "mathbf": "bold",
    "boldsymbol": "bold",
    "bm": "bold",
    "mathbfit": "bold",
    "pmb": "bold",
    "mathbb": "blackboard",
    "Bbb": "blackboard",
    "mathcal": "script",
    "mathscr": "script",
    "mathfrak": "fraktur",
}


def in_font(character: str, font: str) -> str:
    """The character in a mathematical alphabet; itself where the alphabet lacks it."""
    if character in _EARLIER[font]:
        return _EARLIER[font][character]
    capitals, small = _LATIN_STARTS[font]
    code = ord(character)
    if "A" <= character <= "Z":
        return chr(capitals + code - ord("A"))
    if "a" <= character <= "z":
        return chr(small + code - ord("a"))
    if "0" <= character <= "9" and font in _DIGIT_STARTS:
        return chr(_DIGIT_STARTS[font] + code - ord("0"))
    if font == "bold" and "Α" <= character <= "Ω":
        return chr(_GREEK_BOLD[0] + code - ord("Α"))
    if font == "bold" and "α" <= character <= "ω":
        return chr(_GREEK_BOLD[1] + code - ord("α"))
    return character
