"""Fetching pages politely: `scrape` says what is fetched next, `client` (the only home of requests) fetches it.

`targets` and `connections` keep requests away from where they may not go, `politeness` keeps delays and robots.txt,
`http_body` unpacks within limits, `discover` finds URLs in feeds, sitemaps and WordPress sites, `page_folder` and
`journal` write what came.
"""
