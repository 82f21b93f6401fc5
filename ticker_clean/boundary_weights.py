"""How much each number of `boundary_features` speaks for a headline: log odds for one unit of it.

Learned by `tests/benchmarks/learn_boundaries.py` from 370 dumps of 96 public, 25 regional, 18 real articles.
Boundary F1 on articles held out: any 0.900, alike 0.912, regional 0.974, desk 0.977, few 0.964, listing 0.995.
"""

LEAST = -5.293
"""Log odds by form alone, or by form and surroundings, under which a line is not weighed any further."""

FORM_BIAS = -0.302
FORM_ONLY: tuple[float, ...] = (
    -4.416,  # words<3
    -3.474,  # words<5
    -2.769,  # words<7
    -2.608,  # words>16
    -3.001,  # ends sentence
    -2.948,  # ends open
    -1.524,  # sentence inside
    0.690,  # colon inside
    -2.839,  # label
    -2.846,  # all capitals
    0.889,  # capitalised
    -2.260,  # symbol first
    0.193,  # digit first
    -3.477,  # numbered
    -2.363,  # address
    -1.286,  # under a line
    -1.144,  # above a line
    -4.056,  # under a list
    -1.626,  # quote below
    -0.730,  # number below
    0.150,  # words below
    -0.716,  # leans below
    4.235,  # long around
)

LINE_BIAS = 2.220
LINE_ONLY: tuple[float, ...] = (
    -4.323,  # words<3
    -2.645,  # words<5
    -2.069,  # words<7
    -2.135,  # words>16
    -2.399,  # ends sentence
    -1.862,  # ends open
    -1.579,  # sentence inside
    0.913,  # colon inside
    -2.384,  # label
    -2.883,  # all capitals
    0.565,  # capitalised
    -1.713,  # symbol first
    -0.273,  # digit first
    -3.895,  # numbered
    -2.803,  # address
    -1.620,  # under a line
    -1.035,  # above a line
    -2.562,  # under a list
    -1.208,  # quote below
    -0.763,  # number below
    0.192,  # words below
    0.112,  # leans below
    2.885,  # long around
    1.866,  # answered
    0.169,  # answered weight
    0.006,  # answered later
    -0.073,  # known above
    1.688,  # only below
    -7.693,  # alike near
    -9.813,  # alike
    0.111,  # introduces
    0.060,  # names in full again
    -0.269,  # leaned on
    -0.720,  # any leaned on
    -0.463,  # name links
)

BIAS = -0.168
WEIGHTS: tuple[float, ...] = (
    -5.493,  # words<3
    -2.404,  # words<5
    -1.928,  # words<7
    -3.523,  # words>16
    -3.200,  # ends sentence
    -2.484,  # ends open
    -1.686,  # sentence inside
    1.131,  # colon inside
    -4.166,  # label
    -4.949,  # all capitals
    1.547,  # capitalised
    -3.701,  # symbol first
    -0.861,  # digit first
    -4.617,  # numbered
    -5.111,  # address
    -2.069,  # under a line
    -1.348,  # above a line
    -3.697,  # under a list
    -2.366,  # quote below
    -0.857,  # number below
    0.045,  # words below
    -0.059,  # leans below
    4.665,  # long around
    2.773,  # answered
    0.157,  # answered weight
    -0.134,  # answered later
    -0.167,  # known above
    2.015,  # only below
    -7.263,  # alike near
    -9.456,  # alike
    0.120,  # introduces
    0.251,  # names in full again
    -0.124,  # leaned on
    -0.316,  # any leaned on
    -0.557,  # name links
    0.102,  # introductions
    -3.496,  # headline above holds
    0.821,  # headline above held
    3.578,  # title holds
    0.802,  # holds better
    -1.893,  # headlines share
    0.434,  # longer than above
    0.272,  # blocks below
    0.186,  # blocks above
    0.113,  # words after
    0.023,  # words before
    0.743,  # few words after
    -0.055,  # few words before
    1.365,  # no words after
    -2.451,  # shared
    -3.275,  # last block continued
    -0.215,  # mentions
    -1.071,  # any mention
)

SLOPE = 0.831
OFFSET = -0.109
"""Log odds are scaled by these two for the probability; fitted to the titles found in articles held out."""
