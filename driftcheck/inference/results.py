"""What the project's functions give back."""

from __future__ import annotations

from functools import partial

from driftcheck.inference.analysis import Analysis
from driftcheck.inference.project_types import ProjectClass, ProjectFunction, ProjectInstance
from driftcheck.inference.stand_ins import Derived, Given
from driftcheck.inference.types import UNKNOWN, Condition, Instance, Lazy, Type, Union
from driftcheck.inference.unions import join_all, replaceable


def result_of(analysis: Analysis, function: ProjectFunction, receiver: Type | None) -> Lazy:
    """The result of calling a function, worked out when it matters.

    Args:
        analysis: The shared memory.
        function: What is called.
        receiver: The object or class it was looked up on; what a function returns as `self` is that.
    """
    known = function.results.get(receiver)
    if known is None:
        known = function.results[receiver] = Lazy(partial(_work_out, analysis, function, receiver))
    return known


def _work_out(analysis: Analysis, function: ProjectFunction, receiver: Type | None) -> Type | None:
    result = open_result(analysis, function, receiver)
    return result if result is None else stripped(result)


def open_result(analysis: Analysis, function: ProjectFunction, receiver: Type | None) -> Type | None:
    """The result with stand-ins for what the function is given; None where it cannot be told at this moment."""
    analysis.interpreter.declare(function)
    declared = function.returns
    if declared is None or declared is UNKNOWN:
        if function.state == 0:
            if not analysis.can_go_deeper():
                return None
            analysis.interpreter.walk_function(function)
        if function.state != 2:
            return None
        declared = function.result
    elif _is_truth(declared) and function.state != 1 and analysis.can_go_deeper():
        # The annotation does not tell which truth: the body may compare versions.
        analysis.interpreter.walk_function(function)
        if type(function.result) is Condition:
            return function.result
    return _received(declared, function.owner, receiver)


def stripped(result: Type) -> Type:
    """The result where nothing is known of what was given."""
    kind = type(result)
    if kind is Given or kind is Derived:
        return UNKNOWN
    if kind is Union and any(isinstance(member, Given) for member in result.members):  # type: ignore[attr-defined] # narrowed by `kind`, which is the quick way
        return UNKNOWN
    return result


def _is_truth(declared: Type) -> bool:
    return type(declared) is Instance and declared.of.entity.symbol.path == "builtins.bool"


def _received(result: Type, owner: ProjectClass | None, receiver: Type | None) -> Type:
    """The result with the receiver in place of `self`."""
    if owner is None or receiver is None:
        return result
    if type(receiver) is ProjectInstance and receiver.is_self:
        result = replaceable(result)
    if result is owner.self_instance:
        return receiver if type(receiver) is ProjectInstance else _instance(receiver) or result
    if result is owner.instance and type(receiver) is ProjectClass:
        return receiver.instance
    if result is owner:
        return receiver if type(receiver) is ProjectClass else result
    if type(result) is Union and owner.self_instance in result.members:
        return join_all([_received(member, owner, receiver) for member in result.members])
    return result


def _instance(receiver: Type) -> Type | None:
    return receiver.instance if type(receiver) is ProjectClass else None
