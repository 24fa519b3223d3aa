"""What is kept of a rule file's expressions: it saves work, says the same, and never outlives what it was made of."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from opads.rules import RulePack, RulesError, cache, load_rules, program, remembered
from opads.rules.outcome import RuleInput
from opads.setrules import set_messages
from opads.standard import codelists, resources
from opads.standard.cache import keep
from tests.rules.packs import rule

MESSAGES = {"toy/some-rule": {"text": "x", "fix": "y"}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of a standard of its own, with an empty cache."""
    schema = tmp_path / "schema"
    shutil.copytree(resources.version_folder(), schema / resources.VERSION)
    monkeypatch.setenv("OPADS_SCHEMA", str(schema))
    monkeypatch.setenv("OPADS_CACHE", str(tmp_path / "cache"))
    return schema


def write(folder: Path, **fields: Any) -> None:
    (folder / "rules.yaml").write_bytes(msgspec.json.encode({"rules": [rule(**fields)]}, enc_hook=str))


def load(folder: Path, **fields: Any) -> RulePack:
    if fields:
        write(folder, **fields)
    return load_rules(folder / "rules.yaml", "toy", MESSAGES)


def status(pack: RulePack, **disclosure: Any) -> str:
    (outcome,) = pack.evaluate(RuleInput(disclosure, None, None, "2026-06-01"))
    return outcome.status


def entries(folder: Path) -> list[Path]:
    return sorted((folder.parent / "cache" / "rules").glob("*.json"))


def test_the_second_time_nothing_is_parsed_or_emitted_before_it_is_needed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load(folder, assert_="disclosure.a == 1", when="has(disclosure.a)", params={"x": "disclosure.a"})

    def fail(*_: Any) -> Any:
        raise AssertionError("made again")

    with monkeypatch.context() as patch:
        patch.setattr(program, "parsed", fail)
        patch.setattr(program, "Emitter", fail)
        again = load(folder)
        (compiled,) = again
        assert compiled.check is not None
        assert compiled.check.kind == "bool"
    monkeypatch.setattr(program, "parsed", fail)
    for disclosure in ({"a": 1}, {"a": 2}, {}):
        assert status(again, **disclosure) == status(first, **disclosure)
    (before,), (after,) = first, again
    assert before.check is not None
    assert after.check is not None
    assert (after.check.tree, after.check.source) == (before.check.tree, before.check.source)


def test_another_text_is_another_entry(folder: Path) -> None:
    assert status(load(folder, assert_="disclosure.a == 1"), a=1) == "passed"
    assert status(load(folder, assert_="disclosure.a == 2"), a=1) == "failed"
    assert status(load(folder, assert_="disclosure.a == 1"), a=1) == "passed"
    assert len(entries(folder)) == 2


def test_what_is_refused_is_told_each_time_and_not_kept(folder: Path) -> None:
    write(folder, assert_="discloser.a == 1")
    for _ in range(2):
        with pytest.raises(RulesError, match="unknown variable 'discloser'"):
            load(folder)
    assert not entries(folder)


def test_the_variables_in_scope_belong_to_what_is_known(folder: Path) -> None:
    assert status(load(folder, assert_="item.a == 1", each="/list[]"), list=[{"a": 1}]) == "passed"
    with pytest.raises(RulesError, match="unknown variable 'item'"):
        load(folder, assert_="item.a == 1")


def test_a_code_list_that_goes_is_missed(folder: Path) -> None:
    load(folder, assert_="is_code('countries', disclosure.a)")
    (folder / resources.VERSION / "codelists" / "countries.csv").unlink()
    codelists._load.cache_clear()
    with pytest.raises(RulesError, match="there is no code list"):
        load(folder)


def test_another_engine_proves_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folder, assert_="disclosure.a == 1")
    monkeypatch.setattr(remembered, "_engine", lambda: "another")
    load(folder)
    assert len(entries(folder)) == 2


@pytest.mark.parametrize("payload", [b"{}", b"null", b"\xff", b'{"as_of:string disclosure:map\\ndisclosure.a == 1": ["bool", 1]}'])  # fmt: skip
def test_a_damaged_entry_is_made_again(folder: Path, payload: bytes) -> None:
    load(folder, assert_="disclosure.a == 1")
    (entry,) = entries(folder)
    entry.write_bytes(entry.read_bytes().partition(b"\n")[0] + b"\n" + payload)
    assert status(load(folder), a=1) == "passed"


def test_a_forged_tree_is_parsed_again(folder: Path) -> None:
    """Whoever can write the cache can seal it too; what is no tree must not become a finding or its absence."""
    load(folder, assert_="disclosure.a == 1")
    (entry,) = entries(folder)
    key = entry.stem
    keep(remembered.KIND, key, b'{"as_of:string disclosure:map\\ndisclosure.a == 1":["bool",["code","rm"]]}')
    pack = load(folder)
    assert [status(pack, a=1), status(pack, a=2)] == ["passed", "failed"]


def test_rule_files_that_are_not_the_standards_are_not_kept(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    load(other, assert_="disclosure.a == 1")
    assert not entries(folder)
    assert cache.parsed("disclosure.a == 1")


def test_the_rules_on_sets_are_the_same_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPADS_CACHE", str(tmp_path))
    path = resources.version_folder() / "sets" / "rules.yaml"
    first, again = (load_rules(path, "set", set_messages()) for _ in range(2))
    for before, after in zip(first, again, strict=True):
        for one, other in zip(_programs(before), _programs(after), strict=True):
            assert (one.text, one.kind, one.tree, one.source) == (other.text, other.kind, other.tree, other.source)


def _programs(compiled: Any) -> list[program.Program]:
    return [*compiled.shared.values(), *(p for p in (compiled.when, compiled.check) if p), *compiled.params.values()]
