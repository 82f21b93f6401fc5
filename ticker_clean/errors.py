"""What can go wrong with an input, named after what its user sees."""

from __future__ import annotations


class PageError(Exception):
    """A page that cannot be turned into rows; `error` is its kind in the `failures` table.

    `str(error)` is the sentence for the user, without the name of the page, which its row holds.
    """

    error = "unreadable"


class UnreadableError(PageError):
    """The file could not be opened or read."""

    error = "unreadable"


class UnsupportedError(PageError):
    """The bytes are of no kind that can be read: an image, a program, random noise."""

    error = "unsupported"


class EmptyError(PageError):
    """There is nothing in the file."""

    error = "empty"


class TooLargeError(PageError):
    """The page, or what it expands to, is over the limit."""

    error = "too-large"


class TooDeepError(PageError):
    """Archives within archives, or the parts of a message or a property list nested deeper than the limit."""

    error = "too-deep"


class TruncatedError(PageError):
    """The file ends before its own structure says it should."""

    error = "truncated"


class StateError(Exception):
    """The state file cannot be used; `str(error)` is the sentence for the user."""


class OutputError(Exception):
    """The output cannot be written; `str(error)` is the sentence for the user."""


class FetchError(Exception):
    """A page that could not, or may not, be fetched; `str(error)` is the sentence for the user, without the URL."""


class PassingFetchError(FetchError):
    """A failure that may be gone at the next try: a broken connection, a server that does not answer."""


class WorkerError(Exception):
    """No worker process can be started; `str(error)` is the sentence for the user."""
