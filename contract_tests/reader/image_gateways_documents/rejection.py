"""Why a request is refused."""

from .document import Document, Operation
from .problem import Problem


class Rejection(Exception):
    """A request that is refused.

    Attributes:
        problem: what is wrong; its condition is one that the documents' `x-conditions` name.
        document: the gateway that refuses; None where the operation tells it, or where no gateway was meant.
        operation: the operation that refuses; None where the request reached none.
        allow: the methods that the path has, for a method that it does not have.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        document: Document | None = None,
        operation: Operation | None = None,
        allow: str = "",
    ) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.document = document
        self.operation = operation
        self.allow = allow
