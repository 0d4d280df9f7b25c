"""Tells what a change to the documents means for those who call a gateway or import the client."""
