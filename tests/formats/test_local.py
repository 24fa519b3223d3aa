"""Folders beside the standard: found, kept apart, refused where they touch what is there."""

import os
import shutil
from pathlib import Path

import pytest

from opads.formats import FormatError, default_registry, registry_with
from opads.formats.local import named_in
from opads.kit.fields import parse_fields
from opads.kit.parts import Described
from opads.kit.scaffold import scaffold
from opads.standard import resources
from opads.validation import validate

CORE = default_registry()
PACK = CORE.packs[0]
OWN = "xx-own"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a local format."""
    rows = [["name", "type", "required", "codes", "canonical"], ["payer", "text", "yes", "", "/parties[roles=payer]/name"],
            ["kind", "code", "", "A; B", ""], ["xday", "date", "", "", "/periods/actual/start"]]  # fmt: skip
    fields = parse_fields("f", list(enumerate(rows, 1)))
    return scaffold(fields, Described(OWN, "Own", "Nobody", country="NO"), CORE, tmp_path / "all").folder


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Return a local copy of the example pack under another id."""
    copy = tmp_path / "all" / "xx-pack"
    shutil.copytree(PACK.folder, copy)
    for path in (copy / "pack.yaml", copy / "rules.yaml", copy / "messages" / "en.yaml"):
        path.write_text(path.read_text().replace(PACK.id, "xx-pack"))
    return copy


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_folder_of_folders_or_one_of_them(folder: Path, pack: Path) -> None:
    for paths in ([folder, pack], [folder.parent]):
        registry = registry_with(paths)
        assert set(registry.ids) == {*CORE.ids, OWN}
        assert list(registry.ids) == sorted(registry.ids)
        assert {p.id for p in registry.packs} == {PACK.id, "xx-pack"}
        assert registry.get(OWN).local
        assert not registry.get(CORE.ids[0]).local
    assert OWN not in default_registry().ids
    (folder.parent / ".git").mkdir()
    (folder.parent / "readme").mkdir()
    assert OWN in registry_with([folder.parent]).ids


def test_folders_by_kind_are_found_too(folder: Path, pack: Path, tmp_path: Path) -> None:
    root = tmp_path / "national"
    shutil.copytree(folder, root / "formats" / OWN)
    shutil.copytree(pack, root / "packs" / "xx-pack")
    registry = registry_with([root])
    assert OWN in registry.ids
    assert "xx-pack" in {p.id for p in registry.packs}


def test_the_report_names_local_folders_with_their_digests(folder: Path) -> None:
    registry = registry_with([folder])
    report = validate((folder / "examples/valid/complete.csv").read_bytes(), registry, targets=[CORE.ids[0]])
    told = {info.id: (info.local, info.digest) for info in report.formats}
    assert told[OWN] == (True, registry.get(OWN).digest)
    assert told[CORE.ids[0]][0] is False


def test_two_states_of_a_folder_never_mix(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / OWN
    shutil.copytree(folder, other)
    _edit(other / "messages" / "en.yaml", "Payer is not given.", "No payer!")
    example = (folder / "examples/invalid/payer-given.csv").read_bytes()
    texts = []
    for place in (folder, other, folder):
        report = validate(example, registry_with([place]), source=OWN)
        texts.append((report.groups[0].text, report.formats[0].digest))
    assert texts[0] == texts[2] != texts[1]
    assert [text for text, _ in texts] == ["Payer is not given.", "No payer!", "Payer is not given."]
    _edit(folder / "messages" / "en.yaml", "Payer is not given.", "Edited.")
    assert validate(example, registry_with([folder]), source=OWN).groups[0].text == "Edited."
    assert registry_with([folder]) is registry_with([folder])


@pytest.mark.parametrize("core", [CORE.ids[0], PACK.id])
def test_an_id_of_the_standard_is_taken(folder: Path, core: str) -> None:
    taken = folder.rename(folder.with_name(core))
    _edit(taken / "format.yaml", f"id: {OWN}", f"id: {core}")
    with pytest.raises(FormatError, match=f"the standard has a format or pack '{core}'; give the folder"):
        registry_with([taken])


def test_two_folders_of_one_name_are_refused(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "b" / OWN)
    with pytest.raises(FormatError, match="there is another folder 'xx-own'"):
        registry_with([folder, tmp_path / "b"])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("    severity: info\n", "would lower its severity from error to info"),
        ("    severity: error\n    valid_until: 2027-01-01\n", "would end it on 2027-01-01"),
        ("    severity: error\n    valid_from: 2030-01-01\n", "would let it begin only on 2030-01-01"),
        ("    severity: error\n", "would replace it"),
    ],
)
def test_a_pack_that_loosens_is_refused(pack: Path, change: str, told: str) -> None:
    rule = next(c.rule.id for c in CORE.get(PACK.file.extends).rules if c.rule.severity == "error")
    text = (
        (pack / "rules.yaml").read_text().replace("    valid_from: 2026-01-01\n", "").split("    severity: error\n", 1)
    )
    text[0] = text[0].replace("id: xx-pack/few-categories-of-data", f"id: {rule}")
    (pack / "rules.yaml").write_text(change.join(text))
    with pytest.raises(FormatError, match=f"rule {rule} is of .* and stays as it is .*{told}.*xx-pack/"):
        registry_with([pack])


@pytest.mark.parametrize("member", ["disable: [eu]\n", "replaces: {}\n"])
def test_rules_of_others_cannot_be_switched_off(pack: Path, member: str) -> None:
    path = pack / "rules.yaml"
    path.write_text(member + path.read_text())
    with pytest.raises(FormatError, match="cannot be replaced, changed or switched off"):
        registry_with([pack])


def test_rules_bear_the_folder_s_name(folder: Path) -> None:
    _edit(folder / "rules.yaml", f"id: {OWN}/payer-given", "id: elsewhere/payer-given")
    with pytest.raises(FormatError, match=f"its id must begin with {OWN}/"):
        registry_with([folder])


def test_words_of_rules_of_others_stay(folder: Path) -> None:
    rule = next(iter(CORE.get(PACK.file.extends).rules)).rule.id
    with (folder / "messages" / "en.yaml").open("a") as file:
        file.write(f"{rule}:\n  text: All is well.\n  fix: Nothing.\n")
    with pytest.raises(FormatError, match="its words stay as they are"):
        registry_with([folder])


@pytest.mark.parametrize("name", ["rules.yaml", "examples/valid/link.csv", "messages"])
def test_links_are_refused(folder: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / "outside"
    target.mkdir()
    path = folder / name
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(target)
    with pytest.raises(FormatError, match="is a link"):
        registry_with([folder])


def test_a_linked_folder_is_refused_within_a_folder(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    (place / OWN).symlink_to(folder)
    with pytest.raises(FormatError, match="is a link; name the folder itself"):
        registry_with([place])


def test_a_pipe_is_refused(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with pytest.raises(FormatError, match="is neither a file nor a folder"):
        registry_with([folder])


def test_a_file_outside_the_folder_is_not_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("record,key\nsecret,1\n")
    _edit(folder / "format.yaml", "    options:\n", "    options:\n      layouts: ../../secret.csv\n")
    with pytest.raises(FormatError, match="lies outside the folder"):
        registry_with([folder])


def test_schemas_elsewhere_are_not_fetched(folder: Path) -> None:
    _edit(folder / "record.json", '"type": "object",', '"type": "object", "$ref": "file:///etc/hostname",')
    with pytest.raises(FormatError, match=r"xx-own/record\.json"):
        registry_with([folder])


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("format.yaml", "id: x\n\tname: y\n", r"format\.yaml: line 2, column 1: "),
        ("format.yaml", "id: a: b\n", r"line 1, column 6: mapping values are not allowed .*quotation marks"),
        ("mapping.yaml", "format: x\nrows: [\n", r"mapping\.yaml: line 3, column 1: "),
        ("rules.yaml", "rules:\n  - id: a\n    id: b\n", r"rules\.yaml: line 3, column 5: 'id' occurs twice"),
        ("messages/en.yaml", "a: [b\n", r"messages/en\.yaml: line 2, column 1"),
        ("messages/en.yaml", "- a\n", r"must have `text` and `fix`"),
        ("record.json", "{", r"record\.json: "),
        ("rules.yaml", "rules: 5\n", r"'rules', which is a list"),
        ("mapping.yaml", "format: xx-own\nrows:\n  - {native: /x}\n", "one of them is absent"),
    ],
)
def test_broken_files_are_told_with_line_and_column(folder: Path, name: str, text: str, told: str) -> None:
    (folder / name).write_text(text)
    with pytest.raises(FormatError, match=told):
        registry_with([folder])


def test_a_path_without_formats_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"there is no format\.yaml or pack\.yaml"):
        registry_with([tmp_path])
    with pytest.raises(FormatError, match="is no folder that can be read"):
        registry_with([tmp_path / "none"])


def test_the_variable_names_several_folders(tmp_path: Path) -> None:
    assert named_in("") == ()
    assert named_in(os.pathsep.join(["a", "", str(tmp_path)])) == (Path("a"), tmp_path)


def test_no_core_rule_is_lost(folder: Path) -> None:
    assert resources.root().is_dir()
    registry = registry_with([folder])
    for format_ in CORE:
        assert [c.rule.id for c in registry.get(format_.id).rules] == [c.rule.id for c in format_.rules]
