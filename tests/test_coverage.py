"""The gate over the words: English whole, no orphan text, no parameter that a rule does not give."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def tool(project: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("coverage_tool", project / "tools" / "coverage.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_finding_has_english_words(tool: ModuleType) -> None:
    counts, total, problems = tool.survey()
    assert problems == []
    assert counts["en"] == total > 900
    assert {language: counts.get(language) for language in tool.WHOLE} == dict.fromkeys(tool.WHOLE, total)


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    folder = tmp_path / "formats" / "xx-demo"
    (folder / "messages").mkdir(parents=True)
    (folder / "rules.yaml").write_text("rules: [{id: xx-demo/a}, {id: xx-demo/b}]", encoding="utf-8")
    (folder / "messages" / "en.yaml").write_text(
        "xx-demo/a: {text: 'It is {value}.', fix: Mend.}\nxx-demo/b: {text: B., fix: Mend.}\n", encoding="utf-8"
    )
    return tmp_path


@pytest.mark.parametrize(
    ("language", "words", "problem"),
    [
        ("en", "xx-demo/a: {text: A., fix: Mend.}", "xx-demo/b lacks text or fix"),
        ("it", "xx-demo/c: {title: C, text: C., fix: Mend.}", "xx-demo/c is no rule"),
        (
            "it",
            "xx-demo/a: {title: A, text: 'È {valore}.', fix: Mend.}",
            "xx-demo/a: text has other values than in English",
        ),
        ("it", "xx-demo/a: {title: A, text: È., fix: Mend.}", "xx-demo/a: text has other values than in English"),
        (
            "it",
            "xx-demo/a: {title: A, text: 'È[[ {value}]].', fix: M.}",
            "xx-demo/a: text has other values than in English",
        ),
        ("de", "xx-demo/a: {title: A, text: 'Es ist {value}.', fix: Mend.}", "xx-demo/b lacks title, text or fix"),
    ],
)
def test_what_is_wrong_is_told(tool: ModuleType, schema: Path, language: str, words: str, problem: str) -> None:
    (schema / "formats" / "xx-demo" / "messages" / f"{language}.yaml").write_text(words, encoding="utf-8")
    _, _, problems = tool.survey(schema)
    assert [p.partition(": ")[2] for p in problems] == [problem]


def test_the_coverage_of_a_language_is_counted(tool: ModuleType, schema: Path) -> None:
    italian = schema / "formats" / "xx-demo" / "messages" / "it.yaml"
    italian.write_text(
        "xx-demo/a: {title: A, text: 'È {value}.', fix: M.}\nxx-demo/b: {text: B., fix: M.}", encoding="utf-8"
    )
    assert tool.survey(schema) == ({"en": 2, "it": 1}, 2, []), "a text without its title is not whole"


def test_it_prints_a_line_for_each_language(tool: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert tool.main() == 0
    told = capsys.readouterr().out
    assert "findings in en: " in told
    assert "notice eu-ttpa: 24 languages" in told


def test_phrases_are_the_same_in_all_languages(tool: ModuleType, schema: Path) -> None:
    folder = schema / "1.0" / "phrases"
    folder.mkdir(parents=True)
    (folder / "de.yaml").write_text("a number: Zahl\ndigits: ''\n", encoding="utf-8")
    (folder / "fr.yaml").write_text("a number: un nombre\ndigits: des chiffres\n", encoding="utf-8")
    assert tool.survey(schema)[2] == ["phrases/de.yaml: lacks 'digits'"]
