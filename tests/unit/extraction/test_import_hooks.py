from __future__ import annotations

import pytest

from driftcheck.extraction.import_hooks import BY_HOOK, hooks_imports
from tests.surfaces import surface


def test_a_package_that_hooks_into_the_import_system_is_open() -> None:
    text = "import sys\nclass Finder:\n    def install(self):\n        sys.meta_path.append(self)\nFinder().install()\n"
    assert hooks_imports(text)
    assert not hooks_imports("import sys\nfound = list(sys.meta_path)\n")
    assert surface(text).open_reason("paint") == "import hook"
    module = surface({"paint/__init__.py": "", "paint/finder.py": text})
    assert module.open_reason("paint.finder") is None, "a module has no modules beneath it"


FINDER = """
    import sys
    class Finder:
        def find_spec(self, fullname, path, target=None):
            if fullname.partition(".")[0] == "paint":
                return spec(fullname, self)
    {put}
"""


@pytest.mark.parametrize(
    "put", ["sys.meta_path.append(Finder())", "def put():\n        sys.meta_path.insert(0, Finder())\n    put()"]
)
def test_a_finder_that_names_a_package_leaves_all_of_it_open(put: str) -> None:
    text = FINDER.format(put=put)
    paint = surface({"paint/__init__.py": "from . import _finder", "paint/_finder.py": text, "paint/a/__init__.py": ""})
    assert [paint.open_reason(module) for module in ("paint", "paint._finder", "paint.a")] == [BY_HOOK] * 3


def test_a_finder_that_goes_by_its_own_name_leaves_the_packages_around_it_alone() -> None:
    text = FINDER.format(put="sys.meta_path.append(Finder(__name__))").replace('"paint"', "__name__")
    paint = surface({"paint/__init__.py": "", "paint/copies/__init__.py": "", "paint/copies/six.py": text})
    assert [paint.open_reason(module) for module in ("paint", "paint.copies")] == [None, None]


def test_a_finder_that_is_put_in_place_on_request_leaves_other_modules_alone() -> None:
    text = FINDER.format(put="def put():\n        sys.meta_path.insert(0, Finder())")
    paint = surface({"paint/__init__.py": "", "paint/_finder.py": text})
    assert paint.open_reason("paint") is None
