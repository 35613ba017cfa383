#pragma once

#include <rung/base/base_access.hpp>
#include <rung/base/bytes.hpp>
#include <rung/base/codec.hpp>
#include <rung/base/id_index.hpp>
#include <rung/base/snapshot.hpp>
#include <rung/core/fingerprint.hpp>
#include <rung/core/time.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

/// All that a base keeps of one client, as bytes: for an engine that keeps clients itself, one in a row of a
/// table, and hands a few of them at a time to a base. The client's id is not among them, so that the host
/// may call clients as it likes; ids that were merged into them are. docs/formats.md has the form.
///
///     rung::state_bytes const states{base};
///     states.write(base, id, bytes);                 // false if there is no such client
///     if (auto why = states.read(bytes, id, other); !why.empty()) return complain(why);
///
/// Made once and used for many clients: the fingerprint of a ladder takes a while.
template <class Base>
class state_bytes {
    using lifecycle_type = typename Base::lifecycle_type;
    using form = detail::snapshot_form<Base>;
    using stage_type = typename lifecycle_type::stage_type;

public:
    explicit state_bytes(Base const& base) : state_bytes{base.lifecycle()} {}
    explicit state_bytes(lifecycle_type const& l) : fingerprint_{rung::fingerprint(l)} {
        auto const& ladder = l.ladder();
        context_.before.rungs = ladder.stage_count();
        context_.before.names.resize(ladder.place_count());
        context_.falls = l.descent().falls;
        context_.by_place = true;
    }

    /// Appends the state of a client.
    [[nodiscard]] bool write(Base const& base, client_id id, std::vector<std::byte>& out) {
        auto const& clients = detail::base_access::clients(base);
        auto const number = clients.find(id);
        if (number == id_index::none) return false;
        auto const leader = clients.id_of(number);
        byte_writer w{out};
        w.u8(first_byte);
        w.u64(fingerprint_);
        if constexpr (Base::keeps_history) rung::write_bytes(w, base.settled_until());
        scratch_.clear();
        byte_writer one{scratch_};
        if constexpr (Base::keeps_history)
            form::write_one(base, static_cast<std::uint32_t>(number), one, context_.by_place);
        else
            form::write_one(base, static_cast<std::uint32_t>(number), one);
        byte_reader written{scratch_};
        (void)written.varint();
        w.bytes(written.rest());
        if constexpr (Base::keeps_history) {
            (void)each_id(base, leader, [&](client_id under) {
                auto const& ids = detail::base_access::people(base).taken_back(under);
                w.varint(ids.size());
                for (auto const event : ids) w.varint(event);
                return true;
            });
        }
        return true;
    }

    /// Adds the client of such bytes to a base, which has none of this id. Empty if that went well; otherwise
    /// what is wrong with the state. Where it is damaged the base may have half of it, and is not to be used
    /// further. A base with history has one moment that it was settled at: if it has clients, it has to be
    /// that of the state.
    [[nodiscard]] std::string_view read(std::span<std::byte const> bytes, client_id id, Base& base) {
        byte_reader r{bytes};
        auto const first = r.u8();
        auto const of = r.u64();
        if (!r.ok() || (first != facts_byte && first != history_byte))
            return "these bytes are no state of a client";
        if (first != first_byte)
            return Base::keeps_history ? "it is of a run without history, and this one keeps it"
                                       : "it is of a run with history, and this one keeps none";
        if (of != fingerprint_) return "it is of another ladder, or of other thresholds";
        if constexpr (Base::keeps_history) {
            instant settled{};
            (void)rung::read_bytes(r, settled);
            if (settled != instant::never() && !settled.is_moment()) r.fail();
            auto& until = detail::base_access::settled_until(base);
            if (base.size() == 0)
                until = settled;
            else if (until != settled)
                return "it was settled at another moment than the clients who are here";
        }
        if (base.find(id)) return "the base has a client of this id already";
        scratch_.clear();
        byte_writer w{scratch_};
        w.varint(id);
        w.bytes(r.rest());
        byte_reader one{scratch_};
        context_.is_taken = false;
        bool sound = r.ok() && form::read_one(base, one, context_);
        if (context_.is_taken) {
            if constexpr (Base::keeps_history) {
                if (base.size() == 0) detail::base_access::settled_until(base) = instant::never();
            }
            return "the base has a client of an id that was merged into this one";
        }
        if constexpr (Base::keeps_history) {
            sound = sound && each_id(base, id, [&](client_id under) {
                        std::vector<event_id> ids;
                        for (auto n = one.varint(); n != 0 && one.ok(); --n) ids.push_back(one.varint());
                        if (!one.ok() || ids.empty()) return one.ok();
                        return detail::base_access::take_over_taken_back(base, under, std::move(ids));
                    });
        }
        return sound && one.empty() ? "" : "it is damaged";
    }

    /// Whether ids were merged into the client of such bytes. They are those of the base that wrote it.
    [[nodiscard]] static bool has_merged_ids(std::span<std::byte const> bytes) noexcept {
        if constexpr (!Base::keeps_history) return false;
        byte_reader r{bytes};
        if (r.u8() != history_byte) return false;
        (void)r.u64();
        (void)r.u32();
        (void)r.bytes(static_cast<std::size_t>(r.varint()));  // events
        return r.varint() != 0 && r.ok();
    }

private:
    static constexpr std::uint8_t facts_byte = 1;
    static constexpr std::uint8_t history_byte = 2;
    static constexpr std::uint8_t first_byte = Base::keeps_history ? history_byte : facts_byte;

    std::uint64_t fingerprint_;
    typename form::context context_{};
    std::vector<std::byte> scratch_{};

    // Until one of them says false; then false.
    template <class Visit>
    [[nodiscard]] static bool each_id(Base const& base, client_id id, Visit const& visit) {
        bool good = visit(id);
        for (auto const& m : detail::base_access::people(base).group_of(id)) good = good && visit(m.id);
        return good;
    }
};

template <class Base>
state_bytes(Base const&) -> state_bytes<Base>;

}  // namespace v0
}  // namespace rung
