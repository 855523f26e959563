"""The manifest of a build: ``build.json`` lists the hash of each file, and its own."""

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
    """A file that differs from the manifest; ``how`` is ``missing``, ``changed`` or ``added``."""

    name: str
    how: str


def make_manifest(info: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """Make the content of ``build.json``: ``info``, the SHA-256 of each file by its name, and its own.

    ``info`` holds JSON values; hashes of an earlier manifest in it are replaced.
    """
    content = {name: value for name, value in info.items() if name != _OWN_HASH}
    content[_FILES] = {name: sha256(data).hexdigest() for name, data in sorted(files.items())}
    content[_OWN_HASH] = _hash_json(content)
    return (json.dumps(content, indent=2) + "\n").encode("ascii")


def read_manifest(folder: Path) -> dict[str, str] | None:
    """Return the SHA-256 of each file by its name; None where ``build.json`` is incomplete or foreign."""
    try:
        content = json.loads((folder / INFO_FILE).read_bytes())
        own_hash = content.pop(_OWN_HASH)
        files: dict[str, str] = content[_FILES]
        return dict(files) if own_hash == _hash_json(content) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def find_differences(folder: Path) -> list[Difference]:
    """Compare a folder with its manifest; all files differ where that is invalid. Raises OSError."""
    known = read_manifest(folder)
    files = {path.name: path for path in folder.iterdir()}
    info = files.pop(INFO_FILE, None)
    if known is None:
        found = [Difference(INFO_FILE, "changed" if info else "missing")] if info or files else []
        return found + [Difference(name, "added") for name in sorted(files)]
    found = [Difference(name, "missing") for name in known if name not in files]
    for name, path in files.items():
        if name not in known:
            found.append(Difference(name, "added"))
        elif path.is_symlink() or not path.is_file() or sha256(path.read_bytes()).hexdigest() != known[name]:
            found.append(Difference(name, "changed"))
    return sorted(found, key=lambda difference: difference.name)


def _hash_json(content: Mapping[str, Any]) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode("ascii")).hexdigest()
