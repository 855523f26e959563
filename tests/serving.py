"""Dashboards as the tests and the benchmarks run them: a process of their own, on a free port."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

ROOT: Final = Path(__file__).resolve().parents[1]
START_SECONDS: Final = 180.0


def plan_atlas_command() -> str:
    """The console command beside the Python that runs now."""
    return str(Path(sys.executable).with_name("plan-atlas"))


def streamlit_command(script: Path, port: int) -> list[str]:
    """How to serve one Streamlit script."""
    options = {
        "port": port,
        "address": "localhost",
        "headless": "true",
        "fileWatcherType": "none",
    }
    flags = [f"--server.{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "pages.frame.server", "run", str(script), *flags]


def dashboard_command(port: int, built: Path | None = None) -> list[str]:
    """How to serve the dashboard, as a user does; over the tables in ``built`` where they are not at home."""
    tables = [] if built is None else ["--built", str(built)]
    return [plan_atlas_command(), "serve", "--port", str(port), *tables]


@contextmanager
def serving(
    command: Callable[[int], Sequence[str]],
    environment: Mapping[str, str] | None = None,
    output: Path | None = None,
    folder: Path = ROOT,
) -> Iterator[str]:
    """Run a server on a free port and yield its address once it answers.

    Parameters
    ----------
    command
        From the port to the command line.
    environment
        Variables on top of this process's own.
    output
        A file that gets what the server prints.
    folder
        Where it runs, and from where it imports.

    Raises
    ------
    RuntimeError
        If the server stops, or does not answer in time; with the end of what it printed.
    """
    port = _free_port()
    variables = {**os.environ, "STREAMLIT_SERVER_HEADLESS": "true", **(environment or {})}
    with _opened(output) as printed:
        server = subprocess.Popen(
            command(port),
            cwd=folder,
            env=variables,
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            if not _answers(server, f"http://localhost:{port}/_stcore/health"):
                printed.seek(0)
                raise RuntimeError(f"the server did not start; it printed:\n{printed.read()[-4000:]}")
            yield f"http://localhost:{port}"
        finally:
            _stop(server)


def _opened(output: Path | None) -> IO[str]:
    if output is None:
        return tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
    return output.open("w+", encoding="utf-8", errors="replace")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def _answers(server: subprocess.Popen[bytes], address: str) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return True
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.2)
    return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End the server and what it started: a console command can have Streamlit as its child."""
    if os.name == "posix":
        try:
            os.killpg(server.pid, signal.SIGTERM)
        except ProcessLookupError:
            return
    else:
        server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
