"""`match` statements."""

from __future__ import annotations

import ast

from driftcheck.inference.annotations import instance_of_class
from driftcheck.inference.branching import evaluate_test
from driftcheck.inference.narrowing import excluded, narrow, narrowed, quiet_class
from driftcheck.inference.protocols import unpacked
from driftcheck.inference.scopes import joined
from driftcheck.inference.types import NONE, UNKNOWN, Container, Type
from driftcheck.inference.unions import join_all, parts_of
from driftcheck.inference.walker import Execute, Walker


def _match(w: Walker, node: ast.Match) -> bool:
    subject = w.evaluate(node.subject)
    before = w.names
    states: list[dict[str, Type]] = []
    is_complete = False
    name = node.subject.id if isinstance(node.subject, ast.Name) else None
    for case in node.cases:
        w.set_state(dict(before))
        value = _bind(w, case.pattern, subject)
        if name is not None and value is not before.get(name):
            w.names[name] = value
        if case.guard is not None:
            evaluate_test(w, case.guard)
            narrow(w, case.guard, truth=True)
        if not w.walk(case.body):
            states.append(w.names)
        is_complete = is_complete or (case.guard is None and _takes_all(case.pattern))
        if case.guard is None:
            subject = _left(w, case.pattern, subject)
    if not is_complete:
        states.append(dict(before) if name is None or name not in before else {**before, name: subject})
    if not states:
        w.set_state(dict(before))
        return True
    state = states[0]
    for other in states[1:]:
        state = joined(state, other)
    w.set_state(state)
    return False


def _left(w: Walker, pattern: ast.pattern, subject: Type) -> Type:
    """What is left for the cases behind one: of classes that it takes whole, nothing."""
    match pattern:
        case ast.MatchClass(cls=cls, patterns=[], kwd_patterns=[]):
            return excluded(w, subject, quiet_class(w, cls))
        case ast.MatchSingleton(value=None):
            return join_all([part for part in parts_of(subject) if part is not NONE])
        case ast.MatchAs(pattern=inner) if inner is not None:
            return _left(w, inner, subject)
        case ast.MatchOr(patterns=patterns):
            for one in patterns:
                subject = _left(w, one, subject)
            return subject
        case _:
            return subject


def _takes_all(pattern: ast.pattern) -> bool:
    return isinstance(pattern, ast.MatchAs) and (pattern.pattern is None or _takes_all(pattern.pattern))


def _bind(w: Walker, pattern: ast.pattern, subject: Type) -> Type:
    """Bind the names of a pattern; what the subject denotes where it matches."""
    match pattern:
        case ast.MatchValue(value=value):
            w.evaluate(value)
            return subject
        case ast.MatchAs(pattern=inner, name=name):
            found = subject if inner is None else _bind(w, inner, subject)
            if name is not None:
                w.bind(name, found)
            return found
        case ast.MatchOr(patterns=patterns):
            return join_all([_bind(w, one, subject) for one in patterns])
        case ast.MatchClass():
            return _bind_class(w, pattern, subject)
        case ast.MatchSequence(patterns=patterns):
            starred = next((place for place, one in enumerate(patterns) if isinstance(one, ast.MatchStar)), None)
            for one, part in zip(patterns, unpacked(w.analysis, subject, len(patterns), starred), strict=True):
                _bind(w, one, part)
            return subject
        case ast.MatchStar(name=name):
            if name is not None:
                w.bind(name, subject)
            return subject
        case ast.MatchMapping():
            _bind_mapping(w, pattern, subject)
            return subject
        case _:
            return subject


def _bind_mapping(w: Walker, pattern: ast.MatchMapping, subject: Type) -> None:
    for key in pattern.keys:
        w.evaluate(key)
    known = subject.items[1] if isinstance(subject, Container) and len(subject.items) == 2 else UNKNOWN
    for one in pattern.patterns:
        _bind(w, one, known)
    if pattern.rest is not None:
        w.bind(pattern.rest, subject if isinstance(subject, Container) else UNKNOWN)


def _bind_class(w: Walker, pattern: ast.MatchClass, subject: Type) -> Type:
    made = narrowed(w, subject, instance_of_class(w.evaluate(pattern.cls)))
    for inner in pattern.patterns:
        _bind(w, inner, UNKNOWN)
    for name, inner in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True):
        _bind(w, inner, UNKNOWN if made is UNKNOWN else w.ask(made, name))
    return made


STATEMENTS: dict[type[ast.AST], Execute] = {ast.Match: _match}
