"""What is spoken over the network: one exchange at a time, within its deadline, and never a second by itself."""
