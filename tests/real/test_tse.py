"""The data dictionary of the Superior Electoral Court of Brazil: its columns are those of the formats, in its order."""

import csv
from pathlib import Path

import pytest

from opads.formats import default_registry

REGISTRY = default_registry()


def dictionary(folder: Path, name: str) -> list[str]:
    path = folder / "br" / "tse_headers" / f"{name}.csv"
    if not path.is_file():
        pytest.skip("the dictionary of the Court is not here")
    with path.open(encoding="utf-8") as lines:
        return [row["nome_tse"] for row in csv.DictReader(lines)]


@pytest.mark.parametrize(
    ("name", "format_id", "count"),
    [
        ("despesa_contratadas_candidatos_2018", "br-tse-contracted-expenses", 53),
        ("despesa_contratadas_partidos_2018", "br-tse-contracted-expenses", 44),
        ("despesa_pagas_candidatos_2018", "br-tse-paid-expenses", 28),
        ("despesa_pagas_partidos_2018", "br-tse-paid-expenses", 24),
    ],
)
def test_the_columns_are_those_of_the_dictionary(real_data: Path, name: str, format_id: str, count: int) -> None:
    columns = dictionary(real_data, name)
    assert len(columns) == count
    format_ = REGISTRY.get(format_id)
    assert set(columns) <= set(format_.record_schema["properties"])
    options = format_.carrier_options("csv") or {}
    written = ["ANO_ELEICAO" if column == "AA_ELEICAO" else column for column in options["columns"]]
    assert [column for column in written if column in columns] == columns
