"""Controlled rounding: every count of a table becomes a multiple of a base, and the sums still hold.

    bases.py        which base goes with which rule
    integers.py     an integer program with a bound on its search, every status checked
    around.py       the same for large tables, around the linear program
    nearest.py      the nearest table of multiples: zero-restricted, else the least relaxed
    chains.py       which finest counts are in which cells
    descent.py      what follows when the search meets its bound
    frozen.py       a rounded table that keeps what an earlier one said of unchanged counts
    rounded.py      a published rounded table, and its file
    attack.py       what bounds and sums tell of each count

Zero-restricted: a multiple of the base stays, any other count goes to one of the two multiples around it
(Cox, « Controlled rounding », 1987; Hundepool et al., Statistical Disclosure Control, 2012, section 5.4).
"""
