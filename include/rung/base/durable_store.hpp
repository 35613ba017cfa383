#pragma once

#include <rung/base/base_types.hpp>
#include <rung/base/durable_base.hpp>
#include <rung/base/observer.hpp>
#include <rung/base/store.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

/// A base that lives in a store: what was synced outlives a crash of the program and of the system.
///
///     rung::durable_folder<rung::client_base<my_lifecycle>> shop;
///     auto const opened = shop.open("shop", rung::client_base{my_lifecycle{}});
///     if (!opened) return complain(opened.why);
///     auto const report = shop.apply(event);
///     if (!shop.sync()) return complain(shop.why());
///
/// At every instant the snapshot is whole, and what it does not have is in journals without a gap; some
/// journal reaches the snapshot's position. A crash may leave a journal that is wholly in the snapshot, which
/// a later `open` removes.
template <class Base, class Store>
class durable_store : public detail::wrapped_base_types<Base> {
    using types = detail::wrapped_base_types<Base>;
    static_assert(store<Store>, "a base is kept in a store: base/store.hpp says what one has");

public:
    using typename types::event_type;
    using typename types::report_type;
    using place_type = typename Store::place_type;
    static constexpr bool keeps_history = Base::keeps_history;
    static constexpr bool has_tables = keeps_tables<Store, Base>;

    /// Opens a store, and makes it if there is none. `empty` is an empty base on its ladder. Observers of a
    /// base with history are told everything; those of a base of facts only what the journal says, not what
    /// the snapshot has.
    ///
    /// What a failed sync left in doubt is settled here: the journal is written anew and synced before this
    /// returns.
    template <class... Observers>
    store_opened open(place_type place, Base empty, Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        return open(std::move(place), std::move(empty), store_options{}, observers...);
    }
    template <class... Observers>
    store_opened open(place_type place, Base empty, store_options options, Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        return open_with(std::move(place), std::move(empty), nullptr, options, observers...);
    }

    /// The same for a store of another ladder, or of other thresholds: the snapshot is taken over as by
    /// `rung::migrate`, and written anew before anything else happens. Everything must be in the snapshot:
    /// first open the store with the previous ladder, settle, `checkpoint` and `close`.
    template <class... Observers>
    store_opened migrate(place_type place, Base empty, adoption_terms const& terms,
                         Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        return migrate(std::move(place), std::move(empty), terms, store_options{}, observers...);
    }
    template <class... Observers>
    store_opened migrate(place_type place, Base empty, adoption_terms const& terms, store_options options,
                         Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        return open_with(std::move(place), std::move(empty), &terms, options, observers...);
    }

    /// What was not synced before may still be lost in a later crash.
    void close() noexcept {
        leave();
        why_.clear();
    }

    [[nodiscard]] bool is_open() const noexcept { return live_.has_value(); }
    /// Read-only, while it is open; it changes only through the members below.
    [[nodiscard]] Base const& base() const noexcept {
        need();
        return live_->base();
    }
    /// Whether all went well so far. Once the journal has failed nothing more is taken: close it, and open it
    /// again when there is room.
    [[nodiscard]] bool ok() const noexcept { return live_.has_value() && live_->ok(); }
    /// What failed last, as a sentence with the name of the file or table; empty while nothing did.
    [[nodiscard]] std::string why() const {
        if (!live_) return why_.empty() ? "the " + noun() + " is not open" : why_;
        if (live_->ok()) return why_;
        return said(live_->why(), store_.journal_name(begins_), Store::why(live_->journal().sink()));
    }

    // As in durable_base. Changes are safe after the next sync() or checkpoint() that returns true.

    template <class... Observers>
    [[nodiscard]] report_type apply(std::span<event_type const> events, Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        report_type report;
        apply(events, report, observers...);
        return report;
    }
    template <class... Observers>
    void apply(std::span<event_type const> events, report_type& report, Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        need();
        if constexpr (has_tables) changes_.will_apply(events);
        change([&](auto&... all) { live_->apply(events, report, all...); }, observers...);
    }
    template <class... Observers>
    [[nodiscard("an event that is refused changes nothing: look at the report, or cast to void")]] report_type
    apply(event_type const& e, Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        return apply(std::span<event_type const>{&e, 1}, observers...);
    }
    template <class... Observers>
    std::uint64_t settle(instant now, Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        need();
        if constexpr (has_tables) changes_.will_settle(base(), now);
        std::uint64_t moves = 0;
        change([&](auto&... all) { moves = live_->settle(now, all...); }, observers...);
        return moves;
    }
    /// What the client did stays in the journal until the next checkpoint.
    [[nodiscard("false: nobody of that id was there, and nobody was erased")]] bool erase(client_id id) {
        need();
        if constexpr (has_tables) {
            auto const ids = changed_clients<Base>::ids_of(base(), id);
            bool erased = false;
            change([&](auto&) {
                erased = live_->erase(id);
                if (erased) changes_.was_erased(ids);
            });
            return erased;
        } else {
            return live_->erase(id);
        }
    }
    template <class... Observers>
    merge_answer merge(client_id into, client_id from, report_type& report,
                       Observers&&... observers) requires keeps_history {
        detail::check_observers<Base, Observers...>();
        will_change(into, from);
        auto answer = merge_answer::not_written;
        change([&](auto&... all) { answer = live_->merge(into, from, report, all...); }, observers...);
        return answer;
    }
    template <class... Observers>
    merge_answer split(client_id from, report_type& report, Observers&&... observers) requires keeps_history {
        detail::check_observers<Base, Observers...>();
        will_change(from);
        auto answer = merge_answer::not_written;
        change([&](auto&... all) { answer = live_->split(from, report, all...); }, observers...);
        return answer;
    }
    template <class... Observers>
    retract_answer retract(client_id under, event_id event, report_type& report,
                           Observers&&... observers) requires keeps_history {
        detail::check_observers<Base, Observers...>();
        will_change(under);
        auto answer = retract_answer::not_written;
        change([&](auto&... all) { answer = live_->retract(under, event, report, all...); }, observers...);
        return answer;
    }
    [[nodiscard]] bool sync() {
        need();
        if constexpr (has_tables) {
            auto const& journal = live_->journal();
            if (live_->ok() && journal.next() != journal.synced()) store_.write_changes(base(), changes_);
        }
        if (!live_->sync()) return false;
        changes_.clear();
        if (!left_behind_.empty()) left_behind_ = store_.drop_journals_but(begins_);
        return true;
    }

    /// Calls visit(stored_move) for each move and each withdrawal of one that was synced after the one of
    /// this number, in order; 0: from the beginning. Each is there once, whatever happened in between, with a
    /// number of its own that it keeps: a host that keeps the last number with what it did about it does so
    /// for each of them once. Answers with the last number, and a sentence if it could not be read.
    template <class Visit>
    auto moves_since(std::int64_t number, Visit&& visit) requires has_tables {
        need();
        return store_.moves_since(number, visit);
    }

    /// Writes a snapshot, begins a new journal and removes the previous one: opening is fast again, and
    /// erased clients are gone. If it fails, everything is as safe as before; if the journal still works (see
    /// ok()) the base goes on, and you can try again.
    [[nodiscard]] bool checkpoint() {
        if (!sync()) return false;
        auto failed = store_.replace_snapshot([&](auto& sink) { return live_->write_snapshot(sink); });
        if (!failed.empty()) return fail(std::move(failed));
        return change_journal();
    }
    /// What the last checkpoint could not remove, as a sentence: there may be erased clients in it, as where
    /// others read a database. Empty if nothing is left. Each sync tries again.
    [[nodiscard]] std::string const& left_behind() const noexcept { return left_behind_; }

private:
    using writer = journal_writer<typename Store::sink_type>;

    Store store_;
    std::string why_;
    std::string left_behind_;
    std::uint64_t begins_ = 0;  // the number of the journal's first record
    std::optional<durable_base<Base, typename Store::sink_type>> live_;
    changed_clients<Base> changes_;  // since the last sync; of a store with tables

    [[nodiscard]] static std::string noun() { return std::string{Store::noun}; }
    void leave() noexcept {
        live_.reset();
        left_behind_.clear();
        changes_ = {};
        store_.leave();
    }
    void need() const noexcept {
        if (!live_) RUNG_ASSERT("a base in a store was used that is not open");
    }
    template <class... Ids>
    void will_change(Ids... ids) {
        need();
        if constexpr (has_tables) (changes_.will_change(base(), ids), ...);
    }
    // Makes a change, and lets the tables follow, even if an observer throws.
    template <class Make, class... Observers>
    void change(Make const& make, Observers&... observers) {
        if constexpr (has_tables) {
            struct follower {
                durable_store& self;
                ~follower() {
                    if (self.changes_.has_missed()) self.live_->fall_behind();
                }
            } const follows{*this};
            make(changes_, observers...);
        } else {
            make(observers...);
        }
    }
    bool fail(std::string why) {
        why_ = std::move(why);
        return false;
    }
    [[nodiscard]] static std::string said(std::string_view sentence, std::string const& name,
                                          std::string const& more = {}) {
        auto out = "'" + name + "': " + std::string{sentence};
        return more.empty() ? out : out + ": " + more;
    }

    [[nodiscard]] std::string begin_journal(std::uint64_t first, std::uint64_t fingerprint,
                                            std::optional<writer>& out) {
        journal_end end;
        end.header = {fingerprint, first};
        end.offset = detail::journal_header_size;
        end.next = first;
        std::vector<std::byte> bytes;
        byte_writer w{bytes};
        detail::write_header(w, end.header);
        return store_.write_journal(bytes, end, out);
    }

    // The snapshot has everything: the journal continues in a new one, unless it is as good as new.
    [[nodiscard]] bool change_journal() {
        auto const first = live_->journal().next();
        if (first == begins_) return true;
        std::optional<writer> next;
        auto failed = begin_journal(first, rung::fingerprint(live_->base().lifecycle()), next);
        if (!failed.empty()) return fail(std::move(failed));
        (void)live_->change_journal(std::move(*next));
        begins_ = first;
        left_behind_ = store_.drop_journals_but(first);
        return true;
    }

    // What reading comes to: where the base then stands, and the journal that reaches there, if there is one.
    struct found {
        std::uint64_t position = 0;
        std::optional<journal_end> end{};
        std::vector<std::byte> sound{};  // the bytes of that journal, up to its end
    };

    // The moves of an adoption are moves; a base with history is folded anew, and that is not news.
    template <class... Observers>
    [[nodiscard]] restored migrated(Base& base, std::span<std::byte const> snapshot,
                                    adoption_terms const& terms, Observers&... observers) {
        if constexpr (has_tables && !keeps_history)
            return rung::migrate(base, snapshot, terms, changes_, observers...);
        else
            return rung::migrate(base, snapshot, terms, observers...);
    }

    // Fills the base with all that the store has. What goes wrong is left in out.why.
    template <class... Observers>
    void read(Base& base, adoption_terms const* terms, store_options const& options, store_opened& out,
              found& what, Observers&... observers) {
        stored_bytes stored;
        auto const refuse = [&](std::string_view sentence, std::string const& name) {
            out.why = said(sentence, name);
        };
        if (out.why = store_.read_snapshot(stored, options.most_bytes); !out.why.empty()) return;
        if (stored.is_there) {
            auto const read = terms == nullptr ? rung::restore(base, stored.bytes, observers...)
                                               : migrated(base, stored.bytes, *terms, observers...);
            out.other_ladder = read.other_ladder;
            if (!read) return refuse(read.why, store_.snapshot_name());
            out.had_snapshot = true;
            what.position = read.position;
        }
        std::vector<std::uint64_t> numbers;
        if (out.why = store_.journals(numbers); !out.why.empty()) return;

        // What is not in the snapshot is in the journals. The last one that ends where the base then stands
        // is continued; the others have nothing new by then.
        bool reached = !out.had_snapshot;
        auto const of_ladder = rung::fingerprint(base.lifecycle());
        for (auto const first : numbers) {
            auto const name = store_.journal_name(first);
            out.why = store_.read_journal(first, stored, options.most_bytes);
            if (!out.why.empty()) return;
            journal_reader journal{stored.bytes};
            bool const begun = journal.end().offset != 0;
            if (begun && journal.header().first != first)
                return refuse("the journal begins with a number that is not the one in its name", name);
            if (!begun && first > what.position)
                return refuse("the journal begins after all that is known: the snapshot before it is "
                              "missing, or is an older one",
                              name);
            if (begun && journal.header().fingerprint != of_ladder) {
                // Fine if the snapshot has all of it, as after an interrupted change of ladders.
                while (journal.next()) {
                }
                if (journal.end().state == journal_state::damaged) return refuse(journal.end().why, name);
                reached = reached || journal.end().next == what.position;
                if (journal.end().next <= what.position) continue;
                out.other_ladder = true;
                return refuse(terms == nullptr
                                  ? "the journal is of another ladder, or of other thresholds"
                                  : "the journal has records that are not in the snapshot: open the " +
                                        noun() + " with the previous ladder, and make a checkpoint",
                              name);
            }
            auto const read = rung::redo_journal(base, journal, what.position, observers...);
            if (!read) return refuse(read.why, name);
            if (!Store::may_tear && journal.end().state != journal_state::clean)
                return refuse(std::string{journal.end().why} + ", which no crash does to a " + noun(), name);
            out.redone += read.position - what.position;
            what.position = read.position;
            if (!begun || journal.end().next != what.position) continue;
            reached = true;
            what.end = journal.end();
            out.cut = stored.bytes.size() + stored.left_out - what.end->offset;
            stored.bytes.resize(what.end->offset);
            what.sound = std::move(stored.bytes);
        }
        if (reached) return;
        if (!options.accept_loss)
            return refuse("the journal after the snapshot is missing or empty, or ends before it; records "
                          "that were safe may be lost with it. To do without them, open the " +
                              noun() + " with " + noun() + "_options{.accept_loss = true}",
                          store_.journal_name(what.position));
        out.lost = true;
    }

    template <class... Observers>
    store_opened open_with(place_type place, Base base, adoption_terms const* terms,
                           store_options const& options, Observers&... observers) {
        close();
        // If an observer throws, or memory fails, it is closed again.
        struct closer {
            durable_store& self;
            ~closer() {
                if (!self.live_) self.leave();
            }
        } const closed_unless_open{*this};
        store_opened out;
        found what;
        std::optional<writer> journal;
        out.why = store_.enter(std::move(place));
        if (out.why.empty()) read(base, terms, options, out, what, observers...);
        if (out.why.empty()) {
            begins_ = what.end ? what.end->header.first : what.position;
            out.why = what.end ? store_.write_journal(what.sound, *what.end, journal)
                               : begin_journal(begins_, rung::fingerprint(base.lifecycle()), journal);
        }
        // Last, so that at every instant there is a journal for it.
        if (out.why.empty() && terms != nullptr)
            out.why = store_.replace_snapshot([&](auto& sink) {
                if (!rung::write_snapshot(base, sink, what.position)) return false;
                if constexpr (has_tables) return store_.write_tables(base, changes_);
                return true;
            });
        if constexpr (has_tables) {
            if (out.why.empty() && changes_.has_missed()) out.why = "memory failed";
            if (out.why.empty()) out.why = store_.open_tables(base);
            changes_.clear();
        }
        why_ = out.why;
        if (!out.why.empty()) return out;
        live_.emplace(std::move(base), std::move(*journal));
        left_behind_ = store_.drop_journals_but(begins_);
        return out;
    }
};

}  // namespace v0
}  // namespace rung
