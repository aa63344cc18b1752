"""A map in words: one sentence for each arrondissement, and what its page adds.

    map_words.py    which words a map has
    zone_words.py   a zone: ground and residents inside it
    place_lists.py  places: what is there, group by group, one by one
    addresses.py    addresses that files write in capitals, in French case
    opening_words.py  a week of opening hours
    document_words.py  what a document says around its map, in one language
    estimates.py    residents said no more precisely than they are

Where our data draw nothing, that is said of our data: never « sans risque ».
"""
