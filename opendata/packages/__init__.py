"""Checked datasets → packages: tables in every format, descriptions, charts, earlier versions."""
