"""Hold what the snapshots claim against the releases themselves.

    python scripts/verify_snapshots.py NAME==VERSION ... [--snapshots FOLDER] [--sample N] [--seed S]

Each release is installed into a throw-away virtual environment, and an interpreter there is asked for a sample of
names and parameters: recorded ones, ones of other releases, ones that the interpreter lists itself, invented ones.
Each disagreement is printed: *false-absent* (called absent, and it exists), *false-present*, and deprecations that an
access warns of and nothing is recorded of; a table comes last. `python==3.12` verifies the standard library. Exit 1
where something is false-absent, 2 where a release could not be verified.

The libraries' code runs, in the environment, with the rights of whoever starts this: a tool for maintainers.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from random import Random

from packaging.version import Version

sys.path.append(str(Path(__file__).parents[1]))  # as a script, it is found in its own folder only

from driftcheck.errors import DriftcheckError
from driftcheck.pins.selection import find_pins
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.lookup import look_up
from driftcheck.resolution.selections import STANDARD_LIBRARY
from driftcheck.snapshot.store import SnapshotStore
from scripts.verification.answers import Answer, ask, list_names
from scripts.verification.interpreters import VerificationError, fitting_python, install, known_pythons
from scripts.verification.judgement import ALARMS, judge
from scripts.verification.questions import draw_sample, read_pool
from scripts.verification.tables import Verification, details, table


def main() -> int:
    """Verify the releases that the command line names."""
    options = parse_options()
    store = SnapshotStore.open(tuple(options.snapshots))
    pythons = known_pythons(options.python)
    verified: list[Verification] = []
    failed = 0
    for text in options.releases:
        try:
            with tempfile.TemporaryDirectory() as folder:
                environments = options.environments or Path(folder)
                verification = verify(text, store, pythons, environments, options)
        except (DriftcheckError, VerificationError) as error:
            failed += 1
            print(f"{text}: {error}", flush=True)
            continue
        print(text, *details(verification), sep="\n", flush=True)
        verified.append(verification)
    print("", *table(verified), sep="\n")
    if any(judgement.outcome in ALARMS for verification in verified for judgement in verification.judgements):
        return 1
    return 2 if failed else 0


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
        "--environments",
        type=Path,
        metavar="FOLDER",
        help="keep the environments there, as NAME-VERSION, and use those that are there",
    )
    parser.add_argument(
        "--installer",
        default="{python} -m pip install --quiet --disable-pip-version-check --prefer-binary",
        metavar="COMMAND",
        help="what to install a release with: {python} stands for the environment's interpreter, {released} for the "
        "day of the release, since releases seldom say which of their requirements are too new for them",
    )
    return parser.parse_args()


def verify(
    text: str, store: SnapshotStore, pythons: Mapping[Version, str], environments: Path, options: argparse.Namespace
) -> Verification:
    """Verify one release.

    Raises:
        VerificationError: It is not recorded, or no interpreter here can have it installed.
    """
    name, _, version = text.partition("==")
    release = next((r for r in store.releases(name) if version and r.version == Version(version)), None)
    if release is None:
        raise VerificationError("not a recorded release")
    python, interpreter = fitting_python(release, pythons)
    if name == STANDARD_LIBRARY:
        pins = find_pins(environments, given=[text])
    else:
        environment = environments.absolute() / f"{name}-{version}"
        interpreter = install(release, interpreter, environment, options.installer)
        (python,) = known_pythons([interpreter])  # an environment that was there may have another one
        pins = find_pins(environments, python=environment, python_version=python)
    claims = Environment(store, pins.pins, python=python)
    pool = read_pool(store, release)
    draw = Random(f"{text} {options.seed}")  # noqa: S311  # a sample, no secret
    owners = draw.sample(pool.owners, min(len(pool.owners), options.sample))
    listed = sorted(list_names(interpreter, pool, owners))
    sample = draw_sample(pool, listed, options.sample, draw)
    answers = ask(interpreter, pool, sample)
    judged = (judge(look_up(claims, path), origin, answers.get(path, Answer())) for path, origin in sample.items())
    return Verification(name, version, python, tuple(judged))


if __name__ == "__main__":
    sys.exit(main())
