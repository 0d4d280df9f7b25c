"""Holds a server, live or mock, to a gateway's document, and says where it differs."""
