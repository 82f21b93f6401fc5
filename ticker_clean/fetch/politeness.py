"""What a site asks of its visitors: how often they may come, and what they may see (robots.txt)."""

from __future__ import annotations

import time
from collections.abc import Callable

from protego import Protego

from ticker_clean.errors import FetchError
from ticker_clean.fetch.targets import Target

AGENT = "ticker-clean"
"""The name that robots.txt knows us by."""
LONGEST_WAIT = 300.0
"""Seconds. A host that asks for a longer break gets it: nothing more is asked of it in this run."""


class Delays:
    """When each host may be asked next. Seconds of the monotonic clock."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._delays: dict[str, float] = {}
        self._ready: dict[str, float] = {}
        self._closed: dict[str, str] = {}

    def ready_at(self, host: str) -> float:
        return 0.0 if host in self._closed else self._ready.get(host, 0.0)

    def wait(self, host: str) -> None:
        """Return when the host may be asked. Raises FetchError if that is not in this run."""
        if host in self._closed:
            raise FetchError(self._closed[host])
        pause = self.ready_at(host) - time.monotonic()
        if pause > 0:
            time.sleep(pause)

    def answered(self, host: str, *, pause: float = 0.0) -> None:
        """Note that an exchange with the host is over: the next comes after its delay, or after a longer `pause`."""
        if pause > LONGEST_WAIT:
            self._closed[host] = f"the server asked for a break of {pause:g} s; run the same command again after that"
        self._ready[host] = time.monotonic() + max(pause, self._delays.get(host, self._delay))

    def slow_down(self, host: str, delay: float) -> None:
        """Take the delay that the host asks for, where it is the longer one."""
        if delay > LONGEST_WAIT:
            self._closed[host] = f"robots.txt of the site asks for {delay:g} s between two pages"
        self._delays[host] = max(delay, self._delays.get(host, self._delay))


class Robots:
    """The rules in the robots.txt of each site (RFC 9309), read once, when the site is first asked for a page."""

    def __init__(self, read: Callable[[Target], str | None], delays: Delays) -> None:
        """`read` gives the text of a robots.txt, None where there is none, and raises FetchError where nobody knows."""
        self._read = read
        self._delays = delays
        self._rules: dict[tuple[str, str, int], Protego | FetchError] = {}

    def rules(self, target: Target) -> Protego | FetchError:
        if target.origin not in self._rules:
            try:
                rules = Protego.parse(self._read(target) or "")
            except FetchError as error:
                # RFC 9309, 2.3.1.4: what cannot be reached is taken to forbid everything.
                self._rules[target.origin] = error
            else:
                self._rules[target.origin] = rules
                if delay := rules.crawl_delay(AGENT):
                    self._delays.slow_down(target.host, delay)
        return self._rules[target.origin]

    def check(self, target: Target) -> None:
        """Raises FetchError where the site does not want the page to be fetched by programs."""
        rules = self.rules(target)
        if isinstance(rules, FetchError):
            raise FetchError(f"nothing is fetched from a site whose robots.txt cannot be read: {rules}")
        if not rules.can_fetch(target.url, AGENT):
            raise FetchError("robots.txt of the site forbids it; --ignore-robots fetches it all the same")

    def sitemaps(self, target: Target) -> list[str]:
        """The sitemaps that robots.txt names."""
        rules = self.rules(target)
        return [] if isinstance(rules, FetchError) else list(rules.sitemaps)
