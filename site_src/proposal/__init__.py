"""What a proposal says to who reads it: of the week's sources, made by an action, and of anybody's changes.

Once a week, what official sources changed, made ready for someone to read before it is published:

    asking.py    originals and slow services asked: what came, what did not, what came in another shape
    layers.py    new originals → the layers and tables that they change, data/sources.yaml and data/derives.yaml
    maxima.py    the highest level of each year, from the highest of each day
    proposed.py  data/proposes.yaml: what slow services said and was proposed already
    text.py      what the proposal says
    weekly.py    all of it: the files to change and the text

Of any proposal:

    annotations.py  findings on the changed lines in GitHub, and in Markdown
    summary.py      what changes of the site, from both sides: pages, rows, sizes, days

Nothing here reaches the site: the files are changed in a checkout, and a pull request is what publishes them.
"""
