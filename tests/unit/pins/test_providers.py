from __future__ import annotations

import pytest

from driftcheck.pins.providers import namesakes

PINNED = {"google-cloud-storage", "azure-core", "flask", "flask-login", "pyyaml", "typing-extensions"}


@pytest.mark.parametrize(
    ("path", "distributions"),
    [
        ("google.cloud.storage", ["google-cloud-storage"]),
        ("google.cloud.storage.Client", ["google-cloud-storage"]),
        ("google.cloud", []),
        ("azure.core.Pipeline", ["azure-core"]),
        ("typing_extensions", ["typing-extensions"]),
        ("flask.login", ["flask-login", "flask"]),
        ("Flask", ["flask"]),
        ("yaml", []),
    ],
)
def test_a_distribution_may_be_called_as_what_it_provides(path: str, distributions: list[str]) -> None:
    assert list(namesakes(path, PINNED)) == distributions
