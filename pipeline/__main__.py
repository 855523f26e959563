"""The command ``plan-atlas``; also reports mistakes in taxonomy files that are read on import."""

import sys

from pipeline.schema.errors import PlanAtlasError


def main() -> int:
    """Run the command; returns its exit status, 2 for an error."""
    try:
        from pipeline.cli import main as run
    except PlanAtlasError as error:
        print(f"{error.sentence('en')}\n{error.sentence('zh')}", file=sys.stderr)
        return 2
    return run()


if __name__ == "__main__":
    sys.exit(main())
