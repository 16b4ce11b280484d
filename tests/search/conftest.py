"""The real catalogue, in an index and in its twin."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from beffroi.search.engine import TantivyIndex
from beffroi.search.shapes import Document
from beffroi.search.twin import SqlTwin
from benchmarks.search.corpus import real_documents
from tests.search.documents import make_index, make_twin
from tests.search.postgres import Cluster, run_cluster


@pytest.fixture(scope="session")
def real(shared: Path) -> list[Document]:
    return real_documents(shared)


@pytest.fixture(scope="session")
def real_index(real: list[Document], tmp_path_factory: pytest.TempPathFactory) -> TantivyIndex:
    return make_index(tmp_path_factory.mktemp("index"), real)


@pytest.fixture(scope="session")
def real_twin(real: list[Document]) -> SqlTwin:
    return make_twin(real)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Give a database of an existing server (BEFFROI_TEST_POSTGRES) or of one of our own."""
    yield from run_cluster(tmp_path_factory.mktemp("postgres"))
