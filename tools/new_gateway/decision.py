"""What a person has to decide, since no document says it."""

from typing import NamedTuple

from image_gateways_documents.schema_walk import Path


class Decision(NamedTuple):
    """One thing to look at.

    Attributes:
        steps: where in the new document it is.
        what: what was done, and what is to be decided.
    """

    steps: Path
    what: str
