"""A table comes in; a validated, protected, documented package goes out."""
