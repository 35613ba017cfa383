#pragma once

#include <rung/base/bytes.hpp>
#include <rung/core/client.hpp>
#include <rung/core/schema.hpp>
#include <rung/core/stage.hpp>

#include <concepts>
#include <cstdint>

namespace rung {
inline namespace v0 {

/// How the events and the facts of a schema become bytes. To be specialised for a schema, with
/// - `static void write(byte_writer&, S::event const&)` and `static bool read(byte_reader&, S::event&)`; the
///   client's id is not part of it: reading leaves it as it is;
/// - the same two for `S::facts`.
///
/// What was written is read as an equal value. From other bytes `read` returns false, or a possible value: an
/// event that `check` may still refuse, facts within the limits of the vocabulary.
///
/// That of the retail schema is in base/retail_codec.hpp.
template <schema S>
struct codec;

// Each of these has a name, so that a compiler names the one that is missing.

template <class S>
concept writes_events = requires(byte_writer& w, typename S::event const& e) {
    { codec<S>::write(w, e) } -> std::same_as<void>;
};
template <class S>
concept reads_events = requires(byte_reader& r, typename S::event& e) {
    { codec<S>::read(r, e) } -> std::same_as<bool>;
};
template <class S>
concept writes_facts = requires(byte_writer& w, typename S::facts const& f) {
    { codec<S>::write(w, f) } -> std::same_as<void>;
};
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

namespace detail {

// Beyond what a kind can be: first the other causes, and last that nothing moved the client.
inline constexpr std::uint8_t no_move = 255;

[[nodiscard]] constexpr std::uint8_t to_byte(move_cause m) noexcept {
    if (!m.given()) return no_move;
    if (m.why() == cause::event) return m.kind();
    return static_cast<std::uint8_t>(move_cause::last_kind + static_cast<std::uint8_t>(m.why()));
}
[[nodiscard]] constexpr bool from_byte(std::uint8_t code, move_cause& m) noexcept {
    m = move_cause{};
    if (code == no_move) return true;
    auto const beyond = code <= move_cause::last_kind ? 0 : code - move_cause::last_kind;
    if (beyond > static_cast<int>(cause::decision)) return false;
    m = move_cause{static_cast<cause>(beyond), code};
    return true;
}

inline constexpr unsigned left_mask = 63;
inline constexpr unsigned grace_mark = 64;
inline constexpr unsigned decided_mark = 128;

}  // namespace detail

/// Twelve bytes. The reader does not know whether the ladder has such places: the caller must check that.
inline void write_bytes(byte_writer& w, standing const& s) {
    write_bytes(w, s.since);
    write_bytes(w, s.due);
    w.u8(s.place);
    w.u8(s.peak);
    w.u8(detail::to_byte(s.moved_by));
    w.u8(static_cast<std::uint8_t>(s.left() | (s.in_grace() ? detail::grace_mark : 0u) |
                                   (s.decided() ? detail::decided_mark : 0u)));
}
[[nodiscard]] inline bool read_bytes(byte_reader& r, standing& s) noexcept {
    (void)read_bytes(r, s.since);
    (void)read_bytes(r, s.due);
    s.place = r.u8();
    s.peak = r.u8();
    bool const moved = detail::from_byte(r.u8(), s.moved_by);
    auto const state = r.u8();
    s.set_left(static_cast<std::uint8_t>(state & detail::left_mask));
    s.set_in_grace((state & detail::grace_mark) != 0);
    s.set_decided((state & detail::decided_mark) != 0);
    if (!moved || s.place >= max_places || s.peak >= max_stages) r.fail();
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
