"""Pictures on their way to a gateway: read, held to its limits, drawn on and encoded."""
