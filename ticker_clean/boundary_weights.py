"""How much each number of `boundary_features` speaks for a headline: log odds for one unit of it.

Learned by `tests/benchmarks/learn_boundaries.py` from 350 dumps of 96 public, 25 regional, 18 real articles.
Boundary F1 on articles held out: any 0.935, alike 0.892, regional 0.970, desk 0.972, few 0.967, listing 0.979.
"""

LEAST = -5.293
"""Log odds by form alone, or by form and surroundings, under which a line is not weighed any further."""

FORM_BIAS = -1.488
FORM_ONLY: tuple[float, ...] = (
    -4.509,  # words<3
    -3.561,  # words<5
    -2.836,  # words<7
    -2.799,  # words>16
    -2.158,  # ends sentence
    -2.919,  # ends open
    -1.455,  # sentence inside
    0.660,  # colon inside
    -2.911,  # label
    -3.092,  # all capitals
    1.097,  # capitalised
    -2.382,  # symbol first
    0.293,  # digit first
    -3.496,  # numbered
    -2.223,  # address
    -1.392,  # under a line
    -0.810,  # above a line
    -4.223,  # under a list
    -1.848,  # quote below
    -0.819,  # number below
    0.465,  # words below
    -0.820,  # leans below
)

LINE_BIAS = 1.639
LINE_ONLY: tuple[float, ...] = (
    -4.628,  # words<3
    -2.831,  # words<5
    -2.165,  # words<7
    -2.144,  # words>16
    -1.689,  # ends sentence
    -1.790,  # ends open
    -1.772,  # sentence inside
    0.880,  # colon inside
    -2.309,  # label
    -3.737,  # all capitals
    0.790,  # capitalised
    -1.725,  # symbol first
    -0.267,  # digit first
    -3.807,  # numbered
    -2.825,  # address
    -1.848,  # under a line
    -0.977,  # above a line
    -2.774,  # under a list
    -1.357,  # quote below
    -0.871,  # number below
    0.346,  # words below
    0.068,  # leans below
    2.181,  # answered
    0.173,  # answered weight
    0.012,  # answered later
    -0.086,  # known above
    1.733,  # only below
    -7.285,  # alike near
    -10.628,  # alike
    0.115,  # introduces
    0.092,  # names in full again
    -0.184,  # leaned on
    -0.755,  # any leaned on
    -0.401,  # name links
)

BIAS = -1.299
WEIGHTS: tuple[float, ...] = (
    -5.842,  # words<3
    -2.903,  # words<5
    -2.292,  # words<7
    -3.191,  # words>16
    -2.090,  # ends sentence
    -2.271,  # ends open
    -1.854,  # sentence inside
    1.057,  # colon inside
    -3.948,  # label
    -5.192,  # all capitals
    1.714,  # capitalised
    -3.650,  # symbol first
    -0.848,  # digit first
    -4.833,  # numbered
    -5.220,  # address
    -2.245,  # under a line
    -1.037,  # above a line
    -4.014,  # under a list
    -2.374,  # quote below
    -0.991,  # number below
    0.333,  # words below
    0.201,  # leans below
    3.105,  # answered
    0.180,  # answered weight
    -0.136,  # answered later
    -0.182,  # known above
    1.773,  # only below
    -6.583,  # alike near
    -9.842,  # alike
    0.149,  # introduces
    0.231,  # names in full again
    0.089,  # leaned on
    -0.487,  # any leaned on
    -0.586,  # name links
    0.101,  # introductions
    -3.524,  # headline above holds
    0.911,  # headline above held
    3.380,  # title holds
    1.136,  # holds better
    -2.718,  # headlines share
    -0.009,  # longer than above
    0.235,  # blocks below
    0.104,  # blocks above
    0.170,  # words after
    0.159,  # words before
    0.655,  # few words after
    0.056,  # few words before
    1.037,  # no words after
    -3.539,  # shared
    -3.158,  # last block continued
    -0.393,  # mentions
    -0.814,  # any mention
)

SLOPE = 0.861
OFFSET = 0.130
"""Log odds are scaled by these two for the probability; fitted to the titles found in articles held out."""
