"""Pages of documentation: complete, escaped, fetching nothing."""

from pathlib import Path

import pytest

from opads.formats import Format, Pack, default_registry, registry_with
from opads.kit.documentation import document, fields_of, mapping_of, towards_of
from opads.kit.fields import parse_fields
from opads.kit.pages import html, markdown
from opads.kit.parts import Described
from opads.kit.scaffold import scaffold
from tests.web.conftest import Page

REGISTRY = default_registry()
JUDGES: list[Format | Pack] = [*REGISTRY, *REGISTRY.packs]


@pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.id)
def test_a_page_names_fields_rules_and_examples(judge: Format | Pack) -> None:
    page = document(judge, REGISTRY, [])
    shown = Page(html(page).decode())
    text = markdown(page).decode()
    for compiled in judge.rules:
        assert compiled.rule.id in shown.text
        assert compiled.rule.id in text
        assert compiled.rule.title in shown.text
    for example in (*page.valid, *page.invalid):
        assert example.name in shown.text
    for field in page.fields:
        assert field.at in shown.text
        assert field.at in text
    assert not [e for e in shown.elements if e[0] in ("script", "link", "img")]
    (policy,) = shown.all("meta", http_equiv="Content-Security-Policy")
    assert policy[0]["content"].startswith("default-src 'none'; style-src 'sha256-")


@pytest.mark.parametrize("format_", list(REGISTRY), ids=lambda f: f.id)
def test_every_field_and_row_is_listed(format_: Format) -> None:
    listed = {field.at for field in fields_of(format_)}
    assert {f"/{name}" for name in format_.record_schema.get("properties", {}) if "/" not in name} <= listed
    rows = list(mapping_of(format_))
    assert bool(rows) is not format_.lens.identity
    assert all("{" not in row.native for row in rows), "what is repeated is unfolded"


def test_losses_are_those_of_the_examples() -> None:
    format_ = next(f for f in REGISTRY if towards_of(f, REGISTRY) and f.file.kind == "platform")
    (losses,) = document(format_, REGISTRY).losses
    assert losses.format.id in towards_of(format_, REGISTRY)
    assert losses.rows
    assert losses.missing
    order = ["dropped", "narrowed", "carried", "written"]
    statuses = [order.index(row.status) for row in losses.rows]
    assert statuses == sorted(statuses)
    assert len({row.at for row in losses.rows}) == len(losses.rows)


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script> | `x` [a](javascript:1) ![b](c) *d* {{ e }} \u202e"
    rows = [["name", "title", "description", "type", "codes", "example"], ["a|b`", evil, evil, "code", "A=" + evil.replace("|", "!"), ""],
            ["n", "N", "n", "text", "", "```\n<b>x</b>"]]  # fmt: skip
    made = scaffold(parse_fields("f", list(enumerate(rows, 1))), Described("xx-evil", evil, evil), REGISTRY, tmp_path)
    registry = registry_with([made.folder])
    page = document(registry.get("xx-evil"), registry)
    shown = Page(html(page).decode())
    assert not [e for e in shown.elements if e[0] in ("script", "b", "img")]
    assert "<script>alert(1)</script>" in shown.text
    text = markdown(page).decode()
    outside = "".join(part for number, part in enumerate(text.split("\n````\n")) if number % 2 == 0)
    assert "<script" not in outside.replace("\\<script", "")
    assert "![b]" not in outside
    assert "\u202e" not in text
    assert "javascript:1)" not in outside.replace("\\]\\(javascript:1)", "").replace("\\](javascript:1)", "")
    columns = {line.replace("\\|", "").count("|") for line in outside.splitlines() if line.startswith("| `/")}
    assert columns <= {5, 6, 7}
