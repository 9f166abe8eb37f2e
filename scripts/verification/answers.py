"""Asking an interpreter: `truth.py` runs in it, and may take it down."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from driftcheck.model.names import parent
from scripts.verification.questions import Pool

TRUTH = Path(__file__).with_name("truth.py")
SECONDS = 20
"""How long a module and all questions about it may take."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an interpreter says of a path."""

    exists: bool | None = None
    """None where it cannot tell."""
    is_deprecated: bool = False
    """Whether the access itself warned of deprecation."""


def list_names(interpreter: str, pool: Pool, owners: Iterable[str]) -> set[str]:
    """What modules and classes have beneath them, as the interpreter lists it."""
    answers = ask_interpreter(interpreter, group(pool, (f"{owner}.*" for owner in owners)))
    found = ((parent(answer["path"]), name) for answer in answers for name in answer.get("names", ()))
    return {f"{owner}.{name}" for owner, name in found if name.isidentifier() and not name.startswith("_")}


def ask(interpreter: str, pool: Pool, paths: Iterable[str]) -> dict[str, Answer]:
    """What the interpreter says of each path; one that took it down is left out."""
    answers = ask_interpreter(interpreter, group(pool, paths))
    return {answer["path"]: Answer(answer["exists"], answer["warns"]) for answer in answers}


def group(pool: Pool, paths: Iterable[str]) -> dict[str, list[str]]:
    """Paths by the module they lie in, packages first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(paths):
        found[pool.module_of(path)].append(path)
    return dict(sorted(found.items()))


def ask_interpreter(interpreter: str, questions: Mapping[str, Sequence[str]], *options: str) -> list[dict[str, Any]]:
    """The answers of one interpreter. A module that takes it down is left out, and the next ones go to a new one."""
    answers: list[dict[str, Any]] = []
    remaining = dict(questions)
    while remaining:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "questions")
            lines = (json.dumps({"module": module, "paths": paths}) for module, paths in remaining.items())
            file.write_text("\n".join(lines), encoding="utf-8")
            command = [interpreter, *options, str(TRUTH), str(file), str(SECONDS)]
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
