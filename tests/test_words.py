"""The gate over the words of the interface: each language has each text, none that nobody says, with the same values."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po


@pytest.fixture(scope="module")
def tool(project: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("words_tool", project / "tools" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def said(tool: ModuleType) -> Catalog:
    found: Catalog = tool.english()
    return found


def test_every_language_has_every_text_and_no_other(tool: ModuleType, said: Catalog) -> None:
    paths = sorted(tool.WORDS.glob("*.po"))
    assert [path.stem for path in paths] == ["ar", "de", "el", "es", "fr"]
    assert [problem for path in paths for problem in tool.problems(path, said)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Skip to the content",  # in a template
        "The request cannot be understood",  # the title of a kind of refusal
        "no field for it",  # marked, translated where it is shown
        "Files and their verdicts",  # in the template of a report
        ("%(num)s record", "%(num)s records"),  # in Python
    ],
)
def test_texts_are_found_wherever_they_are_said(said: Catalog, text: str | tuple[str, str]) -> None:
    assert text in {message.id for message in said}


def test_descriptions_for_programmers_are_not_asked_for(said: Catalog) -> None:
    assert not [m for m in said if m.id and "percent-encoded" in str(m.id)]


WORDS = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

{rest}
"""


@pytest.fixture
def wanted() -> Catalog:
    catalogue = Catalog(locale="en")
    catalogue.add("Read as %(format)s")
    catalogue.add("See <a>this</a>, 100 %%")
    catalogue.add(("%(num)s record in %(place)s", "%(num)s records in %(place)s"))
    return catalogue


ONE = 'msgid "Read as %(format)s"\nmsgstr "Gelesen als %(format)s"\n'
TWO = 'msgid "See <a>this</a>, 100 %%"\nmsgstr "Siehe <a>dies</a>, 100 %%"\n'
THREE = (
    'msgid "%(num)s record in %(place)s"\nmsgid_plural "%(num)s records in %(place)s"\n'
    'msgstr[0] "ein Datensatz in %(place)s"\nmsgstr[1] "%(num)s Datensätze in %(place)s"\n'
)


def told(tool: ModuleType, folder: Path, wanted: Catalog, *texts: str) -> list[str]:
    path = folder / "de.po"
    path.write_text(WORDS.format(rest="\n".join(texts)), encoding="utf-8")
    return list(tool.problems(path, wanted))


def test_a_whole_file_is_fine(tool: ModuleType, tmp_path: Path, wanted: Catalog) -> None:
    assert told(tool, tmp_path, wanted, ONE, TWO, THREE) == []


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        ((TWO, THREE), "lacks 'Read as %(format)s'"),
        ((ONE, TWO), "lacks ('%(num)s record in %(place)s'"),
        ((ONE, TWO, THREE, 'msgid "Gone"\nmsgstr "Weg"\n'), "nobody says 'Gone'"),
        ((ONE.replace("Gelesen als %(format)s", ""), TWO, THREE), "'Read as %(format)s' is empty"),
        (("#, fuzzy\n" + ONE, TWO, THREE), "'Read as %(format)s' is marked fuzzy"),
        ((ONE.replace("als %(format)s", "als %(form)s"), TWO, THREE), "has other values or tags"),
        ((ONE.replace("als %(format)s", "als"), TWO, THREE), "has other values or tags"),
        ((ONE, TWO.replace("<a>dies</a>", "dies"), THREE), "has other values or tags"),
        ((ONE, TWO.replace("Siehe", "<b>Siehe</b>"), THREE), "has other values or tags"),
        ((ONE, TWO.replace("dies</a>, 100 %%", "dies</a>"), THREE), "has other values or tags"),
        ((ONE, TWO, THREE.replace("Datensätze in %(place)s", "Datensätze")), "has other values or tags"),
        ((ONE, TWO, THREE.replace('msgstr[1] "%(num)s Datensätze in %(place)s"\n', 'msgstr[1] ""\n')), "is empty"),
        ((ONE, TWO, THREE.replace('msgstr[1] "%(num)s Datensätze in %(place)s"\n', "")), "is empty"),
        ((ONE, TWO, 'msgid "%(num)s record in %(place)s"\nmsgstr "ein %(num)s in %(place)s"\n'), "lacks ("),
    ],
)  # fmt: skip
def test_each_fault_is_told(
    tool: ModuleType, tmp_path: Path, wanted: Catalog, texts: tuple[str, ...], problem: str
) -> None:
    problems = told(tool, tmp_path, wanted, *texts)
    assert len(problems) == 1, problems
    assert problem in problems[0]


def test_files_are_brought_into_step(tool: ModuleType, tmp_path: Path, wanted: Catalog) -> None:
    path = tmp_path / "de.po"
    path.write_text(WORDS.format(rest=ONE + '\nmsgid "Gone"\nmsgstr "Weg"\n'), encoding="utf-8")
    tool.update(path, wanted)
    with path.open("rb") as file:
        have = read_po(file, locale="de")
    assert {message.id: message.string for message in have if message.id} == {
        "Read as %(format)s": "Gelesen als %(format)s",
        "See <a>this</a>, 100 %%": "",
        ("%(num)s record in %(place)s", "%(num)s records in %(place)s"): ("", ""),
    }
    assert "Gone" not in path.read_text(encoding="utf-8")
    before = path.read_bytes()
    tool.update(path, wanted)
    assert path.read_bytes() == before, "a second time changes nothing"
