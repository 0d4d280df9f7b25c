"""A client library for accessing 302.AI, ByteDance's image models"""

from .client import AuthenticatedClient, Client

__all__ = ("AuthenticatedClient", "Client")
