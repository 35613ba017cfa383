#pragma once

// What the stores that are databases have in common.

#include <rung/base/changed_clients.hpp>
#include <rung/base/durable_store.hpp>
#include <rung/base/store.hpp>
#include <rung/interop/store_tables.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

using database_options = store_options;
using database_opened = store_opened;

/// A store that is a database. Its tables:
/// - `rung_store`: one row: the form of the tables, the number of the next record of the journal, that of the
///   next move, what made the table `standing`;
/// - `rung_journal`: a row for the header of the journal, and one for each record, by its number;
/// - `rung_snapshot`: the pieces of the snapshot;
/// - `standing`: a row for each client, with every fact in its unit as it was at `last_event`;
/// - `transition`: a row for each move and each withdrawal of one, in order.
///
/// A sync is one transaction. `standing` and `transition` are for others to read.
///
/// A Database knows its dialect and no more. Its calls answer whether all went well so far: after one that
/// did not, they do nothing until rollback().
template <class Database>
class table_store {
public:
    using place_type = std::string;
    static constexpr std::string_view noun = "database";
    static constexpr bool may_tear = false;

private:
    // It stays where it is when the store moves.
    struct state {
        Database db;
        std::vector<std::byte> bytes{};   // of records that are not yet in the database
        std::vector<std::size_t> ends{};  // of each of them
        std::int64_t next_record = 0;
        std::int64_t next_move = 1;
        std::int64_t planned_move = 1;  // next_move once the transaction is committed
        std::string why{};

        [[nodiscard]] bool is_over(bool went_well) {
            if (!went_well) {
                why = db.why();
                db.rollback();
            }
            return went_well;
        }
        [[nodiscard]] bool sync() {
            if (!why.empty()) return false;
            if (ends.empty()) return true;
            if (!db.in_transaction()) {
                planned_move = next_move;
                (void)db.begin();
            }
            auto rows = db.insert("rung_journal", {"number", "bytes"});
            std::size_t begin = 0;
            auto number = next_record;
            for (auto const end : ends) {
                rows.integer(number++);
                rows.bytes(std::span{bytes}.subspan(begin, end - begin));
                rows.end_row();
                begin = end;
            }
            bool const well = rows.done() && note_next(number, planned_move) && db.commit();
            if (!is_over(well)) return false;
            next_record = number;
            next_move = planned_move;
            bytes.clear();
            ends.clear();
            return true;
        }
        [[nodiscard]] bool note_next(std::int64_t record, std::int64_t move) {
            return db.run("UPDATE rung_store SET next_record = " + std::to_string(record) +
                          ", next_move = " + std::to_string(move));
        }
    };

public:
    /// The end of the journal. What is written waits in memory for the sync.
    struct sink_type {
        state* to;

        [[nodiscard]] bool write(std::span<std::byte const> record) const {
            to->ends.push_back(to->bytes.size() + record.size());
            to->bytes.insert(to->bytes.end(), record.begin(), record.end());
            return true;
        }
        [[nodiscard]] bool sync() const { return to->sync(); }
    };

    [[nodiscard]] std::string enter(std::string place) {
        state_ = std::make_unique<state>();
        auto& db = state_->db;
        bool known = false;
        // Locked first: who makes the tables is alone.
        if (!db.open(std::move(place)) || !db.lock() || !db.has_table("rung_store", known)) return db.why();
        if (known) {
            std::int64_t form = tables_form;
            // The other columns may be missing in another form.
            bool const read =
                db.each("SELECT form FROM rung_store", [&](auto& row) { form = row.integer(0); });
            if (!read) return db.why();
            if (form != tables_form)
                return db.name() + ": its tables have the form " + std::to_string(form) +
                       ", and this version of rung reads the form " + std::to_string(tables_form);
        } else if (auto why = make_tables(); !why.empty()) {
            return why;
        }
        if (!db.make_safe()) return db.why();
        std::size_t rows = 0;
        bool const read = db.each("SELECT next_record, next_move FROM rung_store", [&](auto& row) {
            state_->next_record = row.integer(0);
            state_->next_move = row.integer(1);
            ++rows;
        });
        if (!read) return db.why();
        if (rows != 1) return db.name() + ": the table rung_store has not one row";
        return {};
    }
    void leave() noexcept { state_.reset(); }

    [[nodiscard]] std::string read_snapshot(stored_bytes& out, std::uint64_t most) {
        auto why = read("rung_snapshot", "piece", out, most);
        has_snapshot_ = out.is_there;
        return why;
    }
    [[nodiscard]] std::string journals(std::vector<std::uint64_t>& numbers) {
        auto& db = state_->db;
        bool const read = db.each("SELECT number FROM rung_journal ORDER BY number LIMIT 1", [&](auto& row) {
            numbers.push_back(static_cast<std::uint64_t>(row.integer(0) + 1));
        });
        if (!read) return db.why();
        // Without anything it would be taken for a new one.
        bool const is_lost = numbers.empty() && !has_snapshot_ && state_->next_record != 0;
        return is_lost ? "'" + journal_name(0) + "': the records of the journal are missing" : std::string{};
    }
    [[nodiscard]] std::string read_journal(std::uint64_t first, stored_bytes& out, std::uint64_t most) {
        auto& db = state_->db;
        std::int64_t next = 0;
        (void)db.each("SELECT number FROM rung_journal ORDER BY number DESC LIMIT 1",
                      [&](auto& row) { next = row.integer(0) + 1; });
        auto why = read("rung_journal", "number", out, most);
        if (why.empty() && next != state_->next_record)
            return "'" + journal_name(first) + "': records at the end of the journal are missing";
        header_read_ = journal_reader{out.bytes}.header();
        bytes_read_ = out.bytes.size();
        return why;
    }

    [[nodiscard]] std::string write_journal(std::span<std::byte const> bytes, journal_end const& end,
                                            std::optional<journal_writer<sink_type>>& out) {
        auto& db = state_->db;
        // One that is continued is there: what was committed is safe since the database was opened.
        if (end.header != header_read_ || bytes.size() != bytes_read_) {
            (void)(db.begin() && db.run("DELETE FROM rung_journal"));
            auto rows = db.insert("rung_journal", {"number", "bytes"});
            rows.integer(static_cast<std::int64_t>(end.header.first) - 1);
            rows.bytes(bytes);
            rows.end_row();
            auto const next = static_cast<std::int64_t>(end.header.first);
            if (!rows.done() || !state_->note_next(next, state_->next_move) || !db.commit()) return undone();
            state_->next_record = next;
        }
        bytes_read_ = 0;
        out.emplace(sink_type{state_.get()}, end);
        return {};
    }
    template <class Write>
    [[nodiscard]] std::string replace_snapshot(Write const& write) {
        auto& db = state_->db;
        (void)(db.begin() && db.run("DELETE FROM rung_snapshot"));
        auto rows = db.insert("rung_snapshot", {"piece", "bytes"});
        struct pieces {
            decltype(rows)& to;
            std::int64_t number = 0;

            [[nodiscard]] bool write(std::span<std::byte const> bytes) {
                to.integer(number++);
                to.bytes(bytes);
                return to.end_row();
            }
            [[nodiscard]] bool sync() { return to.done(); }
        } sink{rows};
        state_->planned_move = state_->next_move;
        if (!write(sink) || !db.commit()) return undone();
        state_->next_move = state_->planned_move;
        return {};
    }
    /// What was deleted is gone from the database's files, too.
    [[nodiscard]] std::string drop_journals_but(std::uint64_t) { return state_->db.tidy(); }

    [[nodiscard]] std::string snapshot_name() const { return named("rung_snapshot"); }
    [[nodiscard]] std::string journal_name(std::uint64_t) const { return named("rung_journal"); }
    [[nodiscard]] static std::string why(sink_type const& sink) { return sink.to->why; }

    // The tables for others.

    template <class Base>
    [[nodiscard]] std::string open_tables(Base const& base) {
        auto& db = state_->db;
        bool same = false;
        bool is_there = false;
        bool const read =
            db.has_table("standing", is_there) && db.each("SELECT standing FROM rung_store", [&](auto& row) {
                same = is_there && !row.is_null(0) && row.text(0) == standing_of<Base>::create();
            });
        if (!read) return db.why();
        if (same) return {};
        (void)db.begin();
        return standing_of<Base>{db}.write(base) && db.commit() ? std::string{} : undone();
    }
    template <class Base>
    [[nodiscard]] bool write_tables(Base const& base, changed_clients<Base>& changes) {
        auto& db = state_->db;
        return standing_of<Base>{db}.write(base) &&
               detail::write_moves(db, base, changes, state_->planned_move) &&
               state_->note_next(state_->next_record, state_->planned_move);
    }
    template <class Base>
    void write_changes(Base const& base, changed_clients<Base>& changes) {
        auto& db = state_->db;
        if (!state_->why.empty()) return;
        if (db.in_transaction()) db.rollback();  // memory failed the last time
        (void)db.begin();
        state_->planned_move = state_->next_move;
        if (!changes.erased().empty()) (void)db.erase("transition", "client", changes.erased());
        (void)(standing_of<Base>{db}.write_changes(base, changes) &&
               detail::write_moves(db, base, changes, state_->planned_move));
    }

    template <class Visit>
    [[nodiscard]] moves_read moves_since(std::int64_t number, Visit& visit) {
        moves_read out{{}, number};
        bool const read = detail::each_move(state_->db, number, [&](stored_move const& move) {
            visit(move);
            out.number = move.number;
        });
        if (!read) out.why = undone();
        return out;
    }

private:
    static constexpr std::int64_t tables_form = 1;

    template <class Base>
    using standing_of = detail::standing_table<Database, Base>;

    std::unique_ptr<state> state_;
    bool has_snapshot_ = false;
    journal_header header_read_{};
    std::size_t bytes_read_ = 0;

    [[nodiscard]] std::string named(std::string_view table) const {
        return state_ == nullptr ? std::string{table}
                                 : state_->db.plain_name() + ", table " + std::string{table};
    }
    [[nodiscard]] std::string undone() {
        auto why = state_->db.why();
        state_->db.rollback();
        return why;
    }

    [[nodiscard]] std::string make_tables() {
        auto& db = state_->db;
        for (auto const* const name : {"standing", "transition", "rung_journal", "rung_snapshot"}) {
            bool there = false;
            if (!db.has_table(name, there)) return db.why();
            if (there)
                return db.name() + ": there is a table " + name +
                       ", and it is not of rung: rename it, or use another database";
        }
        auto const number = std::string{" "} + Database::integer;
        auto const bytes = "bytes " + std::string{Database::bytes} + " NOT NULL)";
        bool const well =
            db.begin() &&
            db.run("CREATE TABLE rung_store (form" + number + " NOT NULL, next_record" + number +
                   " NOT NULL, next_move" + number + " NOT NULL, standing " + Database::text + ")") &&
            db.run("INSERT INTO rung_store VALUES (" + std::to_string(tables_form) + ", 0, 1, NULL)") &&
            db.run("CREATE TABLE rung_journal (number" + number + " PRIMARY KEY, " + bytes) &&
            db.run("CREATE TABLE rung_snapshot (piece" + number + " PRIMARY KEY, " + bytes) &&
            db.run(detail::create_transition<Database>()) && db.commit();
        return well ? std::string{} : undone();
    }

    // The bytes of a table, in order.
    [[nodiscard]] std::string read(std::string const& table, std::string const& key, stored_bytes& out,
                                   std::uint64_t most) {
        auto& db = state_->db;
        out.bytes.clear();
        out.left_out = 0;
        out.is_there = false;
        std::int64_t size = 0;
        bool well = db.each("SELECT coalesce(sum(length(bytes)), 0)" + std::string{Database::as_integer} +
                                " FROM " + table,
                            [&](auto& row) { size = row.integer(0); });
        if (well && static_cast<std::uint64_t>(size) > most)
            return "'" + named(table) + "' has " + std::to_string(size) + " bytes, and at most " +
                   std::to_string(most) + " are read: see database_options::most_bytes";
        if (well) out.bytes.reserve(static_cast<std::size_t>(size));
        well = well && db.each("SELECT bytes FROM " + table + " ORDER BY " + key, [&](auto& row) {
            auto const bytes = row.bytes(0);
            out.bytes.insert(out.bytes.end(), bytes.begin(), bytes.end());
            out.is_there = true;
        });
        return well ? std::string{} : db.why();
    }
};

}  // namespace v0
}  // namespace rung
