"""Which experiments there are: ours by looking into this folder, others' by entry points.

A new topic is a new file beside its siblings; nothing is listed by hand. Ours are described
without torch. Other people's imports cannot be trusted to be light or to work, so only the compute
process asks for them, and one that fails is a description that says why.
"""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeGuard, get_args, get_type_hints

import msgspec
from msgspec import inspect as fields_of

from hdtui import lab
from hdtui.description import Description, Setting
from hdtui.errors import WorkerError
from hdtui.lab.experiment import Experiment
from hdtui.messages import Message, say

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "hdtui.experiments"
AnyExperiment = Experiment[Any, Any]


def describe_all() -> tuple[Description, ...]:
    """Our experiments, by name. Imports neither torch nor anything else that is heavy."""
    return tuple(describe(_ours()[name]) for name in sorted(_ours()))


def describe_plugins() -> tuple[Description, ...]:
    """Other people's experiments, by name; imports them. One that cannot be used has `problem`."""
    return tuple(_describe_plugin(name, point) for name, point in sorted(_plugins().items()))


def find(name: str) -> AnyExperiment:
    """The experiment of that name, ours or a plug-in's. Raises WorkerError `unknown_experiment`,
    or `kernel` where a plug-in does not load."""
    if name in _ours():
        return _ours()[name]()
    if name not in _plugins():
        raise WorkerError(
            "unknown_experiment",
            say("There is no experiment {name}.", name=name),
            remedy=say("`hdtui experiments` lists them."),
        )
    try:
        return _load(name, _plugins()[name])()
    except (Exception, SystemExit) as error:  # someone else's code may raise anything
        raise WorkerError("kernel", _cannot_be_used(error)) from error


def describe(experiment: type[AnyExperiment] | AnyExperiment) -> Description:
    """An experiment by its class or an instance: dials from the annotations of its settings.

    Raises TypeError where a setting's type cannot be turned or its default is missing.
    """
    hints = get_type_hints(experiment.settings)
    settings = {
        field.name: _setting(field, get_args(hints[field.name]))
        for field in _struct(experiment.settings).fields
    }
    return Description(
        name=experiment.name,
        claim=experiment.claim,
        settings=settings,
        measures=dict(experiment.measures),
        breaks=tuple(dict(overlay) for overlay in experiment.breaks),
    )


@cache
def _ours() -> Mapping[str, type[AnyExperiment]]:
    """Name -> class, from every module of this folder."""
    found: dict[str, type[AnyExperiment]] = {}
    for entry in pkgutil.iter_modules(lab.__path__):
        module = import_module(f"{lab.__name__}.{entry.name}")
        for _, member in inspect.getmembers(module, inspect.isclass):
            if _is_experiment(member) and member.__module__ == module.__name__:
                found[member.name] = member
    return found


def _is_experiment(member: type) -> TypeGuard[type[AnyExperiment]]:
    return issubclass(member, Experiment) and not inspect.isabstract(member)


def _plugins() -> Mapping[str, EntryPoint]:
    """Name -> where it lives; nothing is imported yet."""
    from importlib.metadata import entry_points  # 20 ms that only the compute process spends

    return {point.name: point for point in entry_points(group=GROUP)}


def _load(name: str, point: EntryPoint) -> type[AnyExperiment]:
    found = point.load()
    if not (inspect.isclass(found) and _is_experiment(found)):
        raise TypeError(f"{point.value} is not an Experiment")
    if found.name != name:
        raise TypeError(f"{point.value} calls itself {found.name}")
    return found


def _describe_plugin(name: str, point: EntryPoint) -> Description:
    if name in _ours():
        problem = say("{plugin} takes a name that hdtui uses itself.", plugin=point.value)
        return _broken(name, problem)
    try:
        return describe(_load(name, point))
    except (Exception, SystemExit) as error:  # someone else's code may raise anything
        return _broken(name, _cannot_be_used(error))


def _broken(name: str, problem: Message) -> Description:
    return Description(name=name, claim=say("an experiment of a plug-in"), problem=problem)


def _cannot_be_used(error: BaseException) -> Message:
    reason = f"{type(error).__name__}: {error}"[:300]
    return say("This plug-in does not load: {reason}", reason=reason)


# ---------------------------------------------------------------- from annotations to dials


def _struct(settings: type) -> fields_of.StructType:
    info = fields_of.type_info(settings)
    if not isinstance(info, fields_of.StructType):
        raise TypeError(f"{settings.__name__} is not a Settings struct")
    return info


def _setting(field: fields_of.Field, arguments: tuple[Any, ...]) -> Setting:
    """One dial. `arguments` are those of its type: the choices of a Literal as written, which
    msgspec sorts."""
    kind, extra = field.type, dict[str, Any]()
    if isinstance(kind, fields_of.Metadata):
        extra = dict(kind.extra or {})
        kind = kind.type
    if field.default is msgspec.NODEFAULT:
        raise TypeError(f"setting {field.name} has no default")
    common: dict[str, Any] = {
        "default": field.default,
        "scale": extra.get("scale", "linear"),
        "unit": extra.get("unit", ""),
        "label": extra.get("label") or Message(field.name),
    }
    match kind:
        case fields_of.BoolType():
            return Setting(type="bool", **common)
        case fields_of.IntType():
            return Setting(type="int", low=kind.ge, high=kind.le, **common)
        case fields_of.FloatType():
            return Setting(type="float", low=kind.ge, high=kind.le, **common)
        case fields_of.LiteralType():
            return Setting(type="choice", choices=tuple(map(str, arguments)), **common)
        case fields_of.StrType():
            return Setting(type="text", **common)
        case fields_of.VarTupleType(item_type=fields_of.FloatType() | fields_of.IntType() as item):
            return Setting(type="list", low=item.ge, high=item.le, **common)
    raise TypeError(f"setting {field.name} is of a type that no dial can turn")
