"""The accessibility statement and the page about eco-design, both made from what was measured.

records.py  data/accessibilite/*.yaml → frozen records, or located findings; what is late
rgesn.py    the 78 criteria of the RGESN, and which measured fact says something of which
states.py   results × criteria → what may be said of each criterion, and no more
pages.py    the pages: /accessibilite/, /en/accessibility/, /ecoconception/
"""
