"""« Que se passe-t-il à … mètres ? »: the Seine's heights, their effects, the crests, the maxima.

scale.py          the scale of Austerlitz as a drawing, its labels kept apart
annual_maxima.py  the historic readings → the dataset `maxima-annuels`
pages.py          the page; its chart is the one of that dataset
"""
