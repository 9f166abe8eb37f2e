from __future__ import annotations

from driftcheck.changes.patches import Patched, read_patch

PATCH = b"""diff --git a/one.py b/one.py
index 1..2 100644
--- a/one.py
+++ b/one.py
@@ -1,2 +1 @@ def f():
--- a/fake.py
-+++ b/fake.py
++++ b/fake.py
@@ -9,0 +9,3 @@
+diff --git a/x b/x
+rename to y
+@@ -1 +1 @@
\\ No newline at end of file
diff --git a/gone.py b/gone.py
deleted file mode 100644
--- a/gone.py
+++ /dev/null
@@ -1 +0,0 @@
-x
diff --git a/old name.py b/new name.py
similarity index 90%
rename from old name.py
rename to new name.py
--- a/old name.py\t
+++ b/new name.py\t
@@ -3 +3 @@
-a
+b
diff --git "a/\\303\\244\\t.py" "b/\\303\\244\\t.py"
new file mode 100644
--- /dev/null
+++ "b/\\303\\244\\t.py"
@@ -0,0 +1,2 @@
+1
+2
diff --git a/data.bin b/data.bin
Binary files a/data.bin and b/data.bin differ
diff --git a/mode.py b/mode.py
old mode 100644
new mode 100755
"""


def test_new_lines_are_told_by_file_and_no_content_is_taken_for_a_header() -> None:
    assert list(read_patch(PATCH.splitlines(keepends=True))) == [
        Patched("one.py", "one.py", ((1, 1), (9, 11))),
        Patched("new name.py", "old name.py", ((3, 3),)),
        Patched("ä\t.py", None, ((1, 2),)),
        Patched("data.bin", "data.bin", None),
        Patched("mode.py", "mode.py", ()),
    ]
