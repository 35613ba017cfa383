#pragma once

// What every base behind a handle of c_abi.hpp can do, and how its clients are called.

#include <rung/core/language.hpp>
#include <rung/core/number.hpp>
#include <rung/core/time.hpp>
#include <rung/interop/arrow_owner.hpp>
#include <rung/interop/c_abi.hpp>
#include <rung/interop/client_names.hpp>
#include <rung/notation/parse.hpp>
#include <rung/retail/retail.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace rung {
inline namespace v0 {
namespace c_abi {

using lifecycle = chosen_lifecycle<rung::ladder>;

/// Lets one call in at a time, and knows whether it is one of this thread: a call from within it, such as one
/// of the stream that it reads, would wait for itself.
class one_call {
public:
    [[nodiscard]] bool is_of_this_thread() const noexcept {
        return thread_.load(std::memory_order_relaxed) == std::this_thread::get_id();
    }
    void lock() {
        mutex_.lock();
        thread_.store(std::this_thread::get_id(), std::memory_order_relaxed);
    }
    [[nodiscard]] bool try_lock() {
        if (is_of_this_thread() || !mutex_.try_lock()) return false;
        thread_.store(std::this_thread::get_id(), std::memory_order_relaxed);
        return true;
    }
    void unlock() noexcept {
        thread_.store({}, std::memory_order_relaxed);
        mutex_.unlock();
    }

private:
    std::mutex mutex_{};
    std::atomic<std::thread::id> thread_{};
};

/// A base of any kind. Each member may throw, and is called by one thread at a time.
class any_base {
public:
    any_base() = default;
    any_base(any_base const&) = delete;
    any_base& operator=(any_base const&) = delete;
    virtual ~any_base() = default;

    [[nodiscard]] virtual arrow::status apply(arrow::owned_stream events, rung_applied& out) = 0;
    virtual std::uint64_t settle(instant now) = 0;
    [[nodiscard]] virtual arrow::status clients(instant at, arrow::owned_stream& out,
                                                std::shared_ptr<any_base> const& self) = 0;
    [[nodiscard]] virtual arrow::status table(std::string_view which, arrow::owned_stream& out) = 0;
    [[nodiscard]] virtual arrow::status chart(std::string_view which, language l, std::string& out) = 0;
    [[nodiscard]] virtual arrow::status add_states(arrow::owned_stream states) = 0;
    [[nodiscard]] virtual arrow::status explain(std::string_view client, instant at, language l,
                                                std::string& out) = 0;
    [[nodiscard]] virtual arrow::status save(std::vector<std::byte>& out) = 0;
    [[nodiscard]] virtual arrow::status restore(std::span<std::byte const> bytes) = 0;

    one_call one_at_a_time{};
};

/// How the clients of a base are called: not known before the first of them comes.
enum class naming : std::uint8_t { unknown, by_number, by_text };

/// A number in digits; false if it is none.
[[nodiscard]] constexpr bool read_number(std::string_view text, std::uint64_t& out) noexcept {
    out = 0;
    for (auto const c : text) {
        auto const digit = static_cast<std::uint64_t>(c - '0');
        if (c < '0' || c > '9' || out > (UINT64_MAX - digit) / 10) return false;
        out = 10 * out + digit;
    }
    return !text.empty();
}

struct text_of_client {
    client_names const* names;
    [[nodiscard]] std::string_view operator()(client_id id) const noexcept { return names->name_of(id); }
};

struct text_collector {
    std::string* to;
    void write(char const* text, std::ptrdiff_t size) { to->append(text, static_cast<std::size_t>(size)); }
};

}  // namespace c_abi
}  // namespace v0
}  // namespace rung
