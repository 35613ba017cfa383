"""The ladder that clients climb: potential, visitor, buyer, client, advocate.

    ladder = rung.Ladder.parse(open("club.ladder").read())
    base = rung.Base(ladder)
    base.apply(events)                 # a table of pyarrow, Polars, DuckDB, pandas
    base.settle(datetime(2026, 7, 1, tzinfo=timezone.utc))
    pyarrow.table(base.clients())
    print(base.explain("ann"))

What is wrong is a rung.Error with a sentence. Python's lock is released while rung works.
"""

from __future__ import annotations

import ctypes
import datetime
import json
import math
import threading
import weakref
from typing import Any, Callable, Literal, NamedTuple, Protocol, Union

from ._library import ArrowArrayStream, CApplied, Error, c, stream_of, to_capsule

__all__ = ["Applied", "Base", "Chart", "Error", "Ladder", "Table", "version"]

Client = Union[int, str]
_SCHEMA = "https://vega.github.io/schema/vega-lite/v{}.json"
Moment = Union[datetime.datetime, datetime.date, int, float]


class ArrowStream(Protocol):
    """Anything that gives a table by the Arrow PyCapsule protocol."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...


def version() -> str:
    return c.rung_version().decode()


class Ladder:
    """A ladder with its policies, read from text."""

    def __init__(self, text: str) -> None:
        encoded = text.encode()
        self._handle = c.rung_ladder_read(encoded, len(encoded))
        if not self._handle:
            raise MemoryError
        weakref.finalize(self, c.rung_ladder_release, self._handle)
        why = c.rung_ladder_why(self._handle)
        if why is not None:
            raise Error(why.decode())

    @classmethod
    def parse(cls, text: str) -> Ladder:
        """Reads a ladder; a mistake in it is an Error with line and column."""
        return cls(text)

    def run(self, rows: ArrowStream, *, as_of: Moment, history: bool = True) -> Table:
        """What becomes of clients who are kept elsewhere, such as in Spark: of rows that are sorted by client,
        of a client first the state (bytes, in the column `state`), then the events by time and id.

        The table that it returns is read once, batch by batch, and has as much of `rows` in memory. Its columns,
        and what is in its rows: docs/python.md of rung.
        """
        capsule = _capsule_of(rows, "rows come")
        out = ArrowArrayStream()
        if c.rung_run(self._handle, int(history), _seconds(as_of), stream_of(capsule), out):
            raise MemoryError
        capsules = [to_capsule(out)]

        def read_once() -> Any:
            if not capsules:
                raise Error("the table of a run is read once")
            return capsules.pop()

        return Table(read_once)

    def __str__(self) -> str:
        return c.rung_ladder_text(self._handle).decode()


class Applied(NamedTuple):
    """What became of the events of one table."""

    events: int
    applied: int
    repeated: int
    conflicts: int
    refused: int
    moves: int


class Table:
    """A table for anything that takes Arrow: pyarrow.table(t), polars.DataFrame(t), duckdb.sql("from t").

    Each time it is read it is as the base stands then; that of a run is read once.
    """

    def __init__(self, read: Callable[[], Any]) -> None:
        self._read = read

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self._read()


class Chart:
    """A picture for Vega-Lite: a notebook shows it, altair.Chart.from_dict(c.spec) goes on with it."""

    def __init__(self, text: str) -> None:
        self.spec: dict[str, Any] = json.loads(text)

    def __str__(self) -> str:
        return json.dumps(self.spec, ensure_ascii=False)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        version = self.spec["$schema"].rsplit("/v", 1)[1].split(".")[0]
        title = self.spec["title"]
        title = title["text"] if isinstance(title, dict) else title
        # Notebooks are slow to take up a new version of Vega-Lite, and 5 draws the same but for the ticks of axes.
        versions = sorted({version, "5"})
        return {
            **{f"application/vnd.vegalite.v{v}+json": {**self.spec, "$schema": _SCHEMA.format(v)} for v in versions},
            "text/plain": f"<rung.Chart: {title}>",
        }


class Base:
    """Many clients on one ladder. With history it takes events in any order."""

    def __init__(self, ladder: Ladder, *, history: bool = True) -> None:
        self._handle = c.rung_base_open(ladder._handle, int(history))
        if not self._handle:
            raise MemoryError
        weakref.finalize(self, c.rung_base_release, self._handle)
        # Held around a call and the reading of what it left, which the next call overwrites. A table that
        # calls the base that reads it comes through, and rung refuses the call.
        self._alone = threading.RLock()
        self._settled = 1

    @classmethod
    def restore(cls, ladder: Ladder, saved: bytes, *, history: bool = True) -> Base:
        """A base that was saved, on the same ladder."""
        base = cls(ladder, history=history)
        with base._alone:
            base._check(c.rung_base_restore(base._handle, saved, len(saved)))
        return base

    def save(self) -> bytes:
        size = ctypes.c_size_t()
        with self._alone:
            saved = c.rung_base_save(self._handle, size)
            self._check(not saved)
            return ctypes.string_at(saved, size.value)

    def apply(self, table: ArrowStream) -> Applied:
        """Takes the events of a table. Its columns: docs/arrow.md of rung."""
        capsule = _capsule_of(table, "events come")
        out = CApplied()
        with self._alone:
            self._check(c.rung_base_apply(self._handle, stream_of(capsule), out))
        return Applied(*(getattr(out, name) for name in Applied._fields))

    def settle(self, at: Moment) -> int:
        """Moves everybody as time alone has moved them until then; returns how many moves that were."""
        moves = ctypes.c_uint64()
        seconds = _seconds(at)
        with self._alone:
            self._check(c.rung_base_settle(self._handle, seconds, moves))
            self._settled = max(self._settled, seconds)
        return moves.value

    def clients(self, at: Moment | None = None) -> Table:
        """Where everybody stands, with facts as they are at `at`, or when the base was last settled."""
        return self._table(c.rung_base_clients, self._at(at))

    def moves(self) -> Table:
        """The moves that were not read yet: they are kept until they are read and the base changes again."""
        return self._table(c.rung_base_table, b"moves")

    def census(self) -> Table:
        """How many clients stand where."""
        return self._table(c.rung_base_table, b"census")

    def funnel(self) -> Table:
        """How far up clients came."""
        return self._table(c.rung_base_table, b"funnel")

    def flow(self) -> Table:
        """How many moves there were, from where to where."""
        return self._table(c.rung_base_table, b"flow")

    def ledger(self) -> Table:
        """What each rung brings in, until the base was last settled; only with history."""
        return self._table(c.rung_base_table, b"ledger")

    def retention(self) -> Table:
        """Who is still there, so many months after they came; only with history."""
        return self._table(c.rung_base_table, b"retention")

    def chart(
        self, of: Literal["census", "funnel", "flow", "ledger", "retention"], language: Literal["en", "ru"] = "en"
    ) -> Chart:
        """A picture of it, which a notebook shows."""
        with self._alone:
            text = c.rung_base_chart(self._handle, of.encode(), int(language == "ru"))
            self._check(text is None)
        return Chart(text.decode())

    def refused(self) -> Table:
        """The events that the last apply() did not take, with the reason."""
        return self._table(c.rung_base_table, b"refused")

    def states(self) -> Table:
        """All that is known of each client, as bytes: for Ladder.run, and for add_states."""
        return self._table(c.rung_base_table, b"states")

    def add_states(self, table: ArrowStream) -> None:
        """Adds clients as they stand in a table with the columns `client` and `state`."""
        capsule = _capsule_of(table, "states come")
        with self._alone:
            self._check(c.rung_base_add_states(self._handle, stream_of(capsule)))

    def explain(self, client: Client, at: Moment | None = None, language: Literal["en", "ru"] = "en") -> str:
        """Why a client stands where they stand, and what is missing for the next rung."""
        name = str(client).encode()
        with self._alone:
            # ctypes copies the text.
            told = c.rung_base_explain(self._handle, name, len(name), self._at(at), int(language == "ru"))
            self._check(told is None)
        return told.decode()

    def _at(self, at: Moment | None) -> int:
        return self._settled if at is None else _seconds(at)

    def _table(self, function: Any, argument: Any) -> Table:
        def read() -> Any:
            out = ArrowArrayStream()
            with self._alone:
                self._check(function(self._handle, argument, out))
            return to_capsule(out)

        return Table(read)

    def _check(self, failed: Any) -> None:
        if failed:
            why = c.rung_base_why(self._handle)
            raise Error(why.decode() if why else "no memory")


def _capsule_of(table: ArrowStream, what_comes: str) -> Any:
    stream = getattr(table, "__arrow_c_stream__", None)
    if stream is None:
        raise TypeError(
            f"{what_comes} as a table with __arrow_c_stream__ (pyarrow, polars, duckdb, pandas), "
            f"not as {type(table).__name__}"
        )
    return stream()


def _seconds(at: Moment) -> int:
    # ctypes would cut off what is beyond 64 bits; that is no moment either way, and rung says so.
    return max(-(2**63), min(_whole_seconds(at), 2**63 - 1))


def _whole_seconds(at: Moment) -> int:
    if isinstance(at, datetime.datetime):
        if at.tzinfo is None:
            raise ValueError(f"the datetime {at} has no time zone: give it one, such as timezone.utc")
        return math.floor(at.timestamp())
    if isinstance(at, datetime.date):
        midnight = datetime.datetime(at.year, at.month, at.day, tzinfo=datetime.timezone.utc)
        return math.floor(midnight.timestamp())
    return math.floor(at)
