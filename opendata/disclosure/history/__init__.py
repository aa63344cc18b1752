"""The history of what was published of the same facts: releases that anybody may have kept, read together.

`releases` holds one release: its table, its date, the facts that it counts; `contents` says what the codes of all
releases count, in the finest codes that any of them tells; `joint` makes one cube of them, and `attack` is the
public audit of a history. `file` reads the description of a history; `admission` says whether one release more may
be published, and the cheapest way out where it may not.
"""
