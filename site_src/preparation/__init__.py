"""« Se préparer »: the two kinds of page that one fills in, beside the dossiers of the section.

records.py  the 72 h kit and the family plan as files hold them, and `KINDS` for who reads them

preparation.js  prints, clears, counts; garde.js, which other rooms may take, keeps what was filled in on this device
"""
