"""A client library for accessing OceanBase AI gateway, images"""

from .client import AuthenticatedClient, Client

__all__ = ("AuthenticatedClient", "Client")
