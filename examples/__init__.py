"""Programs that use the project; each is run by a test."""
