"""A layer comes in; an interactive map, a static picture and a text go out."""
