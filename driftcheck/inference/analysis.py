"""The shared memory of one analysis: every library type made once, every answer asked for once."""

from __future__ import annotations

from typing import Protocol

from driftcheck.inference.generics import OPENERS, Generics
from driftcheck.inference.project_types import ProjectClass, ProjectFunction, ProjectModule
from driftcheck.inference.surfaces import Surfaces
from driftcheck.inference.type_expressions import read_type
from driftcheck.inference.types import (
    NONE,
    NOT_FOREIGN,
    UNKNOWN,
    BoundFunction,
    Container,
    Foreign,
    Instance,
    Outcome,
    SpecialForm,
    Tuple,
    Type,
    Unknown,
)
from driftcheck.inference.unions import borrowed, handed, loosened
from driftcheck.model.names import parent
from driftcheck.model.releases import Selection
from driftcheck.model.resolutions import PINNED, Arguments, Entity, Found, Missing, Resolution
from driftcheck.model.resolutions import Unknown as Unanswered
from driftcheck.model.symbols import CAST, Binding, Kind

_FORMS = frozenset({"typing", "typing_extensions"})
_ANYTHING = frozenset({"builtins.object", "typing.Any", "typing_extensions.Any"})
_ALIAS = "GenericAlias"
_LANGUAGE = "python"
_DEPTH_LIMIT = 40
"""How many function bodies may be walked within each other because one asks for the result of the next."""


class Interpreter(Protocol):
    """Walks the bodies that types put off."""

    def walk_function(self, function: ProjectFunction) -> None:
        """Walk a function's body, once."""

    def declare(self, function: ProjectFunction) -> None:
        """Read a function's annotations, once."""


class Modules(Protocol):
    """The modules of the project."""

    def find(self, name: str, importer: ProjectModule) -> ProjectModule | None:
        """The project's own module of that dotted name, as seen from another; None where it has none."""

    def owns(self, top: str, importer: ProjectModule) -> bool:
        """Whether a top-level name is a package of the project, whatever lies beneath it."""


class Analysis:
    """What is shared by all files of a run.

    Args:
        surfaces: The libraries.
        modules: The project.
        interpreter: Who walks bodies.
    """

    def __init__(self, surfaces: Surfaces, modules: Modules, interpreter: Interpreter) -> None:
        self.surfaces = surfaces
        self.modules = modules
        self.interpreter = interpreter
        self.depth = 0
        self._generics = Generics(self, surfaces)
        self.assumed: list[tuple[ProjectClass, str, Type]] = []
        """Attribute types that the body being walked takes for granted although it assigns them itself."""
        self.stored: dict[str, set[str]] = {}
        """Names of attributes that the project sets on objects not of its own, with what they were set on: paths of
        classes and modules, empty where it is not known."""
        self.class_members: set[str] = set()
        """Every name that some class of the project defines."""
        self.given: set[tuple[str, str]] = set()
        """Names of attributes that a module sets on a class of another, or on its objects, after that class."""
        self.expressions: dict[tuple[str, str], Type] = {}
        self.builtins: dict[str, Type] = {}
        self._foreign: dict[tuple[str, str, str, Kind], Foreign] = {}
        self._unknown: dict[str, Outcome] = {}
        self._modules: dict[str, Outcome] = {}
        self._definitions: dict[tuple[str, str], Type] = {}
        self._metaclass: dict[tuple[str, bool], bool] = {}
        self._containers: dict[tuple[str, tuple[Type, ...]], Container] = {}
        self._filled: dict[tuple[Foreign, tuple[Type, ...]], Foreign] = {}
        self.str_ = self._instance_of("builtins.str")
        self.bytes_ = self._instance_of("builtins.bytes")
        self.int_ = self._instance_of("builtins.int")
        self.float_ = self._instance_of("builtins.float")
        self.bool_ = self._instance_of("builtins.bool")
        self.constants: dict[type, Type] = {
            str: self.str_,
            bytes: self.bytes_,
            int: self.int_,
            float: self.float_,
            bool: self.bool_,
            type(None): NONE,
        }
        """What is written out, by its class; of others, nothing is known."""

    def foreign(self, entity: Entity, origin: Missing | None = None) -> Foreign:
        """The one type of an entity."""
        key = (entity.symbol.path, entity.world, entity.path, entity.symbol.kind)
        known = self._foreign.get(key)
        if known is None:
            known = self._foreign[key] = Foreign(entity, origin)
        return known

    def container(self, path: str, *items: Type) -> Container:
        """The one type of a generic object."""
        key = (path, items)
        known = self._containers.get(key)
        if known is None:
            known = self._containers[key] = Container(path, items)
        return known

    def filled(self, of: Foreign, *items: Type) -> Foreign:
        """The one type of a library's class with what its type variables stand for, where anything is known of them."""
        if all(type(item) is Unknown for item in items):
            return of
        key = (of, items)
        known = self._filled.get(key)
        if known is None:
            known = self._filled[key] = Foreign(of.entity, of.origin, items)
        return known

    def unknown(self, reason: str) -> Outcome:
        """A library could not tell."""
        known = self._unknown.get(reason)
        if known is None:
            known = self._unknown[reason] = Outcome(Unknown(reason), None, reason)
        return known

    def module(self, path: str) -> Outcome:
        """What importing a dotted name that is not the project's own finds."""
        known = self._modules.get(path)
        if known is None:
            known = self.outcome(self.surfaces.module(path), None) if self.surfaces.tracks(path) else NOT_FOREIGN
            self._modules[path] = known
        return known

    def definition(self, path: str, world: str = PINNED, origin: Missing | None = None) -> Type:
        """The class, module or function that a qualified name stands for."""
        key = (path, world)
        known = self._definitions.get(key)
        if known is None:
            resolution = self.surfaces.definition(path, world)
            known = self.outcome(resolution, None, origin).value if isinstance(resolution, Found) else UNKNOWN
            self._definitions[key] = known
        return known

    def outcome(
        self, resolution: Resolution, receiver: Type | None, origin: Missing | None = None, *, instance: bool = False
    ) -> Outcome:
        """A resolution, as what the expression denotes and what there is to report.

        Args:
            resolution: The library's answer.
            receiver: What it was looked up on, where that is a class or an object.
            origin: The break behind the receiver, where it comes from a former release.
            instance: Whether the receiver is an object.
        """
        if isinstance(resolution, Found):
            value = self.type_of(resolution.entity, receiver, origin, instance=instance)
            if resolution.deprecation is None or resolution.entity.world != PINNED:
                return Outcome(value, None, None)
            return Outcome(value, resolution, None)
        if isinstance(resolution, Missing):
            former = resolution.former
            value = UNKNOWN if former is None else self.type_of(former, receiver, resolution, instance=instance)
            return Outcome(value, resolution, None)
        return self.unknown(resolution.reason)

    def type_of(self, entity: Entity, receiver: Type | None, origin: Missing | None, *, instance: bool = False) -> Type:
        """What an expression denotes that resolves to `entity`."""
        symbol = entity.symbol
        kind = symbol.kind
        if kind is Kind.CLASS and symbol.path in _ANYTHING:
            return UNKNOWN if symbol.path != "builtins.object" else self.foreign(entity, origin)
        if kind is Kind.CLASS or kind is Kind.MODULE:
            return self.foreign(entity, origin)
        if kind is Kind.FUNCTION:
            if receiver is None:
                return self.foreign(entity, origin)
            if symbol.binding is not Binding.PROPERTY:
                bound = instance or symbol.binding is not Binding.PLAIN
                return BoundFunction(entity, receiver, bound=bound, origin=origin)
            returns = symbol.type or (symbol.signatures[0].returns if symbol.signatures else None)
            return self.read_member(returns, entity, receiver, origin) if instance else UNKNOWN
        if kind is Kind.ATTRIBUTE:
            if receiver is None and _is_form(symbol.path):
                return SpecialForm(symbol.path.rpartition(".")[2])
            value = self.read_member(symbol.type, entity, receiver, origin)
            if symbol.type_source == CAST:
                value = borrowed(value)
            elif symbol.type_source != "inferred":
                value = handed(loosened(value))
            elif instance and self._is_rewritten(value, receiver, entity):
                return UNKNOWN
            elif symbol.binding is Binding.INSTANCE:
                # Whoever made it and put it there may have put more on it.
                value = handed(value)
            return value if receiver is None else self._gotten(value, receiver, origin, binding=symbol.binding)
        return UNKNOWN

    def _is_rewritten(self, value: Type, receiver: Type | None, member: Entity) -> bool:
        """Whether objects have what a metaclass makes of a library's object, and not what the class body binds."""
        if type(value) is not Instance or value.of.entity.selection.distribution == _LANGUAGE:
            return False
        of = receiver.of if type(receiver) is Instance else self.definition(parent(member.symbol.path), member.world)
        return type(of) is Foreign and self.has_metaclass(of, of_libraries=True)

    def _gotten(self, value: Type, receiver: Type, origin: Missing | None, *, binding: Binding) -> Type:
        """What a value in the body of a library's class gives where it is a descriptor; else the value."""
        if type(value) is not Instance:
            return value
        resolution = self.surfaces.member(value.of.entity, "__get__", instance=True)
        is_plain = binding is Binding.PLAIN
        if isinstance(resolution, Missing) or not (is_plain or isinstance(resolution, Found)):
            return value
        is_known = isinstance(resolution, Found) and resolution.entity.symbol.kind is Kind.FUNCTION
        if not isinstance(resolution, Found) or not is_known or not is_plain:
            # What is only declared may be the descriptor of the class or a value of its objects.
            return self.unknown("descriptor").value
        owner = receiver.of.entity.symbol.path if type(receiver) is Instance else None
        bound = self.surfaces.call(resolution.entity, Arguments((owner, None)), bound=True)
        if isinstance(bound, Unanswered) or bound.returns is None:
            return self.unknown("descriptor").value
        return self.read(bound.returns, resolution.entity.world, value, origin)

    def read_member(
        self, expression: str | None, member: Entity, receiver: Type | None, origin: Missing | None
    ) -> Type:
        """What a member's type expression denotes where the member was looked up on `receiver`."""
        if expression is None or receiver is None:
            return self.read(expression, member.world, receiver, origin)
        # There may be type variables in it: of a base, which the class of the receiver binds, or of that class itself.
        bound = self._generics.bound(expression, member, receiver)
        variables = self._generics.variables(receiver)
        if variables:
            return read_type(self, bound, member.world, receiver, origin, variables=variables)
        return self.read(bound, member.world, receiver, origin)

    def elements(self, value: Type) -> Tuple | None:
        """What is in which place of an object whose class a library derives from `tuple[A, B]`; None for any other."""
        found = self._generics.elements(value)
        if found is None:
            return None
        texts, of = found
        return Tuple(tuple(self.read(text, of.entity.world, None, of.origin) for text in texts), is_loose=True)

    def read(self, expression: str | None, world: str, receiver: Type | None, origin: Missing | None) -> Type:
        """What a value of a library's type expression denotes."""
        if expression is None:
            return self.unknown("type not recorded").value
        if "Self" in expression:
            return read_type(self, expression, world, receiver, origin)
        key = (expression, world)
        known = self.expressions.get(key)
        if known is None:
            known = self.expressions[key] = read_type(self, expression, world, None, origin)
        return known

    def has_metaclass(self, of: Foreign, *, of_libraries: bool = False) -> bool:
        """Whether a library's class has a metaclass that may give more to its subclasses than they show.

        Args:
            of: The class.
            of_libraries: Whether only metaclasses count that the language does not bring along.
        """
        symbol = of.entity.symbol
        known = self._metaclass.get((symbol.path, of_libraries))
        if known is None:
            self._metaclass[symbol.path, of_libraries] = False
            known = symbol.metaclass is not None and symbol.metaclass not in {"abc.ABCMeta", "builtins.type"}
            if known and of_libraries:
                metaclass = self.definition(symbol.metaclass or "", of.entity.world)
                known = type(metaclass) is not Foreign or metaclass.entity.selection.distribution != _LANGUAGE
            for base in () if known else symbol.bases:
                above = self.definition(base, of.entity.world)
                known = known or (type(above) is Foreign and self.has_metaclass(above, of_libraries=of_libraries))
            self._metaclass[symbol.path, of_libraries] = known
        return known

    def is_generic(self, of: Foreign) -> bool:
        """Whether an object declared as `of[…]` is of that class, and not of what the class makes of the brackets."""
        if of.entity.selection.distribution == "python":
            return True
        found = self.surfaces.member(of.entity, "__class_getitem__", instance=False)
        if not isinstance(found, Found) or found.entity.symbol.kind is not Kind.FUNCTION:
            return True
        # The brackets of such a class are the language's, whatever else it lets them go through.
        if any(self.surfaces.is_subclass(of.entity, opener) for opener in OPENERS):
            return True
        return any(_ALIAS in (signature.returns or "") for signature in found.entity.symbol.signatures)

    def selection(self, distribution: str) -> Selection | None:
        """The release of a distribution that names are resolved in."""
        return self.surfaces.selection(distribution)

    def can_go_deeper(self) -> bool:
        """Whether another body may be walked within those being walked."""
        return self.depth < _DEPTH_LIMIT

    def _instance_of(self, path: str) -> Type:
        of = self.definition(path)
        return of.instance if type(of) is Foreign else UNKNOWN


def _is_form(path: str) -> bool:
    return path.rpartition(".")[0] in _FORMS
