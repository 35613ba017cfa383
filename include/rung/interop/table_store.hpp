#pragma once

// What the stores that are databases have in common.

#include <rung/base/changed_clients.hpp>
#include <rung/base/durable_store.hpp>
#include <rung/base/store.hpp>
#include <rung/core/schema.hpp>
#include <rung/core/time.hpp>
#include <rung/core/transition.hpp>

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

/// A move as the table `transition` has it. The texts are valid while it is visited.
struct stored_move {
    std::int64_t number = 0;
    client_id client = no_client;
    instant at{};
    std::string_view from{};
    std::string_view to{};
    std::string_view why{};
    /// Of the event, if it was one.
    std::string_view kind{};
    std::uint8_t skipped = 0;
    /// The move was told before, and turned out not to have happened.
    bool withdrawn = false;
};

/// What durable_store::moves_since answers. False if the moves could not be read; then `why` is a sentence.
struct [[nodiscard]] moves_read {
    std::string why{};
    /// Of the last move that was visited.
    std::int64_t number = 0;

    [[nodiscard]] explicit operator bool() const noexcept { return why.empty(); }
};

using database_options = store_options;
using database_opened = store_opened;

namespace detail {

/// The columns of `standing` before those of the facts.
inline constexpr std::string_view standing_columns[]{"client",      "stage",    "since",
                                                     "next_change", "in_grace", "last_event"};

/// Those of a schema's facts. One of the names above is told apart.
template <schema S>
[[nodiscard]] std::vector<std::string> fact_columns() {
    std::vector<std::string> out;
    for (word const& w : S::vocabulary) {
        std::string name{w.name};
        for (auto const taken : standing_columns)
            if (taken == w.name) name.insert(0, "fact_");
        out.push_back(std::move(name));
    }
    return out;
}

}  // namespace detail

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
        if (!db.open(std::move(place)) || !db.has_table("rung_store", known)) return db.why();
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
        if (!db.lock()) return db.why();
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
    void drop_journals_but(std::uint64_t) noexcept { state_->db.tidy(); }

    [[nodiscard]] std::string snapshot_name() const { return named("rung_snapshot"); }
    [[nodiscard]] std::string journal_name(std::uint64_t) const { return named("rung_journal"); }
    [[nodiscard]] static std::string why(sink_type const& sink) { return sink.to->why; }

    // The tables for others.

    template <class Base>
    [[nodiscard]] std::string open_tables(Base const& base) {
        auto& db = state_->db;
        auto const made_by = create_standing<typename Base::schema_type>();
        bool same = false;
        bool const read = db.each("SELECT standing FROM rung_store",
                                  [&](auto& row) { same = !row.is_null(0) && row.text(0) == made_by; });
        if (!read) return db.why();
        if (same) return {};
        (void)db.begin();
        return write_standing(base) && db.commit() ? std::string{} : undone();
    }
    template <class Base>
    [[nodiscard]] bool write_tables(Base const& base, changed_clients<Base>& changes) {
        return write_standing(base) && write_moves(base, changes) &&
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
        // An id that was merged into another has no row; what came under it changes that of the other.
        std::vector<client_id> there, gone;
        for (auto const id : changes.clients()) {
            auto const found = base.find(id);
            if (!Database::insert_replaces || !found || found->id() != id) gone.push_back(id);
            if (!found) continue;
            there.push_back(found->id());
            if (!Database::insert_replaces && found->id() != id) gone.push_back(found->id());
        }
        detail::each_once(there);
        if (!gone.empty()) (void)db.erase("standing", "client", gone);
        auto rows = insert_standing<Base>();
        for (auto const id : there) add_standing<Base>(rows, *base.find(id));
        (void)(rows.done() && write_moves(base, changes));
    }

    template <class Visit>
    [[nodiscard]] moves_read moves_since(std::int64_t number, Visit& visit) {
        auto& db = state_->db;
        moves_read out{{}, number};
        bool const read = db.each("SELECT number, client, " + Database::seconds_of("at") +
                                      ", from_stage, to_stage, why, kind, skipped, withdrawn FROM transition"
                                      " WHERE number > " +
                                      std::to_string(number) + " ORDER BY number",
                                  [&](auto& row) {
                                      stored_move move;
                                      move.number = row.integer(0);
                                      move.client = static_cast<client_id>(row.integer(1));
                                      move.at = instant::from_unix(row.integer(2));
                                      move.from = row.text(3);
                                      move.to = row.text(4);
                                      move.why = row.text(5);
                                      if (!row.is_null(6)) move.kind = row.text(6);
                                      move.skipped = static_cast<std::uint8_t>(row.integer(7));
                                      move.withdrawn = row.integer(8) != 0;
                                      visit(std::as_const(move));
                                      out.number = move.number;
                                  });
        if (!read) out.why = undone();
        return out;
    }

private:
    static constexpr std::int64_t tables_form = 1;

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
                       ", and it is not of rung: rename it, or use " + "another database";
        }
        std::string const number = std::string{" "} + Database::integer;
        auto const text = std::string{" "} + Database::text + " NOT NULL";
        auto const bytes = "bytes " + std::string{Database::bytes} + " NOT NULL)";
        bool const well =
            db.begin() &&
            db.run("CREATE TABLE rung_store (form" + number + " NOT NULL, next_record" + number +
                   " NOT NULL, next_move" + number + " NOT NULL, standing " + Database::text + ")") &&
            db.run("INSERT INTO rung_store VALUES (" + std::to_string(tables_form) + ", 0, 1, NULL)") &&
            db.run("CREATE TABLE rung_journal (number" + number + " PRIMARY KEY, " + bytes) &&
            db.run("CREATE TABLE rung_snapshot (piece" + number + " PRIMARY KEY, " + bytes) &&
            db.run("CREATE TABLE transition (number" + number + " PRIMARY KEY, client" + number +
                   " NOT NULL, at " + Database::moment + " NOT NULL, from_stage" + text + ", to_stage" +
                   text + ", why" + text + ", kind " + Database::text + ", skipped" + number +
                   " NOT NULL, withdrawn " + Database::truth + " NOT NULL)") &&
            db.commit();
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

    template <schema S>
    [[nodiscard]] static std::string create_standing() {
        auto const number = std::string{" "} + Database::integer;
        auto const moment = std::string{" "} + Database::moment;
        auto out = "CREATE TABLE standing (client" + number + " PRIMARY KEY, stage " + Database::text +
                   " NOT NULL, since" + moment + ", next_change" + moment + ", in_grace " + Database::truth +
                   " NOT NULL, last_event" + moment;
        for (auto const& name : fact_columns_quoted<S>()) out.append(", ").append(name).append(number);
        return out += ")";
    }
    template <schema S>
    [[nodiscard]] static std::vector<std::string> fact_columns_quoted() {
        auto names = detail::fact_columns<S>();
        for (auto& name : names) name.insert(0, 1, '"').push_back('"');
        return names;
    }
    template <class Base>
    [[nodiscard]] auto insert_standing() {
        std::vector<std::string> columns;
        for (auto const name : detail::standing_columns) columns.emplace_back(name);
        for (auto& name : fact_columns_quoted<typename Base::schema_type>())
            columns.push_back(std::move(name));
        return state_->db.insert("standing", columns);
    }
    template <class Base, class Rows, class View>
    static void add_standing(Rows& rows, View const& view) {
        using S = typename Base::schema_type;
        auto const last = view.client().frontier.at;
        rows.integer(static_cast<std::int64_t>(view.id()));
        rows.text(view.stage_name());
        rows.moment(view.since());
        rows.moment(view.next_change());
        rows.truth(view.in_grace());
        rows.moment(last);
        for (std::size_t i = 0; i < S::vocabulary.size(); ++i) {
            auto const value = S::read(view.facts(), static_cast<typename S::fact>(i), last);
            if (value == unlimited)
                rows.null();
            else
                rows.integer(value);
        }
        (void)rows.end_row();
    }
    // All of it anew.
    template <class Base>
    [[nodiscard]] bool write_standing(Base const& base) {
        auto& db = state_->db;
        auto const made_by = create_standing<typename Base::schema_type>();
        if (!db.run("DROP TABLE IF EXISTS standing") || !db.run(made_by) ||
            !db.run("UPDATE rung_store SET standing = '" + made_by + "'"))
            return false;
        auto rows = insert_standing<Base>();
        base.each([&](auto const& view) { add_standing<Base>(rows, view); });
        return rows.done();
    }
    template <class Base>
    [[nodiscard]] bool write_moves(Base const& base, changed_clients<Base> const& changes) {
        using S = typename Base::schema_type;
        auto const& of = base.lifecycle().ladder();
        auto rows = state_->db.insert("transition", {"number", "client", "at", "from_stage", "to_stage",
                                                     "why", "kind", "skipped", "withdrawn"});
        for (auto const& [t, withdrawn] : changes.moves()) {
            rows.integer(state_->planned_move++);
            rows.integer(static_cast<std::int64_t>(t.client));
            rows.moment(t.at);
            rows.text(of.name(t.from));
            rows.text(of.name(t.to));
            rows.text(rung::to_string(t.why));
            auto const kind = rung::kind_name<S>(t.kind);
            if (t.why == cause::event && !kind.empty())
                rows.text(kind);
            else
                rows.null();
            rows.integer(t.skipped);
            rows.truth(withdrawn);
            (void)rows.end_row();
        }
        return rows.done();
    }
};

}  // namespace v0
}  // namespace rung
