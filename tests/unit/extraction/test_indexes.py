from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from driftcheck.errors import ConfigError
from driftcheck.extraction.indexes import index_settings, pip_options

INDEX = "https://index.example.invalid/simple"


def alone(path: Path, **variables: str) -> Mapping[str, str]:
    """An environment in which only files beneath `path` are pip's, as far as the system's own allow."""
    return {"HOME": str(path), "XDG_CONFIG_HOME": str(path / "config"), **variables}


def configure(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_index_given_wins_and_stands_alone(tmp_path: Path) -> None:
    environment = alone(tmp_path, PIP_INDEX_URL="https://other.example.invalid/", PIP_EXTRA_INDEX_URL=INDEX)
    settings = index_settings(f"{INDEX}/", environment)
    assert (settings.url, settings.extra_urls) == (INDEX, ())


def test_the_environment_wins_over_files(tmp_path: Path) -> None:
    configure(tmp_path / "config/pip/pip.conf", "[global]\nindex-url = https://file.example.invalid/simple\n")
    assert index_settings(None, alone(tmp_path)).url == "https://file.example.invalid/simple"
    assert index_settings(None, alone(tmp_path, PIP_INDEX_URL=INDEX)).url == INDEX


def test_a_virtual_environment_wins_over_the_user(tmp_path: Path) -> None:
    configure(tmp_path / "config/pip/pip.conf", "[global]\nindex-url = https://user.example.invalid/simple\n")
    configure(tmp_path / "venv/pip.conf", f"[install]\nindex_url = {INDEX}\n")
    assert index_settings(None, alone(tmp_path, VIRTUAL_ENV=str(tmp_path / "venv"))).url == INDEX


def test_a_file_named_by_the_environment_wins_over_the_others(tmp_path: Path) -> None:
    configure(tmp_path / "config/pip/pip.conf", "[global]\nindex-url = https://user.example.invalid/simple\n")
    given = configure(tmp_path / "given.conf", f"[global]\nindex-url = {INDEX}\ncert = /certificates.pem\n")
    settings = index_settings(None, alone(tmp_path, PIP_CONFIG_FILE=str(given)))
    assert (settings.url, settings.certificates) == (INDEX, "/certificates.pem")


def test_files_can_be_switched_off(tmp_path: Path) -> None:
    configure(tmp_path / "config/pip/pip.conf", "[global]\nindex-url = https://user.example.invalid/simple\n")
    assert pip_options(alone(tmp_path, PIP_CONFIG_FILE=os.devnull)) == {"config-file": os.devnull}


def test_percent_signs_are_not_interpolated(tmp_path: Path) -> None:
    configure(
        tmp_path / "config/pip/pip.conf", "[global]\nindex-url = https://me:p%40ss@index.example.invalid/simple\n"
    )
    assert index_settings(None, alone(tmp_path)).url == "https://me:p%40ss@index.example.invalid/simple"


def test_folders_are_no_indexes_for_us(tmp_path: Path) -> None:
    extra = f"file:///srv/simple {INDEX}/"
    environment = alone(tmp_path, PIP_CONFIG_FILE=os.devnull, PIP_INDEX_URL=INDEX, PIP_EXTRA_INDEX_URL=extra)
    assert index_settings(None, environment).extra_urls == (INDEX,)


@pytest.mark.parametrize("url", ["file:///srv/simple", "index.example.invalid", "ftp://index.example.invalid"])
def test_what_is_no_http_address_is_an_error(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="an index is an http or https address"):
        index_settings(url, alone(tmp_path))


@pytest.mark.parametrize("url", ["ftp://me:secret@index.example.invalid", "me:secret@index.example.invalid/simple"])
def test_credentials_are_not_shown(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="an index is") as raised:
        index_settings(url, alone(tmp_path))
    assert "secret" not in str(raised.value)
    assert "index.example.invalid" in str(raised.value)


def test_no_index_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--index-url"):
        index_settings(None, alone(tmp_path, PIP_CONFIG_FILE=os.devnull, PIP_NO_INDEX="1"))


def test_configuration_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    given = configure(tmp_path / "given.conf", "index-url = x\n")
    with pytest.raises(ConfigError, match=r"given.conf:1: pip's configuration cannot be read"):
        index_settings(None, alone(tmp_path, PIP_CONFIG_FILE=str(given)))


@pytest.mark.parametrize(
    "text",
    [
        "index-url = https://me:secret@index.example.invalid/simple\n",
        "[global]\nindex-url me-secret@index.example.invalid/simple\n",
        "[global]\nindex-url = x\nindex-url = https://me:secret@index.example.invalid/simple\n",
    ],
)
def test_lines_of_a_configuration_that_cannot_be_read_are_not_shown(tmp_path: Path, text: str) -> None:
    given = configure(tmp_path / "given.conf", text)
    with pytest.raises(ConfigError, match=r"given.conf:\d: ") as raised:
        index_settings(None, alone(tmp_path, PIP_CONFIG_FILE=str(given)))
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://me:sec/ret@index.example.invalid/simple",
        "https://me:secret@[index.example.invalid/simple",
        "https://me:secret@index.example.invalid:port/simple",
        "https://me:secret@",
        "https://me:secret\u2100@index.example.invalid/simple",
    ],
)
@pytest.mark.parametrize("variable", ["PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"])
def test_an_address_that_cannot_be_one_is_refused_without_its_credentials(
    tmp_path: Path, url: str, variable: str
) -> None:
    environment = alone(tmp_path, **{"PIP_INDEX_URL": "https://index.example.invalid", variable: url})
    with pytest.raises(ConfigError, match="not the address of an index") as raised:
        index_settings(None, environment)
    assert not any(part in str(raised.value) for part in ("sec", "ret@", "me:"))


def test_pip_may_be_told_to_leave_the_keyring_alone(tmp_path: Path) -> None:
    environment = alone(tmp_path, PIP_INDEX_URL=INDEX)
    assert index_settings(None, environment).asks_keyring
    assert not index_settings(None, {**environment, "PIP_KEYRING_PROVIDER": "disabled"}).asks_keyring


def test_without_configuration_pip_is_asked_for_its_default(tmp_path: Path) -> None:
    pytest.importorskip("pip")
    assert index_settings(None, alone(tmp_path, PIP_CONFIG_FILE=os.devnull)).url.startswith("https://")
