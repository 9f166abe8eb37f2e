"""Where the import root lies within an archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from packaging.utils import canonicalize_name

_LIBRARY_ROOTS = ("purelib/", "platlib/")
_ROOT_FOLDERS = ("src", "lib", "python")
"""Folders that hold a source distribution's packages where its metadata does not say; they are no packages."""
_NOT_INSTALLED = frozenset({
    "benchmark", "benchmarks", "bin", "build", "ci", "conftest", "demo", "demos", "dist", "doc", "docs", "example",
    "examples", "noxfile", "scripts", "setup", "tasks", "test", "tests", "tools", "versioneer",
})  # fmt: skip
"""Top-level names of source distributions that are there to build, test and explain, unless metadata lists them."""


def wheel_layout(names: Iterable[str]) -> dict[str, str]:
    """For each file that a wheel puts on the import path, its path there and its name in the wheel.

    Files in the data folder's `purelib` and `platlib` belong beneath the import root, its other files do not. Where a
    path is filled twice, the plain one counts.
    """
    plain: dict[str, str] = {}
    moved: dict[str, str] = {}
    for name in names:
        top, _, rest = name.partition("/")
        if not top.endswith(".data"):
            plain[name] = name
        elif rest.startswith(_LIBRARY_ROOTS):
            moved[rest.partition("/")[2]] = name
    return moved | plain


def wheel_metadata_folder(names: Iterable[str], distribution: str) -> str | None:
    """The `dist-info` folder of `distribution` in a wheel, with a slash at its end."""
    folders = {name.partition("/")[0] for name in names if name.endswith(".dist-info/METADATA") or "/" in name}
    infos = sorted(folder for folder in folders if folder.endswith(".dist-info"))
    own = [folder for folder in infos if canonicalize_name(folder.partition("-")[0]) == distribution]
    return f"{(own or infos)[0]}/" if infos else None


def sdist_layout(names: Collection[str], top_level: Collection[str], egg_root: str | None) -> dict[str, str]:
    """For each file that a source distribution would put on the import path, its path there and its archive name.

    Args:
        names: All files.
        top_level: The import names that setuptools recorded; empty where it recorded none.
        egg_root: The folder in which it laid that record, which is the import root; None where there is none.
    """
    top = sdist_top(names)
    inner = {name.removeprefix(top): name for name in names if name.startswith(top)}
    root = _recorded_root(inner, top_level, egg_root) if top_level else None
    if root is None:
        root = _conventional_root(inner)
    beneath = {path.removeprefix(root): name for path, name in inner.items() if path.startswith(root)}
    recorded = {name.replace(".", "/").partition("/")[0] for name in top_level}
    found = {path: name for path, name in beneath.items() if _top_name(path) in recorded}
    return found or {path: name for path, name in beneath.items() if _is_installed(path, root)}


def sdist_top(names: Iterable[str]) -> str:
    """The one folder that all files lie in, with a slash at its end; empty where there is none."""
    tops = {name[: name.find("/") + 1] for name in names}
    return tops.pop() if len(tops) == 1 else ""


def _recorded_root(paths: Iterable[str], top_level: Collection[str], egg_root: str | None) -> str | None:
    """The folder that holds most of the recorded import names; of equals the egg's own, then the shallowest."""
    held: Counter[str] = Counter()
    for path in paths:
        folder, _, filename = path.rpartition("/")
        if filename == "__init__.py":
            parent, _, name = folder.rpartition("/")
        elif filename.endswith(".py"):
            parent, name = folder, filename.removesuffix(".py")
        else:
            continue
        if name in top_level:
            held[f"{parent}/" if parent else ""] += 1
    if not held:
        return None
    return min(held, key=lambda root: (-held[root], root != egg_root, root.count("/"), root))


def _conventional_root(paths: Collection[str]) -> str:
    for folder in _ROOT_FOLDERS:
        inside = f"{folder}/"
        if f"{inside}__init__.py" not in paths and any(
            path.startswith(inside) and path.endswith(".py") for path in paths
        ):
            return inside
    return ""


def _is_installed(path: str, root: str) -> bool:
    if not path.endswith((".py", ".pyi", ".so", ".pyd", "py.typed")):
        return False
    return bool(root) or _top_name(path) not in _NOT_INSTALLED


def _top_name(path: str) -> str:
    """The folder, or the module's name, that a path begins with."""
    folder, slash, _ = path.partition("/")
    return folder if slash else folder.partition(".")[0]
