"""The bounds of a batch, unless it is told otherwise."""

#: How many jobs are between their submit and their kept result at once.
AT_ONCE = 8
#: Seconds that a submit, which is under way when a batch is stopped, has to tell the id of its task.
GRACE = 5.0
