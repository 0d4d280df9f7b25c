"""A client library for accessing 302.AI SeedEdit 3.0"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)
