"""/gestion/: forms for who does not code, whose changes become proposals. Built only where data/site.yaml asks for it.

labels.py         what forms call each field, from libelles.yaml; a field without its words is a finding
kinds.py          the rule of a kind of value as a form checks it while it is typed
choices.py        what a field may name: risks, sources, numbers, places
fields.py         a record → the fields of its form
collections.py    which files have a form, and of which record
configuration.py  config.yml of Decap CMS
policy.py         what the page may load and run, in its own words and in the headers of hosts
stage.py          the files of /gestion/
editor/           what runs in the browser besides Decap CMS
"""
