"""What other rooms may take from here: where the page stands, and its title."""

from site_src.protection.decisions import ADRESSE, TITRE

__all__ = ["ADRESSE", "TITRE"]
