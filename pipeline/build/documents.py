"""The distinct cited documents, each under the most frequent of its wordings."""

from collections import Counter, defaultdict
from typing import Any

from pipeline.extract.documents.names import DocumentNames
from pipeline.extract.documents.title_marks import without_marks
from pipeline.extract.documents.titles import find_years, normalise_title

Record = dict[str, Any]
Group = tuple[str, str]


def settle_titles(citations: list[Record], names: DocumentNames) -> list[Record]:
    """Set one title, kind and maker for all wordings of a document.

    Two wordings are one document where maker and key are equal and no year distinguishes two editions. A
    wording without a maker is the region's document where the region cites one with the same key: in the plan
    of 广东, 专利条例 is 广东省专利条例. Else it is the national one, if there is one with that key.
    """
    keys = {row["citation_id"]: names.key_without_place(row["title"], row["maker"]) for row in citations}
    makers = {(row["maker"], keys[row["citation_id"]]) for row in citations}
    groups: dict[Group, list[Record]] = defaultdict(list)
    for row in citations:
        key = keys[row["citation_id"]]
        own = not row["maker"] and (row["region_id"], key) in makers
        national = not row["maker"] and not own and ("national", key) in makers
        maker = row["region_id"] if own else "national" if national else row["maker"]
        groups[maker, key].append(row)
    settled = {
        row["citation_id"]: {"title": title, "kind": kind, "maker": maker}
        for (maker, _), rows in groups.items()
        for title, kind, edition in _split_editions(rows)
        for row in edition
    }
    return [{**row, **settled[row["citation_id"]]} for row in citations]


def _split_editions(rows: list[Record]) -> list[tuple[str, str, list[Record]]]:
    """Split the citations of a document by the years in its titles; a single year includes undated titles."""
    by_years: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for row in rows:
        by_years[find_years(row["title"])].append(row)
    dated = [years for years in by_years if years]
    if len(dated) == 1 and () in by_years:
        by_years[dated[0]].extend(by_years.pop(()))
    return [(_most_frequent(rows, "title"), _most_frequent(rows, "kind"), rows) for rows in by_years.values()]


def _most_frequent(rows: list[Record], column: str) -> str:
    """Return the most frequent value; of several, the longest, which is the most complete."""
    counts = Counter(str(row[column]) for row in rows)
    return max(counts, key=lambda value: (counts[value], len(value), value))


def document_records(citations: list[Record]) -> list[Record]:
    """Make the table ``documents``, the most cited first."""
    cited: dict[str, list[Record]] = defaultdict(list)
    for citation in citations:
        cited[citation["title"]].append(citation)
    return [
        {
            "title": title,
            "kind": rows[0]["kind"],
            "maker": rows[0]["maker"],
            "variants": ";".join(_other_wordings(title, rows)),
            "citations": len(rows),
            "regions": len({row["region_id"] for row in rows}),
        }
        for title, rows in sorted(cited.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def _other_wordings(title: str, rows: list[Record]) -> list[str]:
    wordings = dict.fromkeys(without_marks(row["quote"]) for row in rows)
    return [wording for wording in wordings if not f"{title}（".startswith(f"{normalise_title(wording)}（")]
