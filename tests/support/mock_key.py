"""The key that the mocks of `tests/conftest.py` take."""

import uuid

#: Stands in nothing else, so that it is found wherever it leaks.
KEY = f"key-{uuid.uuid4().hex}"
