"""Alerts written by people: what is happening now, what to do, until when.

Read from data/alertes/*.yaml, laid into the pages when the site is sealed: an alert changes nothing else.

    moments.py    an hour of Paris, as files write it and as pages say it
    levels.py     how grave: words, order, and what CAP calls it
    records.py    one alert, one cancellation
    scope.py      what an alert may name: risks with their instructions, places of Paris
    reading.py    data/alertes/*.yaml → messages in their order, each sound on its own
    rules.py      what must hold between messages, and with the register
    history.py    which alerts stand at an instant, what became of the others
    standalone.py the alerts as the file for a crisis has them
    views.py      an alert in the words of a page, French or English
    drawing.py    the band, and what stands first on the pages that an alert touches
    blocks.py     these, as sealing lays them
    outlines.py   places as CAP 1.2 draws them
    cap.py        one message as CAP 1.2
    lists.py      the feed, the index of CAP messages
    table.py      the dataset of what was published
    search.py     alerts as the search finds them
    places.py     where files and pages of alerts stand
    stage.py      all of these, from the readings
"""
