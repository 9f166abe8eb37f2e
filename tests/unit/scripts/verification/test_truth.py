from __future__ import annotations

from pathlib import Path

import pytest

from scripts.verification.truth import NoTruthError, answer_about, exists, names_beneath, warns


@pytest.fixture
def paint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "paint_to_verify"
    package.mkdir()
    (package / "__init__.py").write_text(
        "import functools, warnings\n"
        "def oil(): ...\n"
        "class Brush:\n"
        "    width: int\n"
        "    def dab(self, colour, *, level=1): ...\n"
        "def __getattr__(name):\n"
        "    if name == 'lazy':\n"
        "        raise ImportError('wax')\n"
        "    if name == 'fading':\n"
        "        warnings.warn('fading goes in 2.0', DeprecationWarning)\n"
        "        return globals().setdefault('fading', 1)\n"
        "    if name == 'noisy':\n"
        "        warnings.warn('something else is going', DeprecationWarning)\n"
        "        return 1\n"
        "    raise AttributeError(name)\n"
        "def accepting(function):\n"
        "    @functools.wraps(function)\n"
        "    def wrapper(*args, **kwargs): ...\n"
        "    return wrapper\n"
        "def passing(**options): ...\n"
        "@accepting\n"
        "def tint(colour): ...\n"
    )
    (package / "oil.py").write_text("def thin(): ...\n")
    (package / "optional.py").write_text("import wax_that_nobody_installs\n")
    (package / "broken.py").write_text("raise SystemExit(3)\n")
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("paint")
@pytest.mark.parametrize(
    ("path", "truth"),
    [
        ("Brush.dab", True),
        ("Brush.sweep", False),
        ("Brush.width", None),
        ("oil", True),
        ("oil.thin", True),
        ("oil.thick", False),
        ("chalk", False),
        ("chalk.dust", False),
        ("optional", None),
        ("optional.x", None),
        ("broken", None),
        ("lazy", None),
        ("Brush.dab(colour)", True),
        ("Brush.dab(level)", True),
        ("Brush.dab(width)", False),
        ("tint(colour)", True),
        ("tint(**)", False),
        ("accepting(**)", False),
        ("passing(**)", True),
        ("functools.partial(**)", None),
        ("tint(level)", None),
        ("gone(level)", None),
    ],
)
def test_paths_are_followed_as_programs_do(path: str, *, truth: bool | None) -> None:
    full = f"paint_to_verify.{path}"
    assert list(answer_about("paint_to_verify", [full])) == [{"path": full, "warns": False, "exists": truth}]


@pytest.mark.usefixtures("paint")
def test_an_import_that_fails_for_another_reason_tells_nothing() -> None:
    with pytest.raises(NoTruthError):
        exists("paint_to_verify.optional.anything")


@pytest.mark.usefixtures("paint")
def test_modules_and_classes_list_their_names() -> None:
    assert {"Brush", "tint"} <= set(names_beneath("paint_to_verify"))
    assert "dab" in names_beneath("paint_to_verify.Brush")
    assert names_beneath("paint_to_verify.tint") == []


@pytest.mark.usefixtures("paint")
def test_an_access_that_warns_of_the_name_itself_is_told() -> None:
    fading = "paint_to_verify.fading"
    assert list(answer_about("paint_to_verify", [fading])) == [{"path": fading, "warns": True, "exists": True}]
    assert not warns("paint_to_verify.noisy")
    assert not warns("paint_to_verify.tint")
