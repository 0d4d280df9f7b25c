"""The file that remembers a batch: what was wanted, what was paid for, and where each result is."""
