"""Which index pip would ask, read from pip's own configuration."""

from __future__ import annotations

import configparser
import importlib
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from driftcheck.errors import ConfigError

_USER = re.compile("^([a-z+]*://)?[^/]*@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """Where releases are looked for."""

    url: str
    """The simple API's root, without a slash at its end."""
    extra_urls: tuple[str, ...] = ()
    """Asked only for what `url` does not have."""
    certificates: str | None = None
    """A bundle of authorities in place of the usual one."""
    asks_keyring: bool = True
    """Whether the keyring may be asked for what opens an index."""


def index_settings(index_url: str | None = None, environment: Mapping[str, str] = os.environ) -> IndexSettings:
    """The index to ask: `index_url`, else as pip's environment and configuration say, else pip's default.

    Args:
        index_url: Given by the user; then no other index is asked.
        environment: Environment variables.

    Raises:
        ConfigError: No index can be told, or the one given is not an HTTP address.
    """
    options = pip_options(environment)
    certificates = options.get("cert") or None
    asks_keyring = options.get("keyring-provider") != "disabled"
    if index_url:
        return IndexSettings(_checked(index_url), (), certificates, asks_keyring)
    if options.get("no-index", "").lower() in {"1", "true", "yes", "on"}:
        msg = "pip's configuration says no-index: give an index with --index-url"
        raise ConfigError(msg)
    url = options.get("index-url") or _default_index()
    # Folders of files are indexes to pip, but not to a reader of the simple API.
    extra = (_checked(u) for u in options.get("extra-index-url", "").split() if _is_http(u))
    return IndexSettings(_checked(url), tuple(extra), certificates, asks_keyring)


def pip_options(environment: Mapping[str, str]) -> dict[str, str]:
    """Options of `pip install` with their values, as its configuration files and the environment set them."""
    options: dict[str, str] = {}
    for path in _configuration_files(environment):
        options |= _read_options(path)
    for variable, value in environment.items():
        if variable.startswith("PIP_") and value:
            options[_option_name(variable.removeprefix("PIP_"))] = value
    return options


def _checked(url: str) -> str:
    if not _is_http(url):
        # Whatever stands before an @ may be a password, also where a scheme is missing.
        shown = _USER.sub(r"\1", url)
        msg = f"{shown}: an index is an http or https address"
        raise ConfigError(msg)
    try:
        parts = urlsplit(url)
        is_address = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        # Its text would tell what stands before the host.
        is_address = False
    if not is_address:
        shown = re.sub("//.*@", "//", url)
        msg = f"{shown}: not the address of an index; special characters of a password are written as %40"
        raise ConfigError(msg) from None
    return url.rstrip("/")


def _is_http(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


def _default_index() -> str:
    # The address is pip's to know. `_internal` is no promise, so a pip that moves it costs the default, not a crash.
    try:
        url = importlib.import_module("pip._internal.models.index").PyPI.simple_url
    except (ImportError, AttributeError):
        url = None
    if not isinstance(url, str):
        msg = "no package index is configured and pip's default is not known here: give one with --index-url"
        raise ConfigError(msg)
    return url


def _configuration_files(environment: Mapping[str, str]) -> Iterator[Path]:
    """Configuration files in pip's order, the strongest last (https://pip.pypa.io/en/stable/topics/configuration/)."""
    given = environment.get("PIP_CONFIG_FILE")
    if given == os.devnull:
        return
    name = "pip.ini" if sys.platform == "win32" else "pip.conf"
    for folder in platformdirs.site_config_dir("pip", appauthor=False, multipath=True).split(os.pathsep):
        yield Path(folder, name)
    yield Path("/etc", name)
    home = Path(environment.get("HOME") or Path.home())
    yield home / ("pip" if sys.platform == "win32" else ".pip") / name
    if "XDG_CONFIG_HOME" in environment:
        yield Path(environment["XDG_CONFIG_HOME"], "pip", name)
    elif sys.platform == "linux":
        yield home / ".config" / "pip" / name
    else:
        yield Path(platformdirs.user_config_dir("pip", appauthor=False, roaming=True), name)
    yield Path(sys.prefix, name)
    if "VIRTUAL_ENV" in environment:
        yield Path(environment["VIRTUAL_ENV"], name)
    if given:
        yield Path(given)


def _read_options(path: Path) -> dict[str, str]:
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(path.read_text(encoding="utf-8"), str(path))
    except OSError:
        return {}
    except configparser.Error as error:
        # Its text would show the line, and with it what opens an index.
        msg = f"{_place(path, error)}: pip's configuration cannot be read: expected [section] and name = value"
        raise ConfigError(msg) from None
    except UnicodeDecodeError as error:
        msg = f"{path}: pip's configuration cannot be read: expected UTF-8 text"
        raise ConfigError(msg) from error
    options: dict[str, str] = {}
    for section in ("global", "install"):
        if parser.has_section(section):
            options |= {_option_name(key): value for key, value in parser.items(section)}
    return options


def _place(path: Path, error: configparser.Error) -> str:
    """The file, and the line where that is known."""
    errors = getattr(error, "errors", ())
    line = errors[0][0] if errors else getattr(error, "lineno", None)
    return f"{path}:{line}" if line else str(path)


def _option_name(key: str) -> str:
    return key.lower().replace("_", "-").removeprefix("--")
