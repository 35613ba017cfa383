#pragma once

#include <rung/base/base_types.hpp>
#include <rung/base/executor.hpp>
#include <rung/base/held_exception.hpp>
#include <rung/base/observer.hpp>
#include <rung/base/sharded_base.hpp>
#include <rung/core/assert.hpp>

#include <algorithm>
#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

namespace detail {

/// An observer that counts on terms of its own (the ladder of a ledger, the months of a flow) says what an
/// empty one on the same terms is: `anew()`. Of others the default constructor makes one.
template <class Observer>
concept is_made_anew = requires(Observer const& given) {
    { given.anew() } -> std::same_as<Observer>;
};
template <class Observer>
concept adds_up_anew = (is_made_anew<Observer> || std::default_initializable<Observer>)&&adds_up<Observer>;

template <class T>
inline constexpr bool is_sharded = false;
template <class Base>
inline constexpr bool is_sharded<sharded_base<Base>> = true;

}  // namespace detail

/// Jobs that the threads of an executor do together on a sharded_base. The result is the same whatever the
/// executor and the number of its threads: clients, census and reports are bit for bit those of one base that
/// is given the same events in the same order.
///
///     rung::sharded_base base{rung::client_base{life}};
///     rung::insight::funnel funnel{base};
///     rung::insight::ledger book{base, costs{}};
///     auto const report = rung::in_parallel{base, rung::threads{4}}.apply(log, funnel, book);
///
/// - The executor is that of base/threads.hpp, or one of the host's: see base/executor.hpp.
/// - Each shard has observers of its own, made anew: by anew() of those given, where they have it, else by
/// the
///   default constructor. In the end they are added with += to those given, shard after shard. Functions that
///   an observer was given (who is in which group, what goods cost) are called by several threads at once.
/// - A job needs the base for itself: nobody else may call it meanwhile.
/// - If an executor or an observer throws, the caller gets the exception. Then each client has taken their
/// events up to some point, and the observers passed in are unchanged.
template <class Sharded, class Executor>
class in_parallel : public detail::wrapped_base_types<Sharded> {
    using types = detail::wrapped_base_types<Sharded>;
    static_assert(
        executor<Executor>,
        "an executor has concurrency(), and calls task(i) for each i below `tasks` when it is called "
        "with (tasks, task); rung::run_by makes one of a function");

    static_assert(detail::is_sharded<Sharded>,
                  "in_parallel is for a sharded_base: rung::sharded_base{rung::client_base{life}}");

public:
    using typename types::event_type;
    using typename types::report_type;

    in_parallel(Sharded& base, Executor run) : base_{base}, run_{std::move(run)} {}

    /// Takes events in order. There is a task for each thread, which reads all of them and takes those of its
    /// shards.
    template <class... Observers>
    [[nodiscard]] report_type apply(std::span<event_type const> events, Observers&&... observers) {
        detail::check_observers<typename Sharded::base_type, Observers...>();
        report_type report;
        apply(events, report, observers...);
        return report;
    }
    /// The same, and adds to a report, which also says what was done if an exception ends the call:
    /// `report.done` events, of each client's the first ones. Its lists are then in no order, and if there is
    /// no memory for them, not complete.
    template <class... Observers>
    void apply(std::span<event_type const> events, report_type& report, Observers&&... observers) {
        detail::check_observers<typename Sharded::base_type, Observers...>();
        auto all = observed_shards(std::as_const(observers)...);
        auto const shards = all.size();
        auto const tasks = std::clamp<std::size_t>(run_.concurrency(), 1, shards);
        reports_of_tasks reports{report, tasks};
        run(tasks, [&](std::size_t task) {
            auto const first = shards * task / tasks;
            auto const mine = std::span{all}.subspan(first, shards * (task + 1) / tasks - first);
            take(mine, first, events, reports[task]);
        });
        reports.put_in_order();
        add_up(all, observers...);
    }

    /// The same for events that are surely sorted by client, and by time within each (std::stable_sort). With
    /// dense ids a task then reads only the events of its clients; if they are not sorted, some come to the
    /// wrong shard, which refuses them (refusal::client), and two threads never touch one client. With hashed
    /// ids it is the same as apply().
    template <class... Observers>
    [[nodiscard]] report_type apply_by_client(std::span<event_type const> events, Observers&&... observers) {
        detail::check_observers<typename Sharded::base_type, Observers...>();
        report_type report;
        apply_by_client(events, report, observers...);
        return report;
    }
    template <class... Observers>
    void apply_by_client(std::span<event_type const> events, report_type& report, Observers&&... observers) {
        detail::check_observers<typename Sharded::base_type, Observers...>();
        if constexpr (!Sharded::has_dense_ids) {
            apply(events, report, observers...);
        } else {
            auto all = observed_shards(std::as_const(observers)...);
            auto const begin_of = [&](std::size_t shard) {
                if (shard == 0) return events.begin();
                if (shard == all.size()) return events.end();
                auto const first = base_.map_.ids_of(shard).first;
                return std::partition_point(events.begin(), events.end(),
                                            [&](event_type const& e) { return e.client < first; });
            };
            reports_of_tasks reports{report, all.size()};
            run(all.size(), [&](std::size_t s) {
                take_alone(all[s], std::span<event_type const>{begin_of(s), begin_of(s + 1)}, events,
                           reports[s]);
            });
            reports.put_in_order();
            add_up(all, observers...);
        }
    }

    /// Moves everybody as time alone has moved them until `now`. Returns how many moves that were.
    template <class... Observers>
    std::uint64_t settle(instant now, Observers&&... observers) {
        detail::check_observers<typename Sharded::base_type, Observers...>();
        auto all = observed_shards(std::as_const(observers)...);
        std::vector<std::uint64_t> moves(all.size());
        run(all.size(), [&](std::size_t s) {
            all[s].with([&](auto&... o) { moves[s] = all[s].base->settle(now, o...); });
        });
        add_up(all, observers...);
        return std::accumulate(moves.begin(), moves.end(), std::uint64_t{0});
    }

    /// Calls of(shard) for every shard, a base, and adds up the results with +=, in their order.
    ///
    ///     auto const spend = all.sum([](auto const& shard) { return rung::insight::spend_census{shard}; });
    template <class Of>
    [[nodiscard]] auto sum(Of const& of) {
        std::vector<std::optional<decltype(of(std::as_const(base_.shards_[0]->base)))>> parts(base_.shards());
        run(parts.size(),
            [&](std::size_t s) { parts[s].emplace(of(std::as_const(base_.shards_[s]->base))); });
        for (std::size_t s = 1; s < parts.size(); ++s) *parts[0] += *parts[s];
        return *std::move(parts[0]);
    }

private:
    using placed_report = typename Sharded::placed_report;

    // A shard and its observers. Two threads never write to one cache line.
    template <class... Observers>
    struct alignas(64) observed_shard {
        static_assert(
            (detail::adds_up_anew<Observers> && ...),
            "each shard has an observer of its own, and in the end all are added up: an observer of "
            "in_parallel needs +=, and anew() or a default constructor");
        static_assert(
            !(detail::remembers_clients<Observers> || ...),
            "an observer that remembers clients from one event to the next cannot be made anew for each job: "
            "give each thread that writes to the sharded_base one for the clients it brings, or let "
            "insight::tell count once, at the end, in a base that keeps history");
        typename Sharded::base_type* base = nullptr;
        std::tuple<std::optional<Observers>...> observers{};

        void begin(typename Sharded::base_type& with, Observers const&... given) {
            base = &with;
            std::apply([&](auto&... mine) { (make(mine, given), ...); }, observers);
        }
        template <class F>
        void with(F const& f) {
            std::apply([&](auto&... mine) { f(*mine...); }, observers);
        }

    private:
        template <class Observer>
        static void make(std::optional<Observer>& mine, [[maybe_unused]] Observer const& given) {
            if constexpr (detail::is_made_anew<Observer>)
                mine.emplace(given.anew());
            else
                mine.emplace();
        }
    };

    // What the tasks report. In the end it is added to one report, also if an exception ends the job.
    class reports_of_tasks {
    public:
        reports_of_tasks(report_type& to, std::size_t tasks) : to_{to}, of_tasks_(tasks) {}
        reports_of_tasks(reports_of_tasks const&) = delete;
        reports_of_tasks& operator=(reports_of_tasks const&) = delete;
        ~reports_of_tasks() {
            // The counts are added even if there is no memory for the lists.
            detail::held_exception unheard;
            for (auto const& part : of_tasks_) unheard.hold([&] { to_ += part.report.report; });
        }

        [[nodiscard]] placed_report& operator[](std::size_t task) noexcept { return of_tasks_[task].report; }
        // In the order of the log.
        void put_in_order() {
            placed_report all;
            for (auto const& part : of_tasks_) all += part.report;
            all.put_in_order();
            auto sum = to_;
            sum += all.report;
            to_ = std::move(sum);
            of_tasks_.clear();
        }

    private:
        // Two threads never write to one cache line.
        struct alignas(64) task_report {
            placed_report report{};
        };
        report_type& to_;
        std::vector<task_report> of_tasks_;
    };

    Sharded& base_;
    Executor run_;

    // An executor that leaves a task out, or does it twice, would lose events or count them twice.
    template <class Task>
    void run(std::size_t tasks, Task const& task) {
        enum : char { begun = 1, done };
        std::vector<std::atomic<char>> states(tasks);
        run_(tasks, [&](std::size_t i) {
            if (i >= tasks || states[i].exchange(begun) != 0)
                RUNG_ASSERT("an executor called a task twice, or one too many");
            task(i);
            states[i] = done;
        });
        for (auto const& s : states) {
            if (s != done)
                RUNG_ASSERT("an executor returned before all tasks were done, or hid what one of them threw");
        }
    }

    template <class... Observers>
    [[nodiscard]] std::vector<observed_shard<Observers...>> observed_shards(Observers const&... given) const {
        std::vector<observed_shard<Observers...>> all(base_.shards());
        for (std::size_t s = 0; s < all.size(); ++s) all[s].begin(base_.shards_[s]->base, given...);
        return all;
    }
    template <class... Observers>
    static void add_up(std::vector<observed_shard<Observers...>>& all, Observers&... sums) {
        for (auto& s : all) s.with([&](auto const&... part) { ((sums += part), ...); });
    }

    // Lets one shard take events of a log.
    template <class Shard, class Event>
    static void take_alone(Shard& mine, std::span<Event const> events, std::span<event_type const> log,
                           placed_report& report) {
        mine.with([&](auto&... o) { Sharded::take(*mine.base, events, log.data(), report, o...); });
    }

    // Lets some shards take their events of a log.
    template <class Shard>
    void take(std::span<Shard> shards, std::size_t first, std::span<event_type const> log,
              placed_report& report) const {
        typename Sharded::by_shard mine{base_.map_, first, shards.size(),
                                        log.size() < room ? log.size() : room};
        for (auto rest = log; !rest.empty();) {
            rest = mine.take_from(rest);
            mine.each([&](std::size_t s, auto events) { take_alone(shards[s], events, log, report); });
        }
    }

    // Enough events at once for prefetching to pay, and few enough that they are still in the cache when they
    // are taken; all of them in bases that keep history, where late events are corrected once for each
    // client.
    static constexpr std::size_t room = Sharded::base_type::keeps_history ? ~std::size_t{0} : 8'192;
};

}  // namespace v0
}  // namespace rung
