"""A client library for accessing volcv image editing gateway"""

from .client import AuthenticatedClient, Client

__all__ = ("AuthenticatedClient", "Client")
