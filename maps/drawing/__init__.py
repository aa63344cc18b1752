"""A layer as it is drawn: picture, interactive map, small map, and their shared signs."""
