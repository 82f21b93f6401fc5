"""How much each number of `boundary_features` speaks for a headline: log odds for one unit of it.

Learned by `tests/benchmarks/learn_boundaries.py` from 400 dumps of 96 public, 25 regional, 18 real articles.
Boundary F1 on articles held out:
any 0.944, alike 0.937, regional 0.988, desk 0.984, few 0.979, listing 0.995, short 0.955.
"""

LEAST = -4.595
"""Log odds by form alone, or by form and surroundings, under which a line is not weighed any further."""

FORM_BIAS = -1.296
FORM_ONLY: tuple[float, ...] = (
    -3.401,  # words<3
    -2.546,  # words<5
    -1.752,  # words<7
    1.423,  # words>8
    -2.378,  # words>16
    -3.900,  # ends sentence
    -4.281,  # ends open
    0.951,  # colon inside
    -2.601,  # label
    -2.150,  # all capitals
    0.725,  # capitalised
    -1.830,  # symbol first
    -2.813,  # address
    -0.842,  # under a line
    -2.003,  # under a list
    5.169,  # long around
    -0.523,  # lines near above
    -0.415,  # lines near below
    0.844,  # sentence below
    0.183,  # prose below
    0.463,  # breaks below
    -2.844,  # question of several
    -3.692,  # speaker of several
    -0.123,  # repeated
    -0.135,  # begins alike
)

LINE_BIAS = -0.201
LINE_ONLY: tuple[float, ...] = (
    -2.177,  # words<3
    -1.362,  # words<5
    -0.794,  # words<7
    1.381,  # words>8
    -2.093,  # words>16
    -2.491,  # ends sentence
    -2.400,  # ends open
    1.357,  # colon inside
    -2.220,  # label
    -2.000,  # all capitals
    0.926,  # capitalised
    -2.632,  # symbol first
    -2.688,  # address
    -1.091,  # under a line
    -1.750,  # under a list
    3.862,  # long around
    -0.532,  # lines near above
    -0.311,  # lines near below
    0.757,  # sentence below
    0.380,  # prose below
    0.699,  # breaks below
    -2.177,  # question of several
    -3.033,  # speaker of several
    -0.326,  # repeated
    0.625,  # begins alike
    0.273,  # answered
    0.194,  # answered share
    0.160,  # answered later
    -0.154,  # known above
    -5.669,  # alike near
    -15.833,  # alike
)

BIAS = -2.893
WEIGHTS: tuple[float, ...] = (
    -1.662,  # words<3
    -0.877,  # words<5
    -0.759,  # words<7
    0.800,  # words>8
    -1.601,  # words>16
    -1.833,  # ends sentence
    -1.988,  # ends open
    0.901,  # colon inside
    -1.610,  # label
    -1.742,  # all capitals
    0.887,  # capitalised
    -1.697,  # symbol first
    -1.923,  # address
    -0.914,  # under a line
    -1.001,  # under a list
    2.166,  # long around
    -0.239,  # lines near above
    -0.152,  # lines near below
    0.452,  # sentence below
    -0.205,  # prose below
    0.304,  # breaks below
    -1.433,  # question of several
    -2.207,  # speaker of several
    0.399,  # repeated
    0.073,  # begins alike
    0.154,  # answered
    0.374,  # answered share
    0.098,  # answered later
    -0.101,  # known above
    -3.097,  # alike near
    -9.130,  # alike
    -1.846,  # headline above holds
    0.524,  # headline above held
    0.849,  # title holds
    1.349,  # holds better
    -0.924,  # headlines share
    -0.044,  # longer than above
    0.143,  # introductions
    -0.841,  # any mention
    -4.287,  # shared
    -1.221,  # last block continued
    0.051,  # blocks above
    0.072,  # blocks below
    0.159,  # words above
    0.194,  # words below
    0.259,  # few words above
    0.339,  # few words below
    -0.103,  # lines above
    0.056,  # lines below
)

SLOPE = 1.712
OFFSET = 0.089
"""Log odds are scaled by these two for the probability; fitted to the titles found in articles held out."""
