"""Typed clients for gateways that sell image editing, one sub-package each, generated from their OpenAPI documents."""
