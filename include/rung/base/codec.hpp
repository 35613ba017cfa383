#pragma once

#include <rung/base/bytes.hpp>
#include <rung/base/member_bytes.hpp>
#include <rung/core/client.hpp>
#include <rung/core/schema.hpp>
#include <rung/core/stage.hpp>

#include <concepts>
#include <cstdint>

namespace rung {
inline namespace v0 {

/// How the events and the facts of a schema become bytes.
///
/// Aggregates without base classes need nothing: they are stored member by member, if they have at most 24,
/// and each is a whole number (also of a few bits), bool, an enumeration of a fixed underlying type, an
/// instant, duration, money, percent or decimal, or an array or aggregate of these. Members may be added at
/// the end: in what was stored before, they are zero. Any other change of the members makes what was stored
/// unreadable, or means something else: `check` judges events that are read, and nobody judges facts.
///
/// If the schema has a `fingerprint()`, four bytes of it stand before the facts, and facts of another one are
/// not read: measures that are kept elsewhere would be read as other numbers.
///
/// For others it is to be specialised for the schema, with
/// - `static void write(byte_writer&, S::event const&)` and `static bool read(byte_reader&, S::event&)`; the
///   client's id is not part of it: reading leaves it as it is;
/// - the same two for `S::facts`.
/// If numbers in events mean what a text named in some order, it says so in the head of a snapshot of a base
/// with history: `static void write_names(byte_writer&)` and `static bool knows_names(byte_reader&)`.
///
/// What was written is read as an equal value. From other bytes `read` returns false, or a possible value: an
/// event that `check` may still refuse, facts within the limits of the vocabulary.
///
/// That of the retail schema is in base/retail_codec.hpp.
template <schema S>
struct codec {
    static void write(byte_writer& w,
                      typename S::event const& e) requires detail::stored_by_members<typename S::event> {
        detail::write_event(w, e);
    }
    [[nodiscard]] static bool
    read(byte_reader& r,
         typename S::event& e) noexcept requires detail::stored_by_members<typename S::event> {
        return detail::read_event(r, e);
    }
    static void write(byte_writer& w,
                      typename S::facts const& f) requires detail::stored_by_members<typename S::facts> {
        if constexpr (says_what_facts_mean) w.u32(meaning());
        detail::write_value(w, f);
    }
    [[nodiscard]] static bool
    read(byte_reader& r,
         typename S::facts& f) noexcept requires detail::stored_by_members<typename S::facts> {
        if constexpr (says_what_facts_mean) {
            if (r.u32() != meaning()) r.fail();
        }
        f = detail::read_value<typename S::facts>(r);
        return r.ok();
    }

private:
    static constexpr bool says_what_facts_mean = requires { S::fingerprint(); };
    [[nodiscard]] static constexpr std::uint32_t meaning() noexcept requires says_what_facts_mean {
        return static_cast<std::uint32_t>(S::fingerprint() & 0xFFFF'FFFF);
    }
};

// Each of these has a name, so that a compiler names the one that is missing.

/// `codec<S>` writes an event.
template <class S>
concept writes_events = requires(byte_writer& w, typename S::event const& e) {
    { codec<S>::write(w, e) } -> std::same_as<void>;
};
/// `codec<S>` reads one.
template <class S>
concept reads_events = requires(byte_reader& r, typename S::event& e) {
    { codec<S>::read(r, e) } -> std::same_as<bool>;
};
/// `codec<S>` writes the facts of a client.
template <class S>
concept writes_facts = requires(byte_writer& w, typename S::facts const& f) {
    { codec<S>::write(w, f) } -> std::same_as<void>;
};
/// `codec<S>` reads them.
template <class S>
concept reads_facts = requires(byte_reader& r, typename S::facts& f) {
    { codec<S>::read(r, f) } -> std::same_as<bool>;
};

/// The events of the schema can be kept as bytes: for history and journals.
template <class S>
concept has_event_codec = schema<S> && writes_events<S> && reads_events<S>;

/// The facts of the schema can be kept as bytes: for snapshots.
template <class S>
concept has_facts_codec = schema<S> && writes_facts<S> && reads_facts<S>;

namespace detail {

/// Says in one sentence why the events, or the facts, of a schema do not become bytes.
template <class S>
inline constexpr bool stores_events = sizeof(has_bytes<typename S::event, has_event_codec<S>>) != 0;
template <class S>
inline constexpr bool stores_facts = sizeof(has_bytes<typename S::facts, has_facts_codec<S>>) != 0;

}  // namespace detail

inline void write_bytes(byte_writer& w, instant t) { w.u32(t.unix_seconds); }
[[nodiscard]] inline bool read_bytes(byte_reader& r, instant& t) noexcept {
    t.unix_seconds = r.u32();
    return r.ok();
}

inline void write_bytes(byte_writer& w, event_order o) {
    write_bytes(w, o.at);
    w.varint(o.id());
}
[[nodiscard]] inline bool read_bytes(byte_reader& r, event_order& o) noexcept {
    instant at{};
    (void)read_bytes(r, at);
    o = event_order::of(at, r.varint());
    return r.ok();
}

/// Twelve bytes. The reader does not know whether the ladder has such places: the caller must check that.
inline void write_bytes(byte_writer& w, standing const& s) {
    write_bytes(w, s.since);
    write_bytes(w, s.due);
    w.u8(s.place);
    w.u8(s.peak);
    w.u8(s.moved_by.stored());
    w.u8(s.stored_state());
}
[[nodiscard]] inline bool read_bytes(byte_reader& r, standing& s) noexcept {
    (void)read_bytes(r, s.since);
    (void)read_bytes(r, s.due);
    s.place = r.u8();
    s.peak = r.u8();
    bool const is_cause = s.moved_by.set_stored(r.u8());
    s.set_stored_state(r.u8());
    if (!is_cause || s.place >= max_places || s.peak >= max_stages) r.fail();
    return r.ok();
}

inline void write_bytes(byte_writer& w, decision const& d) {
    w.u8(static_cast<std::uint8_t>(d.what));
    w.u8(d.place);
    w.varint(d.reason);
    write_bytes(w, d.at);
    write_bytes(w, d.until);
    w.varint(d.author);
}
[[nodiscard]] inline bool read_bytes(byte_reader& r, decision& d) noexcept {
    auto const what = r.u8();
    if (what > static_cast<std::uint8_t>(decree::ceiling)) r.fail();
    d.what = r.ok() ? static_cast<decree>(what) : decree::none;
    d.place = r.u8();
    d.reason = static_cast<std::uint16_t>(r.varint(0xFFFF));
    (void)read_bytes(r, d.at);
    (void)read_bytes(r, d.until);
    d.author = r.varint();
    return r.ok();
}

/// All that is kept of a client, without the id.
template <has_facts_codec S>
void write_bytes(byte_writer& w, basic_client<S> const& c) {
    rung::write_bytes(w, c.frontier);
    codec<S>::write(w, c.facts);
    rung::write_bytes(w, c.standing);
}
template <has_facts_codec S>
[[nodiscard]] bool read_bytes(byte_reader& r, basic_client<S>& c) {
    return rung::read_bytes(r, c.frontier) && codec<S>::read(r, c.facts) && rung::read_bytes(r, c.standing);
}

}  // namespace v0
}  // namespace rung
