"""`KEY=VALUE`, on the command line or in a lesson: text to a setting of its type."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from hdtui.description import Description, Setting, SettingValue
from hdtui.errors import UsageError
from hdtui.messages import say

TRUE, FALSE = ("yes", "true", "on"), ("no", "false", "off")


def read_settings(description: Description, pairs: Sequence[str]) -> dict[str, SettingValue]:
    """All `KEY=VALUE`s as the experiment's types. Raises UsageError at the first that is wrong."""
    return dict(read_pair(description, pair) for pair in pairs)


def read_pair(description: Description, pair: str) -> tuple[str, SettingValue]:
    """One `KEY=VALUE`, its type and bounds checked. Raises UsageError."""
    key, equals, text = (part.strip() for part in pair.partition("="))
    if not equals:
        raise UsageError(say("--set wants KEY=VALUE, not “{pair}”", pair=pair))
    setting = description.settings.get(key)
    if setting is None:
        near = get_close_matches(key, description.settings, n=3) or list(description.settings)
        raise UsageError(
            say("{name} has no setting “{key}”", name=description.name, key=key),
            remedy=say("Did you mean {near}?", near=", ".join(near)) if near else None,
        )
    value = _read_value(key, setting, text)
    _check_bounds(key, setting, value)
    return key, value


def _read_value(key: str, setting: Setting, text: str) -> SettingValue:
    match setting.type:
        case "bool":
            if text.lower() in TRUE:
                return True
            if text.lower() in FALSE:
                return False
            raise _wrong(key, text, "yes/no")
        case "choice":
            if text in setting.choices:
                return text
            raise _wrong(key, text, ", ".join(setting.choices))
        case "text":
            return text
        case "list":
            return tuple(_read_number(key, part.strip()) for part in text.split(","))
        case "int":
            number = _read_number(key, text)
            if not number.is_integer():
                raise _wrong(key, text, "1000, 1e3, 1_000")
            return int(number)
        case _:
            return _read_number(key, text)


def _read_number(key: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise _wrong(key, text, "0.5, 1000, 1e3") from None
    if number != number or number in (float("inf"), float("-inf")):
        raise _wrong(key, text, "0.5, 1000, 1e3")
    return number


def _wrong(key: str, text: str, wanted: str) -> UsageError:
    return UsageError(
        say("“{text}” is no value for {key}", text=text, key=key),
        remedy=say("It takes {wanted}.", wanted=wanted),
    )


def _check_bounds(key: str, setting: Setting, value: SettingValue) -> None:
    for number in value if isinstance(value, tuple) else (value,):
        if isinstance(number, bool | str):
            continue
        below = setting.low is not None and number < setting.low
        above = setting.high is not None and number > setting.high
        if below or above:
            raise UsageError(
                say("{key} = {value} is out of bounds", key=key, value=number),
                remedy=say(
                    "It goes from {low} to {high}.",
                    low=setting.low if setting.low is not None else "-∞",
                    high=setting.high if setting.high is not None else "∞",
                ),
            )
