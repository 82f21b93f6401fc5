"""How much each number of `boundary_features` speaks for a headline: log odds for one unit of it.

Learned by `tests/benchmarks/learn_boundaries.py` from 370 dumps of 96 public, 25 regional, 18 real articles.
Boundary F1 on articles held out: any 0.910, alike 0.907, regional 0.967, desk 0.967, few 0.962, listing 0.998.
"""

LEAST = -5.293
"""Log odds by form alone, or by form and surroundings, under which a line is not weighed any further."""

FORM_BIAS = -1.466
FORM_ONLY: tuple[float, ...] = (
    -3.718,  # words<3
    -2.690,  # words<5
    -1.965,  # words<7
    1.464,  # words>8
    -2.525,  # words>16
    -3.454,  # ends sentence
    -3.413,  # ends open
    -1.454,  # sentence inside
    0.629,  # colon inside
    -2.735,  # label
    -2.475,  # all capitals
    0.746,  # capitalised
    -2.193,  # symbol first
    0.020,  # digit first
    -3.360,  # numbered
    -2.506,  # address
    -3.036,  # asks
    -1.243,  # under a line
    -0.927,  # above a line
    -3.467,  # under a list
    -1.956,  # quote below
    -0.880,  # number below
    0.270,  # words below
    -0.647,  # leans below
    4.248,  # long around
)

LINE_BIAS = 1.230
LINE_ONLY: tuple[float, ...] = (
    -3.808,  # words<3
    -1.845,  # words<5
    -1.205,  # words<7
    1.573,  # words>8
    -2.190,  # words>16
    -2.599,  # ends sentence
    -2.026,  # ends open
    -1.811,  # sentence inside
    0.947,  # colon inside
    -2.380,  # label
    -3.075,  # all capitals
    0.683,  # capitalised
    -2.197,  # symbol first
    -0.411,  # digit first
    -3.548,  # numbered
    -3.449,  # address
    -1.207,  # asks
    -1.516,  # under a line
    -0.850,  # above a line
    -2.378,  # under a list
    -1.686,  # quote below
    -0.856,  # number below
    0.242,  # words below
    0.030,  # leans below
    2.876,  # long around
    2.064,  # answered
    0.150,  # answered weight
    -0.007,  # answered later
    -0.095,  # known above
    1.678,  # only below
    -7.666,  # alike near
    -9.392,  # alike
    0.100,  # introduces
    0.059,  # names in full again
    -0.288,  # leaned on
    -0.691,  # any leaned on
    -0.400,  # name links
)

BIAS = -4.350
WEIGHTS: tuple[float, ...] = (
    -4.815,  # words<3
    -2.023,  # words<5
    -1.352,  # words<7
    1.586,  # words>8
    -3.122,  # words>16
    -3.800,  # ends sentence
    -2.711,  # ends open
    -1.772,  # sentence inside
    1.130,  # colon inside
    -3.860,  # label
    -4.658,  # all capitals
    1.619,  # capitalised
    -4.240,  # symbol first
    -1.054,  # digit first
    -3.580,  # numbered
    -5.103,  # address
    -1.967,  # asks
    -1.119,  # under a line
    -0.610,  # above a line
    -2.820,  # under a list
    -3.155,  # quote below
    -0.912,  # number below
    0.138,  # words below
    -0.687,  # leans below
    4.394,  # long around
    3.015,  # answered
    0.112,  # answered weight
    -0.099,  # answered later
    -0.160,  # known above
    1.544,  # only below
    -8.642,  # alike near
    -8.056,  # alike
    0.077,  # introduces
    0.200,  # names in full again
    -0.169,  # leaned on
    -0.487,  # any leaned on
    -0.519,  # name links
    0.113,  # introductions
    -3.369,  # headline above holds
    0.493,  # headline above held
    2.812,  # title holds
    0.968,  # holds better
    -2.751,  # headlines share
    -0.185,  # longer than above
    0.266,  # blocks below
    0.277,  # blocks above
    0.327,  # words after
    0.297,  # words before
    0.722,  # few words after
    0.441,  # few words before
    1.170,  # no words after
    -3.220,  # shared
    -2.834,  # last block continued
    -0.239,  # mentions
    -1.059,  # any mention
    0.670,  # no line above
    -0.281,  # lines above
    0.592,  # no line below
    -0.010,  # lines below
)

SLOPE = 0.803
OFFSET = -0.139
"""Log odds are scaled by these two for the probability; fitted to the titles found in articles held out."""
