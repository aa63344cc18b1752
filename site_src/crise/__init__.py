"""One file for a crisis: what to do, whom to call, how one is told, in one document that needs nothing else.

texts.py     what it says besides the register: the signals of the alert, the English sentences
words.py     words of ours around them, in French and in English
sheet.py     what the file holds, whatever its form
contents.py  the register → a sheet in one language
page.py      a sheet → an HTML document, its style inside
plain.py     a sheet → plain text of 72 columns
stage.py     both, in both languages; alerts are laid in when the site is sealed
"""
