"""Cell-key perturbation: a small noise on each count, the same wherever the same records are counted.

    ptable.py        what noise each count may get, with which probability; its moments
    entropy.py       the perturbation table of greatest entropy with a given variance, no bias, no negatives
    ptable_file.py   a perturbation table given as a file, and what is wrong with it
    keys.py          record keys (a column, or a keyed hash of an identifier), added up by cell
    perturbed.py     counts and cell keys → a perturbed table, additive or not, and its error
    differencing.py  what sums tell of perturbed counts

A record has a key, uniform and fixed for ever; the key of a cell is the sum of those of its records, modulo 1: it
is uniform too, and says which noise of the table the cell gets (Fraser and Wooton, « A proposed method for
confidentialising tabular output to protect against differencing », 2005; Marley and Leaver, « A method for
confidentialising user-defined tables », 2011; Giessing, « Computational issues in the design of transition
probabilities and disclosure risk estimation for additive noise », 2016). Record keys, the secret that they come from
and cell keys are confidential: who has them takes the noise away.
"""
