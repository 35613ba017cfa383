"""The package with the libraries that hand it tables and take its own: each test is passed over where one is missing."""

import datetime as dt
import decimal
import gc
import importlib.metadata
import threading

import pytest

import rung

pa = pytest.importorskip("pyarrow")
pytest.importorskip("pyarrow.compute")

CLUB = """
ladder club
  stage guest
  stage member  enter purchases >= 1   keep silence <= 60d
  stage gold    enter purchases >= 3
"""


def day(n, second=0):
    return dt.datetime(2026, 1, 1, 0, 0, second, tzinfo=dt.timezone.utc) + dt.timedelta(days=n)


def events(**other):
    columns = {
        "client": ["ann", "bob", "ann", "ann"],
        "at": pa.array([day(0), day(1), day(2), day(3)], pa.timestamp("us", "UTC")),
        "id": [1, 2, 3, 4],
        "amount": pa.array([decimal.Decimal("19.90")] * 4, pa.decimal128(10, 2)),
    }
    return pa.table({**columns, **other})


def base(history=True):
    return rung.Base(rung.Ladder.parse(CLUB), history=history)


def filled(**other):
    b = base()
    b.apply(events(**other))
    return b


STAGES = {"client": ["ann", "bob"], "stage": ["gold", "member"], "purchases": [3, 1], "spend": [5970, 1990]}


def stages(b):
    return pa.table(b.clients()).select(list(STAGES)).to_pydict()


def test_a_mistake_in_a_ladder_is_a_sentence():
    assert rung.version() == importlib.metadata.version("rung")
    assert str(rung.Ladder.parse(CLUB)).startswith("ladder club")
    with pytest.raises(rung.Error, match="1:33: unknown fact 'purchase'; did you mean 'purchases'?"):
        rung.Ladder.parse("stage guest  stage member enter purchase >= 1")


def test_events_come_in_and_tables_go_out():
    b = base()
    assert b.apply(events()) == rung.Applied(4, 4, 0, 0, 0, 3)
    assert b.apply(events()).repeated == 4
    assert stages(b) == STAGES
    clients = pa.table(b.clients(day(10)))
    assert clients.schema.field("spend").metadata == {b"rung.unit": b"minor units"}
    assert clients["since"].to_pylist() == [day(3), day(1)]
    assert clients["silence"].to_pylist() == [7 * 86_400, 9 * 86_400]
    assert clients["since_4th_last"].null_count == 2
    moves = b.moves()
    assert pa.table(moves)["to"].to_pylist() == ["member", "gold", "member"]
    assert pa.table(moves).num_rows == 3
    assert b.settle(day(100)) == 2
    assert pa.table(moves)["why"].to_pylist() == ["time", "time"]
    assert pa.table(b.census()).to_pydict() == {
        "stage": ["guest", "member", "gold"],
        "exit": [False, False, False],
        "clients": [2, 0, 0],
    }
    assert pa.table(b.funnel())["reached"].to_pylist() == [2, 2, 1]
    assert sum(pa.table(b.flow())["moves"].to_pylist()) == 5
    assert b.explain("ann").startswith("guest since 2026-")
    assert b.explain("ann", language="ru").startswith("guest с ")


def test_what_is_wrong_is_a_sentence():
    b = filled()
    with pytest.raises(rung.Error, match="the base has no client 'joe'"):
        b.explain("joe")
    with pytest.raises(rung.Error, match="there is no column 'at'; the columns are 'client'"):
        b.apply(pa.table({"client": ["ann"]}))
    with pytest.raises(rung.Error, match="batch 1, row 2: the column 'at' is null"):
        b.apply(pa.table({"client": ["ann", "bob"], "at": pa.array([day(5), None], pa.timestamp("s", "UTC"))}))
    with pytest.raises(rung.Error, match="the clients of this base are texts, and these are numbers"):
        b.apply(events(client=[1, 2, 1, 1]))
    with pytest.raises(rung.Error, match="the column 'amount' is of whole numbers"):
        b.apply(events(amount=[1, 2, 3, 4]))
    with pytest.raises(rung.Error, match=r"the column 'kind' is a list \('\+l'\), which is not read"):
        b.apply(events(kind=[["purchase"]] * 4))
    with pytest.raises(TypeError, match="not as list"):
        b.apply([1, 2, 3])
    with pytest.raises(ValueError, match="has no time zone"):
        b.settle(dt.datetime(2026, 1, 1))
    for beyond in (-1, 2**32, 2**63, 2**64 + 1_800_000_000, -(2**64) + 1_800_000_000, 1e30):
        with pytest.raises(rung.Error, match="outside of the range"):
            b.settle(beyond)
        with pytest.raises(rung.Error, match="outside of the range"):
            b.explain("ann", beyond)

    class Mistaken:
        def __arrow_c_stream__(self, requested_schema=None):
            return self.no_such_thing

    with pytest.raises(AttributeError, match="no_such_thing"):
        b.apply(Mistaken())

    def broken():
        yield events().to_batches()[0]
        raise OSError("the disk is on fire")

    with pytest.raises(rung.Error, match="the disk is on fire"):
        base().apply(pa.RecordBatchReader.from_batches(events().schema, broken()))

    facts = base(history=False)
    facts.apply(events())
    assert facts.apply(events(id=[5, 6, 7, 8])).refused == 2
    assert set(pa.table(facts.refused())["why"].to_pylist()) == {"time going backwards"}


def test_every_form_of_the_same_table_reads_alike():
    moments = events()["at"]
    for unit in ("s", "ms", "us", "ns"):
        for zone in (None, "UTC", "Europe/Berlin"):
            assert stages(filled(at=moments.cast(pa.timestamp(unit, zone)))) == STAGES
    text = events()["client"]
    for kind in (pa.large_string(), pa.dictionary(pa.int8(), pa.string()), pa.dictionary(pa.int32(), pa.large_string())):
        assert stages(filled(client=text.cast(kind))) == STAGES
    if hasattr(pa, "string_view"):
        assert stages(filled(client=text.cast(pa.string_view()))) == STAGES
    assert stages(filled(amount=[19.9] * 4)) == STAGES
    assert stages(filled(amount=pa.array([decimal.Decimal("19.9")] * 4, pa.decimal128(38, 20)))) == STAGES
    # Slices have offsets, and many batches are many.
    padded = pa.concat_tables([events(client=["zoe"] * 4), events(), events(client=["zoe"] * 4)]).combine_chunks()
    b = base()
    b.apply(padded.slice(4, 4))
    assert stages(b) == STAGES
    b = base()
    b.apply(pa.RecordBatchReader.from_batches(events().schema, events().to_batches(max_chunksize=1)))
    assert stages(b) == STAGES
    numbers = pa.table(filled(client=pa.array([7, 8, 7, 7], pa.int32())).clients())
    assert numbers["client"].to_pylist() == [7, 8]


def test_polars():
    pl = pytest.importorskip("polars")
    b = base()
    b.apply(pl.DataFrame(events()))
    assert stages(b) == STAGES
    assert pl.DataFrame(b.clients()).select(list(STAGES)).to_dict(as_series=False) == STAGES
    assert pl.DataFrame(b.moves())["to"].to_list() == ["member", "gold", "member"]


def test_duckdb():
    duckdb = pytest.importorskip("duckdb")
    orders = events()  # noqa: F841 (the query reads it)
    b = base()
    b.apply(duckdb.sql("select * from orders order by id desc"))
    assert stages(b) == STAGES
    clients, moves = b.clients(), b.moves()
    assert duckdb.sql("select client, stage, purchases, spend from clients order by 1").fetchall() == [
        ("ann", "gold", 3, 5970),
        ("bob", "member", 1, 1990),
    ]
    assert duckdb.sql("select count(*) from moves where \"to\" = 'gold'").fetchall() == [(1,)]


def test_pandas():
    pd = pytest.importorskip("pandas", minversion="3.0")
    b = base()
    b.apply(events(amount=[19.9] * 4).to_pandas())
    assert stages(b) == STAGES
    assert pd.DataFrame.from_arrow(b.clients())["stage"].tolist() == STAGES["stage"]


def test_nanoarrow():
    na = pytest.importorskip("nanoarrow")
    b = base()
    b.apply(na.ArrayStream(events()))
    assert stages(b) == STAGES
    rows = na.ArrayStream(b.clients()).read_all().to_pylist()
    assert [(row["client"], row["stage"]) for row in rows] == [("ann", "gold"), ("bob", "member")]


def test_a_saved_base_comes_back():
    for history in (False, True):
        b = base(history)
        b.apply(events())
        saved = b.save()
        again = rung.Base.restore(rung.Ladder.parse(CLUB), saved, history=history)
        assert stages(again) == STAGES
        with pytest.raises(rung.Error, match="damaged"):
            rung.Base.restore(rung.Ladder.parse(CLUB), saved[:9], history=history)
        with pytest.raises(rung.Error):
            rung.Base.restore(rung.Ladder.parse("stage guest"), saved, history=history)


def test_streams_that_nobody_reads_and_bases_that_are_gone():
    for _ in range(100):
        filled().clients().__arrow_c_stream__()
    reader = pa.RecordBatchReader.from_stream(filled().clients())
    gc.collect()
    assert reader.read_all().num_rows == 2
    b = filled()
    reader = pa.RecordBatchReader.from_stream(b.clients())
    b.settle(day(200))
    with pytest.raises(Exception, match="the base changed while its clients were read"):
        reader.read_all()


def test_several_threads_at_one_base():
    b = base()
    many = [events(client=[f"c{n}", f"d{n}", f"c{n}", f"c{n}"]) for n in range(40)]
    threads = [threading.Thread(target=lambda part=part: [b.apply(t) for t in part]) for part in (many[::2], many[1::2])]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert pa.table(b.census())["clients"].to_pylist() == [0, 40, 40]


def test_a_mistake_in_one_thread_is_not_that_of_another():
    b = filled()
    wrong = []

    def asks(client, answer):
        for _ in range(300):
            try:
                said = b.explain(client)
            except rung.Error as e:
                said = str(e)
            if not said.startswith(answer):
                wrong.append((client, said))

    threads = [
        threading.Thread(target=asks, args=(client, answer))
        for client, answer in (
            ("ann", "gold since"),
            ("bob", "member since"),
            ("joe", "the base has no client 'joe'"),
            ("zoe", "the base has no client 'zoe'"),
        )
    ]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert wrong == []


def test_a_table_that_calls_the_base_that_reads_it():
    b = base()

    def calls_back():
        with pytest.raises(rung.Error, match="the base is in another call of this thread"):
            b.save()
        yield from events().to_batches()

    assert b.apply(pa.RecordBatchReader.from_batches(events().schema, calls_back())).applied == 4
    assert stages(b) == STAGES


def rows_for_a_run(some, states=None):
    """Events, and clients as a run left them, in the order of a run."""
    rows = some.append_column("state", pa.nulls(some.num_rows, pa.binary()))
    if states is not None:
        n = states.num_rows
        kept = {name: pa.nulls(n, rows.schema.field(name).type) for name in rows.column_names}
        rows = pa.concat_tables([pa.table({**kept, "client": states["client"], "state": states["state"]}), rows])
    order = pa.compute.is_null(rows["state"])
    by = [(name, "ascending") for name in ("client", "kind_order", "at", "id")]
    return rows.append_column("kind_order", order).sort_by(by).drop_columns("kind_order")


def of_run(table, what):
    return table.filter(pa.compute.equal(table["row"], what))


def batches(table, size):
    return pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=size))


@pytest.mark.parametrize("history", [False, True])
def test_a_run_comes_to_what_a_base_comes_to(history):
    n = 5_000
    at = [day(i * 17 % 90, i % 60) for i in range(n)]
    some = pa.table(
        {
            "client": [f"c{i * i % 401}" for i in range(n)],
            "at": pa.array(at, pa.timestamp("us", "UTC")),
            "id": pa.array(range(1, n + 1), pa.int64()),
            "amount_minor": pa.array([100 + i for i in range(n)], pa.int64()),
        }
    ).sort_by([("at", "ascending"), ("id", "ascending")])
    ladder = rung.Ladder.parse(CLUB)
    b = rung.Base(ladder, history=history)
    b.apply(some)
    b.settle(day(200))

    def run(rows, until, size=997):
        return pa.table(ladder.run(batches(rows, size), as_of=until, history=history)).combine_chunks()

    one = run(rows_for_a_run(some), day(200))
    assert run(rows_for_a_run(some), day(200), 10).equals(one)
    clients = of_run(one, "client").select(["client", "state"])
    assert clients.to_pylist() == pa.table(b.states()).sort_by("client").to_pylist()
    names = ["client", "at", "from", "to", "why", "kind", "withdrawn"]
    in_order = [("client", "ascending"), ("at", "ascending")]
    moves = pa.table(b.moves()).select(names).sort_by(in_order)
    assert of_run(one, "move").select(names).sort_by(in_order).to_pylist() == moves.to_pylist()
    census = of_run(one, "census")
    assert census["count"].to_pylist() == pa.table(b.census())["clients"].to_pylist()

    # Three days, each from the states before it.
    states = None
    for first, last in ((0, 30), (30, 31), (31, 200)):
        is_of_day = [first <= (t - day(0)).days < last for t in some["at"].to_pylist()]
        rows = rows_for_a_run(some.filter(pa.array(is_of_day)), states)
        states = of_run(run(rows, day(last)), "client").select(["client", "state"])
    assert states.equals(clients)

    back = rung.Base(ladder, history=history)
    back.add_states(states)
    assert pa.table(back.clients(day(200))).to_pylist() == pa.table(b.clients(day(200))).sort_by("client").to_pylist()

    other = rung.Ladder.parse(CLUB.replace("60d", "61d"))
    with pytest.raises(OSError, match="row 1: the state of the client 'c0' was not read: it is of another ladder"):
        pa.table(other.run(rows_for_a_run(some, states), as_of=day(200), history=history))
    with pytest.raises(rung.Error, match="it is of another ladder"):
        rung.Base(other, history=history).add_states(states)
    with pytest.raises(OSError, match="comes after the client"):
        pa.table(ladder.run(some, as_of=day(200), history=history))
    table = ladder.run(some, as_of=day(200), history=history)
    assert pa.RecordBatchReader.from_stream(table).schema.field("row").type == pa.string()
    with pytest.raises(rung.Error, match="the table of a run is read once"):
        pa.table(table)


def test_the_ledger_and_who_stayed_are_tables():
    b = filled()
    with pytest.raises(rung.Error, match="settle the base first"):
        pa.table(b.ledger())
    b.settle(day(70))
    ledger = pa.table(b.ledger())
    assert ledger["stage"].to_pylist() == ["guest", "member", "gold"]
    assert ledger["purchases"].to_pylist() == [2, 2, 0]
    assert ledger["revenue"].to_pylist() == [3980, 3980, 0]
    assert ledger.schema.field("revenue").metadata[b"rung.unit"] == b"minor units"
    retention = pa.table(b.retention())
    assert retention["cohort"].to_pylist() == ["2026-01", "all"]
    with pytest.raises(rung.Error, match="a base without history does not tell it"):
        pa.table(base(history=False).retention())


@pytest.mark.parametrize("of", ["census", "funnel", "flow", "ledger", "retention"])
def test_a_notebook_shows_charts(of):
    b = filled()
    b.settle(day(70))
    chart = b.chart(of)
    bundle = chart._repr_mimebundle_()
    for version in ("5", "6"):
        spec = bundle[f"application/vnd.vegalite.v{version}+json"]
        assert spec["$schema"] == f"https://vega.github.io/schema/vega-lite/v{version}.json"
        assert {**spec, "$schema": chart.spec["$schema"]} == chart.spec
    assert bundle["text/plain"].startswith("<rung.Chart: ")
    assert b.chart(of, "ru").spec["title"] != chart.spec["title"]
    assert chart.spec["data"]["values"]
    with pytest.raises(rung.Error, match="there is no chart of 'sums': there are census, funnel"):
        b.chart("sums")
