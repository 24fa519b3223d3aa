"""Functions for a job of one's own, on what lakes hold: lines, Parquet, tables."""

import json
from decimal import Decimal
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import msgspec
import pytest

from opads.conversion import convert as convert_bytes
from opads.formats import FormatError
from opads.report import Report, canonical_report
from opads.spark import convert, judge, report
from opads.standard.jsonvalue import dumps
from opads.validation import validate
from tests.bulk.helpers import BROKEN, REGISTRY, examples, many_lines, natives

META = "meta-ad-library"


@pytest.fixture(scope="module")
def text(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, bytes]:
    """Return lines with a broken and a blank one, in several partitions, and their bytes."""
    data = many_lines(META, 200).replace(b"\r\n", b"\n")
    path = tmp_path_factory.mktemp("lake") / "in.ndjson"
    path.write_bytes(data)
    return spark.read.text(str(path)), data


def plain(report: Report, *, places: bool = True) -> Any:
    """Return a report without what a DataFrame does not know: digest, bytes before a place."""
    found = json.loads(canonical_report(report))
    del found["input"]
    for group in found["groups"]:
        for sample in group["samples"]:
            sample.get("place", {}).pop("offset", None)
            if not places:
                sample.pop("place", None)
    return found


def test_the_report_on_lines_is_that_on_the_file(text: tuple[Any, bytes]) -> None:
    df, data = text
    assert df.rdd.getNumPartitions() > 1
    found = report(df, source=META, targets=("eu-ttpa",))
    whole = validate(data, REGISTRY, source=META, carrier="ndjson", targets=("eu-ttpa",))
    assert plain(found) == plain(whole)
    assert found.input.format == META
    sets = [group.rule for group in found.groups if group.rule.startswith("set/")]
    assert sets, "records that come twice are told in whichever partitions they are"


def test_the_report_does_not_depend_on_partitions(text: tuple[Any, bytes]) -> None:
    df, _ = text
    one = report(df.coalesce(1), source=META)
    assert canonical_report(one) == canonical_report(report(df, source=META))


def test_every_row_has_its_verdict_and_its_key(text: tuple[Any, bytes], spark: Any) -> None:
    df, data = text
    rows = judge(
        df.selectExpr("length(value) AS size", "value AS json"), source=META, key=["size"], column="json"
    ).collect()
    lines = data.decode().split("\n")
    assert [row["size"] for row in rows] == [len(line) for line in lines]
    whole = validate(data, REGISTRY, source=META, carrier="ndjson")
    verdicts = [row["verdict"] for row in rows]
    given_up = lines.index(BROKEN.decode())
    assert rows[given_up]["findings"][0]["rule"] == "carrier-json/syntax"
    assert verdicts.count("invalid") == whole.totals.invalid + 1
    assert verdicts[lines.index("")] is None
    assert sum(row["errors"] or 0 for row in rows) == whole.totals.errors
    (first, *_) = (row["findings"][0] for row in rows if row["verdict"] == "invalid")
    assert first["severity"] == "error"
    assert first["text"]
    assert json.loads(first["params"]) is not None


def test_texts_with_line_breaks_are_one_record(spark: Any) -> None:
    records = natives(META)[:3]
    texts = [(n, json.dumps(record, indent=1, default=str)) for n, record in enumerate(records)]
    torn = '{"id": "a\nb"}'
    df = spark.createDataFrame([*texts, (3, torn), (4, None)], "id int, json string")
    rows = judge(df, source=META, key=["id"], column="json").collect()
    assert [row["id"] for row in rows] == [0, 1, 2, 3, 4]
    assert [row["findings"][0]["rule"] for row in rows[3:4]] == ["carrier-json/raw-control-character"]
    assert rows[4]["verdict"] is None
    found = report(df, source=META, column="json")
    assert found.totals.records + sum(g.total for g in found.groups if g.rule.startswith("carrier")) >= 4
    assert all(sample.place is None for group in found.groups for sample in group.samples)


def test_lines_are_converted_with_their_account(text: tuple[Any, bytes], spark: Any, tmp_path: Path) -> None:
    df, data = text
    done = convert(df, source=META, target="opads-disclosure")
    whole = convert_bytes(
        data, REGISTRY, source=META, carrier="ndjson", target="opads-disclosure", target_carrier="ndjson"
    )
    done.where("record IS NOT NULL").select("record").coalesce(1).write.text(str(tmp_path / "out"))
    (written,) = (tmp_path / "out").glob("part-*.txt")
    assert written.read_bytes() == whole.output
    rows = done.collect()
    accounts = [json.loads(row["account"]) for row in rows if row["account"] is not None]
    expected = [{**json.loads(dumps(_builtins(account)))} for account in whole.account.records]
    assert accounts == [{k: v for k, v in account.items() if k != "record"} for account in expected]
    assert sum(row["carried"] or 0 for row in rows) == whole.account.totals.carried
    assert [json.loads(row["unread"]) for row in rows if row["unread"]] == [["carrier-json/syntax"]]
    (tmp_path / "parquet").mkdir()
    done.select("row", "record").write.mode("overwrite").parquet(str(tmp_path / "parquet"))
    again = spark.read.parquet(str(tmp_path / "parquet"))
    judged = judge(again.where("record IS NOT NULL"), source="opads-disclosure", key=["row"], column="record")
    assert judged.count() == len(accounts)


def _builtins(value: Any) -> Any:
    return msgspec.to_builtins(value, enc_hook=str)


def test_columns_of_parquet_are_members(spark: Any, tmp_path: Path) -> None:
    rows = [
        (str(n), "Quimby", "2026-01-01", None if n % 3 else {"lower_bound": "100", "upper_bound": "199"}, n)
        for n in range(300)
    ]
    schema = "id string, page_name string, ad_creation_time string, spend struct<lower_bound:string,upper_bound:string>, day int"
    spark.createDataFrame(rows, schema).repartition(3).write.parquet(str(tmp_path / "lake"))
    df = spark.read.parquet(str(tmp_path / "lake"))
    found = report(df, source=META, ignore=["day"])
    records = [
        {k: v for k, v in zip(("id", "page_name", "ad_creation_time", "spend"), row[:4], strict=True) if v is not None}
        for row in (tuple(r) for r in df.collect())
    ]
    for record in records:
        if "spend" in record:
            record["spend"] = record["spend"].asDict()
    whole = validate(b"\n".join(map(dumps, records)), REGISTRY, source=META, carrier="ndjson")
    assert plain(found, places=False) == plain(whole, places=False)
    judged = judge(df, source=META, key=["day", "id"], ignore=["day"]).orderBy("day").collect()
    assert [(row["day"], row["id"]) for row in judged] == [(n, str(n)) for n in range(300)]
    unknown = report(df.limit(5), source=META)
    assert any(group.rule == "opads/unknown-field" for group in unknown.groups)


def test_exact_numbers_stay_exact(spark: Any) -> None:
    record = {"opads": "1.0", "extensions": {"x": {"a": Decimal("12345678901234567890.123456789")}}}
    df = spark.createDataFrame([(dumps(record).decode(),)], "json string")
    (row,) = convert(df, source="opads-disclosure", target="opads-disclosure", column="json").collect()
    assert "12345678901234567890.123456789" in row["record"]


def test_columns_of_a_table_are_cells(spark: Any, tmp_path: Path) -> None:
    format_id = "google-weekly-spend"
    (path, *_) = examples(format_id, "csv")
    header, _, rows = path.read_bytes().partition(b"\n")
    copy = tmp_path / "in.csv"
    copy.write_bytes(header + b"\n" + b"\n".join(islice(cycle(rows.strip().split(b"\n")), 150)) + b"\n")
    df = spark.read.option("header", "true").csv(str(copy))
    found = report(df, source=format_id, manner="csv")
    whole = validate(copy.read_bytes(), REGISTRY, source=format_id, carrier="csv")
    assert plain(found, places=False) == plain(whole, places=False)
    judged = judge(df, source=format_id, manner="csv").drop("findings")
    judged.coalesce(1).write.option("header", "true").csv(str(tmp_path / "verdicts"))
    assert spark.read.option("header", "true").csv(str(tmp_path / "verdicts")).count() == 150


def test_what_cannot_be_done_is_refused_where_the_job_begins(text: tuple[Any, bytes]) -> None:
    df, _ = text
    with pytest.raises(FormatError):
        judge(df, source="unheard-of")
    with pytest.raises(ValueError, match="no column 'json'"):
        judge(df, source=META, column="json")
    with pytest.raises(ValueError, match="holds no text"):
        judge(df.selectExpr("1 AS n", "value"), source=META, column="n")
    with pytest.raises(ValueError, match="name a key"):
        judge(df.withColumnRenamed("value", "row"), source=META, column="row")
    with pytest.raises(ValueError, match="of its own"):
        judge(df.withColumnRenamed("value", "verdict"), source=META, column="verdict", key=["verdict"])
