"""Our documents, each opened once for all tests of a process: to read one takes a tenth of a second."""

from functools import cache
from pathlib import Path

from image_gateways_documents.document import Document
from image_gateways_documents.folder import DOCUMENTS

_opened = cache(Document)


def opened(file: Path) -> Document:
    """Return a document, which no test may change; one that is not of ours is read anew, since tests write such."""
    return _opened(file) if file.parent == DOCUMENTS else Document(file)
