"""A run of rung on Spark: yesterday's states and the events since, to today's states, moves and counts.

    spark-submit submit.py --events s3a://shop/events/2026-07-01 --state s3a://shop/ladder \
        --ladder club.ladder --as-of 2026-07-02

README.md beside this file says what to ship to a cluster, and how to size it.

Below --state:

    current                   the name of the run that counts, and nothing else
    runs/NAME/rows            by row=client (client, state, stage, ...), row=move, row=refused, and what was counted
    runs/NAME/insight         census; reached, landed and flow of all runs together; with history ledger and retention
    runs/NAME/run.json        as_of, history, the run before, the ladder

A run writes a folder of its own and then replaces `current`, in one step: until then yesterday's run counts, whatever
fails. A run as of the same moment as the current one begins where that one began, and so comes to the same.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import json
import os
import re
import sys
import uuid
from typing import Any, Callable, Iterator

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

# The columns of events that rung reads; others stay where they are.
EVENT_COLUMNS = (
    "client", "at", "id", "kind", "amount", "amount_minor", "of", "bought", "channel", "score", "detail", "mark"
)  # fmt: skip

# What Ladder.run gives. The types are exact: Spark refuses a batch that has others.
COLUMNS = (
    "state binary, stage string, since timestamp, next_change timestamp, in_grace boolean, number bigint, "
    "at timestamp, `from` string, `to` string, why string, kind string, skipped bigint, withdrawn boolean, "
    "id bigint, amount_minor bigint, count bigint"
)

SETTINGS = {
    # Timestamps go to Python in the session's zone, and come back in UTC.
    "spark.sql.session.timeZone": "UTC",
    # Otherwise a task sorts its rows once more before it writes them by kind.
    "spark.sql.maxConcurrentOutputFileWriters": "16",
}


class Refused(Exception):
    """Why there is no run, as a sentence."""


def kernel(ladder: str, as_of: int, history: bool) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """For mapInArrow, over rows that are sorted by client. The library is opened in the task."""

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow
        import rung

        first = next(batches, None)
        if first is None:
            return
        rows = pyarrow.RecordBatchReader.from_batches(first.schema, itertools.chain([first], batches))
        yield from pyarrow.RecordBatchReader.from_stream(
            rung.Ladder.parse(ladder).run(rows, as_of=as_of, history=history)
        )

    return run


class Files:
    """Small files, wherever Spark can reach them."""

    def __init__(self, spark: SparkSession, root: str) -> None:
        self._jvm = spark._jvm
        self._conf = spark._jsc.hadoopConfiguration()
        self.root = root.rstrip("/")

    def _path(self, name: str) -> Any:
        return self._jvm.org.apache.hadoop.fs.Path(f"{self.root}/{name}")

    def read(self, name: str) -> str | None:
        path = self._path(name)
        fs = path.getFileSystem(self._conf)
        if not fs.exists(path):
            return None
        stream = fs.open(path)
        try:
            return self._jvm.org.apache.commons.io.IOUtils.toString(stream, "UTF-8")
        finally:
            stream.close()

    def write(self, name: str, text: str) -> None:
        path = self._path(name)
        stream = path.getFileSystem(self._conf).create(path, True)
        try:
            stream.write(bytearray(text.encode()))
        finally:
            stream.close()

    def replace(self, name: str, text: str) -> None:
        """In one step: whoever reads gets the old text or the new one."""
        path = self._path(name)
        scheme = path.getFileSystem(self._conf).getScheme()
        if scheme in ("s3a", "gs", "abfs", "abfss", "wasb"):
            return self.write(name, text)  # an object is there when it is whole
        fresh = f"{name}.{uuid.uuid4().hex}"
        self.write(fresh, text)
        if scheme == "file":
            os.replace(self._path(fresh).toUri().getPath(), path.toUri().getPath())
            self._drop_checksums(path)
            return
        overwrite = self._jvm.org.apache.hadoop.fs.Options.Rename.OVERWRITE
        options = self._jvm.java.lang.reflect.Array.newInstance(overwrite.getClass(), 1)
        options[0] = overwrite
        self._jvm.org.apache.hadoop.fs.FileContext.getFileContext(path.toUri(), self._conf).rename(
            self._path(fresh), path, options
        )

    @staticmethod
    def _drop_checksums(path: Any) -> None:
        # Hadoop's, of the file that was renamed.
        folder = path.getParent().toUri().getPath()
        for name in os.listdir(folder):
            if name.startswith(f".{path.getName()}.") and name.endswith(".crc"):
                os.remove(os.path.join(folder, name))


def runs_rows(spark: SparkSession, state: str, name: str, client_type: str) -> DataFrame:
    """All rows of a run; `row` says which they are."""
    return spark.read.schema(f"row string, client {client_type}, {COLUMNS}").parquet(f"{state}/runs/{name}/rows")


def told_run(spark: SparkSession, state: str, name: str | None) -> dict[str, Any] | None:
    """What run.json says of a run, with its name."""
    return name and {"name": name, **json.loads(Files(spark, state).read(f"runs/{name}/run.json"))}


def current_run(spark: SparkSession, state: str) -> dict[str, Any] | None:
    """The same of the run that counts."""
    return told_run(spark, state, Files(spark, state).read("current"))


def prepared(events: DataFrame) -> DataFrame:
    missing = [name for name in ("client", "at") if name not in events.columns]
    if missing:
        raise Refused(f"the events have no column '{missing[0]}'; they have {', '.join(events.columns)}")
    events = events.select(*(name for name in EVENT_COLUMNS if name in events.columns))
    whole = dict(events.dtypes)["client"] in ("tinyint", "smallint", "int", "bigint")
    events = events.withColumn("client", F.col("client").cast("bigint" if whole else "string"))
    if "id" not in events.columns:
        events = events.withColumn("id", F.lit(0).cast("bigint"))
    return events


def run(
    spark: SparkSession,
    events: DataFrame,
    state: str,
    ladder: str,
    as_of: datetime.datetime,
    *,
    partitions: int,
    history: bool = False,
    through: Callable[[Any], Any] = lambda task: task,
) -> dict[str, Any]:
    """Makes a run and lets it count; returns what is in its run.json. `through` may wrap the task, for tests."""
    state = state.rstrip("/")
    for key, value in SETTINGS.items():
        spark.conf.set(key, value)
    moment = int(as_of.timestamp())
    seen = current_run(spark, state)
    before = seen
    if before is not None and before["as_of"] == moment:
        before = told_run(spark, state, before["before"])
    if before is not None and before["as_of"] >= moment:
        raise Refused(
            f"the states are as of {_shown(before['as_of'])}: a run as of {_shown(moment)} would go back in time"
        )
    if before is not None and before["history"] != history:
        kept = "with" if before["history"] else "without"
        raise Refused(f"the states are {kept} history, and stay so: run {kept} --history")

    rows = prepared(events).withColumn("kind_order", F.lit(1))
    client_type = dict(rows.dtypes)["client"]
    if before is not None:
        if before["client_type"] != client_type:
            raise Refused(f"clients were {before['client_type']} before, and are {client_type} now")
        kept = runs_rows(spark, state, before["name"], client_type).where("row = 'client'")
        states = kept.select("client", "state", F.lit(0).alias("kind_order"))
        rows = rows.withColumn("state", F.lit(None).cast("binary")).unionByName(states, allowMissingColumns=True)

    task = through(kernel(ladder, moment, history))
    became = (
        rows.repartition(partitions, "client")
        .sortWithinPartitions("client", "kind_order", "at", "id")
        .drop("kind_order")
        .mapInArrow(task, f"row string, client {client_type}, {COLUMNS}")
    )
    name = f"{as_of:%Y-%m-%dT%H-%M-%SZ}-{uuid.uuid4().hex[:8]}"
    became.write.partitionBy("row").parquet(f"{state}/runs/{name}/rows")

    # Whole numbers: in whatever order they are added up, it is the same.
    counted = ["row", "stage", "from", "to", "why", "at", "number"]
    counts = runs_rows(spark, state, name, client_type).where("count is not null").select(*counted, "count")
    if before is not None:
        known = spark.read.parquet(f"{state}/runs/{before['name']}/insight")
        counts = counts.unionByName(known.where("row in ('reached', 'landed', 'flow')"), allowMissingColumns=True)
    insight = counts.groupBy(*counted).agg(F.sum("count").alias("count")).orderBy(*counted).coalesce(1)
    insight.write.parquet(f"{state}/runs/{name}/insight")

    about = {
        "as_of": moment,
        "history": history,
        "client_type": client_type,
        "before": before and before["name"],
        "ladder": ladder,
    }
    files = Files(spark, state)
    files.write(f"runs/{name}/run.json", json.dumps(about, indent=2))
    if files.read("current") != (seen and seen["name"]):
        raise Refused("another run has come to its end meanwhile: this one does not count")
    files.replace("current", name)
    return {"name": name, **about}


def _shown(moment: int) -> str:
    return datetime.datetime.fromtimestamp(moment, datetime.timezone.utc).isoformat()


def _moment(text: str) -> datetime.datetime:
    at = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return at if at.tzinfo is not None else at.replace(tzinfo=datetime.timezone.utc)


def main() -> int:
    args = argparse.ArgumentParser(description="A run of rung over yesterday's states and the events since.")
    args.add_argument("--events", required=True, nargs="+", help="folders or files of events")
    args.add_argument("--format", default="parquet", help="of the events, as spark.read.format has it")
    args.add_argument("--state", required=True, help="the folder of runs")
    args.add_argument("--ladder", required=True, help="a file with the ladder, on the machine of the driver")
    args.add_argument("--as-of", required=True, type=_moment, help="until when; without a zone it is UTC")
    args.add_argument("--partitions", type=int, default=200, help="P: how many partitions")
    args.add_argument("--history", action="store_true", help="keep events, so that late ones get to their place")
    args = args.parse_args()

    import rung

    spark = SparkSession.builder.appName("rung").getOrCreate()
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    with open(args.ladder, encoding="utf-8") as file:
        ladder = file.read()
    try:
        rung.Ladder.parse(ladder)
        events = spark.read.format(args.format).load(args.events)
        done = run(spark, events, args.state, ladder, args.as_of, partitions=args.partitions, history=args.history)
    except rung.Error as e:
        print(f"{args.ladder}:{e}", file=sys.stderr)
        return 1
    except Refused as e:
        print(e, file=sys.stderr)
        return 1
    except PySparkException as e:
        # What rung says in a task comes back amid traces of two languages.
        told = re.search(r"^\S*OSError: (batch \d+, row \d+: .*)$", str(e), re.MULTILINE)
        if told is None:
            raise
        print(told.group(1), file=sys.stderr)
        return 1
    print(f"run {done['name']}")
    insight = spark.read.parquet(f"{args.state.rstrip('/')}/runs/{done['name']}/insight")
    for row in insight.where("row in ('census', 'events')").collect():
        print(f"  {row['row']} {row['stage'] or row['why']}: {row['count']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
