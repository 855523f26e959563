"""The command ``plan-atlas``: build, check, export, serve."""

import argparse
import io
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pipeline.build.build import BuildReport, NothingReadError, build
from pipeline.build.built import BUILT, RAW, ROOT, built_from, is_current, project_version, remove_leftovers
from pipeline.export import public_address
from pipeline.schema.errors import PlanAtlasError
from pipeline.schema.model import DEPTHS, EXPORT_FORMATS, SEVERITIES

_MOST_ERRORS: Final = 20
_LAST_PORT: Final = 65535
_TERMINATED: Final = 128 + signal.SIGTERM
_FAILED, _NOT_CLEAN, _INTERRUPTED, _BROKEN_PIPE = 2, 1, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status: 0, 1 where a check fails, 2 for an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # don't fail in a terminal without Chinese
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except PlanAtlasError as error:
        return _print_error(error)
    except KeyboardInterrupt:
        print("Stopped; the last build is unchanged. 已停止；原有的数据表未动。", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe has ended, as head does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except OSError as error:
        return _print_error(
            PlanAtlasError.of(
                "not_read_or_written",
                source=Path(str(error.filename)) if error.filename else None,
                reason=error.strerror or error,
            )
        )
    return status


def _print_error(error: PlanAtlasError) -> int:
    """Print an error in both languages, or each one of several; returns the exit status."""
    errors = error.errors if isinstance(error, NothingReadError) else (error,)
    for one in errors[:_MOST_ERRORS]:
        print(f"{one.sentence('en')}\n{one.sentence('zh')}", file=sys.stderr)
    _print_rest(len(errors) - _MOST_ERRORS)
    return _FAILED


def _print_rest(more: int) -> None:
    """Print how many errors are not printed, if any."""
    if more > 0:
        print(f"… and {_count(more, 'more error')}. …… 另有 {more} 处错误。", file=sys.stderr)


def _path(text: str) -> Path:
    try:
        is_valid = bool(text) and b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        is_valid = False
    if not is_valid:
        raise argparse.ArgumentTypeError(
            f"{text!r} can't be the name of a file or folder 不能作文件或文件夹名"
        )
    return Path(text)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= _LAST_PORT):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no port: name a number from 1 to {_LAST_PORT} 端口应为 1 至 {_LAST_PORT} 的整数"
        )
    return int(text)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to 1 应为 0 到 1 之间的数")
    return share


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="plan-atlas",
        description="Plan Atlas · 省级政策对照: reads provincial work plans that answer one national "
        "template, and shows who covers what, and how deeply.",
    )
    parser.add_argument("--version", action="version", version=f"plan-atlas {project_version()}")
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_build(commands)
    _add_check(commands)
    _add_export(commands)
    _add_serve(commands)
    return parser


def _add_build(commands: Any) -> None:
    command = commands.add_parser(
        "build",
        help="read sources and write the tables",
        description="Read work plans and write all tables as Parquet. The folder of the tables is replaced "
        "only when everything has been read; a failed build leaves the last one unchanged. A plan that can't "
        "be read is left out: then the exit status is 1, and the tables of a clean build stay.",
    )
    command.add_argument(
        "source",
        nargs="*",
        type=_path,
        default=[RAW],
        metavar="SOURCE",
        help="a file of any readable format, or a folder of them (default: data/raw)",
    )
    command.add_argument(
        "--out", type=_path, default=BUILT, metavar="DIR", help="where the tables go (default: data/built)"
    )
    command.add_argument(
        "--keep-going",
        action="store_true",
        help="where a plan can't be read, replace the last clean tables by those of the others",
    )
    command.set_defaults(run=_build)


def _add_check(commands: Any) -> None:
    command = commands.add_parser(
        "check",
        help="verify the ledger and list the findings",
        description="Verify that every source character that is not white space belongs to exactly one cell "
        "or one kind of layout text, and list doubtful readings. Exit status 1 where a character is "
        "unaccounted for.",
    )
    _add_built(command)
    command.add_argument("--findings", action="store_true", help="list every finding")
    command.set_defaults(run=_check)


def _add_export(commands: Any) -> None:
    command = commands.add_parser(
        "export",
        help="write the tables as CSV, XLSX, Parquet or JSON",
        description="Write the tables, all or filtered, with the same columns in every format and a "
        "codebook. Filters can be given several times; a region, key area or task is named by its id or "
        "its name.",
    )
    _add_built(command)
    command.add_argument("--format", choices=EXPORT_FORMATS, required=True)
    command.add_argument("--out", type=_path, required=True, metavar="DIR", help="the folder to write to")
    command.add_argument("--collection", metavar="COLLECTION", help="only the plans of this collection")
    command.add_argument("--year", type=int, metavar="YEAR", help="only the plans of this year")
    command.add_argument("--region", action="append", metavar="REGION", help="such as 320000 or 江苏")
    command.add_argument("--area", action="append", metavar="AREA", help="such as 3")
    command.add_argument("--task", action="append", metavar="TASK", help="such as 3.10")
    command.add_argument("--depth", action="append", choices=DEPTHS, metavar="DEPTH", help=", ".join(DEPTHS))
    command.add_argument(
        "--confidence-below",
        type=_share,
        metavar="SHARE",
        help="only rows whose reading is less certain than this, from 0 to 1, such as 0.9",
    )
    command.set_defaults(run=_export)


def _add_serve(commands: Any) -> None:
    command = commands.add_parser(
        "serve",
        help="build if anything changed, and open the dashboard",
        description="Build the tables again if their sources, the taxonomy or the code changed (from "
        "data/raw where there are no tables yet), then serve the dashboard.",
    )
    command.add_argument("--port", type=_port, default=8501, help="default: 8501")
    _add_built(command)
    command.add_argument(
        "--public-address",
        metavar="URL",
        default=os.environ.get(public_address.VARIABLE, ""),
        help="the address at which readers find the dashboard, such as https://atlas.example.org: links in "
        f"exports, slides and citations begin with it (default: ${public_address.VARIABLE}). A path at its "
        "end is the path at which the dashboard answers",
    )
    command.add_argument(
        "--watch",
        action="store_true",
        help="for developers: rerun the pages when their code changes; costs every new session a second",
    )
    command.set_defaults(run=_serve)


def _add_built(command: argparse.ArgumentParser) -> None:
    text = "the tables (default: data/built)"
    command.add_argument("--built", type=_path, default=BUILT, metavar="DIR", help=text)


def _print(zh: str, en: str) -> None:
    print(f"{en} · {zh}", flush=True)


def _build(options: argparse.Namespace) -> int:
    return _print_report(build(options.source, options.out, progress=_print, keep_going=options.keep_going))


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _print_report(report: BuildReport) -> int:
    """Print the result of a build; returns the exit status."""
    kinds = Counter(finding.severity for finding in report.findings)
    summary = ", ".join(_count(kinds[severity], severity) for severity in SEVERITIES)
    read_zh, read_en = ("完成", "Built") if report.replaced else ("读到", "Read")
    _print(
        f"{read_zh}：{report.plans} 份工作要点，{report.measures} 条举措",
        f"{read_en} {_count(report.plans, 'plan')}, {_count(report.measures, 'measure')} ({summary})",
    )
    if report.clean:
        return 0
    errors = [finding for finding in report.findings if finding.severity == "error"]
    for error in errors[:_MOST_ERRORS]:
        print(f"{error.message_en}\n{error.message_zh}", file=sys.stderr)
    _print_rest(len(errors) - _MOST_ERRORS)
    if number := len(report.left_out):
        _print(f"有 {number} 处未能读取", f"{_count(number, 'plan or file', 'plans or files')} left out")
    else:
        _print("字符台账不平", "The ledger does not hold: characters are unaccounted for")
    if report.replaced:
        _print(
            "数据表不完整；`plan-atlas check` 列出详情",
            "The tables are not complete; `plan-atlas check` lists the details",
        )
    else:
        _print(
            "仍保留上一次完整的数据表；改正后重新构建，或用 --keep-going 替换",
            "The last clean tables are kept; fix the sources and build again, or use --keep-going",
        )
    return _NOT_CLEAN


def _check(options: argparse.Namespace) -> int:
    from pipeline.build.check import check_built

    report = check_built(options.built)
    for line in report.lines(every_finding=options.findings):
        print(line)
    return 0 if report.holds else _NOT_CLEAN


def _export(options: argparse.Namespace) -> int:
    from pipeline.export.export import export_tables

    written = export_tables(
        options.built,
        options.out,
        options.format,
        region_ids=options.region,
        area_ids=options.area,
        task_ids=options.task,
        depths=options.depth,
        confidence_below=options.confidence_below,
        collection=options.collection,
        year=options.year,
    )
    for path in written:
        print(path)
    return 0


def _serve(options: argparse.Namespace) -> int:
    public = public_address.validate_address(options.public_address) if options.public_address else ""
    _require_free_port(options.port)
    remove_leftovers(options.built)
    asked = built_from(options.built)
    if not is_current(options.built, asked):
        _print_report(build(asked, options.built, progress=_print))
    settings = {
        "server.port": str(options.port),
        "server.headless": "true",
        "server.fileWatcherType": "auto" if options.watch else "none",
        **public_address.streamlit_settings(public),
    }
    flags = [part for name, value in settings.items() for part in (f"--{name}", value)]
    address = public or f"http://localhost:{options.port}"
    _print(f"打开 {address}", f"Open {address}")
    environment = {
        **os.environ,
        "PLAN_ATLAS_BUILT": str(options.built.resolve()),
        public_address.VARIABLE: public,
    }
    command = [sys.executable, "-m", "pages.frame.server", "run", str(ROOT / "dashboard.py"), *flags]
    # An exception makes `run` kill the server, which would otherwise outlive this process and keep the port.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED))
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _require_free_port(port: int) -> None:
    """Raise PlanAtlasError if another program listens at the port, before the address is printed."""
    with socket.socket() as probe:
        # A server that has just ended leaves its port in a state in which it can be used again.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("localhost", port))
        except OSError as error:
            raise PlanAtlasError.of("port_not_usable", port=port, reason=error.strerror) from error


if __name__ == "__main__":
    sys.exit(main())
