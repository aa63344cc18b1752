"""What other rooms may take from here: what a kind of page of their own starts from."""

from site_src.dossiers.dossier import PageRecord

__all__ = ["PageRecord"]
