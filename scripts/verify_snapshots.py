"""Hold what the snapshots claim against the releases themselves.

    python scripts/verify_snapshots.py NAME==VERSION ... [--snapshots FOLDER] [--sample N]

Each release is installed into a throw-away virtual environment, and an interpreter there is asked for a sample of
names and parameters: recorded ones, ones of other releases, ones that the interpreter lists itself, invented ones.
Each disagreement is printed: *false-absent* (called absent, and it exists) and *false-present*. `python==3.12`
verifies the standard library. Exit 1 where something is false-absent, 2 where a release could not be verified.

The libraries' code runs, in the environment, with the rights of whoever starts this: a tool for maintainers.
"""

from __future__ import annotations

import argparse
import json
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from driftcheck.errors import DriftcheckError
from driftcheck.model.names import is_path, is_private, is_within, parent, prefixes, tail
from driftcheck.model.releases import Release
from driftcheck.model.resolutions import Found
from driftcheck.model.symbols import Binding, Kind, Symbol
from driftcheck.pins.selection import find_pins
from driftcheck.resolution.absence import STILL_BOUND
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.lookup import Standing, Verdict, look_up
from driftcheck.resolution.selections import STANDARD_LIBRARY
from driftcheck.snapshot.manifest import Manifest
from driftcheck.snapshot.rows import decode
from driftcheck.snapshot.store import SnapshotStore

TRUTH = Path(__file__).with_name("verify_truth.py")
SECONDS = 60
"""How long a module and all questions about it may take."""


class Origin(StrEnum):
    """Where a path of the sample comes from."""

    RECORDED = "recorded"
    ELSEWHERE = "recorded in another release"
    LISTED = "listed by the interpreter"
    PARAMETER = "parameter"
    INVENTED = "invented"


SHARES = {
    Origin.RECORDED: 0.25,
    Origin.ELSEWHERE: 0.2,
    Origin.LISTED: 0.3,
    Origin.PARAMETER: 0.15,
    Origin.INVENTED: 0.1,
}
"""How a sample is put together."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What can be asked about one release of a distribution. Every tuple is sorted and without repetition."""

    modules: frozenset[str]
    """Of any release."""
    owners: tuple[str, ...]
    """Modules, classes and names that may stand for one of them, in this release."""
    recorded: tuple[str, ...]
    elsewhere: tuple[str, ...]
    """Recorded in other releases only."""
    parameters: tuple[str, ...]
    """Parameters of any release, of callables that this one has."""

    def module_of(self, path: str) -> str:
        """The module that a path lies in."""
        dotted = path.partition("(")[0]
        return next((prefix for prefix in prefixes(dotted) if prefix in self.modules), dotted.partition(".")[0])


class Outcome(StrEnum):
    """What comes of holding a verdict against the truth."""

    RIGHT = "right"
    FALSE_ABSENT = "false-absent"
    FALSE_PRESENT = "false-present"
    UNKNOWN = "unknown"
    NO_TRUTH = "no truth"
    """The interpreter cannot tell, or is not the one to ask."""


def main() -> int:
    """Verify the releases that the command line names."""
    options = parse_options()
    store = SnapshotStore.open(tuple(options.snapshots))
    pythons = known_pythons(options.python)
    totals: Counter[Outcome] = Counter()
    failed = 0
    for text in options.releases:
        try:
            with tempfile.TemporaryDirectory() as folder:
                totals += verify(text, store, pythons, Path(folder), options)
        except (DriftcheckError, VerificationError) as error:
            failed += 1
            print(f"{text}: {error}", flush=True)
    print(f"all: {summary(totals)}")
    return 1 if totals[Outcome.FALSE_ABSENT] else 2 if failed else 0


def parse_options() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("releases", nargs="+", metavar="NAME==VERSION")
    parser.add_argument("--snapshots", action="append", default=[], type=Path, metavar="FOLDER")
    parser.add_argument("--sample", type=int, default=400, metavar="N", help="paths to ask of each release")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="another seed is another sample")
    parser.add_argument(
        "--python",
        action="append",
        default=[],
        metavar="EXECUTABLE",
        help="an interpreter to choose from (repeatable; default: python3.8, python3.9 and so on, as found)",
    )
    parser.add_argument(
        "--installer",
        default="{python} -m pip install --quiet --disable-pip-version-check --prefer-binary",
        metavar="COMMAND",
        help="what to install a release with: {python} stands for the environment's interpreter, {released} for the "
        "day of the release, since releases seldom say which of their requirements are too new for them",
    )
    return parser.parse_args()


class VerificationError(Exception):
    """A release that cannot be verified here."""


def verify(
    text: str, store: SnapshotStore, pythons: Mapping[Version, str], folder: Path, options: argparse.Namespace
) -> Counter[Outcome]:
    """Verify one release, print what is wrong, and count.

    Raises:
        VerificationError: It is not recorded, or no interpreter here can have it installed.
    """
    name, _, version = text.partition("==")
    release = next((r for r in store.releases(name) if version and r.version == Version(version)), None)
    if release is None:
        raise VerificationError("not a recorded release")
    python, executable = fitting_python(release, pythons)
    if name == STANDARD_LIBRARY:
        interpreter, pins = executable, find_pins(folder, given=[text])
    else:
        interpreter = install(release, executable, folder / "environment", options.installer)
        pins = find_pins(folder, python=folder / "environment", python_version=python)
    environment = Environment(store, pins.pins, python=python)
    pool = read_pool(store, release)
    draw = Random(f"{text} {options.seed}")  # noqa: S311  # a sample, no secret
    owners = draw.sample(pool.owners, min(len(pool.owners), options.sample))
    listed = sorted(list_names(interpreter, pool, owners))
    sample = draw_sample(pool, listed, options.sample, draw)
    truth = ask(interpreter, pool, sample)
    counts: Counter[Outcome] = Counter()
    reasons: Counter[str] = Counter()
    wrong: list[str] = []
    for path, origin in sample.items():
        verdict = look_up(environment, path)
        outcome = judge(verdict, truth.get(path))
        counts[outcome] += 1
        if outcome is Outcome.UNKNOWN:
            reasons[verdict.reason] += 1
        elif outcome in {Outcome.FALSE_ABSENT, Outcome.FALSE_PRESENT}:
            wrong.append(f"  {outcome}  {path}  {verdict.verdict} ({verdict.reason or 'no reason'}; {origin})")
    print(f"{text} on Python {python}: {summary(counts)}", *sorted(wrong), sep="\n")
    for reason, count in reasons.most_common():
        print(f"  {count} unknown: {reason}")
    sys.stdout.flush()
    return counts


def summary(counts: Mapping[Outcome, int]) -> str:
    """The counts in a line."""
    shown = [outcome for outcome in Outcome if outcome is not Outcome.RIGHT]
    return f"{sum(counts.values())} paths, " + ", ".join(f"{counts.get(outcome, 0)} {outcome}" for outcome in shown)


def judge(verdict: Verdict, truth: bool | None) -> Outcome:  # noqa: FBT001  # the truth has no other name
    """Hold a verdict against what the interpreter says."""
    if truth is None or verdict.reason.endswith(STILL_BOUND):
        return Outcome.NO_TRUTH
    match verdict.verdict:
        case Standing.UNKNOWN:
            return Outcome.UNKNOWN
        case Standing.ABSENT | Standing.UNRELEASED:
            return Outcome.FALSE_ABSENT if truth else Outcome.RIGHT
        case Standing.PRESENT | Standing.DEPRECATED:
            if truth:
                return Outcome.RIGHT
            of_instance = isinstance(verdict.subject, Found) and (
                verdict.subject.entity.symbol.binding is Binding.INSTANCE
            )
            return Outcome.NO_TRUTH if of_instance else Outcome.FALSE_PRESENT


# What to ask.


def read_pool(store: SnapshotStore, release: Release) -> Pool:
    """Everything recorded of a distribution, as seen from one of its releases."""
    manifest = store.manifest(release.distribution)
    assert manifest is not None, "it has releases"
    modules: set[str] = set()
    owners: set[str] = set()
    here: set[str] = set()
    anywhere: set[str] = set()
    parameters: set[str] = set()
    for path, first, last, facts in store.stored(release.distribution):
        if not is_path(path) or is_private(path) or "__main__" in path:
            continue
        symbol = decode(path, facts)
        anywhere.add(path)
        parameters.update(parameters_of(symbol))
        if symbol.kind is Kind.MODULE:
            modules.add(path)
        if first <= release.ordinal <= last:
            here.add(path)
            if symbol.kind in {Kind.MODULE, Kind.CLASS} or is_own(symbol, manifest):
                owners.add(path)
    return Pool(
        frozenset(modules),
        tuple(sorted(owners)),
        tuple(sorted(here)),
        tuple(sorted(anywhere - here)),
        tuple(sorted(path for path in parameters if path.partition("(")[0] in here)),
    )


def is_own(symbol: Symbol, manifest: Manifest) -> bool:
    """Whether a name stands for something of the same distribution."""
    return symbol.target is not None and any(is_within(symbol.target, name) for name in manifest.import_names)


def parameters_of(symbol: Symbol) -> Iterator[str]:
    """Yield the parameters that can be named; those of a constructor are its class's."""
    function = symbol.path.removesuffix(".__init__")
    for signature in symbol.signatures:
        yield from (f"{function}({p.name})" for p in signature.parameters if p.kind.value in {"", "k"})


def draw_sample(pool: Pool, listed: Sequence[str], size: int, draw: Random) -> dict[str, Origin]:
    """Paths and where they come from, in no order that means anything."""
    sources: dict[Origin, Sequence[str]] = {
        Origin.RECORDED: pool.recorded,
        Origin.ELSEWHERE: pool.elsewhere,
        Origin.LISTED: listed,
        Origin.PARAMETER: pool.parameters,
        Origin.INVENTED: invent(pool, size, draw),
    }
    sample: dict[str, Origin] = {}
    for origin, paths in sources.items():
        for path in draw.sample(paths, min(len(paths), round(size * SHARES[origin]))):
            sample.setdefault(path, origin)
    return sample


def invent(pool: Pool, size: int, draw: Random) -> list[str]:
    """Names as somebody might remember them: the name of one thing beneath another that never had it."""
    known = {*pool.recorded, *pool.elsewhere}
    paths = sorted(known)
    if not paths or not pool.owners:
        return []
    made = {f"{draw.choice(pool.owners)}.{tail(draw.choice(paths))}" for _ in range(size)}
    return sorted(made - known)


# Whom to ask.


def known_pythons(executables: Iterable[str]) -> dict[Version, str]:
    """Interpreters by their version (3.12): those given, else what is found under the usual names."""
    found: dict[Version, str] = {}
    names = list(executables) or [f"python3.{minor}" for minor in range(8, 30)]
    for executable in filter(None, map(shutil.which, names)):
        code = "import sys; print('%d.%d' % sys.version_info[:2])"
        done = subprocess.run([executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603  # ours
        if done.returncode == 0:
            found.setdefault(Version(done.stdout.strip()), executable)
    return found


def fitting_python(release: Release, pythons: Mapping[Version, str]) -> tuple[Version, str]:
    """The newest interpreter that was there when the release was made, else the oldest that it accepts.

    A release seldom says which Python is too new for it, and has no wheels for one that came later.

    Raises:
        VerificationError: It accepts none of them.
    """
    if release.distribution == STANDARD_LIBRARY:
        fitting = [python for python in pythons if python == release.version]
    else:
        accepted = SpecifierSet(release.requires_python or "")
        fitting = sorted(python for python in pythons if accepted.contains(f"{python}.99", prereleases=True))
    if not fitting:
        raise VerificationError("no interpreter here fits it; name one with --python")
    of_its_time = [python for python in fitting if release.released and first_day(python) <= release.released]
    python = of_its_time[-1] if of_its_time else fitting[0]
    return python, pythons[python]


def first_day(python: Version) -> str:
    """About when a minor line of Python began: each October from 3.8 on (PEP 602)."""
    return f"{2011 + python.minor}-10-15"


def install(release: Release, executable: str, folder: Path, installer: str) -> str:
    """Make an environment that holds a release; the path of its interpreter.

    Raises:
        VerificationError: It does not install.
    """
    interpreter = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    commands = (
        [executable, "-m", "venv", str(folder)],
        [part.format(python=interpreter, released=release.released) for part in shlex.split(installer)]
        + [f"{release.distribution}=={release.version}"],
    )
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # as the maintainer says
        if done.returncode != 0:
            said = (done.stderr or done.stdout).strip().splitlines()
            raise VerificationError(f"does not install: {said[-1] if said else 'no reason given'}")
    return str(interpreter)


def list_names(interpreter: str, pool: Pool, owners: Iterable[str]) -> set[str]:
    """What modules and classes have beneath them, as the interpreter lists it."""
    answers = ask_interpreter(interpreter, group(pool, (f"{owner}.*" for owner in owners)))
    found = ((parent(answer["path"]), name) for answer in answers for name in answer.get("names", ()))
    return {f"{owner}.{name}" for owner, name in found if name.isidentifier() and not name.startswith("_")}


def ask(interpreter: str, pool: Pool, paths: Iterable[str]) -> dict[str, bool | None]:
    """What the interpreter says of each path; what it cannot say of is None or left out."""
    return {answer["path"]: answer["exists"] for answer in ask_interpreter(interpreter, group(pool, paths))}


def group(pool: Pool, paths: Iterable[str]) -> dict[str, list[str]]:
    """Paths by the module they lie in, packages first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(paths):
        found[pool.module_of(path)].append(path)
    return dict(sorted(found.items()))


def ask_interpreter(interpreter: str, questions: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """The answers of one interpreter. A module that takes it down is left out, and the next ones go to a new one."""
    answers: list[dict[str, Any]] = []
    remaining = dict(questions)
    while remaining:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "questions")
            lines = (json.dumps({"module": module, "paths": paths}) for module, paths in remaining.items())
            file.write_text("\n".join(lines), encoding="utf-8")
            command = [interpreter, str(TRUTH), str(file), str(SECONDS)]
            done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603  # ours
        finished, said = read_answers(done.stdout.decode("utf-8", "replace"))
        answers += said
        remaining = {module: paths for module, paths in remaining.items() if module not in finished}
        if remaining:
            remaining.pop(next(iter(remaining)))
    return answers


def read_answers(text: str) -> tuple[set[str], list[dict[str, Any]]]:
    """The modules that were done with, and what was said about them."""
    finished: set[str] = set()
    answers: list[dict[str, Any]] = []
    pending: list[dict[str, Any]] = []
    for line in text.splitlines():
        try:
            answer = json.loads(line)
        except ValueError:
            break  # the interpreter went down in the middle of it
        if "module" in answer:
            finished.add(answer["module"])
            answers += pending
            pending = []
        else:
            pending.append(answer)
    return finished, answers


if __name__ == "__main__":
    sys.exit(main())
