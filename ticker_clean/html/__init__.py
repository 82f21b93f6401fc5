"""HTML to blocks: `blocks.html_blocks` is the stage, the rest is what it alone uses. The only home of lxml and bs4.

In the order of the work: `tree` parses and names the nouns, `meta` reads the head, `walk` finds the runs of text,
`regions` and `content` tell content from furniture by names and by text, `groups` finds headlines that repeat,
`stories` chooses the articles, and `claims` weighs what the page says of itself.
"""
