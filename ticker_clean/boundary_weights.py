"""How much each number of `boundary_features` speaks for a headline: log odds for one unit of it.

Learned by `tests/benchmarks/learn_boundaries.py` from 370 dumps of 96 public, 25 regional, 18 real articles.
Boundary F1 on articles held out: any 0.905, alike 0.903, regional 0.975, desk 0.974, few 0.967, listing 0.998.
"""

LEAST = -5.293
"""Log odds by form alone, or by form and surroundings, under which a line is not weighed any further."""

FORM_BIAS = -0.722
FORM_ONLY: tuple[float, ...] = (
    -4.480,  # words<3
    -3.571,  # words<5
    -2.865,  # words<7
    -2.756,  # words>16
    -2.206,  # ends sentence
    -2.855,  # ends open
    -1.531,  # sentence inside
    0.661,  # colon inside
    -2.856,  # label
    -2.967,  # all capitals
    1.150,  # capitalised
    -2.320,  # symbol first
    0.197,  # digit first
    -3.402,  # numbered
    -2.297,  # address
    -1.320,  # under a line
    -1.117,  # above a line
    -4.177,  # under a list
    -1.833,  # quote below
    -0.832,  # number below
    0.235,  # words below
    -0.824,  # leans below
    4.046,  # long around
)

LINE_BIAS = 2.023
LINE_ONLY: tuple[float, ...] = (
    -4.604,  # words<3
    -2.766,  # words<5
    -2.168,  # words<7
    -2.123,  # words>16
    -1.721,  # ends sentence
    -1.786,  # ends open
    -1.830,  # sentence inside
    0.888,  # colon inside
    -2.397,  # label
    -3.332,  # all capitals
    0.810,  # capitalised
    -1.770,  # symbol first
    -0.255,  # digit first
    -3.929,  # numbered
    -2.893,  # address
    -1.707,  # under a line
    -1.090,  # above a line
    -2.723,  # under a list
    -1.311,  # quote below
    -0.859,  # number below
    0.244,  # words below
    0.059,  # leans below
    2.836,  # long around
    2.023,  # answered
    0.174,  # answered weight
    -0.001,  # answered later
    -0.084,  # known above
    1.808,  # only below
    -7.574,  # alike near
    -9.986,  # alike
    0.102,  # introduces
    0.090,  # names in full again
    -0.277,  # leaned on
    -0.718,  # any leaned on
    -0.432,  # name links
)

BIAS = -0.199
WEIGHTS: tuple[float, ...] = (
    -5.808,  # words<3
    -2.735,  # words<5
    -2.122,  # words<7
    -3.194,  # words>16
    -2.119,  # ends sentence
    -2.251,  # ends open
    -2.298,  # sentence inside
    1.043,  # colon inside
    -4.267,  # label
    -5.251,  # all capitals
    1.770,  # capitalised
    -3.474,  # symbol first
    -0.826,  # digit first
    -4.629,  # numbered
    -5.574,  # address
    -2.100,  # under a line
    -1.371,  # above a line
    -3.867,  # under a list
    -2.509,  # quote below
    -0.927,  # number below
    0.124,  # words below
    0.032,  # leans below
    4.324,  # long around
    2.836,  # answered
    0.185,  # answered weight
    -0.142,  # answered later
    -0.179,  # known above
    2.004,  # only below
    -7.289,  # alike near
    -9.284,  # alike
    0.116,  # introduces
    0.250,  # names in full again
    -0.126,  # leaned on
    -0.355,  # any leaned on
    -0.570,  # name links
    0.112,  # introductions
    -3.847,  # headline above holds
    0.934,  # headline above held
    3.522,  # title holds
    1.009,  # holds better
    -2.104,  # headlines share
    0.097,  # longer than above
    0.269,  # blocks below
    0.158,  # blocks above
    0.086,  # words after
    0.047,  # words before
    0.634,  # few words after
    -0.012,  # few words before
    0.883,  # no words after
    -3.043,  # shared
    -2.861,  # last block continued
    -0.183,  # mentions
    -1.104,  # any mention
)

SLOPE = 0.879
OFFSET = -0.138
"""Log odds are scaled by these two for the probability; fitted to the titles found in articles held out."""
