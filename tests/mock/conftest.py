"""What the tests of the mock share."""

import shutil
import sys

import pytest

from image_gateways_documents.folder import DOCUMENTS


@pytest.fixture(scope="session")
def lean_mock(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command of a mock of one gateway without recordings: to read all of them is most of what a start costs."""
    documents, recordings = (tmp_path_factory.mktemp(name) for name in ("openapi", "recordings"))
    shutil.copy(DOCUMENTS / "ai302.yaml", documents)
    folders = f"--documents={documents}", f"--recordings={recordings}"
    return [sys.executable, "-m", "image_gateways_mock", "--port=0", *folders]
