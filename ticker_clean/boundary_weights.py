"""How much each number of `boundary_features` speaks for a headline: log odds for one unit of it.

Learned by `tests/benchmarks/learn_boundaries.py` from 370 dumps of 96 public, 25 regional, 18 real articles.
Boundary F1 on articles held out: any 0.902, alike 0.918, regional 0.964, desk 0.983, few 0.969, listing 0.998.
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

LINE_BIAS = 1.403
LINE_ONLY: tuple[float, ...] = (
    -3.471,  # words<3
    -1.853,  # words<5
    -1.120,  # words<7
    1.633,  # words>8
    -2.150,  # words>16
    -2.827,  # ends sentence
    -1.998,  # ends open
    -1.827,  # sentence inside
    1.460,  # colon inside
    -2.712,  # label
    -3.427,  # all capitals
    0.833,  # capitalised
    -3.083,  # symbol first
    -0.273,  # digit first
    -2.740,  # numbered
    -1.903,  # address
    0.186,  # asks
    -0.975,  # under a line
    -0.277,  # above a line
    -1.329,  # under a list
    -1.464,  # quote below
    -0.786,  # number below
    0.352,  # words below
    -0.330,  # leans below
    3.276,  # long around
    0.304,  # alone
    -0.014,  # alone and long
    -0.535,  # lines near above
    -0.446,  # lines near below
    -1.740,  # question of several
    -1.169,  # speaker of several
    2.363,  # answered
    0.113,  # answered weight
    0.005,  # answered later
    -0.079,  # known above
    1.560,  # only below
    -8.147,  # alike near
    -9.010,  # alike
    0.081,  # introduces
    0.070,  # names in full again
    -0.332,  # leaned on
    -0.702,  # any leaned on
    -0.403,  # name links
)

BIAS = -3.282
WEIGHTS: tuple[float, ...] = (
    -4.661,  # words<3
    -1.875,  # words<5
    -1.032,  # words<7
    1.570,  # words>8
    -2.889,  # words>16
    -3.965,  # ends sentence
    -3.126,  # ends open
    -1.839,  # sentence inside
    1.769,  # colon inside
    -4.674,  # label
    -7.748,  # all capitals
    1.850,  # capitalised
    -4.275,  # symbol first
    -0.789,  # digit first
    -3.386,  # numbered
    -2.773,  # address
    -0.729,  # asks
    -0.782,  # under a line
    -0.212,  # above a line
    -2.146,  # under a list
    -2.489,  # quote below
    -0.840,  # number below
    0.271,  # words below
    -0.924,  # leans below
    4.705,  # long around
    0.083,  # alone
    0.495,  # alone and long
    -0.607,  # lines near above
    -0.547,  # lines near below
    -2.452,  # question of several
    -2.064,  # speaker of several
    3.169,  # answered
    0.072,  # answered weight
    -0.087,  # answered later
    -0.153,  # known above
    1.694,  # only below
    -9.027,  # alike near
    -8.152,  # alike
    0.080,  # introduces
    0.214,  # names in full again
    -0.263,  # leaned on
    -0.332,  # any leaned on
    -0.442,  # name links
    0.084,  # introductions
    -3.102,  # headline above holds
    0.793,  # headline above held
    3.130,  # title holds
    1.071,  # holds better
    -3.069,  # headlines share
    -0.028,  # longer than above
    0.228,  # blocks below
    0.181,  # blocks above
    0.230,  # words after
    0.306,  # words before
    0.835,  # few words after
    0.530,  # few words before
    0.997,  # no words after
    -3.530,  # shared
    -2.331,  # last block continued
    -0.400,  # mentions
    -0.793,  # any mention
    0.407,  # no line above
    -0.162,  # lines above
    0.387,  # no line below
    0.153,  # lines below
)

SLOPE = 0.754
OFFSET = 0.011
"""Log odds are scaled by these two for the probability; fitted to the titles found in articles held out."""
