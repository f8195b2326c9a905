"""The search of a site: an index that Pagefind makes of slim records.

Other packages use these names only.
"""

from mkdocs_briefs.builder.search.index import FOLDER, Load, RecordEntry, SearchIndex
from mkdocs_briefs.builder.search.pagefind_program import SearchError, fault, installed

__all__ = ["FOLDER", "Load", "RecordEntry", "SearchError", "SearchIndex", "fault", "installed"]
