#pragma once

#include <rung/base/bytes.hpp>
#include <rung/base/codec.hpp>
#include <rung/base/journal.hpp>
#include <rung/base/observer.hpp>
#include <rung/base/snapshot.hpp>
#include <rung/core/fingerprint.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace detail {

// What a record of a base's journal says (docs/formats.md): its first byte, and then
//
// clang-format off
//
//     events  16, for each event its client (varint) and itself (codec<S>): all of them or none
//     settle  17, instant
//     merge   18, into (varint), from (varint)
//     split   19, from (varint)
//     erase   20, client (varint)
//     retract 21, client (varint), event (varint)
//
// clang-format on
//
// The numbers begin after those of a snapshot's records, so that neither is taken for the other.
inline constexpr std::uint8_t journal_events = 16;
inline constexpr std::uint8_t journal_settle = 17;
inline constexpr std::uint8_t journal_merge = 18;
inline constexpr std::uint8_t journal_split = 19;
inline constexpr std::uint8_t journal_erase = 20;
inline constexpr std::uint8_t journal_retract = 21;

/// Does to a base what a record says; false if that is impossible.
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

/// Does to a base what its journal says, from record number `from` on: `restored::position` if a snapshot was
/// read before. What a crash left of the last record is skipped; `journal.end()` then says where to cut the
/// journal before continuing it. A journal that is damaged, of another ladder, or that begins after `from` is
/// refused with a sentence; then the base has taken the sound records before that.
template <class Base, class... Observers>
[[nodiscard]] restored redo_journal(Base& base, journal_reader& journal, std::uint64_t from,
                                    Observers&&... observers) {
    detail::check_observers<Base, Observers...>();
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
            return detail::not_restored("a record of the journal says something impossible", record->offset);
    }
    auto const& end = journal.end();
    if (end.state == journal_state::damaged) return detail::not_restored(end.why, end.offset);
    restored out;
    out.offset = end.offset;
    out.position = end.next > from ? end.next : from;
    return out;
}

}  // namespace v0
}  // namespace rung
