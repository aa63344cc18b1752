"""Ground, residents and places counted by territory."""
