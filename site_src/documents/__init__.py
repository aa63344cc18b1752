"""Printed forms of the register: the whole document, a sheet a risk, posters, and its JSON.

    blocks.py         what a printed text is made of: headings, paragraphs, lists, tables, images
    risk_sheet.py     one risk → blocks, in the order of its page
    dicrim.py         the register → the whole document
    posters.py        data/affiches.yaml → posters
    register_json.py  the register as JSON
    ten_risks.py      ten risks in another language
    composition.py    data and a Typst template → PDF/UA-1
    glyphs.py         the characters that can be printed
    stage.py          the stage of French documents
    translated.py     the stage of those in other languages
    pages.py          the page that lists the files

Templates (templates/*.typ) receive their data as JSON: a value is text there, never markup.
"""
