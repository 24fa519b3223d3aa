"""Ids of rules are permanent: spec/rule-ids.txt lists every one ever published."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def tool(project: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("rule_ids", project / "tools" / "rule_ids.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_id_vanishes(tool: ModuleType) -> None:
    vanished = sorted(tool.listed() - tool.current())
    assert not vanished, f"published ids are permanent; end the rule with valid_until instead: {vanished}"


def test_every_id_is_listed(tool: ModuleType) -> None:
    missing = sorted(tool.current() - tool.listed())
    assert not missing, f"new ids, list them with: python tools/rule_ids.py ({missing})"


def test_the_list_is_sorted_and_has_each_id_once(tool: ModuleType) -> None:
    lines = tool.LIST.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))


def test_the_tool_keeps_what_vanished(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rule-ids.txt"
    path.write_text("x/gone\n", encoding="utf-8")
    monkeypatch.setattr(tool, "LIST", path)
    monkeypatch.setattr(tool, "current", lambda: {"x/new"})
    monkeypatch.setattr(tool, "listed", lambda: {"x/gone"})
    assert tool.main([]) == 1
    assert path.read_text(encoding="utf-8") == "x/gone\nx/new\n"
    assert "vanished: x/gone" in capsys.readouterr().out
    assert tool.main(["--forget"]) == 0
    assert path.read_text(encoding="utf-8") == "x/new\n"
