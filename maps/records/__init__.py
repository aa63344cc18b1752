"""What data/cartes.yaml declares and data/geo holds, read and checked.

    map_file.py     data/cartes.yaml as it is written
    atlas.py        what maps are made from, read and found right: layers, declared maps, sources
    carte.py        a map: its layers, in the order of drawing, and what it says of itself
    choix.py        which features of a layer are shown
    repere.py       names that help a reader find their way
    style.py        colours of two themes, pattern, line, sign
    classes.py      a map of classes: table, bounds, colours, and three looks that are no class
    paroles.py      what a map says in words: of one zone, or what other maps say
    declaration.py  data/cartes.yaml read, and all that is wrong in it
    legibility.py   what a reader could not tell apart, or would not see
    choices.py      declared choices against what the layers hold
    vision.py       how far apart two colours stand for eyes that lack one kind of cone
    columns.py      which layers there are, and the columns of each
    layers.py       a layer of data/geo read
    faults.py       what can be wrong with a geometry
    placement.py    points outside the arrondissement that they name
    document_place.py  where a map's interactive document stands

Whatever is wrong is a finding, located in its file.
"""
