"""How much each number of `boundary_features` speaks for a headline: log odds for one unit of it.

Learned by `tests/benchmarks/learn_boundaries.py` from 430 dumps of 96 public, 25 regional, 18 real articles.
Boundary F1 on articles held out: any 0.904, alike 0.916, regional 0.967, desk 0.969, few 0.972, listing 0.998, short 0.931.
"""

LEAST = -5.293
"""Log odds by form alone, or by form and surroundings, under which a line is not weighed any further."""

FORM_BIAS = -0.646
FORM_ONLY: tuple[float, ...] = (
    -3.920,  # words<3
    -2.895,  # words<5
    -2.130,  # words<7
    1.307,  # words>8
    -2.542,  # words>16
    -3.688,  # ends sentence
    -3.302,  # ends open
    -1.304,  # sentence inside
    1.293,  # colon inside
    -3.124,  # label
    -2.276,  # all capitals
    0.956,  # capitalised
    -2.538,  # symbol first
    0.123,  # digit first
    -3.530,  # numbered
    -2.660,  # address
    -1.818,  # asks
    -0.842,  # under a line
    -0.336,  # above a line
    -2.948,  # under a list
    -1.694,  # quote below
    -0.785,  # number below
    0.323,  # words below
    -1.045,  # leans below
    4.560,  # long around
    0.542,  # alone
    -0.733,  # alone and long
    -0.436,  # lines near above
    -0.502,  # lines near below
    -1.997,  # question of several
    -2.002,  # speaker of several
)

LINE_BIAS = 0.202
LINE_ONLY: tuple[float, ...] = (
    -2.747,  # words<3
    -1.557,  # words<5
    -0.956,  # words<7
    1.557,  # words>8
    -2.063,  # words>16
    -2.583,  # ends sentence
    -1.885,  # ends open
    -1.862,  # sentence inside
    1.515,  # colon inside
    -2.933,  # label
    -3.384,  # all capitals
    0.851,  # capitalised
    -2.725,  # symbol first
    -0.398,  # digit first
    -3.335,  # numbered
    -2.511,  # address
    0.288,  # asks
    -1.197,  # under a line
    -0.239,  # above a line
    -2.009,  # under a list
    -1.544,  # quote below
    -0.910,  # number below
    0.293,  # words below
    -0.461,  # leans below
    3.255,  # long around
    0.456,  # alone
    -0.107,  # alone and long
    -0.413,  # lines near above
    -0.332,  # lines near below
    -1.779,  # question of several
    -1.290,  # speaker of several
    1.105,  # answered
    0.202,  # answered weight
    0.181,  # answered later
    -0.167,  # known above
    0.823,  # only below
    -6.771,  # alike near
    -8.979,  # alike
    0.091,  # introduces
    0.006,  # names in full again
    -0.376,  # leaned on
    -0.656,  # any leaned on
    -0.131,  # name links
    -1.284,  # alike near for this page
    -2.502,  # alike for this page
)

BIAS = -2.949
WEIGHTS: tuple[float, ...] = (
    -3.850,  # words<3
    -1.699,  # words<5
    -1.294,  # words<7
    1.806,  # words>8
    -2.739,  # words>16
    -3.684,  # ends sentence
    -4.249,  # ends open
    -1.928,  # sentence inside
    1.983,  # colon inside
    -4.643,  # label
    -6.995,  # all capitals
    1.650,  # capitalised
    -3.876,  # symbol first
    -0.652,  # digit first
    -4.110,  # numbered
    -3.607,  # address
    -0.968,  # asks
    -0.898,  # under a line
    0.012,  # above a line
    -2.745,  # under a list
    -2.353,  # quote below
    -0.986,  # number below
    0.147,  # words below
    -1.283,  # leans below
    4.060,  # long around
    0.578,  # alone
    0.190,  # alone and long
    -0.213,  # lines near above
    -0.432,  # lines near below
    -2.324,  # question of several
    -2.123,  # speaker of several
    1.729,  # answered
    0.072,  # answered weight
    0.186,  # answered later
    -0.186,  # known above
    0.769,  # only below
    -7.184,  # alike near
    -10.002,  # alike
    0.079,  # introduces
    0.098,  # names in full again
    -0.247,  # leaned on
    -0.238,  # any leaned on
    -0.101,  # name links
    0.319,  # alike near for this page
    -0.082,  # alike for this page
    0.086,  # introductions
    -3.720,  # headline above holds
    0.816,  # headline above held
    2.108,  # title holds
    1.122,  # holds better
    -2.312,  # headlines share
    -0.304,  # longer than above
    0.207,  # blocks below
    0.144,  # blocks above
    0.080,  # words after
    0.326,  # words before
    0.234,  # few words after
    0.693,  # few words before
    -0.253,  # no words after
    -4.530,  # shared
    -2.322,  # last block continued
    -0.242,  # mentions
    -1.140,  # any mention
    0.444,  # no line above
    -0.212,  # lines above
    0.429,  # no line below
    0.136,  # lines below
)

SLOPE = 0.768
OFFSET = -0.164
"""Log odds are scaled by these two for the probability; fitted to the titles found in articles held out."""
