"""How far each language goes, and what it lacks."""

from pathlib import Path

import pytest

from opads.speech import LANGUAGES, coverage
from opads.speech.coverage import missing, notices, whole


def test_each_language_is_counted() -> None:
    rows = coverage.coverage()
    assert [row.language for row in rows] == list(LANGUAGES)
    assert rows[0].complete
    for row in rows:
        assert 0 < row.findings <= row.all_findings == rows[0].findings
        assert 0 < row.phrases <= row.all_phrases
        assert 0 <= row.interface <= row.all_interface == rows[0].interface
    assert whole() == tuple(tag for tag in LANGUAGES if tag != "en")


def test_notices_are_counted_with_what_is_official() -> None:
    rows = {row.language: row for row in notices()}
    assert len(rows) == 24
    assert all(0 <= row.verified <= row.texts for row in rows.values())
    assert rows["en"].verified > 0


def test_a_language_that_nobody_began_lacks_everything() -> None:
    rows = list(missing("it"))
    whole_row = coverage.coverage()[0]
    parts = [row.part for row in rows]
    assert parts.count("title") == whole_row.findings
    assert parts.count("phrase") == whole_row.phrases
    assert parts.count("interface") == whole_row.interface
    assert all(row.english for row in rows)
    assert "schema/formats/eu-ttpa/messages/it.yaml" in {row.file for row in rows}


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    folder = tmp_path / "schema" / "formats" / "xx-demo"
    (folder / "messages").mkdir(parents=True)
    (folder / "rules.yaml").write_text(
        "rules: [{id: xx-demo/a, title: One}, {id: xx-demo/b, title: Two}]", encoding="utf-8"
    )
    (folder / "messages" / "en.yaml").write_text(
        "xx-demo/a: {text: 'It is {value}.', fix: Mend.}\nxx-demo/b: {text: B., fix: ''}\n", encoding="utf-8"
    )
    (folder / "messages" / "de.yaml").write_text(
        "xx-demo/a: {title: Eins, text: 'Es ist {value}.'}\n", encoding="utf-8"
    )
    return tmp_path / "schema"


def test_what_a_language_lacks_is_listed_part_by_part(schema: Path) -> None:
    file = "schema/formats/xx-demo/messages/de.yaml"
    rows = [tuple(row) for row in missing("de", schema) if row.part not in ("interface", "phrase")]
    assert rows == [
        (file, "xx-demo/a", "fix", "Mend."),
        (file, "xx-demo/b", "title", "Two"),
        (file, "xx-demo/b", "text", "B."),
    ]
