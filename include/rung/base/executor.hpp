#pragma once

#include <rung/core/config.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace rung {
inline namespace v0 {

/// Runs the tasks of a job, at once or one after the other: `run(tasks, task)` calls task(i) once for
/// each i below `tasks`, in any order, in any threads, and returns when all are done; if one has thrown, it
/// throws. `run.concurrency()`: how many tasks it can run at once.
template <class Run>
concept executor = requires(Run run, std::size_t tasks, void (&task)(std::size_t)) {
    run(tasks, task);
    { run.concurrency() } -> std::convertible_to<std::size_t>;
};

/// An executor made of a function of the host and the number of its threads.
///
///     rung::run_by pool{8, [&](std::size_t tasks, auto const& task) { workers.parallel_for(tasks, task); }};
template <class Function>
class run_by {
public:
    run_by(std::size_t threads, Function run) : threads_{threads}, run_{std::move(run)} {}

    [[nodiscard]] std::size_t concurrency() const noexcept { return threads_; }
    template <class Task>
    void operator()(std::size_t tasks, Task const& task) {
        static_assert(std::is_invocable_v<Function&, std::size_t, Task const&>,
                      "the function of run_by is called with (tasks, task), and must call task(i) for each i "
                      "below tasks: [](std::size_t tasks, auto const& task) { ... }");
        if constexpr (std::is_invocable_v<Function&, std::size_t, Task const&>) run_(tasks, task);
    }

private:
    std::size_t threads_;
    Function run_;
};

}  // namespace v0
}  // namespace rung
