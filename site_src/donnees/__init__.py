"""Pages of the open data, and the commands that keep versions."""
