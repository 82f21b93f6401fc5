"""How much each number of `boundary_features` speaks for a headline: log odds for one unit of it.

Learned by `tests/benchmarks/learn_boundaries.py` from 370 dumps of 96 public, 25 regional, 18 real articles.
Boundary F1 on articles held out: any 0.903, alike 0.928, regional 0.967, desk 0.971, few 0.967, listing 0.998.
"""

LEAST = -5.293
"""Log odds by form alone, or by form and surroundings, under which a line is not weighed any further."""

FORM_BIAS = -0.866
FORM_ONLY: tuple[float, ...] = (
    -3.719,  # words<3
    -2.844,  # words<5
    -1.994,  # words<7
    1.314,  # words>8
    -2.477,  # words>16
    -3.643,  # ends sentence
    -3.121,  # ends open
    -1.307,  # sentence inside
    1.262,  # colon inside
    -2.997,  # label
    -2.227,  # all capitals
    0.964,  # capitalised
    -2.367,  # symbol first
    0.188,  # digit first
    -3.406,  # numbered
    -2.573,  # address
    -1.715,  # asks
    -0.548,  # under a line
    -0.194,  # above a line
    -3.147,  # under a list
    -1.556,  # quote below
    -0.721,  # number below
    0.365,  # words below
    -1.092,  # leans below
    4.646,  # long around
    0.453,  # alone
    -0.642,  # alone and long
    -0.549,  # lines near above
    -0.580,  # lines near below
    -2.071,  # question of several
    -1.983,  # speaker of several
)

LINE_BIAS = -1.579
LINE_ONLY: tuple[float, ...] = (
    -2.379,  # words<3
    -1.407,  # words<5
    -0.729,  # words<7
    1.580,  # words>8
    -2.058,  # words>16
    -2.575,  # ends sentence
    -1.631,  # ends open
    -1.932,  # sentence inside
    1.377,  # colon inside
    -2.755,  # label
    -3.365,  # all capitals
    0.878,  # capitalised
    -2.487,  # symbol first
    -0.399,  # digit first
    -3.065,  # numbered
    -2.147,  # address
    0.376,  # asks
    -0.928,  # under a line
    -0.081,  # above a line
    -1.644,  # under a list
    -1.493,  # quote below
    -0.844,  # number below
    0.393,  # words below
    -0.539,  # leans below
    3.547,  # long around
    0.314,  # alone
    -0.023,  # alone and long
    -0.559,  # lines near above
    -0.402,  # lines near below
    -1.828,  # question of several
    -1.139,  # speaker of several
    1.122,  # answered
    0.213,  # answered weight
    0.197,  # answered later
    -0.151,  # known above
    0.809,  # only below
    -6.033,  # alike near
    -5.938,  # alike
    0.089,  # introduces
    0.082,  # names in full again
    -0.323,  # leaned on
    -0.657,  # any leaned on
    -0.366,  # name links
    -2.560,  # alike near for this page
    -5.209,  # alike for this page
)

BIAS = -7.340
WEIGHTS: tuple[float, ...] = (
    -3.333,  # words<3
    -1.169,  # words<5
    -0.728,  # words<7
    1.803,  # words>8
    -2.931,  # words>16
    -3.789,  # ends sentence
    -3.746,  # ends open
    -2.093,  # sentence inside
    1.635,  # colon inside
    -4.311,  # label
    -7.237,  # all capitals
    1.842,  # capitalised
    -3.821,  # symbol first
    -0.839,  # digit first
    -3.739,  # numbered
    -2.870,  # address
    -0.822,  # asks
    -0.475,  # under a line
    0.327,  # above a line
    -2.910,  # under a list
    -2.470,  # quote below
    -0.935,  # number below
    0.331,  # words below
    -1.831,  # leans below
    4.904,  # long around
    0.201,  # alone
    0.548,  # alone and long
    -0.539,  # lines near above
    -0.569,  # lines near below
    -2.160,  # question of several
    -1.839,  # speaker of several
    1.718,  # answered
    0.095,  # answered weight
    0.231,  # answered later
    -0.187,  # known above
    0.826,  # only below
    -7.544,  # alike near
    -4.181,  # alike
    0.092,  # introduces
    0.303,  # names in full again
    -0.170,  # leaned on
    -0.288,  # any leaned on
    -0.523,  # name links
    -1.329,  # alike near for this page
    -5.846,  # alike for this page
    0.049,  # introductions
    -3.175,  # headline above holds
    0.769,  # headline above held
    2.214,  # title holds
    1.392,  # holds better
    -2.618,  # headlines share
    -0.105,  # longer than above
    0.248,  # blocks below
    0.153,  # blocks above
    0.204,  # words after
    0.295,  # words before
    0.925,  # few words after
    0.246,  # few words before
    0.419,  # no words after
    -3.743,  # shared
    -2.097,  # last block continued
    -0.347,  # mentions
    -1.019,  # any mention
    0.548,  # no line above
    -0.130,  # lines above
    0.561,  # no line below
    0.152,  # lines below
)

SLOPE = 0.817
OFFSET = -0.325
"""Log odds are scaled by these two for the probability; fitted to the titles found in articles held out."""
