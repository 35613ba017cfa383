"""The job on a Spark of this machine, against one process: two tasks at a time, each tried four times."""

import datetime as dt
import os
import pathlib
import signal
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import rung
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import submit

CLUB = """
ladder club
  stage guest
  stage member  enter purchases >= 1   keep silence <= 9d
  stage gold    enter purchases >= 3   keep silence <= 12d
"""
DAYS = 30
FIRST = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)


def day(n):
    return FIRST + dt.timedelta(days=n)


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    here = tmp_path_factory.mktemp("spark")
    session = (
        SparkSession.builder.master("local[2,4]")
        .config("spark.ui.enabled", "false")
        .config("spark.local.dir", str(here))
        .config("spark.sql.warehouse.dir", str(here / "warehouse"))
        .config("spark.driver.memory", "1g")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def made_events(count=9_000, clients=1_500):
    """Some clients have most of the events."""
    rows = []
    for i in range(count):
        x = (i * 2_654_435_761) % 2**32
        client = x % 7 if i % 3 == 0 else (x >> 7) % clients
        seconds = (x * 48_271 + i) % (DAYS * 86_400)
        rows.append((f"c{client}", day(0) + dt.timedelta(seconds=seconds), i + 1, ("purchase", "contact")[i % 5 == 0], x % 9_000 + 1))
    rows.sort(key=lambda row: (row[0].encode(), row[1], row[2]))
    return table_of(rows)


def table_of(rows):
    names = ("client", "at", "id", "kind", "amount_minor")
    types = (pa.string(), pa.timestamp("us", "UTC"), pa.int64(), pa.string(), pa.int64())
    return pa.table({n: pa.array([row[i] for row in rows], t) for i, (n, t) in enumerate(zip(names, types))})


EVENTS = made_events()


def between(table, first, last):
    """Of whole days: after the first moment, up to the last."""
    at = table["at"].to_pylist()
    return table.filter(pa.array([(first == 0 or day(first) < t) and t <= day(last) for t in at]))


@pytest.fixture
def shop(spark, tmp_path):
    class Shop:
        state = str(tmp_path / "state")

        def run(self, events, until, *, ladder=CLUB, partitions=3, batch=10_000, **others):
            path = str(tmp_path / "events.parquet")
            pq.write_table(events, path)
            spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", batch)
            return submit.run(spark, spark.read.parquet(path), self.state, ladder, day(until), partitions=partitions, **others)

        def current(self):
            return submit.current_run(spark, self.state)

        def rows(self, what, *names):
            rows = submit.runs_rows(spark, self.state, self.current()["name"], "string").where(f"row = '{what}'")
            return sorted(tuple(map(plain, row)) for row in rows.select(*names).collect())

        def states(self):
            return self.rows("client", "client", "state", "stage", "since", "next_change", "in_grace")

        def moves(self):
            return self.rows("move", "client", "number", "at", "from", "to", "why", "kind", "skipped", "withdrawn")

        def insight(self):
            rows = spark.read.parquet(f"{self.state}/runs/{self.current()['name']}/insight").collect()
            return {tuple(part for part in row[:-1] if part): row[-1] for row in rows if row[-1]}

        def everything(self):
            return self.states(), self.moves(), self.insight()

    return Shop()


def plain(value):
    if isinstance(value, bytearray):
        return bytes(value)
    # Spark gives times of the zone of this machine.
    return value.timestamp() if isinstance(value, dt.datetime) else value


def one_process(tables, until, history):
    """States, moves and counts of a base that takes the tables one after the other, settled after each."""
    base = rung.Base(rung.Ladder.parse(CLUB), history=history)
    for table, settled in zip(tables, until):
        moves, number = [], {}
        base.apply(table)
        told = pa.table(base.moves()).to_pylist()
        base.settle(day(settled))
        told += pa.table(base.moves()).to_pylist()
        for m in told:
            number[m["client"]] = number.get(m["client"], 0) + 1
            what = [plain(m[n]) for n in ("at", "from", "to", "why", "kind", "skipped", "withdrawn")]
            moves.append((m["client"], number[m["client"]], *what))
    stand = {row["client"]: row for row in pa.table(base.clients(day(until[-1]))).to_pylist()}
    states = []
    for row in pa.table(base.states()).to_pylist():
        of = stand[row["client"]]
        states.append((row["client"], row["state"], *(plain(of[n]) for n in ("stage", "since", "next_change", "in_grace"))))
    counts = {("census", row["stage"]): row["clients"] for row in pa.table(base.census()).to_pylist()}
    for row in pa.table(base.funnel()).to_pylist():
        counts["reached", row["stage"]] = row["reached"]
        counts["landed", row["stage"]] = row["landed"]
    counts.update({("flow", row["from"], row["to"]): row["moves"] for row in pa.table(base.flow()).to_pylist()})
    return sorted(states), sorted(moves), {what: n for what, n in counts.items() if n}


def without_events(insight):
    return {what: n for what, n in insight.items() if what[0] not in ("events", "ledger", "retention")}


def told(insight):
    return {what: n for what, n in insight.items() if what[0] in ("ledger", "retention")}


@pytest.mark.parametrize("history", [False, True])
def test_small_the_same_as_one_process_whatever_batches_and_partitions_are(shop, history):
    expected = one_process([EVENTS], [DAYS], history)
    assert len(expected[0]) > 1_000 and len(expected[1]) > 2_000
    for partitions, batch in ((3, 10_000), (5, 997), (1, 10)) if not history else ((2, 997),):
        shop.run(EVENTS, DAYS, history=history, partitions=partitions, batch=batch)
        states, moves, insight = shop.everything()
        assert states == expected[0]
        assert moves == expected[1]
        assert without_events(insight) == expected[2]
        assert insight["events", "applied"] == EVENTS.num_rows
    # Each of these runs was as of the same moment, and so began anew.
    assert shop.current()["before"] is None


@pytest.mark.parametrize("history", [False, True])
def test_thirty_days_one_by_one_are_all_at_once(shop, history):
    expected = one_process([EVENTS], [DAYS], history)
    moves = 0
    for n in range(1, DAYS + 1):
        shop.run(between(EVENTS, n - 1, n), n, history=history, partitions=1 + n % 4)
        moves += len(shop.moves())
        if n == 7:
            twice = shop.everything()
            shop.run(between(EVENTS, n - 1, n), n, history=history, partitions=2)
            assert shop.everything() == twice
    assert shop.states() == expected[0]
    assert moves == len(expected[1])
    insight = shop.insight()
    assert without_events(insight) == expected[2]
    shop.state += ".once"
    shop.run(EVENTS, DAYS, history=history)
    assert told(insight) == told(shop.insight())
    assert (len(told(insight)) > 20) == history


def test_late_events_get_to_their_place_with_history_and_are_refused_without(shop):
    late = EVENTS.filter(pa.array([i % 20 == 0 and t <= day(10) for i, t in enumerate(EVENTS["at"].to_pylist())]))
    known = set(late["id"].to_pylist())
    first = between(EVENTS, 0, 20).filter(pa.array([i not in known for i in between(EVENTS, 0, 20)["id"].to_pylist()]))
    rest = pa.concat_tables([between(EVENTS, 20, 30), late])
    rest = rest.sort_by([("client", "ascending"), ("at", "ascending"), ("id", "ascending")])
    assert late.num_rows > 50
    shop.run(first, 20, history=True)
    shop.run(rest, 30, history=True, batch=97)
    assert shop.states() == one_process([EVENTS], [DAYS], True)[0]
    expected = one_process([first, rest], [20, 30], True)
    assert any(move[-1] for move in expected[1])
    assert sorted(move[2:] + move[:1] for move in shop.moves()) == sorted(move[2:] + move[:1] for move in expected[1])
    assert without_events(shop.insight()) == expected[2]

    shop.state += ".facts"
    shop.run(first, 20)
    shop.run(rest, 30)
    refused = shop.rows("refused", "id", "why")
    assert 0 < len(refused) == shop.insight()["events", "refused"]
    assert {why for _, why in refused} == {"time going backwards"}


def test_small_a_worker_that_is_killed_in_the_middle_changes_nothing(shop, tmp_path):
    killed = tmp_path / "killed"

    def killing(task):
        def run(batches):
            from pyspark import TaskContext

            def dying():
                for n, batch in enumerate(batches):
                    if n == 2 and TaskContext.get().partitionId() == 1 and TaskContext.get().attemptNumber() == 0:
                        killed.touch()
                        os.kill(os.getpid(), signal.SIGKILL)
                    yield batch

            yield from task(dying())

        return run

    shop.run(between(EVENTS, 0, 15), 15)
    shop.run(between(EVENTS, 15, 30), 30, batch=97, through=killing)
    assert killed.exists()
    assert shop.states() == one_process([EVENTS], [DAYS], False)[0]


def test_small_what_cannot_be_is_a_sentence_and_leaves_yesterday(shop):
    shop.run(between(EVENTS, 0, 5), 5)
    before = shop.everything()
    other = CLUB.replace("9d", "8d")
    with pytest.raises(PySparkException, match="it is of another ladder, or of other thresholds"):
        shop.run(between(EVENTS, 5, 6), 6, ladder=other)
    with pytest.raises(submit.Refused, match="as of 2026-01-05T00:00:00.00:00 would go back in time"):
        shop.run(between(EVENTS, 0, 4), 4)
    with pytest.raises(submit.Refused, match="the states are without history, and stay so: run without --history"):
        shop.run(between(EVENTS, 5, 6), 6, history=True)
    with pytest.raises(submit.Refused, match="the events have no column 'at'; they have client, id, kind, amount_minor"):
        shop.run(EVENTS.drop_columns("at"), 6)
    with pytest.raises(submit.Refused, match="clients were string before, and are bigint now"):
        shop.run(EVENTS.set_column(0, "client", pa.array(range(EVENTS.num_rows))), 6)
    wrong = between(EVENTS, 5, 6)
    wrong = wrong.set_column(3, "kind", pa.array(["gift"] * wrong.num_rows))
    with pytest.raises(PySparkException, match="'gift' is no kind of event"):
        shop.run(wrong, 6)
    assert shop.everything() == before
    later = shop.run(between(EVENTS, 0, 7), 6)  # what was known is refused, what is later, too
    assert later["before"] is not None
    reasons = {why for _, why in shop.rows("refused", "id", "why")}
    assert reasons == {"time going backwards", "repeated event", "later than the run"}
