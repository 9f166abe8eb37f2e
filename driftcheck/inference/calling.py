"""What a call gives, for every kind of callee."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from driftcheck.inference.analysis import Analysis
from driftcheck.inference.doubts import overrides_library
from driftcheck.inference.lineage import lineage_of
from driftcheck.inference.members import look
from driftcheck.inference.project_types import Closure, Method, ProjectClass, ProjectFunction, ProjectInstance
from driftcheck.inference.results import result_of
from driftcheck.inference.stand_ins import Derived, Given, Step
from driftcheck.inference.types import (
    NONE,
    UNKNOWN,
    BoundFunction,
    CallOutcome,
    Container,
    Foreign,
    Instance,
    Lazy,
    Partial,
    Returning,
    Type,
    Union,
)
from driftcheck.inference.unions import borrowed, join_all, parts_of
from driftcheck.model.resolutions import ArgumentOutcome, Arguments, ArgumentStatus, Entity, Found, Unknown
from driftcheck.model.symbols import CAST, Kind


class Shape(NamedTuple):
    """The arguments of a call. A tuple, since it is a key that is made for every call."""

    positional: tuple[str | None, ...] = ()
    keywords: tuple[tuple[str, str | None], ...] = ()
    has_star: bool = False
    has_double_star: bool = False

    def after(self, first: Partial) -> Shape:
        """This call, behind one that gave some arguments already."""
        given = tuple((name, None) for name in first.keywords if all(name != mine for mine, _ in self.keywords))
        return Shape(
            (None,) * first.positional + self.positional, given + self.keywords, self.has_star, self.has_double_star
        )


NO_ARGUMENTS = Shape()
ONE_ARGUMENT = Shape((None,))
ANYTHING = Shape((), (), has_star=True, has_double_star=True)
_NAMED_TUPLE = "typing.NamedTuple"
_QUOTES = frozenset("'\"")
_NOTHING_KNOWN = CallOutcome(UNKNOWN)
_OF_EVERY_OBJECT = "builtins.object."
_NEVER_TAKEN = frozenset({ArgumentStatus.UNKNOWN, ArgumentStatus.UNRELEASED})


def call(analysis: Analysis, callee: Type, shape: Shape) -> CallOutcome:
    """What calling `callee` gives, and what there is to say about the arguments."""
    way = _CALLS.get(type(callee))
    return _NOTHING_KNOWN if way is None else way(analysis, callee, shape)


def _call_function(analysis: Analysis, callee: ProjectFunction, _shape: Shape) -> CallOutcome:
    return CallOutcome(result_of(analysis, callee, None))


def _call_bound(analysis: Analysis, callee: Method, _shape: Shape) -> CallOutcome:
    return CallOutcome(result_of(analysis, callee.function, callee.receiver))


def _call_class(analysis: Analysis, callee: ProjectClass, _shape: Shape) -> CallOutcome:
    made = callee.made
    if made is None:
        made = _made_by(analysis, callee)
        callee.made = made if callee.lineage is not None else None
    return CallOutcome(made)


def _call_partial(analysis: Analysis, callee: Partial, shape: Shape) -> CallOutcome:
    return call(analysis, callee.callee, shape.after(callee))


def _call_lazy(analysis: Analysis, callee: Lazy, shape: Shape) -> CallOutcome:
    return call(analysis, callee.force(), shape)


def _call_for_value(_analysis: Analysis, callee: Returning | Closure, _shape: Shape) -> CallOutcome:
    return CallOutcome(callee.value)


def _call_given(_analysis: Analysis, callee: Given, _shape: Shape) -> CallOutcome:
    return CallOutcome(callee.after(Step.CALL))


def _made_by(analysis: Analysis, of: ProjectClass) -> Type:
    """What calling a class of the project gives: an object of it, unless its `__new__` or metaclass says otherwise."""
    if of.is_made_elsewhere:
        return UNKNOWN
    for one in lineage_of(of).project:
        maker = one.scope.names.get("__new__")
        if isinstance(maker, ProjectFunction):
            return Lazy(partial(_or_object, result_of(analysis, maker, of), of))
        if maker is not None:
            return of.self_instance
    return of.instance


def _or_object(made: Lazy, of: ProjectClass) -> Type:
    """What `__new__` makes; by means not understood, an object of the class all the same, or of one derived from it."""
    value = made.force()
    return of.self_instance if value is UNKNOWN else value


def _call_foreign(analysis: Analysis, callee: Foreign | BoundFunction, shape: Shape) -> CallOutcome:
    known = callee.calls.get(shape)
    if known is None:
        known = callee.calls[shape] = _bind(analysis, callee, shape)
    return known


def _bind(analysis: Analysis, callee: Foreign | BoundFunction, shape: Shape) -> CallOutcome:
    entity = callee.entity
    kind = entity.symbol.kind
    if kind is not Kind.FUNCTION and kind is not Kind.CLASS:
        return CallOutcome(UNKNOWN, (), "" if kind is Kind.MODULE else "type not recorded")
    arguments = Arguments(shape.positional, shape.keywords, shape.has_star, shape.has_double_star)
    bound = analysis.surfaces.call(entity, arguments, bound=type(callee) is Foreign or callee.bound)  # type: ignore[union-attr] # what is not Foreign is BoundFunction
    if isinstance(callee, Foreign) and kind is Kind.CLASS:
        made = _made_by_library(analysis, callee)
        if isinstance(bound, Unknown):
            return CallOutcome(made, (), bound.reason)
        if bound.returns not in {None, entity.symbol.path, entity.path}:
            made = analysis.read(bound.returns, entity.world, made, callee.origin)
        outcomes = bound.outcomes
        if callee.is_loose:
            # A class derived from it may take more.
            outcomes = tuple(one for one in outcomes if one.status not in _NEVER_TAKEN)
        return CallOutcome(made, outcomes, None)
    if isinstance(bound, Unknown):
        return CallOutcome(analysis.unknown(bound.reason).value, (), bound.reason)
    receiver = callee.receiver if isinstance(callee, BoundFunction) else None
    value = analysis.read_member(bound.returns, entity, receiver, callee.origin)
    is_changed = type(receiver) is ProjectInstance and overrides_library(analysis, receiver.of)
    if is_changed or bound.is_borrowed or entity.symbol.type_source == CAST:
        value = borrowed(value)
    if type(value) is Instance and _may_give_less(analysis, value, entity, shape):
        value = value.of.tested
    # What every class has, most classes have in another form: which one is called here is not known.
    is_everybodys = entity.symbol.path.startswith(_OF_EVERY_OBJECT)
    outcomes = () if is_everybodys else bound.outcomes
    if outcomes and type(receiver) is Instance and receiver.is_loose and _may_take_more(analysis, receiver, entity):
        outcomes = tuple(one for one in outcomes if one.status not in _NEVER_TAKEN)
    return CallOutcome(UNKNOWN if is_everybodys else value, outcomes, None)


def _may_take_more(analysis: Analysis, receiver: Instance, method: Entity) -> bool:
    """Whether a class that the library derives from that of an object has the method in a form of its own."""
    return analysis.surfaces.is_overridden_below(receiver.of.entity, method.symbol.path.rpartition(".")[2])


def _may_give_less(analysis: Analysis, value: Instance, entity: Entity, shape: Shape) -> bool:
    """Whether a word among the arguments may choose one thing alone where a tuple with names is declared (`mode="r"`).

    Overloads that tell apart what is given are believed; those that declare the same of every call have left it out.
    """
    given = (*shape.positional, *(text for _, text in shape.keywords))
    if not any(text is not None and text[0] in _QUOTES for text in given):
        return False
    declared = {signature.returns for signature in entity.symbol.signatures} - {None}
    return len(declared) == 1 and analysis.surfaces.is_subclass(value.of.entity, _NAMED_TUPLE) is True


def _made_by_library(analysis: Analysis, of: Foreign) -> Type:
    """What calling a library's class gives: an object of it, unless its `__new__` is declared to give something else.

    A metaclass may make something else of the call (the functional API of an enumeration), and `__new__` may make an
    object of a derived class.
    """
    maker = _maker(analysis, of.entity)
    if maker is None:
        return of.loose if of.is_loose or analysis.has_metaclass(of) else of.instance
    made: list[Type] = []
    for returns in dict.fromkeys(signature.returns for signature in maker.symbol.signatures):
        # `typing.Self` stands for what is made, and not for the class that makes it.
        value = UNKNOWN if returns is None else analysis.read_member(returns, maker, of.loose, of.origin)
        if value is UNKNOWN and (returns is None or _is_own_word(returns, maker)):
            return of.loose
        is_above = type(value) is Instance and analysis.surfaces.is_subclass(of.entity, value.of.entity.symbol.path)
        made.append(of.loose if is_above else value.declared())
    return join_all(made) if made else of.loose


def _is_own_word(expression: str, member: Entity) -> bool:
    """Whether a type expression begins with a name of the library itself or of `typing`: a type variable, mostly."""
    return expression.partition(".")[0] in {member.symbol.path.partition(".")[0], "typing", "typing_extensions"}


def _maker(analysis: Analysis, entity: Entity) -> Entity | None:
    """The `__new__` that a library's class has of its own or of a base, the language left out."""
    if entity.selection.distribution == "python":
        return None
    maker = analysis.surfaces.member(entity, "__new__", instance=False)
    is_own = isinstance(maker, Found) and maker.entity.selection.distribution != "python"
    return maker.entity if is_own else None  # type: ignore[union-attr] # narrowed by `is_own`


def _call_object(analysis: Analysis, callee: Instance | ProjectInstance, shape: Shape) -> CallOutcome:
    method = look(analysis, callee, "__call__")
    if method.value is UNKNOWN or method.report is not None:
        return _NOTHING_KNOWN
    found = call(analysis, method.value, shape)
    return CallOutcome(found.value)


def _call_any(analysis: Analysis, callee: Union, shape: Shape) -> CallOutcome:
    """The result of any member; arguments are reported on where every member has something to say."""
    found = [call(analysis, part, shape) for part in parts_of(callee)]
    if not found:
        return _NOTHING_KNOWN
    complaints = [{_complaint(outcome) for outcome in one.outcomes} for one in found]
    outcomes = tuple(one for one in found[0].outcomes if all(_complaint(one) in others for others in complaints))
    is_resolved = all(one.reason is None for one in found)
    return CallOutcome(join_all([one.value for one in found]), outcomes, None if is_resolved else "")


def _complaint(outcome: object) -> object:
    """What is wrong with which argument, whoever finds fault with it."""
    return (outcome.keyword, outcome.status) if isinstance(outcome, ArgumentOutcome) else outcome


_CALLS: dict[type[Type], Callable[[Analysis, Any, Shape], CallOutcome]] = {
    Foreign: _call_foreign,
    BoundFunction: _call_foreign,
    ProjectFunction: _call_function,
    Method: _call_bound,
    ProjectClass: _call_class,
    Returning: _call_for_value,
    Closure: _call_for_value,
    Partial: _call_partial,
    Lazy: _call_lazy,
    Instance: _call_object,
    ProjectInstance: _call_object,
    Union: _call_any,
    Given: _call_given,
    Derived: _call_given,
}
"""How each kind of value is called; of calls of others, nothing is known."""


def call_method(analysis: Analysis, value: Type, name: str, shape: Shape = NO_ARGUMENTS) -> Type:
    """What `value.name(…)` gives where the interpreter makes that call itself."""
    method = look(analysis, value, name)
    return UNKNOWN if method.value is UNKNOWN else call(analysis, method.value, shape).value


def expression_of(value: Type) -> str | None:
    """A type expression for an argument; None where nothing is known."""
    if type(value) is Instance:
        return value.of.entity.symbol.path
    if value is NONE:
        return "None"
    if type(value) is Container:
        return value.path
    return None
