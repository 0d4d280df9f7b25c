"""The tests, in a folder for each package, and what they share in `support`."""
