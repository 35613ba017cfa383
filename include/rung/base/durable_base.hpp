#pragma once

#include <rung/base/base_types.hpp>
#include <rung/base/held_exception.hpp>
#include <rung/base/observer.hpp>
#include <rung/base/redo_journal.hpp>
#include <rung/base/snapshot.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

/// A base that writes every change into a journal before it makes it. What was synced outlives a
/// crash: the last snapshot, and the journal from its position on, make the same base again, bit for bit.
///
/// Each call is one record: after a crash it is there wholly or not at all, however many events it had.
/// Events that the base surely refuses or already knows are not written: a span that is delivered again
/// leaves nothing in the journal.
///
/// Once the journal has failed the base takes nothing more: events come back as refusal::journal, other calls
/// say that nothing was done. See ok() and why().
///
/// An observer may throw: the base still does all that the journal has, makes the other calls of observers,
/// and then throws the first exception. If memory fails in between, or an assertion handler throws, the base
/// has less than the journal: then ok() is false, as if the journal had failed, until the base is made anew
/// from snapshot and journal.
template <class Base, class Sink>
class durable_base : public detail::wrapped_base_types<Base> {
    using types = detail::wrapped_base_types<Base>;
    static_assert(byte_sink<Sink>, "bytes go to a byte_sink: its requirements say what is missing");

public:
    using typename types::event_type;
    using typename types::report_type;
    using typename types::schema_type;
    static_assert(detail::stores_events<schema_type>);
    static constexpr bool keeps_history = Base::keeps_history;

    /// The journal continues where `base` stands: it is new, or was read to its end.
    durable_base(Base base, journal_writer<Sink> journal)
        : base_{std::move(base)}, journal_{std::move(journal)} {}

    /// Read-only; it changes only through the members below.
    [[nodiscard]] Base const& base() const noexcept { return base_; }
    [[nodiscard]] journal_writer<Sink> const& journal() const noexcept { return journal_; }
    /// Whether all went well so far: the base has what the journal has.
    [[nodiscard]] bool ok() const noexcept { return journal_.ok() && !behind_; }
    /// What failed, as a sentence; empty while nothing did.
    [[nodiscard]] std::string_view why() const noexcept {
        if (!journal_.ok() || !behind_) return journal_.why();
        return "the base was stopped while it took what the journal has (memory failed, or an assertion "
               "handler threw): make it anew from the snapshot and the journal";
    }

    template <class... Observers>
    [[nodiscard]] report_type apply(std::span<event_type const> events, Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        report_type report;
        apply(events, report, observers...);
        return report;
    }
    /// The same, and adds to a report, which is there even if an observer throws.
    template <class... Observers>
    void apply(std::span<event_type const> events, report_type& report, Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        record_.clear();
        byte_writer w{record_};
        w.u8(detail::journal_events);
        for (auto const& e : events) {
            if (changes_nothing(e, record_.size() > 1)) continue;
            w.varint(e.client);
            codec<schema_type>::write(w, e);
        }
        if (!ok() || (record_.size() > 1 && !journal_.append(record_))) {
            for (auto const& e : events) {
                report.refused.push_back({e, refusal::journal});
                ++report.done;
            }
            return;
        }
        change([&](auto&... waiting) { base_.apply(events, report, waiting...); }, observers...);
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
        std::uint64_t moves = 0;
        if (!now.is_moment()) return moves;
        if (write(detail::journal_settle, [&](byte_writer& w) { write_bytes(w, now); }))
            change([&](auto&... waiting) { moves = base_.settle(now, waiting...); }, observers...);
        return moves;
    }

    /// The journal still holds what the client did, until a snapshot is written and a new journal begun.
    [[nodiscard("false: nobody of that id was there, and nobody was erased")]] bool erase(client_id id) {
        bool erased = false;
        if (!base_.find(id)) return erased;
        if (write(detail::journal_erase, [&](byte_writer& w) { w.varint(id); }))
            change([&] { erased = base_.erase(id); });
        return erased;
    }

    template <class... Observers>
    merge_answer merge(client_id into, client_id from, report_type& report,
                       Observers&&... observers) requires keeps_history {
        detail::check_observers<Base, Observers...>();
        if (!ok()) return merge_answer::not_written;
        auto const a = base_.find(into);
        auto const b = base_.find(from);
        if (!a || !b) return merge_answer::unknown_client;
        if (a->id() == b->id()) return merge_answer::same_client;
        auto answer = merge_answer::not_written;
        auto const say = [&](byte_writer& w) {
            w.varint(into);
            w.varint(from);
        };
        if (write(detail::journal_merge, say))
            change([&](auto&... waiting) { answer = base_.merge(into, from, report, waiting...); },
                   observers...);
        return answer;
    }
    template <class... Observers>
    merge_answer split(client_id from, report_type& report, Observers&&... observers) requires keeps_history {
        detail::check_observers<Base, Observers...>();
        if (!ok()) return merge_answer::not_written;
        auto const found = base_.find(from);
        if (!found) return merge_answer::unknown_client;
        if (found->id() == from) return merge_answer::not_merged;
        auto answer = merge_answer::not_written;
        if (write(detail::journal_split, [&](byte_writer& w) { w.varint(from); }))
            change([&](auto&... waiting) { answer = base_.split(from, report, waiting...); }, observers...);
        return answer;
    }

    template <class... Observers>
    retract_answer retract(client_id under, event_id event, report_type& report,
                           Observers&&... observers) requires keeps_history {
        detail::check_observers<Base, Observers...>();
        if (!ok()) return retract_answer::not_written;
        if (event == 0 || !base_.has_room_for(under)) return retract_answer::no_event_id;
        event_type named{};  // at no instant: known only if an event with these ids was taken back
        named.client = under;
        named.id = event;
        if (base_.is_known(named)) return retract_answer::repeated;
        auto answer = retract_answer::not_written;
        auto const say = [&](byte_writer& w) {
            w.varint(under);
            w.varint(event);
        };
        if (write(detail::journal_retract, say))
            change([&](auto&... waiting) { answer = base_.retract(under, event, report, waiting...); },
                   observers...);
        return answer;
    }

    /// True: all that was done so far outlives a crash.
    [[nodiscard]] bool sync() { return ok() && journal_.sync(); }

    /// Syncs the journal and writes a snapshot of the base as it stands. From then on records before
    /// journal().next() are not needed.
    template <byte_sink Other>
    [[nodiscard]] bool write_snapshot(Other& sink) {
        return sync() && rung::write_snapshot(base_, sink, journal_.next());
    }

    /// Whoever follows the base has missed something: nothing more is taken, as if memory had failed within a
    /// change.
    void fall_behind() noexcept { behind_ = true; }

    /// Continues in another journal, which must begin at journal().next(). Returns the previous one.
    journal_writer<Sink> change_journal(journal_writer<Sink> next) {
        return std::exchange(journal_, std::move(next));
    }

private:
    using stranger = typename Base::decided_client_type;

    Base base_;
    journal_writer<Sink> journal_;
    std::vector<std::byte> record_;
    bool behind_ = false;  // the base has less than the journal

    // Whether the base surely takes nothing of an event. `later`: other events come before it, which this
    // does not know.
    [[nodiscard]] bool changes_nothing(event_type const& e, bool later) const {
        auto const& life = base_.lifecycle();
        if (!base_.has_room_for(e.client) || life.why_never(e) != refusal::none) return true;
        if constexpr (keeps_history) {
            return !later && base_.is_known(e);
        } else {
            auto const found = base_.find(e.client);
            auto const why = life.why_not(found ? found->decided_client() : stranger{}, e);
            // What is too late stays too late.
            return why == refusal::late || why == refusal::repeated || (why != refusal::none && !later);
        }
    }

    template <class Say>
    [[nodiscard]] bool write(std::uint8_t kind, Say const& say) {
        record_.clear();
        byte_writer w{record_};
        w.u8(kind);
        say(w);
        return ok() && journal_.append(record_);
    }

    // Does to the base what the journal has, even if observers throw.
    template <class Change, class... Observers>
    void change(Change const& make, Observers&... observers) {
        struct failure {
            bool& behind;
            bool over = false;
            ~failure() { behind = !over; }
        } stopped{behind_};
        detail::held_exception thrown;
        [&](auto... waiting) { make(waiting...); }(detail::held_observer<Observers>{observers, thrown}...);
        stopped.over = true;
        thrown.rethrow();
    }
};

}  // namespace v0
}  // namespace rung
