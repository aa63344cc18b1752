"""« Que se passe-t-il à … mètres ? »: the Seine's heights, their effects, the crests, the maxima.

scale.py          the scale of Austerlitz as a drawing, its labels kept apart
timeline.py       the crests on a line of time to scale
at_home.py        the instructions of a flood in the order of time, with those that some households add
witnesses.py      what the official series say of each crest
annual_maxima.py  the historic readings, and the year that takes its maximum from them or from its months
monthly_maxima.py the monthly maxima: false zeros, months given twice, floods astride two months
daily_flows.py    the daily flows: the highest of each year and station
derivation.py     these three → the tables of the dataset `maxima-annuels`
pages.py          the page; its chart is the one of that dataset
"""
