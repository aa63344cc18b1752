"""build.py whose every parse of a data file is counted: the last line tells who parsed each, as JSON.

python -m tests.site_src.traced build …    in a checkout
"""

from __future__ import annotations

import json
import sys

import build
from site_src.engine.tree import Tree
from tools.trace import Trace, watched


def main() -> int:
    """The command's exit code."""
    found = Trace(build.PLAN, Tree(build.HERE).select(("data/**/*",)))
    with watched(found):
        code = build.main()
    print(json.dumps(found.readers))
    return code


if __name__ == "__main__":
    sys.exit(main())
