"""How far a guess was from the measurement, as people say it."""

from __future__ import annotations

import math

from hdtui.i18n import _

CLOSE = 0.03
"A guess within this share of the measurement is called close, whatever the unit."
FACTOR = 1.5
"From here on a factor says more than a difference."
ORDERS = 3
"From so many orders of magnitude on they are counted instead."
SMALL_SHARE = 0.1
"Below this a share is compared by factors, above it by percentage points."


def gap(guess: float, measured: float, unit: str) -> str:
    """One sentence on a guess and what was measured instead.

    `unit` is a measure's (`hdtui.description.Unit`): deg, share (0 to 1), count, bits, 1.
    Angles near each other are told apart in degrees, shares in percentage points, the rest in
    per cent; what is off by half or more, by a factor.
    """
    if not (math.isfinite(guess) and math.isfinite(measured)):
        return _("There is no number to compare your guess with.")
    if guess == measured:
        return _("Your guess is exactly what was measured.")
    if not guess or not measured or (guess > 0) != (measured > 0):
        return _difference(guess - measured, unit)
    ratio = guess / measured
    if abs(ratio - 1) <= CLOSE:
        percent = max(math.ceil(abs(ratio - 1) * 100 - 1e-9), 1)
        return _("Your guess was within {percent} % of the measurement.", percent=percent)
    shares = unit == "share" and min(abs(guess), abs(measured)) >= SMALL_SHARE
    if shares or (unit == "deg" and 1 / FACTOR < ratio < FACTOR):
        return _difference(guess - measured, unit)
    return _factor(ratio, math.log10(abs(guess)) - math.log10(abs(measured)))


def _difference(difference: float, unit: str) -> str:
    size = abs(difference)
    match unit, difference > 0:
        case "deg", True:
            return _("Your guess was {size}° too high.", size=size)
        case "deg", False:
            return _("Your guess was {size}° too low.", size=size)
        case "share", True:
            return _("Your guess was {size} percentage points too high.", size=100 * size)
        case "share", False:
            return _("Your guess was {size} percentage points too low.", size=100 * size)
        case "bits", True:
            return _("Your guess was {size} bits too high.", size=size)
        case "bits", False:
            return _("Your guess was {size} bits too low.", size=size)
        case _, True:
            return _("Your guess was {size} too high.", size=size)
        case _:
            return _("Your guess was {size} too low.", size=size)


def _factor(ratio: float, orders: float) -> str:
    """For two numbers of one sign; larger means farther from zero. `orders`: log10 of the ratio,
    which is known where the ratio itself overflows."""
    if 1 / FACTOR < ratio < FACTOR:
        percent = round(abs(ratio - 1) * 100)
        if ratio > 1:
            return _("Your guess was {percent} % too large.", percent=percent)
        return _("Your guess was {percent} % too small.", percent=percent)
    if orders >= ORDERS:
        return _("Your guess was too large by {orders} orders of magnitude.", orders=round(orders))
    if orders <= -ORDERS:
        return _("Your guess was too small by {orders} orders of magnitude.", orders=round(-orders))
    if ratio > 1:
        return _("Your guess was {times} times too large.", times=_two_digits(ratio))
    return _("Your guess was {times} times too small.", times=_two_digits(1 / ratio))


def _two_digits(number: float) -> float:
    """2.787 -> 2.8, 137 -> 140: a factor needs no more."""
    return float(f"{number:.2g}")
