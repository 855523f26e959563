"""What a build leaves out."""

from dataclasses import dataclass

from pipeline.reading.plans.split import PlanText
from pipeline.schema.errors import SourceError


@dataclass(frozen=True)
class LeftOut:
    """A plan that can't be read, or a whole file where ``plan`` is None, and the error."""

    file: str
    collection: str
    """'' if unknown."""
    plan: PlanText | None
    error: SourceError

    @property
    def year(self) -> int:
        """The year of the plan; 0 if unknown."""
        return (self.plan.year or 0) if self.plan else 0

    @property
    def lines(self) -> tuple[int, int]:
        """The first and the last line; 0 for a whole file."""
        return (self.plan.first_line, self.plan.last_line) if self.plan else (0, 0)

    def as_json(self) -> dict[str, object]:
        """Return the entry in ``build.json``."""
        first, last = self.lines
        region_id = self.plan.region_id if self.plan else ""
        return {"file": self.file, "first_line": first, "last_line": last, "region_id": region_id}
