#pragma once

// The shop's clients in a folder, for many threads: any of them may ask, and one writes. Whoever brings
// events waits until they are on the disk; all who wait at a time wait for one sync (group commit).

#include <rung/base/due.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/interop/durable_folder.hpp>
#include <rung/interop/json.hpp>
#include <rung/rung.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <future>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace shop_service {

inline constexpr auto life = rung::lifecycle{rung::ladders::service()};
using life_type = std::remove_const_t<decltype(life)>;
// With history: events of many requests come in any order, and one that is sent twice, since its answer was
// lost in a crash, is known by its id.
using base_type = rung::client_base<life_type, rung::history::kept>;
using funnel_type = rung::insight::funnel<base_type::stage_type>;
using flow_type = rung::insight::flow<base_type::stage_type>;

/// What the base said to some events; true if it is on the disk, else `why` says why not.
struct answer {
    base_type::report_type report{};
    nlohmann::json moves = nlohmann::json::array();
    nlohmann::json withdrawn = nlohmann::json::array();
    std::uint64_t settled = 0;
    std::string why{};
    explicit operator bool() const noexcept { return why.empty(); }
};

class shop {
public:
    /// `clock`: time passes by itself. Without it time passes where somebody says so by settle().
    [[nodiscard]] rung::folder_opened open(std::string const& folder, bool clock) {
        auto opened = folder_.open(folder, base_type{life}, funnel_, flow_);
        has_clock_ = clock;
        if (opened) writer_ = std::thread{[this] { write(); }};
        return opened;
    }
    shop() = default;
    shop(shop const&) = delete;
    shop& operator=(shop const&) = delete;
    ~shop() { close(); }

    /// Takes events, and returns when they are on the disk.
    [[nodiscard]] answer take(std::vector<rung::retail_event> events) {
        return wait_for({std::move(events), {}});
    }
    /// Time has passed until then.
    [[nodiscard]] answer settle(rung::instant now) { return wait_for({{}, now}); }

    /// Calls f(base, funnel, flow); nobody changes them meanwhile. What it sees may be on the disk a moment
    /// later.
    template <class F>
    auto read(F const& f) const {
        std::shared_lock const lock{base_lock_};
        return f(folder_.base(), funnel_, flow_);
    }

    [[nodiscard]] rung::instant now(base_type const& base) const {
        return has_clock_ ? rung::instant{std::chrono::system_clock::now()} : base.settled_until();
    }

    /// Answers all who wait, and makes the next start quick.
    void close() {
        if (!writer_.joinable()) return;
        {
            std::scoped_lock const lock{queue_lock_};
            closing_ = true;
        }
        somebody_waits_.notify_one();
        writer_.join();
        if (folder_.ok()) (void)folder_.checkpoint();
        folder_.close();
    }

private:
    struct request {
        std::vector<rung::retail_event> events{};
        std::optional<rung::instant> now{};
        std::promise<answer> answered{};
    };

    rung::durable_folder<base_type> folder_{};
    funnel_type funnel_{life};
    flow_type flow_{life};
    mutable std::shared_mutex base_lock_{};
    bool has_clock_ = true;
    std::thread writer_{};

    std::mutex queue_lock_{};
    std::condition_variable somebody_waits_{};
    std::vector<request> queue_{};
    bool closing_ = false;
    std::chrono::steady_clock::time_point settled_at_{};  // the writer's

    // What the writer threw, such as for want of memory, is the sentence of those whom it did not answer.
    answer wait_for(request r) {
        auto answered = r.answered.get_future();
        {
            std::scoped_lock const lock{queue_lock_};
            if (closing_) return {.why = "the service is closing"};
            queue_.push_back(std::move(r));
        }
        somebody_waits_.notify_one();
        try {
            return answered.get();
        } catch (std::exception const& e) {
            return {.why = std::string{"it failed: "} + e.what()};
        }
    }

    // The one thread that changes anything. Nothing that fails ends it: somebody would wait for ever.
    void write() {
        for (;;) {
            std::vector<request> taken;
            {
                std::unique_lock lock{queue_lock_};
                somebody_waits_.wait_for(lock, std::chrono::seconds{1},
                                         [&] { return !queue_.empty() || closing_; });
                if (queue_.empty() && closing_) return;
                taken.swap(queue_);
            }
            std::size_t answered = 0;
            try {
                work(taken, answered);
            } catch (...) {
                for (; answered < taken.size(); ++answered)
                    taken[answered].answered.set_exception(std::current_exception());
            }
        }
    }
    // Applies what waits, syncs once, answers all.
    void work(std::vector<request>& taken, std::size_t& answered) {
        auto const time = std::chrono::steady_clock::now();
        bool const time_passes = has_clock_ && time - settled_at_ > std::chrono::minutes{1};
        if (taken.empty() && !time_passes) return;
        std::vector<answer> answers;
        {
            std::unique_lock const lock{base_lock_};
            for (auto const& r : taken) answers.push_back(change(r));
            if (time_passes && folder_.ok()) {
                settled_at_ = time;
                folder_.settle(rung::instant{std::chrono::system_clock::now()}, funnel_, flow_);
            }
        }
        // Others may read meanwhile: it changes no client.
        bool const is_safe = folder_.ok() && folder_.sync();
        for (; answered < taken.size(); ++answered) {
            if (!is_safe) answers[answered].why = folder_.why();
            taken[answered].answered.set_value(std::move(answers[answered]));
        }
    }
    answer change(request const& r) {
        answer out;
        if (!folder_.ok()) return out;  // nothing more is taken until somebody makes room and starts it anew
        rung::observer told{[&](auto const& t) { out.moves.push_back(t); },
                            [&](auto const& t) { out.withdrawn.push_back(t); }};
        if (r.now)
            out.settled = folder_.settle(*r.now, funnel_, flow_);
        else
            folder_.apply(std::span<rung::retail_event const>{r.events}, out.report, funnel_, flow_, told);
        return out;
    }
};

}  // namespace shop_service
