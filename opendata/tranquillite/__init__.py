"""The confidential side: an ESPRI extract → protected tables, and the tables attacked again."""
