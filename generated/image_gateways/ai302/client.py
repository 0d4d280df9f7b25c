"""Where the functions of this client send to"""

from image_gateways.client import DEFAULT_TIMEOUT, AuthenticatedClient, Client

__all__ = ["DEFAULT_TIMEOUT", "AuthenticatedClient", "Client"]
