"""Statistical disclosure control of tables of counts, that can be attacked.

Knows dimensions, hierarchies and counts; knows nothing of Paris and imports nothing of
the rest of the project.

    hierarchy.py    codes and their parents; a dimension with one or several hierarchies
    cube.py         the cells of a table over dimensions, totals included
    constraints.py  the sums that tie cells, as one sparse system; what an attacker does not know
    program.py      linear and integer programs (HiGHS), every status checked
    counting.py     facts → counts, out of core (DuckDB), in a private folder
    rules.py        primary rules: which counts are hidden in themselves, and their interval
    requirements.py what must stay possible for an attacker, as deviations of the true table
    deviations.py   deviations found so far: certificates that requirements are met
    suppression.py  secondary suppression, driven by the attacker's linear program
    optimum.py      the least costly pattern of a small table (integer program)
    elimination.py  exact elimination: hidden counts that additions alone give back
    intervals.py    lowest and highest value of each hidden count
    witness.py      whole tables compatible with what is published, made from it alone
    audit.py        the public audit: from published cells alone
    insiders.py     the confidential audit: with the reasons, and with contributors as attackers
    report.py       the confidential report (HTML)
    problems.py     what is wrong in an input, by line and field, never the value

The audits (`elimination`, `intervals`, `witness`, `audit`, `insiders`) import nothing of the
protector (`rules`, `requirements`, `deviations`, `suppression`, `optimum`, `counting`).
"""
