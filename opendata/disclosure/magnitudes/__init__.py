"""Tables of amounts: turnover, damages, grants, each a sum of what contributors bring.

An amount is unsafe when one contributor may work out another's closely; it is hidden, and other amounts with it,
until its interval is as wide as the rule asks, for everybody and for the contributors who know their own.

    amounts.py      a file of contributions → exact amounts, by contributor or by holding
    rules.py        p % and dominance: which amounts are unsafe, and how far they must be able to move
    pattern.py      a table to protect, what must stay possible, which cells are hidden and at what cost
    separation.py   the attacker's program for one need, and the inequality that a pattern breaks
    master.py       the choice of cells under the inequalities found so far
    optimum.py      the least costly pattern, or a bound of it
    growing.py      a good pattern, quickly: grow, then publish again what no need uses
    demands.py      what a pattern must leave possible: amounts, sums that it gives away, contributors who attack
    protection.py   contributions in, a table that passed both audits out
    audit.py        what an attacker knows of every hidden amount; apart from the protector
"""
