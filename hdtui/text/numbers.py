"""Numbers as people write them: few digits, thousands apart, a real minus sign."""

from __future__ import annotations

import math

GROUP = "\u00a0"
"No-break space: `20 000` never splits over two lines."


def show_number(x: float, digits: int = 3) -> str:
    """`20 000`, `3.59`, `0.000 12` as 1.2e-04, `-0.5` with U+2212; `–` for what does not exist.

    Integers are shown whole up to 10^15; other numbers to `digits` significant digits.

    >>> show_number(20000), show_number(-0.1034), show_number(2.5e-8)
    ('20\\xa0000', '\u22120.103', '2.5e\u22128')
    """
    if not math.isfinite(x):
        return "–"
    if float(x).is_integer() and abs(x) < 1e15:
        shown = f"{int(x):,}".replace(",", GROUP) if abs(x) >= 10_000 else str(int(x))
    else:
        shown = f"{x:.{digits}g}"
        if "e" in shown:
            mantissa, exponent = shown.split("e")
            power = int(exponent)
            plain = f"{round(x):,}".replace(",", GROUP)
            shown = plain if 0 <= power < 7 else f"{mantissa}e{power}"
    return shown.replace("-", "−")
