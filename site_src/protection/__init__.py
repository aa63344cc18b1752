"""« Comment nous protégeons les données »: the method, an example to attack, a note for the AIPD.

decisions.py  data/parametres/protection.yaml → a frozen record, or located findings
example.py    the record's two invented tables, attacked and protected by the engine
pages.py      the page and the note
border.py     what other rooms may take from here
"""
