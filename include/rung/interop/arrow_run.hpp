#pragma once

#include <rung/base/base_access.hpp>
#include <rung/base/client_base.hpp>
#include <rung/base/state_bytes.hpp>
#include <rung/core/time.hpp>
#include <rung/core/transition.hpp>
#include <rung/interop/arrow_batch.hpp>
#include <rung/interop/arrow_events.hpp>
#include <rung/interop/arrow_owner.hpp>
#include <rung/interop/arrow_run_counts.hpp>
#include <rung/interop/arrow_run_input.hpp>
#include <rung/interop/arrow_run_row.hpp>
#include <rung/interop/arrow_states.hpp>
#include <rung/interop/arrow_stream.hpp>
#include <rung/interop/arrow_table.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace arrow {
namespace detail {

/// Takes rows that are sorted by client, one client at a time, in a base of that one client.
template <class Base>
class sorted_run {
public:
    using lifecycle_type = typename Base::lifecycle_type;
    using stage_type = typename Base::stage_type;

    sorted_run(lifecycle_type const& l, instant as_of, batches rows)
        : base_{l}, states_{l}, rows_{std::move(rows)}, as_of_{as_of}, counts_{l, as_of} {
        column_type type;
        by_text_ = rows_.type_of("client", type) && arrow::is_text(type.what);
        out_ = batch_builder{fields()};
    }

    [[nodiscard]] std::vector<field> fields() const { return detail::run_fields(by_text_); }

    /// The next batch of what became of the clients; at the end, of what was counted.
    status operator()(owned_array& out) {
        while (!ended_ && out_.rows() < rows_of_batch && bytes_ < bytes_of_batch) {
            if (next_ == rows_.size()) {
                next_ = 0;
                if (rows_.next()) {
                    if (auto opened = in_.open(rows_); !opened) return opened;
                    continue;
                }
                if (!rows_.why().empty()) return {rows_.why()};
                if (auto done = end_client(); !done) return done;
                if (rows_.count() != 0) counts_.write(out_, base_.lifecycle().ladder());
                ended_ = true;
                break;
            }
            if (auto done = take(next_++); !done) {
                done.why = "batch " + std::to_string(rows_.count()) + ", row " + std::to_string(next_) +
                           ": " + done.why;
                return done;
            }
        }
        bytes_ = 0;
        if (out_.rows() != 0) out = out_.take();
        return {};
    }

private:
    using move_type = typename lifecycle_type::transition_type;

    static constexpr std::size_t events_at_once = 4'096;
    /// The one client has this id in the base. Whole numbers of a host are smaller, so that it is none of
    /// those that were merged into them.
    static constexpr client_id here = client_id{1} << 63;

    // Tells of moves as rows; counts.
    struct move_rows {
        sorted_run* run;
        void operator()(move_type const& t) { run->add_move(t, false); }
        void withdrawn(move_type const& t) { run->add_move(t, true); }
    };

    Base base_;
    state_bytes<Base> states_;
    batches rows_;
    instant as_of_;
    run_input in_{};
    batch_builder out_{{}};
    std::vector<retail_event> events_{};
    std::vector<std::byte> written_{};
    std::string client_{};     // the text of the client
    std::int64_t number_ = 0;  // or their number
    std::int64_t moves_ = 0;   // of this client, so far
    std::int64_t next_ = 0;    // the row that comes next
    std::size_t bytes_ = 0;    // of states in the batch that is made
    bool by_text_ = false;
    bool is_open_ = false;   // rows of the client came
    bool is_begun_ = false;  // and among them an event, or their state
    bool ended_ = false;

    run_counts<Base> counts_;

    [[nodiscard]] status take(std::int64_t row) {
        if (auto found = go_to_client(row); !found) return found;
        if (in_.has_state(row)) {
            if (std::exchange(is_begun_, true))
                return {named() +
                        " has a state that does not stand first: sort rows by client, of a client the "
                        "state first, then by time and id"};
            std::span<std::byte const> bytes;
            if (auto sound = in_.state(row, bytes); !sound) return sound;
            auto const why = states_.read(bytes, here, base_);
            if (why.empty()) return {};
            return {"the state of " + named() + " was not read: " + std::string{why}};
        }
        is_begun_ = true;
        auto const* const read = in_.event(row);
        if (read == nullptr) return {in_.why()};
        auto e = *read;
        e.client = here;
        if (e.at.is_moment() && e.at > as_of_) {
            add_refused(e, "later than the run");
            return {};
        }
        events_.push_back(e);
        // With history all at once, so that it is folded once.
        if (!Base::keeps_history && events_.size() == events_at_once) apply();
        return {};
    }

    // Whether this row is of the client before; if not, that one ends.
    [[nodiscard]] status go_to_client(std::int64_t row) {
        std::string_view text;
        std::int64_t number = 0;
        if (auto found = in_.client(row, text, number); !found) return found;
        if (is_open_) {
            if (by_text_ ? text == client_ : number == number_) return {};
            if (by_text_ ? text < client_ : number < number_)
                return {named(text, number) + " comes after " + named() + ": sort rows by client"};
            if (auto done = end_client(); !done) return done;
        }
        is_open_ = true;
        if (by_text_) client_ = text;
        number_ = number;
        return {};
    }

    [[nodiscard]] status end_client() {
        apply();
        if (base_.size() != 0) {
            move_rows told{this};
            (void)base_.settle(as_of_, told, counts_.funnel, counts_.flow);
            add_client();
            clear();
        }
        moves_ = 0;
        is_open_ = false;
        is_begun_ = false;
        return {};
    }
    void apply() {
        if (events_.empty()) return;
        typename Base::report_type report;
        move_rows told{this};
        base_.apply(std::span<retail_event const>{events_}, report, told, counts_.funnel, counts_.flow);
        events_.clear();
        counts_.note(report);
        for (auto const& [e, why] : report.refused) add_refused(e, rung::to_string(why));
    }
    void clear() {
        (void)base_.erase(here);
        if constexpr (Base::keeps_history) rung::detail::base_access::settled_until(base_) = instant::never();
    }

    [[nodiscard]] std::string named(std::string_view text, std::int64_t number) const {
        return by_text_ ? "the client '" + detail::shown(text) + "'" : "client " + std::to_string(number);
    }
    [[nodiscard]] std::string named() const { return named(client_, number_); }
    void set_client(run_row_writer& row) const {
        if (by_text_)
            row.set(run_client, std::string_view{client_});
        else
            row.set(run_client, number_);
    }

    void add_client() {
        auto const view = *base_.find(here);
        written_.clear();
        (void)states_.write(base_, here, written_);
        bytes_ += written_.size();
        counts_.census.add(view.stage());
        counts_.told.add(base_);
        run_row_writer row{out_, "client"};
        set_client(row);
        row.set(run_state, std::span<std::byte const>{written_});
        row.set(run_stage, view.stage_name()).set(run_since, view.since());
        row.set(run_next_change, view.next_change()).set(run_in_grace, view.in_grace());
    }
    void add_move(move_type const& t, bool withdrawn) {
        run_row_writer row{out_, "move"};
        set_client(row);
        row.set(run_number, ++moves_).set(run_at, t.at);
        row.set(run_from, t.ladder->name(t.from)).set(run_to, t.ladder->name(t.to));
        row.set(run_why, rung::to_string(t.why));
        auto const kind = rung::kind_name<typename lifecycle_type::schema_type>(t.kind);
        if (t.why == cause::event && !kind.empty()) row.set(run_kind, kind);
        row.set(run_skipped, std::int64_t{t.skipped}).set(run_withdrawn, withdrawn);
    }
    void add_refused(retail_event const& e, std::string_view why) {
        ++counts_.refused;
        run_row_writer row{out_, "refused"};
        set_client(row);
        row.set(run_at, e.at).set(run_kind, rung::to_string(e.kind)).set(run_why, why);
        if (e.id <= std::uint64_t{INT64_MAX}) row.set(run_id, static_cast<std::int64_t>(e.id));
        row.set(run_amount_minor, e.amount.minor_units);
    }
};

}  // namespace detail

/// One run over the clients of a partition: a stream of what became of each, for an engine that keeps clients
/// itself and hands them on sorted, such as Spark. It reads `rows` as it is read, and keeps one client in
/// memory beside a batch on each side, whatever the batches: a client may straddle them.
///
/// `rows` has the columns of read_events, and `state` (bytes): a row with a state is a client as a run left
/// them, and stands before the client's events. Clients are whole numbers below 2^63, or texts, and come in
/// their order (of texts: of their bytes); the events of a client by time and id. `Base`, which is with
/// history or without, says whether late events are put in their place or refused. At the end of each client
/// time moves them until `as_of`; later events are refused.
///
/// What it gives has a column `row` that says what a row is:
///
/// - client: client, state, stage, since, next_change, in_grace
/// - move: client, number (1, 2, ... of this client in this run), at, from, to, why, kind, skipped, withdrawn
/// - refused: an event that was not taken: client, at, kind, id, amount_minor, why
/// - and at the end what was counted, all of it numbers that add up over partitions: census, reached, landed
///   (stage, count), flow (from, to, count), events (why: applied, repeated, conflicts, refused; count).
///   Census counts all clients; reached, landed and flow what this run added to those before.
/// - with history of all that ever happened: ledger (stage, why: clients, entries, climbs, falls, losses,
/// purchases,
///   seconds, revenue; count), what each rung brings in, and retention (at: the month in which clients began,
///   number: so many months later, why: retained, ripe, unripe; count), as insight::ledger and
///   insight::retention have them
///
/// A client into whom ids were merged, in the base that their state is of, stays so. Hand on what comes under
/// such an id as an event of theirs: a row that names it is of another client.
///
/// All other columns are null. A stream that has no batch gives none.
template <class Base>
[[nodiscard]] owned_stream run_sorted(typename Base::lifecycle_type const& l, instant as_of,
                                      owned_stream rows) {
    detail::sorted_run<Base> run{l, as_of, batches{std::move(rows)}};
    auto fields = run.fields();
    return arrow::make_stream(std::move(fields), std::move(run));
}

}  // namespace arrow
}  // namespace v0
}  // namespace rung
