"""How much each number of `boundary_features` speaks for a headline: log odds for one unit of it.

Learned by `tests/benchmarks/learn_boundaries.py` from 270 dumps drawn from 96 public, 25 regional, 18 real articles.
Boundary F1 on articles held out: any 0.934, alike 0.900, regional 0.932, desk 0.968, few 0.977, listing 0.977.
"""

FORM_BIAS = -1.617
FORM_LEAST = -5.293
"""Log odds by form alone under which a line is not weighed any further."""
FORM_ONLY: tuple[float, ...] = (
    -3.985,  # words<3
    -2.961,  # words<5
    -2.458,  # words<7
    -2.476,  # words>16
    -2.371,  # ends sentence
    -2.796,  # ends open
    -1.427,  # sentence inside
    0.873,  # colon inside
    -2.739,  # label
    -2.672,  # all capitals
    0.926,  # capitalised
    -2.071,  # symbol first
    0.255,  # digit first
    -3.279,  # numbered
    -2.115,  # address
    -1.475,  # under a line
    -0.759,  # above a line
    -4.151,  # under a list
    -1.663,  # quote below
    -0.458,  # number below
    0.462,  # words below
    -1.051,  # leans below
)

BIAS = -3.253
WEIGHTS: tuple[float, ...] = (
    -1.828,  # words<3
    -1.004,  # words<5
    -0.971,  # words<7
    -1.146,  # words>16
    -0.977,  # ends sentence
    -0.949,  # ends open
    -0.932,  # sentence inside
    0.774,  # colon inside
    -1.504,  # label
    -2.225,  # all capitals
    0.800,  # capitalised
    -0.825,  # symbol first
    -0.281,  # digit first
    -2.249,  # numbered
    -1.622,  # address
    -0.980,  # under a line
    -0.262,  # above a line
    -2.611,  # under a list
    -0.756,  # quote below
    -0.269,  # number below
    0.169,  # words below
    -0.288,  # leans below
    1.018,  # answered
    0.118,  # answered weight
    0.141,  # answered later
    -0.128,  # known above
    1.279,  # only below
    -7.589,  # alike near
    -9.058,  # alike
    0.084,  # introduces
    -0.125,  # leaned on
    -0.363,  # any leaned on
    -0.561,  # name links
    0.131,  # introductions
    -1.738,  # headline above holds
    0.402,  # headline above held
    0.857,  # title holds
    0.885,  # holds better
    -1.902,  # headlines share
    0.062,  # blocks below
    0.034,  # blocks above
    0.035,  # words after
    0.109,  # words before
    -0.008,  # no words after
    -2.054,  # shared
    -1.522,  # last block continued
    -0.257,  # mentions
    -0.389,  # any mention
)

SLOPE = 1.517
OFFSET = 0.380
"""Log odds are scaled by these two for the probability: without them the held-out titles were told too surely."""
