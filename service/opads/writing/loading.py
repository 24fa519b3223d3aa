"""Loads questionnaires and their words from ``schema/questions``; adding one is adding a folder."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from opads.mapping.path import PathError
from opads.standard import resources
from opads.standard.yamlfile import YamlError, read_yaml_file
from opads.writing.model import Questionnaire
from opads.writing.words import Wording, WordsFile

__all__ = ("QuestionsError", "folder", "languages", "questionnaire", "questionnaire_ids", "wording", "words_file")

_M = TypeVar("_M", bound=BaseModel)


class QuestionsError(ValueError):
    """There is no such questionnaire, or its file is not one; the message says which and why."""


def folder() -> Path:
    """Return the folder of the questionnaires' folders."""
    return resources.root() / "questions"


def questionnaire_ids() -> tuple[str, ...]:
    """Return the ids of all questionnaires, sorted."""
    return tuple(sorted(path.parent.name for path in folder().glob("*/questions.yaml")))


def questionnaire(name: str) -> Questionnaire:
    """Return a questionnaire; raises QuestionsError for an unknown or a bad one."""
    # The name may come from an address: only a listed folder is opened.
    if name not in questionnaire_ids():
        raise QuestionsError(f"there is no questionnaire {name[:40]!r}; there is {', '.join(questionnaire_ids())}")
    return _questionnaire(folder() / name)


def languages(of: Questionnaire) -> tuple[str, ...]:
    """Return the languages that a questionnaire has words in, sorted."""
    return tuple(sorted(path.stem for path in (folder() / of.id / "words").glob("*.yaml")))


def wording(of: Questionnaire, tag: str) -> Wording:
    """Return the words of a questionnaire, English ones where it has none in the language."""
    own = words_file(of, tag) if tag in languages(of) else None
    return Wording(own, words_file(of, "en"), tag)


def words_file(of: Questionnaire, tag: str) -> WordsFile:
    """Return one file of words as it is; raises QuestionsError."""
    return _words(folder() / of.id / "words" / f"{tag}.yaml")


@lru_cache(maxsize=64)
def _questionnaire(path: Path) -> Questionnaire:
    found = _model(Questionnaire, path / "questions.yaml")
    if found.id != path.name:
        raise QuestionsError(f"{path.name}/questions.yaml: id {found.id!r} is not the folder's name")
    return found


@lru_cache(maxsize=256)
def _words(path: Path) -> WordsFile:
    found = _model(WordsFile, path)
    if found.language != path.stem:
        raise QuestionsError(f"{path.name}: language {found.language!r} is not the file's name")
    return found


def _model(model: type[_M], path: Path) -> _M:
    try:
        return model.model_validate(read_yaml_file(path))
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:8]]
        raise QuestionsError(f"{path.parent.name}/{path.name}: " + "; ".join(lines)) from error
    except (OSError, YamlError, PathError) as error:
        raise QuestionsError(f"{path.parent.name}/{path.name}: {error}") from error
