#pragma once

#include <rung/base/retail_codec.hpp>
#include <rung/measures/run_time_table.hpp>
#include <rung/retail/shop.hpp>

#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {

/// A table of shop_events that is made at run time, as bytes. Numbers of kinds, categories and names are
/// those of the text that is in use: another text reads nothing of it, since its fingerprint is another.
///
/// - An event: the kind if it is the text's own, or 0; the event as in codec<retail>; quantity, value,
///   category and name as varints.
/// - Facts: four bytes of the table's fingerprint, then each word that the measures use.
/// - Names, in the head of a snapshot of a base with history: how many kinds and names the text mentions
///   (varints), and eight bytes of what they are called, in order. A text that mentions the same first, and
///   then others, reads the events.
template <std::size_t Words, room Room, class Tag>
struct codec<run_time_table<shop_model, Words, Room, Tag>> {
    using table = run_time_table<shop_model, Words, Room, Tag>;

    static void write(byte_writer& w, shop_event const& e) {
        auto const kind = shop_model::kind(e);
        bool const is_own = kind >= shop_model::own_kinds;
        retail_event shared = e;
        if (is_own) shared.kind = event_kind::contact;
        w.u8(is_own ? kind : std::uint8_t{0});
        codec<retail>::write(w, shared);
        w.varint(e.quantity);
        w.varint(e.value);
        w.varint(e.category);
        w.varint(e.name);
    }
    [[nodiscard]] static bool read(byte_reader& r, shop_event& e) noexcept {
        auto const own = r.u8();
        if (own > 63 || (own != 0 && own < shop_model::own_kinds)) r.fail();
        retail_event& shared = e;
        bool const is_read = codec<retail>::read(r, shared);
        if (own != 0 && shared.kind != event_kind::contact) r.fail();
        if (is_read && own != 0) e.kind = static_cast<event_kind>(own);
        e.quantity = static_cast<std::uint32_t>(r.varint(UINT32_MAX));
        e.value = static_cast<std::uint32_t>(r.varint(UINT32_MAX));
        e.category = static_cast<std::uint16_t>(r.varint(UINT16_MAX));
        e.name = static_cast<std::uint16_t>(r.varint(UINT16_MAX));
        return r.ok();
    }
    static void write(byte_writer& w, typename table::facts const& f) {
        w.u32(meaning());
        for (std::size_t i = 0; i < table::words_used(); ++i) w.u32(f.words[i]);
    }
    [[nodiscard]] static bool read(byte_reader& r, typename table::facts& f) noexcept {
        if (r.u32() != meaning()) r.fail();
        f = {};
        for (std::size_t i = 0; i < table::words_used(); ++i) f.words[i] = r.u32();
        return r.ok();
    }
    static void write_names(byte_writer& w) {
        auto const kinds = table::list().own_kind_count();
        auto const values = table::list().value_count();
        w.varint(kinds);
        w.varint(values);
        w.u64(names(kinds, values));
    }
    [[nodiscard]] static bool knows_names(byte_reader& r) noexcept {
        auto const kinds = static_cast<std::size_t>(r.varint(64));
        auto const values = static_cast<std::size_t>(r.varint(64));
        auto const called = r.u64();
        return r.ok() && kinds <= table::list().own_kind_count() && values <= table::list().value_count() &&
               called == names(kinds, values);
    }

private:
    // What the first so many are called.
    [[nodiscard]] static std::uint64_t names(std::size_t kinds, std::size_t values) noexcept {
        detail::fingerprint_of all;
        for (std::size_t i = 0; i < kinds; ++i)
            all.add(table::list().kind_name(static_cast<std::uint8_t>(shop_model::own_kinds + i)));
        for (std::size_t i = 0; i < values; ++i)
            all.add(table::list().value_name(static_cast<std::int64_t>(i + 1)));
        return all.value();
    }
    [[nodiscard]] static std::uint32_t meaning() noexcept {
        return static_cast<std::uint32_t>(table::fingerprint() & 0xFFFF'FFFF);
    }
};

}  // namespace v0
}  // namespace rung
