"""Tables of a dataset as an Excel book for people who correct them, and back: the CSV stays what is kept.

cells.py    the text of a CSV ↔ what a cell holds
guide.py    the sheet « Lisez-moi »: what the book is of, how it is given back
writing.py  tables → .xlsx
opening.py  bytes of anybody's → a book, or why not
reading.py  a book → the texts of its tables
lines.py    texts → the CSV, where a row that did not change keeps its bytes
places.py   what is wrong with a CSV → the cell where an officer mends it
"""
