#pragma once

#include <rung/core/config.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {

namespace detail {

/// As std::jthread, which not every library has.
class joined_thread {
public:
    template <class F>
    explicit joined_thread(F f) : thread_{std::move(f)} {}
    joined_thread(joined_thread&&) noexcept = default;
    joined_thread& operator=(joined_thread&&) = delete;
    ~joined_thread() {
        if (thread_.joinable()) thread_.join();
    }

private:
    std::thread thread_;
};

/// Keeps the first exception of several threads.
class first_exception {
public:
    template <class F>
    void guard(F const& f) noexcept {
        RUNG_TRY { f(); }
        RUNG_CATCH_ALL {
            std::lock_guard<std::mutex> const lock{mutex_};
            if (!caught_) caught_ = std::current_exception();
        }
    }
    void rethrow() const {
        if (caught_) std::rethrow_exception(caught_);
    }

private:
    std::mutex mutex_;
    std::exception_ptr caught_;
};

}  // namespace detail

/// An executor of so many threads, including the caller's: each call starts and joins the others. If tasks
/// throw, the first exception caught is thrown when all tasks are done. A program that uses it links the
/// threads of its platform (Threads::Threads in CMake).
class threads {
public:
    explicit threads(std::size_t count = std::thread::hardware_concurrency()) noexcept
        : count_{count < 1 ? 1 : count} {}

    [[nodiscard]] std::size_t concurrency() const noexcept { return count_; }

    template <class Task>
    void operator()(std::size_t tasks, Task const& task) const {
        std::atomic<std::size_t> next{0};
        detail::first_exception failed;
        auto const work = [&] {
            for (std::size_t i; (i = next++) < tasks;) failed.guard([&] { task(i); });
        };
        {
            std::vector<detail::joined_thread> others;
            for (std::size_t n = 1; n < count_ && n < tasks; ++n) others.emplace_back(work);
            work();
        }
        failed.rethrow();
    }

private:
    std::size_t count_;
};

}  // namespace v0
}  // namespace rung
