"""Where the stage says what hosts say of /gestion/, for who writes what hosts read."""

from __future__ import annotations

HEADERS = "en-tetes.json"
