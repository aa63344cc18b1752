"""Published packages as machines find them: catalogue, feeds, citations."""
