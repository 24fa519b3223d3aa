"""Loads templates and words from ``schema/notices``; adding one is adding a folder."""

from __future__ import annotations

import difflib
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from opads.mapping.path import PathError
from opads.notice.errors import NoticeError, TemplateError
from opads.notice.template import Template
from opads.notice.words import Words, WordsFile
from opads.standard import resources

__all__ = ("folder", "template", "template_ids", "words", "words_file")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_M = TypeVar("_M", bound=BaseModel)


def folder() -> Path:
    """Return the folder of the templates' folders."""
    return resources.root() / "notices"


def template_ids() -> tuple[str, ...]:
    """Return the ids of all templates, sorted."""
    return tuple(sorted(path.parent.name for path in folder().glob("*/template.yaml")))


def template(template_id: str | None = None) -> Template:
    """Return a template, without an id the first; raises NoticeError for an unknown one, TemplateError for a bad one."""
    known = template_ids()
    if template_id is None and known:
        template_id = known[0]
    if template_id not in known:
        raise NoticeError(f"there is no notice template {template_id!r}; there is {', '.join(known) or 'none'}")
    return _template(folder() / template_id)


def words(of: Template, language: str) -> Words:
    """Return the words of a template in a language (BCP 47; a longer tag is shortened).

    Raises NoticeError for a language that the template does not have.
    """
    tag = language.lower()
    while tag and tag not in of.languages:
        tag = tag.rpartition("-")[0]
    if not tag:
        near = difflib.get_close_matches(language.lower(), of.languages, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise NoticeError(f"there are no words in {language[:20]!r}{hint} (there are {', '.join(of.languages)})")
    return Words(words_file(of, tag), words_file(of, of.fallback))


def words_file(of: Template, language: str) -> WordsFile:
    """Return one file of words as it is."""
    return _words(folder() / of.id / "words" / f"{language}.yaml")


@lru_cache(maxsize=64)
def _template(path: Path) -> Template:
    found = _model(Template, path / "template.yaml")
    if found.id != path.name:
        raise TemplateError(f"{path.name}/template.yaml: id {found.id!r} is not the folder's name")
    return found


@lru_cache(maxsize=256)
def _words(path: Path) -> WordsFile:
    found = _model(WordsFile, path)
    try:
        found.flat  # noqa: B018 - a mistake in a text is told now, with the file's name
    except ValidationError as error:
        raise TemplateError(f"{path.parent.name}/{path.name}: {error.errors()[0]['msg']}") from error
    if found.language != path.stem:
        raise TemplateError(f"{path.parent.name}/{path.name}: language {found.language!r} is not the file's name")
    return found


def _model(model: type[_M], path: Path) -> _M:
    try:
        return model.model_validate(yaml.load(path.read_bytes(), Loader=_LOADER))  # noqa: S506 - a safe loader
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:8]]
        raise TemplateError(f"{path.parent.name}/{path.name}: " + "; ".join(lines)) from error
    except (OSError, yaml.YAMLError, PathError) as error:
        raise TemplateError(f"{path.parent.name}/{path.name}: {error}") from error
