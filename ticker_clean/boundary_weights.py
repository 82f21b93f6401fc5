"""How much each number of `boundary_features` speaks for a headline: log odds for one unit of it.

Learned by `tests/benchmarks/learn_boundaries.py` from 400 dumps of 96 public, 25 regional, 18 real articles.
Boundary F1 on articles held out:
any 0.915, alike 0.924, regional 0.964, desk 0.974, few 0.967, listing 0.998, short 0.922.
"""

LEAST = -5.293
"""Log odds by form alone, or by form and surroundings, under which a line is not weighed any further."""

FORM_BIAS = -0.739
FORM_ONLY: tuple[float, ...] = (
    -3.820,  # words<3
    -2.843,  # words<5
    -2.068,  # words<7
    1.306,  # words>8
    -2.495,  # words>16
    -3.684,  # ends sentence
    -3.224,  # ends open
    -1.317,  # sentence inside
    1.294,  # colon inside
    -3.076,  # label
    -2.246,  # all capitals
    0.950,  # capitalised
    -2.451,  # symbol first
    0.121,  # digit first
    -3.458,  # numbered
    -2.649,  # address
    -1.723,  # asks
    -0.695,  # under a line
    -0.281,  # above a line
    -2.819,  # under a list
    -1.613,  # quote below
    -0.736,  # number below
    0.342,  # words below
    -1.129,  # leans below
    4.601,  # long around
    0.524,  # alone
    -0.705,  # alone and long
    -0.486,  # lines near above
    -0.545,  # lines near below
    -2.099,  # question of several
    -2.044,  # speaker of several
)

LINE_BIAS = -0.332
LINE_ONLY: tuple[float, ...] = (
    -2.612,  # words<3
    -1.490,  # words<5
    -0.875,  # words<7
    1.568,  # words>8
    -2.052,  # words>16
    -2.591,  # ends sentence
    -1.832,  # ends open
    -1.902,  # sentence inside
    1.500,  # colon inside
    -2.927,  # label
    -3.325,  # all capitals
    0.838,  # capitalised
    -2.686,  # symbol first
    -0.426,  # digit first
    -3.155,  # numbered
    -2.451,  # address
    0.373,  # asks
    -1.097,  # under a line
    -0.216,  # above a line
    -1.878,  # under a list
    -1.495,  # quote below
    -0.828,  # number below
    0.331,  # words below
    -0.612,  # leans below
    3.364,  # long around
    0.418,  # alone
    -0.097,  # alone and long
    -0.469,  # lines near above
    -0.370,  # lines near below
    -1.903,  # question of several
    -1.310,  # speaker of several
    1.134,  # answered
    0.208,  # answered weight
    0.184,  # answered later
    -0.157,  # known above
    0.767,  # only below
    -6.687,  # alike near
    -8.010,  # alike
    0.088,  # introduces
    0.025,  # names in full again
    -0.355,  # leaned on
    -0.671,  # any leaned on
    -0.220,  # name links
    -1.749,  # alike near for this page
    -3.136,  # alike for this page
)

BIAS = -3.356
WEIGHTS: tuple[float, ...] = (
    -2.373,  # words<3
    -1.268,  # words<5
    -0.877,  # words<7
    1.296,  # words>8
    -2.078,  # words>16
    -2.535,  # ends sentence
    -2.889,  # ends open
    -1.594,  # sentence inside
    1.356,  # colon inside
    -3.127,  # label
    -4.647,  # all capitals
    1.252,  # capitalised
    -2.724,  # symbol first
    -0.630,  # digit first
    -2.613,  # numbered
    -2.713,  # address
    -0.537,  # asks
    -0.803,  # under a line
    -0.123,  # above a line
    -2.202,  # under a list
    -1.570,  # quote below
    -0.577,  # number below
    0.187,  # words below
    -0.925,  # leans below
    2.752,  # long around
    0.375,  # alone
    0.110,  # alone and long
    -0.282,  # lines near above
    -0.376,  # lines near below
    -1.628,  # question of several
    -1.538,  # speaker of several
    1.138,  # answered
    0.133,  # answered weight
    0.148,  # answered later
    -0.139,  # known above
    0.772,  # only below
    -4.937,  # alike near
    -6.257,  # alike
    0.062,  # introduces
    0.087,  # names in full again
    -0.163,  # leaned on
    -0.268,  # any leaned on
    -0.178,  # name links
    -1.188,  # alike near for this page
    -1.586,  # alike for this page
    0.096,  # introductions
    -2.835,  # headline above holds
    0.874,  # headline above held
    1.473,  # title holds
    1.133,  # holds better
    -2.177,  # headlines share
    -0.131,  # longer than above
    0.115,  # blocks below
    0.079,  # blocks above
    0.152,  # words after
    0.203,  # words before
    0.323,  # few words after
    0.173,  # few words before
    -0.136,  # no words after
    -3.578,  # shared
    -1.608,  # last block continued
    -0.297,  # mentions
    -0.725,  # any mention
    0.282,  # no line above
    -0.080,  # lines above
    0.167,  # no line below
    0.080,  # lines below
)

SLOPE = 1.182
OFFSET = -0.018
"""Log odds are scaled by these two for the probability; fitted to the titles found in articles held out."""
