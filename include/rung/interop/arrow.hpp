#pragma once

// The door to pyarrow, Polars, DuckDB, pandas, Spark: all that takes and gives tables by the Arrow C data
// interface.

#include <rung/interop/arrow_batch.hpp>
#include <rung/interop/arrow_clients.hpp>
#include <rung/interop/arrow_counts.hpp>
#include <rung/interop/arrow_events.hpp>
#include <rung/interop/arrow_moves.hpp>
#include <rung/interop/arrow_sheet.hpp>
#include <rung/interop/arrow_stream.hpp>
