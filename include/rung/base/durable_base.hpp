#pragma once

#include <rung/base/snapshot.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

namespace detail {

// What a record of a base's journal says: its first byte, and then
//
//     events  16, for each event its client (varint) and itself (codec<S>): all of them or none
//     settle  17, instant
//     merge   18, into (varint), from (varint)
//     split   19, from (varint)
//     erase   20, client (varint)
//     retract 21, client (varint), event (varint)
//
// The numbers go on where those of a snapshot's records end, so that neither is taken for the other.
inline constexpr std::uint8_t journal_events = 16;
inline constexpr std::uint8_t journal_settle = 17;
inline constexpr std::uint8_t journal_merge = 18;
inline constexpr std::uint8_t journal_split = 19;
inline constexpr std::uint8_t journal_erase = 20;
inline constexpr std::uint8_t journal_retract = 21;
inline constexpr std::size_t journal_record_size = 65'536;

/// Does to a base what a record says; false if it says nothing that can be.
template <class Base, class... Observers>
[[nodiscard]] bool redo(Base& base, std::span<std::byte const> record, Observers&... observers) {
    using schema_type = typename Base::lifecycle_type::schema_type;
    byte_reader r{record};
    switch (r.u8()) {
    case journal_events: {
        std::vector<typename schema_type::event> events;
        while (r.ok() && !r.empty()) {
            typename schema_type::event e{};
            e.client = r.varint();
            if (!codec<schema_type>::read(r, e) || !base.has_room_for(e.client)) return false;
            events.push_back(e);
        }
        if (r.ok()) (void)base.apply(std::span{std::as_const(events)}, observers...);
        return r.ok();
    }
    case journal_settle: {
        instant now{};
        bool const good = read_bytes(r, now) && r.empty();
        if (good) (void)base.settle(now, observers...);
        return good;
    }
    case journal_erase: {
        auto const id = r.varint();
        bool const good = r.ok() && r.empty();
        if (good) (void)base.erase(id);
        return good;
    }
    case journal_merge:
        if constexpr (Base::keeps_history) {
            auto const into = r.varint();
            auto const from = r.varint();
            typename Base::report_type unread;
            bool const good = r.ok() && r.empty();
            if (good) (void)base.merge(into, from, unread, observers...);
            return good;
        }
        return false;
    case journal_split:
        if constexpr (Base::keeps_history) {
            auto const from = r.varint();
            typename Base::report_type unread;
            bool const good = r.ok() && r.empty();
            if (good) (void)base.split(from, unread, observers...);
            return good;
        }
        return false;
    case journal_retract:
        if constexpr (Base::keeps_history) {
            auto const under = r.varint();
            auto const event = r.varint();
            typename Base::report_type unread;
            bool const good = r.ok() && r.empty();
            if (good) (void)base.retract(under, event, unread, observers...);
            return good;
        }
        return false;
    default: return false;
    }
}

}  // namespace detail

/// Does to a base what its journal says, from the record of number `from` on: that of `restored::position`
/// where a snapshot was read before. What a crash left of the last record is passed over;
/// `journal.end()` then says where the journal is to be cut before it is gone on with. A journal that is
/// damaged, of another ladder, or that begins after `from` is refused with a sentence; then the base has
/// taken what was sound before that.
template <class Base, class... Observers>
[[nodiscard]] restored redo_journal(Base& base, journal_reader& journal, std::uint64_t from,
                                    Observers&&... observers) {
    bool const has_header = journal.end().offset != 0;
    if (has_header && journal.header().fingerprint != rung::fingerprint(base.lifecycle())) {
        auto out = detail::not_restored("the journal is of another ladder, or of other thresholds", 0);
        out.other_ladder = true;
        return out;
    }
    if (has_header && journal.header().first > from)
        return detail::not_restored("records are missing between the snapshot and the journal", 0);
    while (auto const record = journal.next()) {
        if (record->number < from) continue;
        if (!detail::redo(base, record->payload, observers...))
            return detail::not_restored("a record of the journal says what cannot be", record->offset);
    }
    auto const& end = journal.end();
    if (end.state == journal_state::damaged) return detail::not_restored(end.why, end.offset);
    restored out;
    out.offset = end.offset;
    out.position = end.next > from ? end.next : from;
    return out;
}

/// A base that writes down in a journal what is done to it, before it does it. What was synced outlives a
/// crash: the last snapshot, and the journal from its position on, make the same base again, bit for bit.
///
/// The events of one call of `apply` that need no more than 64 KiB (some thousands of purchases) are one
/// record: after a crash all of them are there or none.
///
/// Once the journal failed the base takes nothing any more: events are handed back as refusal::journal, all
/// else answers that nothing was done. See ok() and why().
template <class Base, class Sink>
class durable_base {
    static_assert(byte_sink<Sink>, "bytes go to a byte_sink: what is missing stands in its requirements");

public:
    using base_type = Base;
    using schema_type = typename Base::lifecycle_type::schema_type;
    using event_type = typename schema_type::event;
    using report_type = typename Base::report_type;
    static constexpr bool keeps_history = Base::keeps_history;

    /// The journal continues where `base` stands: it is new, or was read to its end.
    durable_base(Base base, journal_writer<Sink> journal)
        : base_{std::move(base)}, journal_{std::move(journal)} {}

    /// To look at; it changes only through the members below.
    [[nodiscard]] Base const& base() const noexcept { return base_; }
    [[nodiscard]] journal_writer<Sink> const& journal() const noexcept { return journal_; }
    [[nodiscard]] bool ok() const noexcept { return journal_.ok(); }
    [[nodiscard]] std::string_view why() const noexcept { return journal_.why(); }

    template <class... Observers>
    [[nodiscard]] report_type apply(std::span<event_type const> events, Observers&&... observers) {
        report_type report;
        while (!events.empty()) {
            record_.clear();
            byte_writer w{record_};
            w.u8(detail::journal_events);
            std::size_t n = 0;
            for (; n < events.size() && record_.size() < detail::journal_record_size; ++n) {
                // What no base of this kind takes will be refused, and changes nothing.
                auto const& e = events[n];
                if (base_.lifecycle().why_not(stranger{}, e) != refusal::none) continue;
                if (!base_.has_room_for(e.client)) continue;
                w.varint(e.client);
                codec<schema_type>::write(w, e);
            }
            if (record_.size() > 1 && !journal_.append(record_)) break;
            report += base_.apply(events.first(n), observers...);
            events = events.subspan(n);
        }
        for (auto const& e : events) report.refused.push_back({e, refusal::journal});
        return report;
    }
    template <class... Observers>
    report_type apply(event_type const& e, Observers&&... observers) {
        return apply(std::span<event_type const>{&e, 1}, observers...);
    }

    template <class... Observers>
    std::uint64_t settle(instant now, Observers&&... observers) {
        auto const written = write(detail::journal_settle, [&](byte_writer& w) { write_bytes(w, now); });
        return written ? base_.settle(now, observers...) : 0;
    }

    /// The journal still holds what he did, until a snapshot is written and the journal begun anew.
    bool erase(client_id id) {
        return write(detail::journal_erase, [&](byte_writer& w) { w.varint(id); }) && base_.erase(id);
    }

    template <class... Observers>
    merge_answer merge(client_id into, client_id from, report_type& report,
                       Observers&&... observers) requires keeps_history {
        auto const written = write(detail::journal_merge, [&](byte_writer& w) {
            w.varint(into);
            w.varint(from);
        });
        return written ? base_.merge(into, from, report, observers...) : merge_answer::not_written;
    }
    template <class... Observers>
    merge_answer split(client_id from, report_type& report, Observers&&... observers) requires keeps_history {
        auto const written = write(detail::journal_split, [&](byte_writer& w) { w.varint(from); });
        return written ? base_.split(from, report, observers...) : merge_answer::not_written;
    }

    template <class... Observers>
    retract_answer retract(client_id under, event_id event, report_type& report,
                           Observers&&... observers) requires keeps_history {
        auto const written = write(detail::journal_retract, [&](byte_writer& w) {
            w.varint(under);
            w.varint(event);
        });
        return written ? base_.retract(under, event, report, observers...) : retract_answer::not_written;
    }

    /// True: all that was done so far outlives a crash.
    [[nodiscard]] bool sync() { return journal_.sync(); }

    /// Syncs the journal and writes a snapshot of the base as it stands. From then on records before
    /// journal().next() are not needed.
    template <byte_sink Other>
    [[nodiscard]] bool write_snapshot(Other& sink) {
        return sync() && rung::write_snapshot(base_, sink, journal_.next());
    }

    /// Goes on in another journal, which has to begin at journal().next(). The one before is handed back.
    journal_writer<Sink> change_journal(journal_writer<Sink> next) {
        return std::exchange(journal_, std::move(next));
    }

private:
    using stranger = typename Base::decided_client_type;

    Base base_;
    journal_writer<Sink> journal_;
    std::vector<std::byte> record_;

    template <class Say>
    [[nodiscard]] bool write(std::uint8_t kind, Say const& say) {
        record_.clear();
        byte_writer w{record_};
        w.u8(kind);
        say(w);
        return journal_.append(record_);
    }
};

}  // namespace v0
}  // namespace rung
