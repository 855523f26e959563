"""Full-text search over the built tables: the query language, hits, and query suggestions."""

from pipeline.search.fields import Entity as Entity
from pipeline.search.fields import find_names as find_names
from pipeline.search.fields import list_entities as list_entities
from pipeline.search.hits import SEARCHED as SEARCHED
from pipeline.search.hits import Found as Found
from pipeline.search.hits import HitSpan as HitSpan
from pipeline.search.hits import search as search
from pipeline.search.query import Doubt as Doubt
from pipeline.search.query import Query as Query
from pipeline.search.suggestions import Suggestion as Suggestion
from pipeline.search.suggestions import suggest_queries as suggest_queries
