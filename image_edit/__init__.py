"""Edit pictures through the gateways in one line: typed errors, no call billed twice, the result kept."""
