"""Classes of the library and their instances, as partial evaluation sees them.

A class is known by its text: what its body binds is evaluated when a member is asked for, and
calling it runs `__init__` on an instance that remembers what was set on it. A class that may
answer in other ways (a metaclass, `__new__`, a base of another library) is not followed.
"""

from __future__ import annotations

import ast
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import suppress

from driftcheck.extraction.expressions import Expressions
from driftcheck.extraction.values import (
    OPAQUE,
    Bound,
    Closure,
    Decorated,
    Environment,
    Instance,
    LibraryClass,
    LookupFails,
    ModuleDict,
    Outcome,
    Ref,
    Super,
)

_MAX_ANCESTORS = 30
_MAX_CONSTRUCTION = 200
"""Steps of an `__init__` that is run for every instance."""
_HOOKS = frozenset({"__getattr__", "__getattribute__"})
_MAKERS = frozenset({"__new__", "__init_subclass__"})


class Objects(Expressions):
    """Looks up members, and makes instances."""

    @abstractmethod
    def run(self, closure: Closure, args: list[object], keywords: Mapping[str, object]) -> list[Outcome]:
        """Every way in which a call may end."""

    @abstractmethod
    def walk(self, body: list[ast.stmt], env: Environment) -> None:
        """Walk the statements of a class body."""

    def member(self, owner: object, name: str) -> object:
        """What a class of the library, or an instance of one, has under a name."""
        match owner:
            case LibraryClass():
                return self._of_class(owner, name)
            case Instance():
                return self._of_instance(owner, name)
            case Super(within=within, receiver=receiver):
                above = [base for base in self.ancestors(within) if base.path != within.path]
                return bound(self._found(above, name), receiver)
            case _:
                return OPAQUE

    def _of_class(self, owner: LibraryClass, name: str) -> object:
        if name in ("__name__", "__qualname__"):
            return owner.node.name
        if name == "__module__":
            return owner.env.module
        if name == "__dict__":
            self._read(owner)
            return dict(owner.space.values)
        if name.startswith("__") and name != "__init__":
            return OPAQUE
        found = self._found(self.ancestors(owner), name)
        return Ref(f"{owner.path}.{name}") if found is OPAQUE else bound(found, owner, is_class=True)

    def _of_instance(self, owner: Instance, name: str) -> object:
        if name in owner.attributes:
            return owner.attributes[name]
        if name == "__class__":
            return owner.made_by
        line = self.ancestors(owner.made_by)
        if not owner.is_known and not isinstance(self._found(line, name), Closure):
            return OPAQUE
        if any(hook in base.space.values for base in line for hook in _HOOKS):
            return OPAQUE
        return bound(self._found(line, name), owner)

    @staticmethod
    def _found(line: list[LibraryClass], name: str) -> object:
        return next((base.space.values[name] for base in line if name in base.space.values), OPAQUE)

    def ancestors(self, owner: LibraryClass) -> list[LibraryClass]:
        """A class and those above it that the library defines, nearest first."""
        line: dict[str, LibraryClass] = {}
        pending = [owner]
        while pending and len(line) < _MAX_ANCESTORS:
            cls = pending.pop(0)
            if cls.path in line:
                continue
            line[cls.path] = cls
            self._read(cls)
            pending += [base for base in cls.space.bases if isinstance(base, LibraryClass)]
        return list(line.values())

    def is_understood(self, owner: LibraryClass) -> bool:
        """Whether calling a class does no more than to run its `__init__`."""
        for cls in self.ancestors(owner):
            if cls.node.keywords or cls.node.decorator_list or _MAKERS & set(cls.space.values):
                return False
            if any(not isinstance(base, LibraryClass) and base != Ref("builtins.object") for base in cls.space.bases):
                return False
        return True

    def _read(self, owner: LibraryClass) -> None:
        """Evaluate the body of a class."""
        if owner.space.is_read:
            return
        owner.space.is_read = True
        env = owner.env
        bases = []
        for node in owner.node.bases:
            base = self.value(node, env)
            bases.append(env.load(base.path) if type(base) is Ref else base)
        owner.space.bases = tuple(bases)
        inside = Environment(env.module, env.find, env.load, values=owner.space.values, parent=env)
        with suppress(LookupFails):
            self.walk(owner.node.body, inside)
        for name, value in owner.space.values.items():
            if isinstance(value, Closure):
                owner.space.values[name] = Closure(value.node, env, owner)
            elif isinstance(value, Decorated):
                owner.space.values[name] = Decorated(Closure(value.function.node, env, owner))

    def instance(self, owner: LibraryClass, args: list[object], keywords: Mapping[str, object]) -> object:
        """What calling a class gives."""
        if not self.is_understood(owner):
            return OPAQUE
        start = self._found(self.ancestors(owner), "__init__")
        maker = start.owner.space if isinstance(start, Closure) and start.owner is not None else owner.space
        made = Instance(owner, is_known=not maker.is_costly)
        if isinstance(start, Closure) and not maker.is_costly:
            before = self.effects.steps
            self.run(start, [made, *args], keywords)
            maker.is_costly = self.effects.steps - before > _MAX_CONSTRUCTION
        return made

    def is_instance(self, value: object, kind: object) -> bool | None:
        """`isinstance(value, kind)`; None where that is not known."""
        if isinstance(kind, list):
            answers = [self.is_instance(value, each) for each in kind]
            return True if True in answers else None if None in answers else False
        if not isinstance(kind, Ref) or value is OPAQUE or type(value) is Ref:
            return None
        if isinstance(value, Instance):
            names = {base.path for base in self.ancestors(value.made_by)}
            return True if kind.path in names else False if isinstance(kind, LibraryClass) else None
        if type(value) in _BUILTIN_CLASSES and (isinstance(kind, LibraryClass) or kind.path.startswith("builtins.")):
            return _BUILTIN_CLASSES[type(value)] == kind.path
        return False if isinstance(value, Closure) and isinstance(kind, LibraryClass) else None


_BUILTIN_CLASSES: Mapping[type, str] = {str: "builtins.str", dict: "builtins.dict", int: "builtins.int"}


def bound(value: object, receiver: object, *, is_class: bool = False) -> object:
    """A member as it is reached through a class or an instance: a function with what it is called on."""
    match value:
        case Closure():
            return value if is_class else Bound(value, receiver)
        case Decorated(function=function):
            names = list(decorator_names(function.node))
            if names == ["staticmethod"]:
                return function
            if names == ["classmethod"]:
                owner = receiver.made_by if isinstance(receiver, Instance) else receiver
                return Bound(function, owner)
            return OPAQUE
        case _:
            return value


def decorator_names(node: ast.AST) -> Iterator[str]:
    """Yield the last names of the decorators of a function."""
    for decorator in getattr(node, "decorator_list", ()):
        func = decorator.func if isinstance(decorator, ast.Call) else decorator
        yield func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def given(values: list[object]) -> Iterator[str]:
    """Yield the paths of the classes and modules among what a call is given."""
    for value in values:
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, Ref):
                yield part.path
            elif isinstance(part, ModuleDict):
                yield part.module
