"""Maps of classes: a published table joined to territories, in layers and in words.

    territory_values.py  territories and the rows of a table: what may be said of each
    class_layers.py      a declared map and its table → a layer for each class
    class_words.py       its legend, labels, sentences and table
    multiples.py         the same map, small, for other codes of a column
    joining.py           an atlas and published tables → the atlas with its maps joined to them

What is hidden is in nothing that they give.
"""
