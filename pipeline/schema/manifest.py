"""The manifest of a build: ``build.json`` lists each of its files with its hash, and its own hash."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

INFO_FILE: Final = "build.json"

_FILES: Final = "files"
_OWN_HASH: Final = "sha256"


@dataclass(frozen=True)
class Difference:
    """A file that differs from the manifest.

    ``how`` is ``missing``, ``changed`` or ``added``.
    """

    name: str
    how: str


def signed(info: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """The content of ``build.json``: the build's information, and the SHA-256 of each file and of itself.

    Parameters
    ----------
    info
        Information about the build; JSON values. File hashes of an earlier manifest are replaced.
    files
        The content of each of the other files by its name.
    """
    content = {name: value for name, value in info.items() if name != _OWN_HASH}
    content[_FILES] = {name: sha256(data).hexdigest() for name, data in sorted(files.items())}
    content[_OWN_HASH] = _hash_of(content)
    return (json.dumps(content, indent=2) + "\n").encode("ascii")


def manifest_of(folder: Path) -> dict[str, str] | None:
    """The SHA-256 of each file by its name; None where ``build.json`` is incomplete or foreign."""
    try:
        content = json.loads((folder / INFO_FILE).read_bytes())
        own = content.pop(_OWN_HASH)
        files: dict[str, str] = content[_FILES]
        return dict(files) if own == _hash_of(content) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def differences(folder: Path) -> list[Difference]:
    """The differences between a folder and its manifest, by name; all files where the manifest is invalid.

    Raises
    ------
    OSError
        The folder can't be listed, or a file in it can't be read.
    """
    known = manifest_of(folder)
    found = {path.name: path for path in folder.iterdir()}
    if known is None:
        odd = [Difference(INFO_FILE, "changed" if INFO_FILE in found else "missing")] if found else []
        return odd + [Difference(name, "added") for name in sorted(found) if name != INFO_FILE]
    odd = [Difference(name, "missing") for name in known if name not in found]
    for name, path in found.items():
        if name == INFO_FILE:
            continue
        if name not in known:
            odd.append(Difference(name, "added"))
        elif path.is_symlink() or not path.is_file() or _hash_of_file(path) != known[name]:
            odd.append(Difference(name, "changed"))
    return sorted(odd, key=lambda difference: difference.name)


def _hash_of(content: Mapping[str, Any]) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode("ascii")).hexdigest()


def _hash_of_file(path: Path) -> str:
    with path.open("rb") as file:
        total = sha256()
        while piece := file.read(1 << 20):
            total.update(piece)
        return total.hexdigest()
