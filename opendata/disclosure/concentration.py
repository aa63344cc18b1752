"""Group disclosure: a published total of which one published part holds everything.

Whoever belongs to the total then belongs to that part: nothing is hidden, and something is told of each of
them (group attribute disclosure: Hundepool et al., Statistical Disclosure Control, 2012, section 1.2).
It is reported, not exposed: no rule of counts forbids it.
"""

from __future__ import annotations

import numpy as np

from opendata.disclosure.publication import Publication


def concentrated(release: Publication) -> tuple[tuple[str, ...], ...]:
    """The labels of parts equal to their total, all parts published, at least two, and the total not zero."""
    matrix, found = release.sums(), set()
    for row in range(matrix.shape[0]):
        inside = slice(matrix.indptr[row], matrix.indptr[row + 1])
        cells, signs = matrix.indices[inside], matrix.data[inside]
        parts, total = cells[signs < 0], release.values[cells[signs > 0]].sum()
        if len(parts) < 2 or total == 0 or not release.shown[cells].all():
            continue
        largest = int(parts[np.argmax(release.values[parts])])
        if release.values[largest] == total:
            found.add(largest)
    return tuple(release.cube.labels(cell) for cell in sorted(found))
