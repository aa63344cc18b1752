"""« En ce moment »: what official services say of the river, the weather and the air, fetched by us.

    services.py     data/parametres/direct.yaml: whom we ask, how long a value is shown
    records.py      one frozen record for each feed, as data/direct/*.json holds it
    answers.py      an answer of a service → values, or why it cannot be used
    river.py        the height at Austerlitz, from its two readers
    colours.py      Vigicrues's colour of the Seine in Paris
    weather.py      Météo-France's vigilance of Paris
    air.py          Airparif's index
    transport.py    one address asked over the network (the only module that imports httpx)
    fetching.py     all feeds asked: the records of now from those of before
    freshness.py    what may be shown of a record at a given moment
    english.py      the same in English
    published.py    direct.json, and the records that come back from it
    session.py      one round as the command runs it
    originals.py    the originals of data/sources.yaml, fetched for `derive`
    crests.py       the highest level of each day, asked once a week
    orders.py       the orders that recognise a natural disaster, asked once a week
    trend.py        the last 72 hours as a drawing
    pages.py        /en-ce-moment/
    english_page.py /en/now/

A missing, late, unreadable or doubtful value is shown as such: never green, never zero, never without its age.

Errors:

    FeedError       a service gave nothing that can be used; carries the status and the words that readers see
"""
