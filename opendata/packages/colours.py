"""The few colours of charts, apart from what draws them: a page that shows a chart does not import altair."""

INK, MUTED, PAPER, BAR = "#16202e", "#54606f", "#fefefe", "#1b5e9e"
HIDDEN, LINE, ON_TINT = "#e3e6ea", "#c8cfd8", "#0d1520"
TINTS = ("#eaf2fa", "#cfe2f3", "#a9cbe8", "#7fb0dc")
