"""How much each number of `boundary_features` speaks for a headline: log odds for one unit of it.

Learned by `tests/benchmarks/learn_boundaries.py` from 370 dumps of 96 public, 25 regional, 18 real articles.
Boundary F1 on articles held out: any 0.924, alike 0.890, regional 0.963, desk 0.964, few 0.962, listing 0.977.
"""

LEAST = -5.293
"""Log odds by form alone, or by form and surroundings, under which a line is not weighed any further."""

FORM_BIAS = -1.551
FORM_ONLY: tuple[float, ...] = (
    -4.520,  # words<3
    -3.591,  # words<5
    -2.864,  # words<7
    -2.771,  # words>16
    -2.165,  # ends sentence
    -2.921,  # ends open
    -1.465,  # sentence inside
    0.667,  # colon inside
    -2.910,  # label
    -3.111,  # all capitals
    1.112,  # capitalised
    -2.202,  # symbol first
    0.278,  # digit first
    -3.482,  # numbered
    -2.287,  # address
    -1.402,  # under a line
    -0.790,  # above a line
    -4.238,  # under a list
    -1.853,  # quote below
    -0.836,  # number below
    0.483,  # words below
    -0.821,  # leans below
)

LINE_BIAS = 1.566
LINE_ONLY: tuple[float, ...] = (
    -4.685,  # words<3
    -2.873,  # words<5
    -2.206,  # words<7
    -2.128,  # words>16
    -1.699,  # ends sentence
    -1.812,  # ends open
    -1.788,  # sentence inside
    0.882,  # colon inside
    -2.275,  # label
    -3.726,  # all capitals
    0.800,  # capitalised
    -1.694,  # symbol first
    -0.290,  # digit first
    -3.770,  # numbered
    -2.807,  # address
    -1.871,  # under a line
    -0.945,  # above a line
    -2.807,  # under a list
    -1.353,  # quote below
    -0.898,  # number below
    0.367,  # words below
    0.059,  # leans below
    2.183,  # answered
    0.166,  # answered weight
    0.005,  # answered later
    -0.087,  # known above
    1.803,  # only below
    -7.037,  # alike near
    -10.458,  # alike
    0.122,  # introduces
    0.112,  # names in full again
    -0.172,  # leaned on
    -0.764,  # any leaned on
    -0.428,  # name links
)

BIAS = -1.507
WEIGHTS: tuple[float, ...] = (
    -5.933,  # words<3
    -2.946,  # words<5
    -2.349,  # words<7
    -3.103,  # words>16
    -2.109,  # ends sentence
    -2.275,  # ends open
    -1.903,  # sentence inside
    1.056,  # colon inside
    -3.830,  # label
    -5.162,  # all capitals
    1.711,  # capitalised
    -3.516,  # symbol first
    -0.989,  # digit first
    -4.633,  # numbered
    -5.137,  # address
    -2.275,  # under a line
    -1.035,  # above a line
    -3.990,  # under a list
    -2.351,  # quote below
    -1.004,  # number below
    0.387,  # words below
    0.203,  # leans below
    3.070,  # answered
    0.164,  # answered weight
    -0.148,  # answered later
    -0.182,  # known above
    1.939,  # only below
    -6.137,  # alike near
    -9.426,  # alike
    0.152,  # introduces
    0.268,  # names in full again
    0.045,  # leaned on
    -0.576,  # any leaned on
    -0.657,  # name links
    0.106,  # introductions
    -3.666,  # headline above holds
    0.882,  # headline above held
    3.559,  # title holds
    0.932,  # holds better
    -2.927,  # headlines share
    -0.014,  # longer than above
    0.224,  # blocks below
    0.084,  # blocks above
    0.162,  # words after
    0.207,  # words before
    0.601,  # few words after
    0.057,  # few words before
    1.136,  # no words after
    -3.667,  # shared
    -3.167,  # last block continued
    -0.162,  # mentions
    -0.909,  # any mention
)

SLOPE = 0.912
OFFSET = -0.173
"""Log odds are scaled by these two for the probability; fitted to the titles found in articles held out."""
