"""The DICRIM as data: one file a risk, and the pages made from it.

    words.py       the kinds of text, date, height and number that a file may hold
    shared.py      what every risk refers to: sources, contacts, families, the review clock
    risque.py      one risk: facts, past events, instructions
    origins.py     who stands behind a list of instructions, in one word how sure
    register.py    data/risques/** → a `Register`, or every finding at once
    seine.py       the Seine's crests and effects, from the datasets
    chosen.py      the ten risks of the file for a crisis, and why these
    radon.py       the radon category of the register, held against the official file
    review.py      what the review clock says on a day
    rules.py       what must hold from one record or file to another
    phrases.py     values as a French sentence shows them
    pages.py       the register → pages
    tables.py      the register → the tables of the dataset `registre-dicrim`
    border.py      what other rooms may take from here

Whoever shows the register (pages, printed document, datasets) takes it from `read_register`.
"""
