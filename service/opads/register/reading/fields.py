"""What a disclosure is searched by, as data (``schema/1.0/search.yaml``): paths for each field of the search."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from opads.mapping.path import PathError, compile_path
from opads.standard import resources
from opads.standard.yamlfile import YamlError, read_yaml_file

__all__ = ("Fields", "FieldsError", "fields", "model")

_M = TypeVar("_M", bound=BaseModel)


class FieldsError(ValueError):
    """A table of the register that cannot be used; the message names file and mistake."""


def _flat(value: Any) -> Any:
    """Return a list of paths in which a list of another field stands, as one list."""
    return list(_each(value)) if isinstance(value, list) else value


def _each(value: list[Any]) -> Iterator[Any]:
    for item in value:
        if isinstance(item, list):
            yield from _each(item)
        else:
            compile_path(str(item))  # a mistake is told when the table is loaded
            yield item


Paths = Annotated[tuple[str, ...], BeforeValidator(_flat)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Countries(_Strict):
    """Where territories stand, and by scheme which first letters of a code are not the country's own."""

    paths: Paths
    schemes: dict[str, dict[str, str]]


class Answer(_Strict):
    """One answer, and the paths of which one must select something; always given where there are none."""

    code: str
    paths: Paths


class Span(_Strict):
    """A kind of period and where its ends stand."""

    kind: str
    start: Paths
    end: Paths


class Fields(_Strict):
    """The table."""

    words: dict[str, Paths]
    codes: dict[str, Paths]
    countries: Countries
    identifiers: Paths
    targeting: tuple[Answer, ...]
    periods: tuple[Span, ...]
    amounts: Paths


@lru_cache(maxsize=1)
def fields() -> Fields:
    """Return the table of the standard; raises FieldsError."""
    return model(Fields, resources.version_folder() / "search.yaml")


def model(kind: type[_M], path: Path) -> _M:
    """Return a file of YAML as a model; raises FieldsError."""
    try:
        return kind.model_validate(read_yaml_file(path))
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:8]]
        raise FieldsError(f"{path.name}: " + "; ".join(lines)) from error
    except (YamlError, PathError) as error:
        raise FieldsError(f"{path.name}: {error}") from error
