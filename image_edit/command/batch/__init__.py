"""The command that edits many pictures: its options, its plan, the run, and what is told of it."""
