#pragma once

// What the fuzzers of snapshots and journals have in common: two ladders, and what must hold of any base that
// came out of bytes.

#include <rung/base/durable_base.hpp>
#include <rung/core/explain.hpp>
#include <rung/ladders/loyalty.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

namespace hostile {

using namespace rung::literals;

// Named outside of templates: there, clang 14 calls a literal that only exists while it compiles.
inline constexpr rung::money five_cents = 0.05_money;

inline void must(bool holds) {
    if (!holds) std::abort();
}

// One with an exit that time alone opens and a grace, one without; and one that nobody falls on.
inline constexpr auto loyalty = rung::ladders::loyalty({.patience = 20_seconds});
inline constexpr rung::lifecycle patient{loyalty, rung::ascent::leap{}, rung::descent::after{5_seconds}};
inline constexpr auto service = rung::ladders::service({.client_purchases = 2, .regular_within = 15_seconds});
inline constexpr rung::lifecycle slow{service, rung::ascent::one_step{}, rung::descent::after{3_seconds}};
inline constexpr rung::lifecycle kind{service, rung::ascent::leap{}, rung::descent::never{}};

using buffer = std::vector<std::byte>;

/// Takes numbers from the end of the input, so that the bytes at its beginning keep their place.
class dice {
public:
    explicit dice(std::span<std::byte const> bytes) : rest_{bytes} {}
    [[nodiscard]] unsigned next() {
        if (rest_.empty()) return 0;
        auto const b = std::to_integer<unsigned>(rest_.back());
        rest_ = rest_.first(rest_.size() - 1);
        return b;
    }
    [[nodiscard]] std::span<std::byte const> rest() const { return rest_; }

private:
    std::span<std::byte const> rest_;
};

/// Payloads, each after its size in two bytes, as records of a journal with right checksums.
inline buffer framed(std::span<std::byte const> payloads, std::uint64_t fingerprint) {
    rung::journal_writer out{rung::memory_sink{}, rung::journal_header{fingerprint, 0}};
    rung::byte_reader r{payloads};
    while (!r.empty()) {
        auto const size = std::size_t{r.u16()};
        auto const payload = size <= r.rest().size() ? r.bytes(size) : r.bytes(r.rest().size());
        if (payload.empty()) break;
        must(out.append(payload));
    }
    return out.sink().bytes;
}

template <class Base>
buffer snapshot_of(Base const& base) {
    rung::memory_sink sink;
    must(rung::write_snapshot(base, sink, 7));
    return sink.bytes;
}

template <class Base>
void counted_right(Base const& base) {
    std::array<std::uint64_t, rung::max_places> counted{};
    std::size_t clients = 0;
    base.each([&](auto const& view) {
        ++counted[rung::index_of(view.stage())];
        ++clients;
        must(base.find(view.id()).has_value());
    });
    must(clients == base.size() && base.census().total() == clients);
    for (auto const& [stage, n] : base.census()) must(n == counted[rung::index_of(stage)]);
}

/// Lives on for some steps: each change that time alone makes comes later than the one before.
template <class Base>
void goes_on(Base& base) {
    auto const& life = base.lifecycle();
    base.each([&](auto const& view) {
        auto c = view.decided_client();
        auto last = rung::instant::from_unix(c.frontier.unix_seconds());
        for (int step = 0; step < 40; ++step) {
            auto const at = life.next_change(c);
            must(at > last);
            auto const why = life.explain(c, last);
            (void)why;
            if (!at.is_moment()) break;
            (void)life.settle(c, at);
            last = at;
        }
    });
}

struct watcher {
    std::int64_t moves = 0;
    std::int64_t people = 0;
    void operator()(auto const&) { ++moves; }
    void withdrawn(auto const&) { --moves; }
    void joined(rung::client_id, rung::instant) { ++people; }
    void left(rung::client_id) { --people; }
};

template <class Base>
void same_base(Base const& a, Base const& b) {
    must(a.size() == b.size() && a.census() == b.census() && a.erased() == b.erased());
    a.each([&](auto const& view) {
        auto const other = b.find(view.id());
        must(other.has_value() && other->decided_client() == view.decided_client());
    });
}

/// A base that came out of bytes can be used, written and read again.
template <class Base>
void is_a_base(Base& base, Base const& empty, dice& choose) {
    counted_right(base);
    goes_on(base);
    auto const written = snapshot_of(base);
    auto again = empty;
    must(bool{rung::restore(again, written)});
    same_base(base, again);
    must(snapshot_of(again) == written);

    watcher seen;
    std::vector<rung::client_id> ids;
    base.each([&](auto const& view) { ids.push_back(view.id()); });
    auto const some = [&] { return ids.empty() ? rung::client_id{1} : ids[choose.next() % ids.size()]; };
    for (int i = 0; i < 6; ++i) {
        auto const at = rung::instant::from_unix(std::int64_t{choose.next()} << (choose.next() % 25));
        auto const id = some();
        auto const other = some();
        (void)base.apply(rung::purchase{.id = choose.next(), .client = id, .at = at, .amount = five_cents},
                         seen);
        (void)again.apply(rung::purchase{.id = 0, .client = id, .at = at, .amount = five_cents});
        (void)base.settle(at, seen);
        if constexpr (requires { base.history(); }) {
            typename Base::report_type report;
            (void)base.merge(id, other, report, seen);
            (void)base.export_client(other);
            base.each_held_aside([](auto const&) {});
            if (choose.next() % 2 == 0) (void)base.split(other, report, seen);
            counted_right(base.as_of(at));
        }
        if (choose.next() % 4 == 0) (void)base.erase(id);
        counted_right(base);
    }
    (void)base.settle(rung::instant::from_unix(4'294'967'294), seen);
    counted_right(base);
    auto later = empty;
    must(bool{rung::restore(later, snapshot_of(base))});
    same_base(base, later);
}

}  // namespace hostile
