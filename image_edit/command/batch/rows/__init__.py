"""What a batch is asked for: the pictures in a folder, or a table of jobs, one row each; and what is wrong with it."""
