"""Keeps the cache of expressions out of the user's folders."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _cache_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPADS_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
