"""« Que se passe-t-il à … mètres ? »: the Seine's heights, their effects, the crests, the maxima.

scale.py  the scale of Austerlitz as a drawing, its labels kept apart
chart.py  the annual maxima as a drawing, years without one shown as gaps
pages.py  the page
"""

from site_src.crues.pages import pages

__all__ = ["pages"]
