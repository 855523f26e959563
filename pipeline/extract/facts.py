"""Extract all facts from a row: targets, departments, citations, campaigns and terms."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.extract.campaigns.campaigns import Campaign, find_campaigns
from pipeline.extract.campaigns.names import CampaignNames, load_campaigns
from pipeline.extract.departments.mentions import Directory, Mention, find_departments, load_directory
from pipeline.extract.documents.citations import Citation, find_citations
from pipeline.extract.documents.names import DocumentNames, load_documents
from pipeline.extract.keywords import Lexicon, Term, find_terms, load_lexicon
from pipeline.extract.quantities.targets import (
    Indicator,
    Target,
    find_indicator,
    find_targets,
    load_indicators,
)
from pipeline.taxonomy.loading import DEFAULT, Region


@dataclass(frozen=True)
class Facts:
    """The facts of a row; ``indicator_ids`` has one id per target."""

    targets: tuple[Target, ...] = ()
    indicator_ids: tuple[str, ...] = ()
    departments: tuple[Mention, ...] = ()
    citations: tuple[Citation, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    terms: tuple[Term, ...] = ()

    @property
    def commitments(self) -> int:
        """Number of quantities that the measure commits to."""
        return sum(target.kind == "target" for target in self.targets)


@dataclass(frozen=True)
class Vocabularies:
    """Taxonomy data for fact extraction."""

    directory: Directory
    indicators: tuple[Indicator, ...]
    lexicon: Lexicon
    documents: DocumentNames
    campaigns: CampaignNames


@cache
def load_vocabularies(folder: Path = DEFAULT) -> Vocabularies:
    """Read the taxonomy, once per process."""
    return Vocabularies(
        load_directory(folder),
        load_indicators(folder),
        load_lexicon(folder),
        load_documents(folder),
        load_campaigns(folder),
    )


def find_facts(
    measure: str, departments: str, task: str, region: Region, year: int, words: Vocabularies
) -> Facts:
    """Extract all facts from the cells of a row."""
    targets = find_targets(measure, year)
    return Facts(
        targets=targets,
        indicator_ids=tuple(find_indicator(target, measure, task, words.indicators) for target in targets),
        departments=find_departments(departments, region, words.directory),
        citations=find_citations(measure, region, words.documents),
        campaigns=find_campaigns(measure, words.campaigns),
        terms=find_terms(measure, words.lexicon),
    )
