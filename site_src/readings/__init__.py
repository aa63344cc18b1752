"""The readers of `READINGS`: from the files of data/ to the records that stages take.

Each reads its own files, once; a faulty file leaves its findings, with the page of the site that
it affects, and stops only those who need its record. A module is imported when one of its readings
is done: what a build does not read, it does not load.

    identity.py   who publishes, where data come from
    datasets.py   every dataset, and the parts of them that others take
    map_file.py   the file that declares the maps
    geography.py  layers, declared maps, streets
    release.py    the protected tables, attacked; what is said of protection
    register.py   the register of risks, posters
    derived.py    what `derive` wrote, as it wrote it
    proposed.py   what slow services said and was proposed
    dates.py        no date of what is over is to come, in the texts
    table_dates.py  the same in the tables
    inventory.py  every file of data/ is read by somebody
    languages.py  the languages of the site and the words around its texts
    dossiers.py   organisation, preparation, prevention, translations
    offline.py    what devices keep of the site
    alerts.py     alerts written by people, and what they may name
"""
