#pragma once

// What the state machines share that know the stage only. For C++17 as well: Boost.MSM 1.74 does not compile
// in C++20.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace machines {

enum class kind : std::uint8_t { contact, purchase, recommendation, other };

/// What a machine sees of an event.
struct seen {
    std::uint32_t client;
    std::uint32_t at;
    kind what;
};

/// How long a client may be silent.
constexpr std::uint32_t patience = 90 * 86'400;

struct counts {
    std::uint32_t purchases = 0;
    std::uint32_t recommendations = 0;
    std::uint32_t last = 0;
};

struct contacted {};
struct bought {
    std::uint32_t at;
};
struct recommended {};
struct lapsed {};

/// Hands an event to a machine that has an overload for each kind.
template <class Machine>
void hand_over(Machine& m, seen const& e) {
    if (m.stage() >= 3 && e.at - m.last() > patience) m.on(lapsed{});
    switch (e.what) {
    case kind::contact: return m.on(contacted{});
    case kind::purchase: return m.on(bought{e.at});
    case kind::recommendation: return m.on(recommended{});
    case kind::other: return;
    }
}

/// A machine of Boost.MSM for each client, in a file of its own.
class by_boost_msm {
public:
    explicit by_boost_msm(std::size_t clients);
    ~by_boost_msm();
    by_boost_msm(by_boost_msm const&) = delete;
    by_boost_msm& operator=(by_boost_msm const&) = delete;

    void restart();
    std::uint64_t pass(std::vector<seen> const& log);

private:
    struct all;
    std::unique_ptr<all> all_;
};

}  // namespace machines
