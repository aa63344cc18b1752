"""A layer as it is drawn: picture, interactive map, small map, and their shared signs.

    drawn_layer.py  a declared layer: chosen features, merged, simplified for one scale
    path.py         shapes as the `d` of an SVG path, in whole units
    pattern.py      how a layer fills its ground
    symbol.py       signs for points: one shape a layer
    labels.py       words on a picture
    names.py        names of water, bridges, stations, and the lines along which they are written
    palette.py      the colours of layers as a style sheet, light and dark
    picture.py      a map as one static SVG
    vignette.py     a small static map of one territory
    compact.py      shapes as the browser downloads them
    interactive.py  the map that folium builds, in a document of ours

A layer has the same patterns and colours wherever it is drawn.
"""
