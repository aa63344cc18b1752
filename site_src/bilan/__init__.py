"""The observatory's week on paper, confidential: for each circonscription and directorate, and for one facility.

    sheet.py       what a sheet holds: headings, sentences, tables, a drawing
    words.py       numbers, weeks and chances as a sheet says them
    weekly.py      a week's summary → a sheet
    facility.py    a study of one facility → a sheet
    drawing.py     the small map of arrondissements
    forms.py       a sheet → HTML, PDF, Excel
    confidential.py  where it is written: outside any repository, for its owner alone, whole or not at all
    command.py     `build.py bilan`

Nothing of it is published, and no stage of a build knows of it.
"""
