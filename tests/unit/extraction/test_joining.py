from __future__ import annotations

import pytest

from driftcheck.model.symbols import Kind
from tests.surfaces import surface


def test_symbols_come_sorted_by_path_and_modules_before_members() -> None:
    paint = surface({
        "paint/__init__.py": "from paint.mapper import mapper\nimport os\n",
        "paint/mapper.py": "def mapper(): ...\n",
        "paint/a.py": "",
    })  # fmt: skip
    paths = [symbol.path for symbol in paint]
    assert paths == sorted(paths)
    assert [s.kind for s in paint.all("paint.mapper")] == [Kind.MODULE, Kind.ALIAS]


def test_a_folder_without_init_is_an_open_namespace_package() -> None:
    paint = surface({"paint/tools/mix.py": "def mix(): ...\n"})
    assert paint.open_reason("paint") == "namespace package"
    assert paint.open_reason("paint.tools") == "namespace package"
    assert "paint.tools.mix.mix" in paint


@pytest.mark.parametrize(
    ("body", "raises"),
    [
        ('raise RemovedError("Brush is gone, use Pen")', True),
        ('"""Gone."""\n        raise RemovedError("Brush is gone")', True),
        ("raise NotImplementedError", False),
        ("return 1", False),
        ('if args:\n            raise RemovedError("gone")', False),
    ],
)
def test_a_proxy_whose_call_raises_counts_as_removed(body: str, raises: bool) -> None:  # noqa: FBT001
    paint = surface({
        "paint/__init__.py": "from paint._old import Brush\n",
        "paint/_old.py": f"""
class RemovedError(Exception): ...
class _Proxy:
    def __call__(self, *args, **kwargs):
        {body}
Brush = _Proxy()
""",
    })  # fmt: skip
    assert paint["paint._old.Brush"].raises is raises
    assert paint.target("paint.Brush") == "paint._old.Brush"


def test_a_dangling_import_proves_that_the_name_is_there() -> None:
    paint = surface({"paint/__init__.py": "from paint._fast import tint\n"}, compiled=("paint/_fast.so",))
    assert paint.target("paint.tint") == "paint._fast.tint"
    assert paint.open_reason("paint._fast") == "compiled module without a stub"


def test_a_call_with_a_class_follows_the_class_through_its_aliases() -> None:
    paint = surface({
        "paint/__init__.py": "from paint.core import Brush\nfrom paint._ops import install\ninstall(Brush)\n",
        "paint/core.py": "class Brush: ...\n",
        "paint/_ops.py": "from elsewhere import extend\ndef install(cls):\n    extend(cls)\n",
    })  # fmt: skip
    assert paint.open_reason("paint.core.Brush") == "members added by a call"


def test_functions_of_the_standard_library_add_no_members() -> None:
    paint = surface("""
        import copyreg, warnings
        from paint._warnings import Faded
        class Brush: ...
        copyreg.pickle(Brush, reduce)
        warnings.simplefilter("always", Faded)
    """)
    assert paint.open_reason("paint.Brush") is None


def test_what_another_module_sets_on_a_class_is_a_member() -> None:
    paint = surface({
        "paint/__init__.py": "from paint.core import Brush\n",
        "paint/core.py": "class Brush:\n    def dab(self): ...\n",
        "paint/_patch.py": """
            import os
            import paint.core
            from paint import Brush
            def sweep(self): ...
            Brush.sweep = sweep
            Brush.dab = sweep
            paint.core.extra = 1
            os.environ = {}
        """,
    })  # fmt: skip
    assert paint.target("paint.core.Brush.sweep") == "paint._patch.sweep"
    assert paint["paint.core.Brush.dab"].kind is Kind.FUNCTION
    assert "paint.core.extra" in paint
    assert "os.environ" not in paint


def test_calls_at_module_level_with_other_things_open_nothing() -> None:
    paint = surface("class Brush: ...\ndef tint(): ...\nregister_all(tint, 3, 'Brush')\n")
    assert paint.open_reason("paint.Brush") is None


def test_names_in_the_all_of_a_package_that_is_made_of_others() -> None:
    paint = surface({
        "paint/__init__.py": "from . import core, tools\nfrom .core import *\nfrom .tools import *\n"
        "__all__ = core.__all__ + tools.__all__\n",
        "paint/core.py": "__all__ = ['tint']\ndef tint(): ...\ndef extra(): ...\n",
        "paint/tools.py": "__all__ = ('mix',)\ndef mix(): ...\n",
    })  # fmt: skip
    assert paint["paint.tint"].is_public
    assert paint["paint.mix"].is_public
    assert not paint["paint.tools"].is_public or paint["paint.tools"].kind is Kind.MODULE
    assert "paint.extra" not in paint


def test_a_decorator_that_binds_names_in_the_module_of_its_class_opens_it() -> None:
    paint = surface({
        "paint/__init__.py": """
            import sys
            def export(cls):
                class Show: ...
                setattr(sys.modules[cls.__module__], "Show", Show)
                return cls
        """,
        "paint/oil.py": "from paint import export\n@export\nclass Oil: ...\n",
        "paint/chalk.py": "class Chalk: ...\n",
    })  # fmt: skip
    assert paint.open_reason("paint.oil") == "names bound by a decorator"
    assert paint.open_reason("paint.chalk") is None


def test_star_imports_pass_on_what_comes_from_elsewhere() -> None:
    paint = surface({
        "paint/__init__.py": "from paint.all import *\n",
        "paint/all.py": "from wax import *\nfrom paint.listed import *\n",
        "paint/listed.py": "from chalk import *\n__all__ = ['tint']\n",
    })  # fmt: skip
    assert [symbol.target for symbol in paint.all("paint.*")] == ["wax"]


def test_the_last_star_binds_a_name_also_where_it_comes_by_another_star() -> None:
    paint = surface({
        "paint/__init__.py": "from paint.base import *\nfrom paint.sugar import *\n",
        "paint/base.py": "class Brush: ...\n",
        "paint/sugar/__init__.py": "from paint.sugar.brushes import *\n",
        "paint/sugar/brushes.py": "class Brush: ...\n",
    })  # fmt: skip
    assert paint.target("paint.Brush") == "paint.sugar.Brush"


def test_of_a_name_that_a_loop_binds_once_more_only_its_existence_is_known() -> None:
    paint = surface("""
        from paint.text import unicode
        def tint(colour): ...
        class Brush: ...
        for name in ("unicode", "tint"):
            globals()[name] = wrap(name)
        for thing in (Brush,):
            globals()["Brush"] = Brush
    """)
    assert paint["paint.unicode"].kind is Kind.ATTRIBUTE
    assert paint["paint.tint"].kind is Kind.ATTRIBUTE
    assert paint["paint.Brush"].kind is Kind.CLASS


def test_modules_that_take_all_of_each_other_are_walked_once() -> None:
    everyone = [f"paint._m{number}" for number in range(20)]
    stars = "".join(f"from {name} import *\n" for name in everyone)
    files = {f"{name.replace('.', '/')}.py": f"{stars}shade{name[9:]} = 1\n" for name in everyone}
    files["paint/_m19.py"] += "from elsewhere import *\n"
    paint = surface({"paint/__init__.py": stars, **files})
    assert "paint.shade7" in paint
    assert paint.target("paint.*") == "elsewhere"
