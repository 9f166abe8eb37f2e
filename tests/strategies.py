"""What property tests draw."""

from __future__ import annotations

from hypothesis import strategies as st

from driftcheck.model.symbols import Binding, Deprecation, Kind, Parameter, ParameterKind, Signature, Symbol

names = st.text("abxy_éß", min_size=1, max_size=5)
paths = st.lists(names, min_size=1, max_size=4).map(".".join)
texts = st.text(min_size=1, max_size=40)
type_expressions = st.sampled_from(
    ["builtins.int", "paint.Brush | None", "typing.Self", "builtins.list[?]", "typing.Literal['=', '*']"]
)
deprecations = st.builds(
    Deprecation,
    st.sampled_from(["decorator", "warning", "docstring", "pep702", "table", "sentinel"]),
    st.none() | texts,
    st.none() | texts,
    st.none() | texts,
    st.none() | texts,
    st.booleans(),
)


@st.composite
def parameters(draw: st.DrawFn) -> Parameter:
    kind = draw(st.sampled_from(ParameterKind))
    required = draw(st.booleans()) and not kind.value.startswith("*")
    return Parameter(draw(names), kind, required, draw(st.none() | type_expressions), draw(st.none() | deprecations))


signatures = st.builds(Signature, st.lists(parameters(), max_size=4).map(tuple), st.none() | type_expressions)
symbols = st.builds(
    Symbol,
    paths,
    st.sampled_from(Kind),
    target=st.none() | paths,
    bases=st.lists(paths, max_size=3).map(tuple),
    metaclass=st.none() | paths,
    signatures=st.lists(signatures, max_size=3).map(tuple),
    type=st.none() | type_expressions,
    type_source=st.none() | st.sampled_from(["annotation", "inferred", "stub"]),
    binding=st.sampled_from(Binding),
    deprecation=st.none() | deprecations,
    raises=st.booleans(),
    open_reason=st.none() | texts,
    condition=st.none() | st.sampled_from(["python>=3.9", "python>=3.9 and python<3.12", "maybe"]),
    is_public=st.booleans(),
)
surfaces = st.lists(symbols, max_size=6)
"""What one release binds; a path may stand for several facts."""
