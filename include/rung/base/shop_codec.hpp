#pragma once

#include <rung/base/retail_codec.hpp>
#include <rung/measures/run_time_table.hpp>
#include <rung/measures/shop.hpp>

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

private:
    [[nodiscard]] static std::uint32_t meaning() noexcept {
        return static_cast<std::uint32_t>(table::fingerprint() & 0xFFFF'FFFF);
    }
};

}  // namespace v0
}  // namespace rung
