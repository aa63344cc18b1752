"""How a build runs: readings, stages, units of work, what they gave. Knows nothing of risks, imports nothing of ours.

tree.py         files by pattern, each read once
readings.py     data files → records, each reading done once a process, its findings gathered
stages.py       the table of stages: declared readings, files and needs → files
units.py        the grain of a stage: work done again only when what it was given changed
fingerprint.py  a digest of the values that a unit is given
store.py        outputs kept by their content, checked when they are taken again
build.py        the readings and stages of one run
faults.py       what the machine refuses, in one French line
interruption.py Ctrl-C and its like
epoch.py        the date of the sources
scratch.py      where temporary files of a build stand
lock.py         one at a time: who writes in a checkout
outputs.py      the only writer: a site is published whole or not at all
destination.py  where a site may be published
paths.py        paths that lead out of no folder
inventory.py    what a folder holds
swap.py         two folders exchanged in one step
progress.py     what a waiting person sees
revision.py     a folder as a git revision holds it
usage.py        a command called in a way that cannot work
"""
