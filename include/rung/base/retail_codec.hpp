#pragma once

#include <rung/base/codec.hpp>
#include <rung/retail/schema.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {

/// The retail schema as bytes. A field that is zero is not written.
///
/// - An event, a purchase in about twelve bytes: the kind; one bit for each of the fields below that is not
///   zero; the instant, four bytes; then id, amount (zigzag), of, bought (four bytes), channel, detail (one
///   byte), mark (one byte), all others as varints.
/// - Facts: one bit for each field that is not zero, four bytes; the instants, four bytes each; the spend
///   (zigzag); the counters. Counters may become wider, and new fields come at the end, without a new form.
template <>
struct codec<retail> {
    static void write(byte_writer& w, retail_event const& e) {
        unsigned present = 0;
        if (e.id != 0) present |= has_id;
        if (e.amount != money{}) present |= has_amount;
        if (e.of != 0) present |= has_of;
        if (e.bought != instant::never()) present |= has_bought;
        if (e.channel != 0) present |= has_channel;
        if (e.detail != 0) present |= has_detail;
        if (e.mark != 0) present |= has_mark;
        w.u8(static_cast<std::uint8_t>(e.kind));
        w.u8(static_cast<std::uint8_t>(present));
        write_bytes(w, e.at);
        if (e.id != 0) w.varint(e.id);
        if (e.amount != money{}) w.signed_varint(e.amount.minor_units);
        if (e.of != 0) w.varint(e.of);
        if (e.bought != instant::never()) write_bytes(w, e.bought);
        if (e.channel != 0) w.varint(e.channel);
        if (e.detail != 0) w.u8(e.detail);
        if (e.mark != 0) w.u8(e.mark);
    }

    [[nodiscard]] static bool read(byte_reader& r, retail_event& e) noexcept {
        auto const kind = r.u8();
        unsigned const present = r.u8();
        if (kind >= event_kind_count || present > all_fields) r.fail();
        e.kind = r.ok() ? static_cast<event_kind>(kind) : event_kind::contact;
        (void)read_bytes(r, e.at);
        auto const field = [&](unsigned bit, auto value) -> std::uint64_t {
            if ((present & bit) == 0) return 0;
            std::uint64_t const n = value();
            if (n == 0) r.fail();  // it would have been left out
            return n;
        };
        auto const varint = [&] { return r.varint(); };
        auto const byte = [&] { return std::uint64_t{r.u8()}; };
        e.id = field(has_id, varint);
        e.amount = money{unzigzag(field(has_amount, varint))};
        e.of = field(has_of, varint);
        e.bought.unix_seconds =
            static_cast<std::uint32_t>(field(has_bought, [&] { return std::uint64_t{r.u32()}; }));
        e.channel = static_cast<std::uint16_t>(field(has_channel, [&] { return r.varint(0xFFFF); }));
        e.detail = static_cast<std::uint8_t>(field(has_detail, byte));
        e.mark = static_cast<std::uint8_t>(field(has_mark, byte));
        return r.ok();
    }

    static void write(byte_writer& w, retail::facts const& f) {
        auto const times = instants(f);
        auto const counts = counters(f);
        std::uint32_t present = 0;
        std::uint32_t bit = 1;
        for (auto const t : times) present |= next(bit, t != instant::never());
        present |= next(bit, f.spend() != money{});
        for (auto const n : counts) present |= next(bit, n != 0);
        w.u32(present);
        for (auto const t : times) {
            if (t != instant::never()) write_bytes(w, t);
        }
        if (f.spend() != money{}) w.signed_varint(f.spend().minor_units);
        for (auto const n : counts) {
            if (n != 0) w.varint(n);
        }
    }

    [[nodiscard]] static bool read(byte_reader& r, retail::facts& f) noexcept {
        auto present = r.u32();
        auto const field = [&](auto value) -> std::uint64_t {
            bool const there = (present & 1) != 0;
            present >>= 1;
            if (!there) return 0;
            std::uint64_t const n = value();
            if (n == 0) r.fail();
            return n;
        };
        std::array<instant, 6> times{};
        for (auto& t : times)
            t.unix_seconds = static_cast<std::uint32_t>(field([&] { return std::uint64_t{r.u32()}; }));
        f = retail::facts{};
        set_instants(f, times);
        // Earlier versions could leave a client below zero: a debt that nobody owes.
        auto const spend = money{unzigzag(field([&] { return r.varint(); }))};
        f.set_spend(spend < money{} ? money{} : spend);
        counter_values counts{};
        for (auto& n : counts) n = static_cast<std::uint32_t>(field([&] { return r.varint(0xFFFF'FFFF); }));
        set_counters(f, counts);
        // A value that did not fit its bits differs from what was read.
        if (present != 0 || counters(f) != counts || !in_range(f)) r.fail();
        return r.ok();
    }

private:
    static constexpr unsigned has_id = 1;
    static constexpr unsigned has_amount = 2;
    static constexpr unsigned has_of = 4;
    static constexpr unsigned has_bought = 8;
    static constexpr unsigned has_channel = 16;
    static constexpr unsigned has_detail = 32;
    static constexpr unsigned has_mark = 64;
    static constexpr unsigned all_fields = 127;

    using counter_values = std::array<std::uint32_t, 19>;

    [[nodiscard]] static constexpr std::uint32_t next(std::uint32_t& bit, bool set) noexcept {
        auto const this_one = set ? bit : 0;
        bit <<= 1;
        return this_one;
    }

    [[nodiscard]] static constexpr std::array<instant, 6> instants(retail::facts const& f) noexcept {
        return {f.first_purchase,    f.last_purchases[0], f.last_purchases[1],
                f.last_purchases[2], f.last_purchases[3], f.last_contact};
    }
    static constexpr void set_instants(retail::facts& f, std::array<instant, 6> const& t) noexcept {
        f.first_purchase = t[0];
        for (std::size_t i = 0; i < 4; ++i) f.last_purchases[i] = t[i + 1];
        f.last_contact = t[5];
    }

    // The order is part of the form: new fields come last.
    [[nodiscard]] static constexpr counter_values counters(retail::facts const& f) noexcept {
        return {f.purchases,       f.contacts,     f.price_rises, f.recommendations,
                f.addons,          f.own_contacts, f.complaints,  f.competitor_purchases,
                f.awareness_level, f.wallet_share, f.evaluations, f.score_sum,
                f.last_score,      f.bad_scores,   f.lost,        f.need_level,
                f.process_step,    f.referred,     f.waits};
    }
    static constexpr void set_counters(retail::facts& f, counter_values const& n) noexcept {
        f.purchases = n[0] & 0xFFFFu;
        f.contacts = n[1] & 0x3FFFu;
        f.price_rises = n[2] & 3u;
        f.recommendations = n[3] & 127u;
        f.addons = n[4] & 63u;
        f.own_contacts = n[5] & 15u;
        f.complaints = n[6] & 15u;
        f.competitor_purchases = n[7] & 3u;
        f.awareness_level = n[8] & 3u;
        f.wallet_share = n[9] & 127u;
        f.evaluations = n[10] & 63u;
        f.score_sum = n[11] & 511u;
        f.last_score = n[12] & 7u;
        f.bad_scores = n[13] & 7u;
        f.lost = n[14] & 15u;
        f.need_level = n[15] & 3u;
        f.process_step = n[16] & 7u;
        f.referred = n[17] & 1u;
        f.waits = n[18] & 1u;
    }

    // The facts whose bits hold more than the vocabulary allows.
    [[nodiscard]] static constexpr bool in_range(retail::facts const& f) noexcept {
        constexpr retail::fact narrower[] = {retail::fact::last_score, retail::fact::mean_score,
                                             retail::fact::need_level, retail::fact::process_step,
                                             retail::fact::wallet_share};
        for (auto const k : narrower) {
            if (retail::read(f, k, instant::never()) > describe<retail>(k).most) return false;
        }
        return f.evaluations != 0 || f.score_sum == 0;
    }
};

static_assert(has_event_codec<retail> && has_facts_codec<retail>);

}  // namespace v0
}  // namespace rung
