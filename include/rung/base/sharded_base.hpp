#pragma once

#include <rung/base/base_access.hpp>
#include <rung/base/base_types.hpp>
#include <rung/base/census.hpp>
#include <rung/base/client_view.hpp>
#include <rung/base/listed.hpp>
#include <rung/base/observer.hpp>
#include <rung/base/placed_report.hpp>
#include <rung/base/shard_map.hpp>
#include <rung/core/assert.hpp>
#include <rung/core/config.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

/// A base that several threads write to and read at once: a number of shards, each a `Base` (a client_base)
/// with a lock of its own. A client belongs to one shard, by id. The clients come out bit for bit as in one
/// base, whatever the number of shards and threads.
///
///     rung::sharded_base base{rung::client_base{life}, 16};   // to begin with an empty base
///     // in each thread
///     rung::insight::funnel mine{base};
///     base.apply(events, mine);
///     // in the end
///     all += mine;
///
/// - All members may be called by any thread at any time, except the move, the assignment and the destructor,
/// which need the base for themselves.
/// - Without history the events of one client must be in order, so they must come from one thread, or from
/// threads that take turns: a late one is refused. With history (history::kept) they may come from any thread
/// in any order; of two that contradict each other, the first to come counts as the first.
///   Clients cannot be merged here: they may belong to different shards.
/// - Two locks are never held at once. Visitors, observers and the function given to `with` are called by the
/// calling thread with one lock held: they must not call the base, and should not take long.
/// - What covers all clients (census, size, each, settle) goes from shard to shard. Each client is seen
/// exactly once, at an instant during the call; if others write meanwhile, different clients at different
/// instants. So a census then counts each client once, where they stood during the call, but may differ from
/// any that the base ever had as a whole. While nobody writes it is exact.
/// - Observers are the caller's. One for each thread, added up with += in the end, needs no lock. One that
/// several threads share is called by several at once.
///
/// A program that uses it links the threads of its platform (Threads::Threads in CMake).
template <class Base>
class sharded_base : public detail::wrapped_base_types<Base> {
    using types = detail::wrapped_base_types<Base>;

public:
    using typename types::event_type;
    using typename types::lifecycle_type;
    using typename types::report_type;
    using typename types::stage_type;
    using typename types::view_type;
    using found_type = found_client<lifecycle_type>;

    static constexpr std::size_t max_shards = 65'536;

    /// Each shard begins empty, made as `empty` was. Their number is rounded up to a power of two; with four
    /// to eight shards a thread, threads rarely wait for each other. A shard costs its base, which with a
    /// ladder held at run time is some 16 KB.
    explicit sharded_base(Base empty, std::size_t shards = 64) : map_{map_of(empty, rounded(shards))} {
        if (empty.size() != 0 || empty.erased().total() != 0)
            RUNG_ASSERT("a base that had clients cannot be made into shards: begin with an empty one");
        shards_.reserve(rounded(shards));
        for (std::size_t i = 0; i < rounded(shards); ++i) {
            if constexpr (has_dense_ids)
                shards_.push_back(std::make_unique<shard>(Base{empty.lifecycle(), map_.ids_of(i)}));
            else
                shards_.push_back(std::make_unique<shard>(empty));
        }
    }

    /// A moved-from base can only be assigned to or destroyed.
    sharded_base(sharded_base&&) noexcept = default;
    sharded_base& operator=(sharded_base&&) noexcept = default;

    [[nodiscard]] std::size_t shards() const noexcept { return shards_.size(); }
    [[nodiscard]] lifecycle_type const& lifecycle() const noexcept {
        return std::as_const(shards_.front()->base).lifecycle();
    }

    /// All clients.
    [[nodiscard]] std::size_t size() const {
        std::size_t sum = 0;
        each_shard([&](Base const& b) { sum += b.size(); });
        return sum;
    }
    /// Room for so many clients, spread at random.
    void reserve(std::size_t clients) {
        auto const mean = clients / shards();
        auto const spread = std::size_t{4}
                            << (std::bit_width(mean) + 1) / 2;  // four standard deviations or more
        auto const each = shards() == 1 ? clients : mean + spread;
        for (auto const& s : shards_) locked(*s, [&](Base& b) { b.reserve(each); });
    }

    /// Takes one event. Returns what the base returns: an outcome, or a report if it keeps history.
    template <class... Observers>
    [[nodiscard("an event that is refused changes nothing: look at refusal(), or cast to void")]] auto
    apply(event_type const& e, Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        return locked(shard_of(e.client), [&](Base& b) { return b.apply(e, observers...); });
    }

    /// Takes events in order. Each shard is locked once, for all of its events; so observers hear of the
    /// moves of one shard first. The report is in the order of the events, as that of one base. See also
    /// base/in_parallel.hpp.
    template <class... Observers>
    [[nodiscard]] report_type apply(std::span<event_type const> events, Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        report_type report;
        apply(events, report, observers...);
        return report;
    }
    /// The same, and adds to a report, which also says what was done if an observer throws or memory fails:
    /// `report.done` events, shard by shard. Of each client's events the first ones were done; if all are
    /// given again, those are refused as late or repeated.
    template <class... Observers>
    void apply(std::span<event_type const> events, report_type& report, Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        if (shards() == 1)
            return locked(*shards_.front(), [&](Base& b) { b.apply(events, report, observers...); });
        by_shard sorted{map_, 0, shards(), events.size()};
        (void)sorted.take_from(events);
        struct lent : placed_report {
            report_type& to;
            explicit lent(report_type& r) noexcept : placed_report{std::move(r)}, to{r} {}
            ~lent() { to = std::move(this->report); }
        } placed{report};
        sorted.each([&](std::size_t s, auto mine) {
            locked(*shards_[s], [&](Base& b) { take(b, mine, events.data(), placed, observers...); });
        });
        placed.put_in_order();
    }

    /// Forgets a client: see the base. False if there is none of that id.
    [[nodiscard("false: nobody of that id was there, and nobody was erased")]] bool erase(client_id id) {
        return locked(shard_of(id), [&](Base& b) { return b.erase(id); });
    }
    /// Takes an event back: see a base that keeps history.
    template <class... Observers>
    auto retract(client_id under, event_id event, report_type& report,
                 Observers&&... observers) requires Base::keeps_history {
        detail::check_observers<Base, Observers...>();
        return locked(shard_of(under),
                      [&](Base& b) { return b.retract(under, event, report, observers...); });
    }
    /// How many clients were erased, by the place where they stood.
    [[nodiscard]] rung::census<stage_type> erased() const {
        rung::census<stage_type> sum;
        each_shard([&](Base const& b) { sum += b.erased(); });
        return sum;
    }

    /// Moves everybody as time alone has moved them until `now`. Returns how many moves that were.
    template <class... Observers>
    std::uint64_t settle(instant now, Observers&&... observers) {
        detail::check_observers<Base, Observers...>();
        std::uint64_t moves = 0;
        for (auto const& s : shards_)
            moves += locked(*s, [&](Base& b) { return b.settle(now, observers...); });
        return moves;
    }

    /// How many clients stand where.
    [[nodiscard]] rung::census<stage_type> census() const {
        rung::census<stage_type> sum;
        each_shard([&](Base const& b) { sum += b.census(); });
        return sum;
    }

    /// A copy of the client of an id, if there is one.
    [[nodiscard]] std::optional<found_type> find(client_id id) const {
        std::optional<found_type> found;
        with(id, [&](view_type const& v) { found.emplace(lifecycle(), v.id(), v.decided_client()); });
        return found;
    }

    /// Calls f(client_view) for the client of an id under the lock of the shard, without a copy. False if
    /// there is none.
    template <class F>
    bool with(client_id id, F&& f) const {
        return locked(shard_of(id), [&](Base const& b) {
            auto const view = b.find(id);
            if (view) f(*view);
            return view.has_value();
        });
    }

    /// Calls visit(client_view) for every client, shard by shard.
    template <class Visit>
    void each(Visit&& visit) const {
        each_shard([&](Base const& b) { b.each(visit); });
    }
    /// In an order, and who will move within a time: see client_base. Clients are sorted as they were
    /// during the call, and visited as they are when their turn comes, if they still are there.
    template <class By, class Visit>
    void each_in_order(By const& by, Visit&& visit, std::size_t top = ~std::size_t{0}) const {
        detail::visit_in_order(*this, by, visit, top);
    }
    [[nodiscard]] auto due(instant now, duration within) const {
        return detail::due_of<lifecycle_type>(*this, now, within);
    }

    /// Calls visit(Base const&) for every shard under its lock: for all that is summed over bases.
    ///
    ///     base.each_shard([&](auto const& shard) { spend += rung::insight::spend_census{shard}; });
    template <class Visit>
    void each_shard(Visit&& visit) const {
        for (auto const& s : shards_) locked(*s, [&](Base const& b) { visit(b); });
    }

private:
    // Two threads never write to one cache line.
    struct alignas(64) shard {
        std::mutex mutex{};
        Base base;

        explicit shard(Base b) : base{std::move(b)} {}
    };

    template <class, class>
    friend class in_parallel;

    using placed_report = detail::placed_report<report_type>;
    static constexpr bool has_dense_ids = requires(Base const& b) {
        { b.ids() } -> std::same_as<ids::dense>;
    };
    using map_type = std::conditional_t<has_dense_ids, detail::ranged_shards, detail::hashed_shards>;

    std::vector<std::unique_ptr<shard>> shards_;
    map_type map_;

    [[nodiscard]] static std::size_t rounded(std::size_t shards) noexcept {
        return shards < 1 ? 1 : shards > max_shards ? max_shards : std::bit_ceil(shards);
    }
    [[nodiscard]] static map_type map_of(Base const& empty, std::size_t shards) noexcept {
        if constexpr (has_dense_ids)
            return {empty.ids(), shards};
        else
            return map_type{shards};
    }
    [[nodiscard]] shard& shard_of(client_id id) const noexcept { return *shards_[map_(id)]; }

    // The next events of a log for some shards, up to so many, shard by shard.
    class by_shard {
    public:
        // `first`: the first of the shards, `number` of them.
        by_shard(map_type const& map, std::size_t first, std::size_t number, std::size_t most)
            : map_{map}, first_{first}, room_{most},
              ends_(number + 1), found_{std::make_unique_for_overwrite<event_type const*[]>(most)},
              sorted_{std::make_unique_for_overwrite<event_type const*[]>(most)},
              shard_of_{std::make_unique_for_overwrite<std::uint16_t[]>(most)} {}

        // Returns the rest of the log.
        RUNG_WRAPS [[nodiscard]] std::span<event_type const>
        take_from(std::span<event_type const> log) noexcept {
            // No branch here depends on whose event it is: it could not be predicted.
            auto const number = ends_.size() - 1;
            std::size_t n = 0;
            auto next = log.begin();
            for (; next != log.end() && n < room_; ++next) {
                auto const s = map_(next->client) - first_;
                found_[n] = &*next;
                shard_of_[n] = static_cast<std::uint16_t>(s);
                n += s < number ? 1 : 0;
            }
            for (auto& end : ends_) end = 0;
            for (std::size_t i = 0; i < n; ++i) ++ends_[shard_of_[i] + 1u];
            for (std::size_t s = 0; s < number; ++s) ends_[s + 1] += ends_[s];
            for (std::size_t i = 0; i < n; ++i) sorted_[ends_[shard_of_[i]]++] = found_[i];
            return {next, log.end()};
        }
        // Calls f(shard, its events), counted from the first, for each shard that has any.
        template <class F>
        void each(F const& f) const {
            std::size_t begin = 0;
            for (std::size_t s = 0; s + 1 < ends_.size(); begin = ends_[s++]) {
                if (begin != ends_[s])
                    f(s, std::span<event_type const* const>{&sorted_[begin], ends_[s] - begin});
            }
        }

    private:
        map_type map_;
        std::size_t first_;
        std::size_t room_;
        std::vector<std::size_t> ends_;
        std::unique_ptr<event_type const*[]> found_;
        std::unique_ptr<event_type const*[]> sorted_;
        std::unique_ptr<std::uint16_t[]> shard_of_;
    };

    // Lets a base take events of a log, given by value or by address.
    template <class Event, class... Observers>
    static void take(Base& b, std::span<Event const> events, event_type const* log, placed_report& report,
                     Observers&... observers) {
        auto const event_at = [=](std::size_t i) -> event_type const& {
            if constexpr (std::is_pointer_v<Event>)
                return *events[i];
            else
                return events[i];
        };
        auto const listed = [&](event_type const& e) { report.listed(static_cast<std::size_t>(&e - log)); };
        detail::base_access::take_all(b, report.report, events.size(), event_at, listed, observers...);
    }

    template <class F>
    static auto locked(shard& s, F const& f) {
        std::lock_guard<std::mutex> const lock{s.mutex};
        return f(s.base);
    }
};
template <class Base>
sharded_base(Base) -> sharded_base<Base>;
template <class Base>
sharded_base(Base, std::size_t) -> sharded_base<Base>;

}  // namespace v0
}  // namespace rung
