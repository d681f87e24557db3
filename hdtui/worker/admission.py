"""What a run must show before it may begin: a known experiment, settings in bounds, memory.

Everything here is refused with the name of what is wrong and the way out, before anything is
taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches

import msgspec

from hdtui.description import Setting, SettingValue
from hdtui.errors import WorkerError
from hdtui.lab import catalogue
from hdtui.lab.catalogue import AnyExperiment
from hdtui.lab.experiment import Settings, Work
from hdtui.messages import Message, say


def find(name: str, known: Mapping[str, Callable[[], AnyExperiment]]) -> AnyExperiment:
    """The experiment of that name. Raises WorkerError `unknown_experiment`."""
    if name in known:
        return known[name]()
    close = get_close_matches(name, known, n=3)
    raise WorkerError(
        "unknown_experiment",
        say("There is no experiment {name}.", name=name),
        remedy=_did_you_mean(close) if close else say("`hdtui experiments` lists them."),
    )


def settle(experiment: AnyExperiment, given: Mapping[str, SettingValue]) -> Settings:
    """Typed, bounded settings, defaults filled in. Raises WorkerError `bad_setting`, naming the
    key, the value and the bound."""
    types = {field.name: field.type for field in msgspec.structs.fields(experiment.settings)}
    bounds = catalogue.describe(experiment).settings
    decoded = {}
    for key, value in given.items():
        if key not in types:
            raise _unknown_key(experiment.name, key, list(types))
        if bounds[key].type == "int" and isinstance(value, float) and value.is_integer():
            value = int(value)  # a 5.0 from a dial or from JSON is the integer 5
        try:
            decoded[key] = msgspec.convert(value, types[key])
        except msgspec.ValidationError as error:
            title = say("{key} cannot be {value}.", key=key, value=_shown(value))
            raise WorkerError("bad_setting", title, remedy=_expected(bounds[key])) from error
    try:
        settings: Settings = experiment.settings(**decoded)
    except (ValueError, TypeError) as error:  # what an experiment says about values together
        title = say("These settings do not go together: {reason}", reason=str(error)[:300])
        raise WorkerError("bad_setting", title) from error
    return settings


def _expected(setting: Setting) -> Message:
    """What a setting takes, in words."""
    low, high = setting.low, setting.high
    match setting.type:
        case "choice":
            return say("It is one of: {choices}.", choices=", ".join(setting.choices))
        case "bool":
            return say("It is yes or no.")
        case "text":
            return say("It is a text.")
        case "list" if low is not None and high is not None:
            return say("It is a list of numbers from {low} to {high}.", low=low, high=high)
        case "list":
            return say("It is a list of numbers.")
        case "int" if low is not None and high is not None:
            return say("It is a whole number from {low} to {high}.", low=low, high=high)
        case "int":
            return say("It is a whole number.")
        case _ if low is not None and high is not None:
            return say("It is a number from {low} to {high}.", low=low, high=high)
        case _:
            return say("It is a number.")


def _unknown_key(name: str, key: str, keys: list[str]) -> WorkerError:
    close = get_close_matches(key, keys, n=3)
    return WorkerError(
        "bad_setting",
        say("{name} has no setting {key}.", name=name, key=key[:60]),
        remedy=_did_you_mean(close)
        if close
        else say("Its settings: {names}.", names=", ".join(keys)),
    )


def _did_you_mean(close: list[str]) -> Message:
    return say("Did you mean {names}?", names=", ".join(close))


def afford(
    experiment: AnyExperiment, settings: Settings, device: str, budget: float | None
) -> Work:
    """What the run asks of the machine. Raises WorkerError `memory` where it holds more than
    `budget` bytes, with the largest settings that fit."""
    work = experiment.work(settings, device)
    if budget is None or work.bytes_held <= budget:
        return work
    fit = experiment.largest_fit(settings, device, budget)
    raise WorkerError(
        "memory",
        say(
            "Not enough memory for these values: the run needs {need} GB, and {budget} GB of "
            "{device} may be used.",
            need=_gigabytes(work.bytes_held),
            budget=_gigabytes(budget),
            device=device,
        ),
        remedy=say(
            "The largest that fits: {settings}.",
            settings=", ".join(f"{key}={value}" for key, value in fit.items()),
        )
        if fit
        else say("Choose smaller values."),
    )


def _gigabytes(size: float) -> float:
    return float(f"{size / 2**30:.3g}")


def _shown(value: SettingValue) -> str | int | float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    return str(value)[:60]
