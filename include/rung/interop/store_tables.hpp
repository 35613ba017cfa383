#pragma once

// The tables that a database shows to others: where clients stand, and how they moved.

#include <rung/base/changed_clients.hpp>
#include <rung/core/client.hpp>
#include <rung/core/policy.hpp>
#include <rung/core/schema.hpp>
#include <rung/core/time.hpp>
#include <rung/core/transition.hpp>
#include <rung/report/column_names.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
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

namespace detail {

/// The columns of `standing` before those of the facts.
inline constexpr std::string_view standing_columns[]{"client",      "stage",    "since",
                                                     "next_change", "in_grace", "last_event"};

/// Those of a schema's facts.
template <schema S>
[[nodiscard]] std::vector<std::string> fact_columns() {
    return report::column_names(report::named_facts<S>(), standing_columns);
}

/// The table `standing` of a base. Its calls answer whether all went well so far, as those of a Database.
template <class Database, class Base>
class standing_table {
    using schema_type = typename Base::schema_type;

public:
    explicit standing_table(Database& db) : db_{&db} {}

    /// What makes it. A table that another text made has other columns.
    [[nodiscard]] static std::string create() {
        auto const number = std::string{" "} + Database::integer;
        auto const moment = std::string{" "} + Database::moment;
        auto out = "CREATE TABLE standing (client" + number + " PRIMARY KEY, stage " + Database::text +
                   " NOT NULL, since" + moment + ", next_change" + moment + ", in_grace " + Database::truth +
                   " NOT NULL, last_event" + moment;
        for (auto const& name : quoted_facts()) out.append(", ").append(name).append(number);
        return out += ")";
    }
    /// All of it anew. Others may have views of the table, and rights to it: one that is there stays, and
    /// gets the columns that it lacks; a column that is no fact's any more is left empty.
    [[nodiscard]] bool write(Base const& base) {
        if (!make() || !db_->run("UPDATE rung_store SET standing = '" + create() + "'")) return false;
        auto rows = insert();
        auto const facts = report::named_facts<schema_type>().size();
        base.each([&](auto const& view) { add(rows, view, facts); });
        return rows.done();
    }
    /// The rows of those who changed.
    [[nodiscard]] bool write_changes(Base const& base, changed_clients<Base>& changes) {
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
        if (!gone.empty()) (void)db_->erase("standing", "client", gone);
        auto rows = insert();
        auto const facts = report::named_facts<schema_type>().size();
        for (auto const id : there) add(rows, *base.find(id), facts);
        return rows.done();
    }

private:
    Database* db_;

    [[nodiscard]] static std::vector<std::string> quoted_facts() {
        auto names = detail::fact_columns<schema_type>();
        for (auto& name : names) name.insert(0, 1, '"').push_back('"');
        return names;
    }
    // Empty.
    [[nodiscard]] bool make() {
        bool is_there = false;
        if (!db_->has_table("standing", is_there)) return false;
        if (!is_there) return db_->run(create());
        std::vector<std::string> columns;
        if (!db_->each(Database::columns_of("standing"),
                       [&](auto& row) { columns.emplace_back(row.text(0)); }))
            return false;
        for (auto const& fact : detail::fact_columns<schema_type>()) {
            auto const is_there_already = [&](auto const& c) { return report::is_same_column(c, fact); };
            if (std::ranges::any_of(columns, is_there_already)) continue;
            if (!db_->run("ALTER TABLE standing ADD COLUMN \"" + fact + "\" " + Database::integer))
                return false;
        }
        return db_->run("DELETE FROM standing");
    }
    [[nodiscard]] auto insert() {
        std::vector<std::string> columns;
        for (auto const name : detail::standing_columns) columns.emplace_back(name);
        for (auto& name : quoted_facts()) columns.push_back(std::move(name));
        return db_->insert("standing", columns);
    }
    template <class Rows, class View>
    static void add(Rows& rows, View const& view, std::size_t facts) {
        using S = schema_type;
        auto const last = view.client().frontier.at;
        rows.integer(static_cast<std::int64_t>(view.id()));
        rows.text(view.stage_name());
        rows.moment(view.since());
        rows.moment(view.next_change());
        rows.truth(view.in_grace());
        rows.moment(last);
        for (std::size_t i = 0; i < facts; ++i) {
            auto const value = S::read(view.facts(), static_cast<typename S::fact>(i), last);
            if (value == unlimited)
                rows.null();
            else
                rows.integer(value);
        }
        (void)rows.end_row();
    }
};

/// What makes the table `transition`.
template <class Database>
[[nodiscard]] std::string create_transition() {
    auto const number = std::string{" "} + Database::integer;
    auto const text = std::string{" "} + Database::text + " NOT NULL";
    return "CREATE TABLE transition (number" + number + " PRIMARY KEY, client" + number + " NOT NULL, at " +
           Database::moment + " NOT NULL, from_stage" + text + ", to_stage" + text + ", why" + text +
           ", kind " + Database::text + ", skipped" + number + " NOT NULL, withdrawn " + Database::truth +
           " NOT NULL)";
}

/// Adds the moves of some changes to the table `transition`, the first with the number `next`, which becomes
/// that of the next one.
template <class Database, class Base>
[[nodiscard]] bool write_moves(Database& db, Base const& base, changed_clients<Base> const& changes,
                               std::int64_t& next) {
    using S = typename Base::schema_type;
    auto const& of = base.lifecycle().ladder();
    auto rows = db.insert("transition", {"number", "client", "at", "from_stage", "to_stage", "why", "kind",
                                         "skipped", "withdrawn"});
    for (auto const& [t, withdrawn] : changes.moves()) {
        rows.integer(next++);
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

/// Visits the moves after the one of this number, in order.
template <class Database, class Visit>
[[nodiscard]] bool each_move(Database& db, std::int64_t number, Visit const& visit) {
    return db.each(
        "SELECT number, client, " + Database::seconds_of("at") +
            ", from_stage, to_stage, why, kind, skipped, withdrawn FROM transition WHERE number > " +
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
        });
}

}  // namespace detail
}  // namespace v0
}  // namespace rung
