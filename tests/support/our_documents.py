"""The documents that ask for the house's rules: what is promised of those alone is asked of no other."""

from image_gateways_documents.document import load_documents
from image_gateways_documents.folder import DOCUMENTS

ALL = load_documents(DOCUMENTS)
OURS = tuple(document for document in ALL if document.asks_for_house_rules)
OUR_FILES = tuple(document.file for document in OURS)
OUR_GATEWAYS = tuple(document.gateway for document in OURS)
CHOICE = " or ".join(document.gateway for document in ALL)
"""Every gateway, as messages list them."""
