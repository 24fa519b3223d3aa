"""The template: its model refuses mistakes, its paths name what the schema has."""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from opads.notice import TemplateError
from opads.notice.loading import folder, template
from opads.notice.seeking import holds
from opads.notice.template import Template
from opads.standard import codelists, resources

RAW = yaml.safe_load((folder() / template().id / "template.yaml").read_bytes())


def broken(change: str) -> dict[str, Any]:
    raw: dict[str, Any] = copy.deepcopy(RAW)
    if change == "number":
        raw["points"][3]["number"] = 5
    elif change == "path":
        raw["points"][0]["each"] = ["parties["]
    elif change == "form":
        raw["points"][0]["fields"][0]["form"] = "poem"
    elif change == "codes":
        raw["points"][0]["fields"][0]["codes"] = []
    elif change == "parts":
        raw["head"]["fields"][0]["join"] = ", "
    elif change == "fallback":
        raw["fallback"] = "xx"
    else:
        raw["colour"] = "blue"
    return raw


@pytest.mark.parametrize("change", ["number", "path", "form", "codes", "parts", "fallback", "unknown"])
def test_mistakes_are_told(change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("1.0", "formats"):
        (tmp_path / name).symlink_to(resources.root() / name)
    place = tmp_path / "notices" / RAW["id"]
    place.mkdir(parents=True)
    (place / "template.yaml").write_text(yaml.safe_dump(broken(change)), encoding="utf-8")
    monkeypatch.setenv("OPADS_SCHEMA", str(tmp_path))
    with pytest.raises(TemplateError, match=r"eu-ttpa/template\.yaml"):
        template(RAW["id"])


def test_sixteen_points_each_with_its_provision() -> None:
    points = Template.model_validate(RAW).points
    assert [point.number for point in points] == [*range(1, 17)]
    assert all(f"point {point.number}" in point.citation.provision for point in points)
    assert [point.number for point in points if not point.citation.verified] == [6, *range(10, 17)]


def test_codes_are_those_of_the_lists() -> None:
    lists = {*resources.codelist_names()}
    words = yaml.safe_load((folder() / template().id / "words" / "en.yaml").read_bytes())["texts"]["codes"]
    assert set(words) <= lists
    for name, codes in words.items():
        assert set(codes) <= set(codelists.load(name)), name
    complete = set(words) - {"criterion-dimension"}
    for name in complete:
        assert set(codes := words[name]) == set(codelists.load(name)), (name, codes)
    dimensions = set(words["criterion-dimension"]) | set(words["personal-data-category"])
    assert set(codelists.load("criterion-dimension")) <= dimensions


def test_conditions() -> None:
    assert holds(((),), {})
    assert not holds((), {})
    assert holds((("/a",), ("/b",)), {"b": 1})
    assert not holds((("/a", "!/b"),), {"a": 1, "b": 1})
    assert holds((("/a{x|y}", "!/b"),), {"a": "y", "b": " "})
