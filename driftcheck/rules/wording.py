"""How rules speak of releases: what is known, in as few words as it takes, and never a date that is not known."""

from __future__ import annotations

from packaging.version import InvalidVersion, Version

from driftcheck.model.declarations import Declaration
from driftcheck.model.releases import SUPPORTED, Lifespan, PinKind, Release, Selection
from driftcheck.model.symbols import Deprecation

NO_SNAPSHOT = "no snapshot"


def is_next(earlier: Version, later: Version) -> bool:
    """Whether no release line lies between two recorded releases.

    Snapshots hold the first and the newest patch of every minor line. A change seen between such neighbours was
    made by the later one; between others it was made somewhere on the way.
    """
    width = max(len(earlier.release), len(later.release))
    before, after = (v.release + (0,) * (width - len(v.release)) for v in (earlier, later))
    for index, (old, new) in enumerate(zip(before, after, strict=True)):
        if old != new:
            return new == old + 1 and not any(after[index + 1 :])
    return True


def removal(lifespan: Lifespan, selection: Selection) -> str:
    """`was removed in pandas 2.0.0`, or as much of it as the recorded releases tell."""
    name = selection.distribution
    span = lifespan.span_before(selection.version)
    if span is None:
        return f"is not in {name} {selection.version}"
    gone = removed_in(lifespan, selection.version)
    if gone is None:
        return f"is gone from {name} {selection.version}, last seen in {span.last.version}"
    if is_next(span.last.version, Version(gone)):
        return f"was removed in {name} {gone}"
    return f"is gone by {name} {gone}, last seen in {span.last.version}"


def arrival(lifespan: Lifespan, selection: Selection) -> str:
    """`arrives in pandas 2.0.0`, or as much of it as the recorded releases tell."""
    name = selection.distribution
    span = lifespan.span_after(selection.version)
    if span is None:
        return f"is not in {name} {selection.version}"
    before = lifespan.before
    if span is lifespan.spans[0] and before is not None and is_next(before.version, span.first.version):
        return f"arrives only in {name} {span.first.version}"
    return f"is not in {name} {selection.version} yet, first seen in {span.first.version}"


def removed_in(lifespan: Lifespan | None, version: Version) -> str | None:
    """The first recorded release that lacks what an earlier one had, up to `version`; None where not known."""
    gone = _removing(lifespan, version)
    return str(gone.version) if gone else None


def removed_on(lifespan: Lifespan | None, version: Version) -> str | None:
    """The day on which that release was published; None where not known."""
    gone = _removing(lifespan, version)
    return gone.released if gone else None


def _removing(lifespan: Lifespan | None, version: Version) -> Release | None:
    if lifespan is None or lifespan.holds(version):
        return None
    span = lifespan.span_before(version)
    if span is None:
        return None
    return span.after or (lifespan.after if span is lifespan.spans[-1] else None)


def added_in(lifespan: Lifespan | None, version: Version) -> str | None:
    """The first recorded release after `version` that has what it lacks; None where none has."""
    if lifespan is None or lifespan.holds(version):
        return None
    span = lifespan.span_after(version)
    return str(span.first.version) if span else None


def deprecated_since(deprecation: Deprecation | None, lifespan: Lifespan | None) -> str | None:
    """The version since which a symbol is deprecated: in the library's words, else the first release marked."""
    if deprecation is not None and deprecation.since:
        return deprecation.since
    if lifespan is not None and lifespan.deprecated is not None:
        return str(lifespan.deprecated.version)
    return None


def deprecated_on(deprecation: Deprecation | None, lifespan: Lifespan | None) -> str | None:
    """The day on which the release was published since which a symbol is deprecated; None where not known."""
    since = deprecated_since(deprecation, lifespan)
    if since is None or lifespan is None:
        return None
    try:
        version = Version(since)
    except InvalidVersion:
        return None  # a library may write `the last major release`
    spans = (release for span in lifespan.spans for release in (span.first, span.last, span.after))
    known = (lifespan.deprecated, lifespan.unmarked, lifespan.before, lifespan.after, *spans)
    return next((release.released for release in known if release and release.version == version), None)


def _dated(deprecation: Deprecation | None, lifespan: Lifespan | None) -> str:
    """`since` for the library's own word, and where no release lies before the first that is marked; else `by`."""
    if deprecation is not None and deprecation.since:
        return "since"
    if lifespan is None or lifespan.deprecated is None or lifespan.unmarked is None:
        return "by"
    return "since" if is_next(lifespan.unmarked.version, lifespan.deprecated.version) else "by"


def deprecation_remark(deprecation: Deprecation | None, lifespan: Lifespan | None) -> str:
    """`deprecated since 1.4.0`; empty where nothing is known."""
    since = deprecated_since(deprecation, lifespan)
    if since:
        return f"deprecated {_dated(deprecation, lifespan)} {since}"
    return "was deprecated" if deprecation is not None else ""


def deprecation_state(deprecation: Deprecation | None, lifespan: Lifespan | None) -> str:
    """`is deprecated since 2.1.0, to be removed in 3.0`, or as much of it as is known."""
    since = deprecated_since(deprecation, lifespan)
    state = f"is deprecated {_dated(deprecation, lifespan)} {since}" if since else "is deprecated"
    if deprecation is not None and deprecation.removal:
        state += f", to be removed in {deprecation.removal}"
    return state


def declared_state(said: Declaration) -> str:
    """`is deprecated since 2.1, to be removed in 3.0 (the configuration says so)`."""
    state = f"is deprecated since {said.since}" if said.since else "is deprecated"
    return f"{state}{f', to be removed in {said.removed}' if said.removed else ''} (the configuration says so)"


def declared_removal(said: Declaration, selection: Selection) -> str:
    """`was removed in acme 3.0 (the configuration says so)`."""
    return f"was removed in {selection.distribution} {said.removed} (the configuration says so)"


def uncovered(recorded: tuple[Release, ...]) -> str:
    """Why no recorded release answers."""
    if not recorded:
        return NO_SNAPSHOT
    first, last = recorded[0].version, recorded[-1].version
    return f"the snapshots hold {first}" + (f" to {last}" if last != first else "")


def remarks(*parts: str) -> str:
    """` (a; b)` of the parts that say something."""
    said = [part for part in parts if part]
    return f" ({'; '.join(said)})" if said else ""


def held_to(selection: Selection) -> str:
    """`pinned 2.2.3`, or why that version, where no pin says it."""
    version = selection.version
    match selection.kind:
        case PinKind.EXACT if selection.is_exact or not selection.is_covered:
            return f"pinned {version}"
        case PinKind.EXACT:
            return f"pinned {version}, judged by {' and '.join(str(r.version) for r in selection.releases)}"
        case PinKind.RANGE if selection.source.name == SUPPORTED:
            return f"the project allows {version}"  # which may be the oldest, with `--all-environments`
        case PinKind.RANGE:
            return f"{version} is the newest recorded release the range allows"
        case PinKind.IMPLIED:
            return f"{version} follows from the pins"
        case PinKind.NEWEST:
            return f"not pinned, {version} is the newest recorded release"
