"""Saved news pages in; clean articles and one exchange-rate snapshot a page out.

>>> from ticker_clean import clean_page
>>> dump = "KGS/USD = 0.01144 0%\\n7 May 2025\\n\\nA Bridge Opens\\n\\nThe bridge at Uzgen opened on Monday.\\n"
>>> page = clean_page(dump.encode())
>>> page.snapshot.rates[0].rate, [article.title for article in page.articles]
(Decimal('0.01144'), ['A Bridge Opens'])
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = [
    "Article",
    "Block",
    "CleanPage",
    "Dateline",
    "Failure",
    "Listing",
    "Page",
    "PageError",
    "Rate",
    "SavedPage",
    "Snapshot",
    "clean_page",
    "clean_paths",
]

if TYPE_CHECKING:
    from ticker_clean.clean import clean_page
    from ticker_clean.corpus.run import clean_paths
    from ticker_clean.errors import PageError
    from ticker_clean.model import (
        Article,
        Block,
        CleanPage,
        Dateline,
        Failure,
        Listing,
        Page,
        Rate,
        SavedPage,
        Snapshot,
    )

_HOMES = {"clean_page": "clean", "clean_paths": "corpus.run", "PageError": "errors"}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: `ticker-clean --help` needs none of them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'model')}"), name)
