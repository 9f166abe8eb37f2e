"""What an interpreter says of dotted paths: the truth that claims are held against.

    python truth.py QUESTIONS SECONDS

QUESTIONS is a file of JSON lines `{"module": "a.b", "paths": ["a.b.C", "a.b.f(x)", "a.b.C.*"]}`. Each path is answered
by a JSON line `{"path": …, "exists": true | false | null, "warns": …}`: null where nothing can be said, and whether the
access warned that the name is deprecated. `f(x)` asks for a parameter, `f(**)` whether a function written in Python
takes any keyword; `owner.*` for the `names` beneath a module or a class, `owner.=` for those of its own.
`{"module": …}` alone says that a module is done, so that whoever reads knows which one took the interpreter down, or
more than SECONDS.

It imports libraries, and so runs what they run when imported: only ever started in a throw-away environment. It needs
the standard library of Python 3.8 and nothing else.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import inspect
import json
import os
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any


class NoTruthError(Exception):
    """This interpreter cannot tell: something that is optional is not installed, or does not work here."""


def main(questions: str, seconds: str) -> None:
    """Answer a file of questions on what standard output was; modules may print as they like."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    warnings.simplefilter("ignore")
    for line in Path(questions).read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        faulthandler.dump_traceback_later(float(seconds), exit=True)
        for answer in answer_about(question["module"], question["paths"]):
            print(json.dumps(answer), file=answers)
        faulthandler.cancel_dump_traceback_later()
        print(json.dumps({"module": question["module"]}), file=answers, flush=True)
    answers.flush()
    os._exit(0)  # what libraries leave running, or want to say at exit, is of no interest


def answer_about(module: str, paths: list[str]) -> Iterator[dict[str, object]]:
    """Yield an answer for each path; the module that most of them lie in is imported first."""
    with contextlib.suppress(NoTruthError):
        import_module(module)
    for path in paths:
        owner, _, name = path.rpartition(".")
        try:
            if name == "*":
                yield {"path": path, "names": names_beneath(owner)}
            elif name == "=":
                yield {"path": path, "names": own_names(owner)}
            else:
                yield {"path": path, "warns": warns(path), "exists": exists(path)}
        except NoTruthError:
            yield {"path": path, "warns": False, "exists": None}


def exists(path: str) -> bool:
    """Whether a name is there, or whether a callable takes a parameter (`a.b.f(x)`).

    Raises:
        NoTruthError: That cannot be said.
    """
    dotted, _, parameter = path.partition("(")
    found, value = reach(dotted)
    if not parameter:
        return found
    if not found:
        raise NoTruthError(path)
    if parameter == "**)":
        return takes_any(value)
    return takes(value, parameter.rstrip(")"))


def warns(path: str) -> bool:
    """Whether the last step to a name warns that this name is deprecated; asked first, since some warn only once.

    Raises:
        NoTruthError: What is above it cannot be had.
    """
    owner, _, name = path.rpartition(".")
    found, value = reach(owner) if owner and "(" not in path else (False, None)
    if not found:
        return False
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with contextlib.suppress(BaseException):  # whatever a hook or a descriptor does
            getattr(value, name)
    return any(issubclass(said.category, DEPRECATIONS) and name in str(said.message) for said in caught)


DEPRECATIONS = (DeprecationWarning, PendingDeprecationWarning, FutureWarning)


def names_beneath(owner: str) -> list[str]:
    """What a module or a class lists."""
    found, value = reach(owner)
    return dir(value) if found and isinstance(value, (types.ModuleType, type)) else []


def own_names(owner: str) -> list[str]:
    """What a module or a class binds itself."""
    found, value = reach(owner)
    return sorted(vars(value)) if found and isinstance(value, (types.ModuleType, type)) else []


def reach(path: str) -> tuple[bool, Any]:
    """Whether a dotted path leads anywhere, and to what.

    A module may be hidden behind a member of its package that has the same name: both count.

    Raises:
        NoTruthError: A module on the way does not import, or a value on the way cannot be had.
    """
    parts = path.split(".")
    if not import_module(parts[0]):
        return False, None
    found = walk(parts, 1)
    for length in range(len(parts) - 1, 1, -1):
        if found[0]:
            break
        if import_module(".".join(parts[:length])):
            found = walk(parts, length)
    return found


def walk(parts: list[str], length: int) -> tuple[bool, Any]:
    """Follow the parts behind the module that the first `length` of them name."""
    value: Any = sys.modules[".".join(parts[:length])]
    for place in range(length, len(parts)):
        is_found, value = step(value, parts[place], ".".join(parts[: place + 1]))
        if not is_found:
            return False, None
        if value is UNREACHABLE and place + 1 < len(parts):
            raise NoTruthError(".".join(parts))
    return True, value


UNREACHABLE = object()
"""What is certainly there, and does not give itself away."""


def step(value: Any, name: str, path: str) -> tuple[bool, Any]:  # noqa: ANN401  # anything at all
    """The attribute, or the submodule that is one as soon as somebody imports it."""
    try:
        return True, getattr(value, name)
    except AttributeError:
        pass
    except BaseException as error:  # whatever a hook or a descriptor does
        raise NoTruthError(path) from error
    if isinstance(value, types.ModuleType):
        return import_module(path), sys.modules.get(path)
    try:
        inspect.getattr_static(value, name)
    except AttributeError:
        if is_declared(value, name):
            raise NoTruthError(path) from None
        return False, None
    return True, UNREACHABLE


def is_declared(value: Any, name: str) -> bool:  # noqa: ANN401  # anything at all
    """Whether a class says that its instances have the name."""
    if not isinstance(value, type):
        return False
    declared = (base.__dict__.get(kind) for base in value.__mro__ for kind in ("__annotations__", "__slots__"))
    return any(name in (names or ()) for names in declared)


def import_module(path: str) -> bool:
    """Import a module; False where there is none.

    Raises:
        NoTruthError: There is one, and it does not import here.
    """
    try:
        importlib.import_module(path)
    except ModuleNotFoundError as error:
        if error.name is not None and (path == error.name or path.startswith(error.name + ".")):
            return False
        raise NoTruthError(path) from error
    except BaseException as error:  # whatever the module does when it is imported
        raise NoTruthError(path) from error
    return True


def takes(function: Callable[..., object], parameter: str) -> bool:
    """Whether a callable names a parameter, itself or where it passes its arguments on to.

    Raises:
        NoTruthError: It tells nothing of its parameters, or takes any keyword and names this one nowhere.
    """
    takes_any = False
    for follow in (True, False):
        try:
            parameters = inspect.signature(function, follow_wrapped=follow).parameters
        except BaseException as error:  # `__signature__` and annotations can do anything
            raise NoTruthError(parameter) from error
        if parameter in parameters:
            return True
        takes_any |= any(p.kind is inspect.Parameter.VAR_KEYWORD for p in parameters.values())
    if takes_any:
        raise NoTruthError(parameter)
    return False


def takes_any(function: Callable[..., object]) -> bool:
    """Whether a function takes keywords that it does not name.

    Raises:
        NoTruthError: It is not written in Python: what is compiled seldom tells of its parameters as they are.
    """
    if not inspect.isfunction(function):
        raise NoTruthError(repr(function))
    return any(p.kind is inspect.Parameter.VAR_KEYWORD for p in inspect.signature(function).parameters.values())


if __name__ == "__main__":
    del sys.path[0]  # this folder: its modules are not the ones that are asked about
    main(*sys.argv[1:])
