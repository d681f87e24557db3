"""Does a value fit a setting? Types and bounds, as the catalogue describes them (HL004, HL009)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from hdtui.description import Description, Setting, SettingValue
from hdtui.messages import Message, say


def faults(
    settings: Mapping[str, SettingValue], experiment: Description
) -> Iterator[tuple[str, Message]]:
    """(key, what is wrong with it) for each setting that the experiment would refuse."""
    for key, value in settings.items():
        fault = fault_of(key, value, experiment)
        if fault is not None:
            yield key, fault


def fault_of(key: str, value: SettingValue, experiment: Description) -> Message | None:
    """What is wrong with one setting, or None."""
    setting = experiment.settings.get(key)
    return no_setting(key, experiment) if setting is None else _misfit(key, value, setting)


def no_setting(key: str, experiment: Description) -> Message:
    return say(
        "{experiment} has no setting {key}; it has {known}",
        experiment=experiment.name,
        key=key,
        known=listed(experiment.settings),
    )


def _misfit(key: str, value: SettingValue, setting: Setting) -> Message | None:
    if setting.type == "choice":
        if isinstance(value, str) and value in setting.choices:
            return None
        return say(
            "{key} = {value}: one of {known}",
            key=key,
            value=shown(value),
            known=listed(setting.choices),
        )
    if setting.type == "bool":
        if isinstance(value, bool):
            return None
        return say("{key} = {value}: yes or no", key=key, value=shown(value))
    if setting.type == "text":
        return None if isinstance(value, str) else say("{key}: text is expected", key=key)
    return _misfit_number(key, value, setting)


def _misfit_number(key: str, value: SettingValue, setting: Setting) -> Message | None:
    many = setting.type == "list"
    for number in value if many and isinstance(value, tuple) else (value,):
        if isinstance(number, bool) or not isinstance(number, int | float):
            return say("{key} = {value}: not a number", key=key, value=shown(value))
        if setting.type == "int" and not float(number).is_integer():
            return say("{key} = {value}: not a whole number", key=key, value=shown(value))
        below = setting.low is not None and number < setting.low
        above = setting.high is not None and number > setting.high
        if below or above or number != number:
            return say(
                "{key} = {value} is out of bounds: {low} to {high}",
                key=key,
                value=shown(value),
                low=_bound(setting.low),
                high=_bound(setting.high),
            )
    return None


def _bound(bound: float | None) -> str:
    return "…" if bound is None else f"{bound:g}"


def shown(value: SettingValue) -> str:
    """A value as an author writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(f"{number:g}" for number in value)
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def listed(names: Iterable[str]) -> str:
    """Names for a sentence, in order."""
    return ", ".join(sorted(names)) or "–"
