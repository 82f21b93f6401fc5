"""How much each number of `boundary_features` speaks for a headline: log odds for one unit of it.

Learned by `tests/benchmarks/learn_boundaries.py` from 370 dumps of 96 public, 25 regional, 18 real articles.
Boundary F1 on articles held out: any 0.911, alike 0.930, regional 0.964, desk 0.971, few 0.962, listing 0.998.
"""

LEAST = -5.293
"""Log odds by form alone, or by form and surroundings, under which a line is not weighed any further."""

FORM_BIAS = -1.038
FORM_ONLY: tuple[float, ...] = (
    -3.661,  # words<3
    -2.768,  # words<5
    -1.978,  # words<7
    1.410,  # words>8
    -2.509,  # words>16
    -3.563,  # ends sentence
    -3.069,  # ends open
    -1.517,  # sentence inside
    0.638,  # colon inside
    -2.661,  # label
    -3.037,  # all capitals
    1.008,  # capitalised
    -2.162,  # symbol first
    0.214,  # digit first
    -3.394,  # numbered
    -2.467,  # address
    -3.435,  # asks
    -0.478,  # under a line
    -0.115,  # above a line
    -3.100,  # under a list
    -2.005,  # quote below
    -0.830,  # number below
    0.374,  # words below
    -0.829,  # leans below
    4.623,  # long around
    0.503,  # alone
    -0.784,  # alone and long
    -0.553,  # lines near above
    -0.534,  # lines near below
)

LINE_BIAS = 1.172
LINE_ONLY: tuple[float, ...] = (
    -3.492,  # words<3
    -1.834,  # words<5
    -1.153,  # words<7
    1.637,  # words>8
    -2.217,  # words>16
    -2.768,  # ends sentence
    -1.935,  # ends open
    -2.073,  # sentence inside
    1.070,  # colon inside
    -1.854,  # label
    -3.723,  # all capitals
    0.967,  # capitalised
    -2.592,  # symbol first
    -0.281,  # digit first
    -2.671,  # numbered
    -2.271,  # address
    -1.433,  # asks
    -0.884,  # under a line
    -0.192,  # above a line
    -1.672,  # under a list
    -2.055,  # quote below
    -0.858,  # number below
    0.378,  # words below
    -0.242,  # leans below
    3.322,  # long around
    0.349,  # alone
    -0.051,  # alone and long
    -0.561,  # lines near above
    -0.405,  # lines near below
    2.292,  # answered
    0.122,  # answered weight
    0.006,  # answered later
    -0.083,  # known above
    1.636,  # only below
    -8.279,  # alike near
    -8.923,  # alike
    0.084,  # introduces
    0.098,  # names in full again
    -0.339,  # leaned on
    -0.804,  # any leaned on
    -0.413,  # name links
)

BIAS = -3.763
WEIGHTS: tuple[float, ...] = (
    -4.655,  # words<3
    -1.884,  # words<5
    -1.086,  # words<7
    1.549,  # words>8
    -3.137,  # words>16
    -4.013,  # ends sentence
    -3.152,  # ends open
    -2.154,  # sentence inside
    1.036,  # colon inside
    -4.148,  # label
    -9.205,  # all capitals
    1.934,  # capitalised
    -4.550,  # symbol first
    -0.870,  # digit first
    -3.310,  # numbered
    -3.951,  # address
    -2.254,  # asks
    -0.636,  # under a line
    -0.302,  # above a line
    -2.745,  # under a list
    -3.276,  # quote below
    -1.045,  # number below
    0.323,  # words below
    -0.845,  # leans below
    4.919,  # long around
    -0.035,  # alone
    0.547,  # alone and long
    -0.676,  # lines near above
    -0.453,  # lines near below
    3.026,  # answered
    0.094,  # answered weight
    -0.080,  # answered later
    -0.152,  # known above
    1.680,  # only below
    -9.181,  # alike near
    -7.528,  # alike
    0.069,  # introduces
    0.226,  # names in full again
    -0.237,  # leaned on
    -0.461,  # any leaned on
    -0.496,  # name links
    0.125,  # introductions
    -3.198,  # headline above holds
    1.100,  # headline above held
    2.608,  # title holds
    1.240,  # holds better
    -2.876,  # headlines share
    0.097,  # longer than above
    0.239,  # blocks below
    0.199,  # blocks above
    0.258,  # words after
    0.261,  # words before
    0.792,  # few words after
    0.540,  # few words before
    1.397,  # no words after
    -3.282,  # shared
    -2.772,  # last block continued
    -0.349,  # mentions
    -0.816,  # any mention
    0.503,  # no line above
    -0.128,  # lines above
    0.351,  # no line below
    0.083,  # lines below
)

SLOPE = 0.750
OFFSET = 0.022
"""Log odds are scaled by these two for the probability; fitted to the titles found in articles held out."""
