"""How long a run takes on a Spark of this machine, and one process for the same: what benchmarks/README.md has.

    PYTHONPATH=where the package is python benchmark.py WORK [--events 10000000] [--clients 1000000] [--master local[2,4]]

Half of the clients have most of the events. A first run takes all of them, a second one the states of the first and a
tenth of the events more. States are compared, all of them.
"""

import argparse
import datetime as dt
import glob
import multiprocessing
import os
import pathlib
import resource
import sys
import time

import pyarrow as pa
import pyarrow.parquet as pq
import rung
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import submit

CLUB = """
ladder club
  stage guest
  stage member  enter purchases >= 1   keep silence <= 60d
  stage gold    enter purchases >= 5   keep silence <= 90d
"""
FIRST = 1_767_225_600
DAYS = 90


def make_events(spark, path, begin, end, total, clients):
    n = F.col("n")
    seconds = F.floor(n * (DAYS * 86_400) / total)
    client = F.pmod(F.xxhash64(n), F.when(n % 4 == 0, clients).otherwise(clients // 2))
    spark.range(begin, end, 1, max(2, (end - begin) // 5_000_000)).withColumnRenamed("id", "n").select(
        F.concat(F.lit("c"), client.cast("string")).alias("client"),
        F.timestamp_seconds(F.lit(FIRST) + seconds).alias("at"),
        (n + 1).alias("id"),
        F.when(n % 5 == 0, "contact").otherwise("purchase").alias("kind"),
        (F.pmod(F.xxhash64(n, F.lit(1)), F.lit(9_000)) + 100).alias("amount_minor"),
    ).write.mode("overwrite").parquet(path)


def cpu_of_tree():
    """Seconds that this process, Spark's, and the workers have computed."""
    ticks, parents = {}, {}
    for name in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(name) as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        pid = int(name.split("/")[2])
        parents[pid] = int(fields[1])
        ticks[pid] = sum(map(int, fields[11:15]))
    total = 0
    for pid in ticks:
        at = pid
        while at in parents and at != os.getpid():
            at = parents[at]
        total += ticks[pid] if at == os.getpid() else 0
    return total / os.sysconf("SC_CLK_TCK")


def measured(what, events, call):
    cpu, wall = cpu_of_tree(), time.time()
    call()
    cpu, wall = cpu_of_tree() - cpu, time.time() - wall
    print(f"{what}: {wall:.0f} s, {cpu:.0f} s of cores, {events / cpu:,.0f} events a second and core", flush=True)
    return events / cpu


def remembering(folder):
    """Wraps a task so that each worker notes how much memory it had at most."""

    def through(task):
        def run(batches):
            yield from task(batches)
            with open(f"{folder}/{os.getpid()}", "w") as file:
                file.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))

        return run

    return through


def one_process(paths, until, states, memory):
    """A base of all clients, in a process of its own; writes its states, and its peak in KB."""
    base = rung.Base(rung.Ladder.parse(CLUB), history=False)
    for path in paths:
        for file in sorted(glob.glob(f"{path}/*.parquet")):
            base.apply(batches_of(file))
    base.settle(until)
    schema = pa.schema([("client", pa.string()), ("state", pa.binary())])
    with pq.ParquetWriter(states, schema) as writer:
        for batch in pa.RecordBatchReader.from_stream(base.states()):
            writer.write_batch(batch.cast(schema))
    pathlib.Path(memory).write_text(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))


def apart(*arguments):
    child = multiprocessing.get_context("spawn").Process(target=one_process, args=arguments)
    child.start()
    child.join()
    if child.exitcode != 0:
        sys.exit("the one process failed")


def batches_of(file):
    parquet = pq.ParquetFile(file)
    return pa.RecordBatchReader.from_batches(parquet.schema_arrow, parquet.iter_batches(65_536))


def main():
    args = argparse.ArgumentParser()
    args.add_argument("work")
    args.add_argument("--events", type=int, default=10_000_000)
    args.add_argument("--clients", type=int, default=1_000_000)
    args.add_argument("--partitions", type=int, default=16)
    args.add_argument("--master", default="local[2,4]")
    args.add_argument("--memory", default="2g", help="of Spark's process")
    args = args.parse_args()
    work = os.path.abspath(args.work)
    os.makedirs(f"{work}/memory", exist_ok=True)
    spark = (
        SparkSession.builder.master(args.master)
        .config("spark.driver.memory", args.memory)
        .config("spark.local.dir", f"{work}/spark")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    spark.conf.set("spark.sql.shuffle.partitions", args.partitions)
    first = args.events
    total = first + first // 10
    make_events(spark, f"{work}/first", 0, first, total, args.clients)
    make_events(spark, f"{work}/second", first, total, total, args.clients)
    print(f"{first:,} events, then {total - first:,}; {args.clients:,} clients; P = {args.partitions}, Spark's process {args.memory}")

    def moment(n):
        return dt.datetime.fromtimestamp(FIRST + n * DAYS * 86_400 // total, dt.timezone.utc)

    def run(path, n):
        submit.run(
            spark, spark.read.parquet(f"{work}/{path}"), f"{work}/state", CLUB, moment(n),
            partitions=args.partitions, through=remembering(f"{work}/memory"),
        )  # fmt: skip

    on_spark = measured("Spark, first run", first, lambda: run("first", first))
    measured("Spark, second run", total - first, lambda: run("second", total))
    workers = [int(pathlib.Path(name).read_text()) for name in glob.glob(f"{work}/memory/*")]
    print(f"a worker of Python had at most {max(workers) / 1024:.0f} MB")

    paths = [f"{work}/first", f"{work}/second"]
    alone = measured(
        "one process, both", total, lambda: apart(paths, moment(total), f"{work}/one.parquet", f"{work}/one.memory")
    )
    peak = int(pathlib.Path(f"{work}/one.memory").read_text()) / 1024
    print(f"the one process had at most {peak:.0f} MB; a core does {on_spark / alone:.2f} of its events on Spark")

    name = submit.current_run(spark, f"{work}/state")["name"]
    came = submit.runs_rows(spark, f"{work}/state", name, "string").where("row = 'client'").select("client", "state")
    expected = spark.read.parquet(f"{work}/one.parquet")
    differ = came.exceptAll(expected).count() + expected.exceptAll(came).count()
    print(f"{came.count():,} clients, {differ} of them not as in the one process")
    spark.stop()
    return differ != 0


if __name__ == "__main__":
    sys.exit(main())
