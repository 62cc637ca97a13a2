"""The day that every launch is measured against: *First Kiss*, 2014, as its makers told it.

A couple of hundred views in the first hours, 30,000 by lunch, close to 600,000 and the front page of Reddit by
bedtime, 5 million next morning; 59 million in the end. The hours are our reading of "by lunch" and "by bedtime".
Between the points nothing is known: a chart may only join them.
"""

TITLE = "First Kiss, 2014"

POINTS = (
    (2.0, 200.0, "some 200 in the first hours"),
    (4.0, 30_000.0, "30,000 by lunch"),
    (15.0, 600_000.0, "600,000 by bedtime"),
    (24.0, 5_000_000.0, "5 million next morning"),
)
"""Hours since release, views, and how it was told."""

IN_THE_END = 59_000_000.0
