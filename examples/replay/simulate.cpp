#include "simulate.hpp"

#include <rung/core/calendar.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace {

using kind = rung::event_kind;

constexpr unsigned people = 4'000;
constexpr auto opening = rung::utc(2024, 1, 1);
constexpr auto closing = rung::utc(2025, 12, 31, 23, 59, 59);
constexpr auto new_prices = rung::utc(2025, 2, 1);

// splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
class dice {
public:
    explicit dice(std::uint64_t seed) noexcept : state_{seed} {}

    std::uint64_t next() noexcept {
        auto z = state_ += 0x9E37'79B9'7F4A'7C15;
        z = (z ^ (z >> 30)) * 0xBF58'476D'1CE4'E5B9;
        z = (z ^ (z >> 27)) * 0x94D0'49BB'1331'11EB;
        return z ^ (z >> 31);
    }
    /// first to last, each as likely as the others.
    std::int64_t between(std::int64_t first, std::int64_t last) noexcept {
        return first + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(last - first + 1));
    }
    bool chance(int percent) noexcept { return between(1, 100) <= percent; }
    rung::duration days(std::int64_t first, std::int64_t last) noexcept {
        return rung::duration{between(first * 86'400, last * 86'400)};
    }

private:
    std::uint64_t state_;
};

// One person's story. `of` of an event is the place of the purchase in the list until the list is sorted.
class person {
public:
    person(dice& d, std::string_view name, std::vector<entry>& events) noexcept
        : d_{d}, name_{name}, events_{events}, now_{opening + d.days(0, 690)} {}

    void live() {
        if (!hears_of_us() || !gets_in_touch()) return;
        int const loyalty = d_.chance(58) ? 96 : 40;  // how likely the next purchase is, in percent
        auto const gap = d_.between(12, 55);          // days between two of them
        do {
            buys();
            if (!is_content()) return leaves();
        } while (d_.chance(loyalty) && meanwhile(gap));
        if (d_.chance(15)) leaves();
    }

private:
    dice& d_;
    std::string_view name_;
    std::vector<entry>& events_;
    rung::instant now_;
    int purchases_ = 0;
    bool saw_new_prices_ = false;

    entry& happens(kind k, std::string_view channel = {}) {
        events_.push_back({.client = name_, .at = now_, .kind = k, .channel = channel});
        return events_.back();
    }
    entry& happens(kind k, std::int64_t score) {
        auto& e = happens(k);
        e.score = static_cast<std::uint8_t>(score);
        return e;
    }
    void wait(std::int64_t first, std::int64_t last) { now_ = now_ + d_.days(first, last); }

    // By an advertisement, by a friend, or by themselves. Some stop there.
    bool hears_of_us() {
        if (d_.chance(12)) {
            happens(kind::referral);
            return true;
        }
        if (d_.chance(45)) return true;
        happens(kind::awareness, d_.between(1, 2));
        wait(1, 30);
        return d_.chance(32);
    }

    bool gets_in_touch() {
        if (d_.chance(30)) {
            happens(kind::need, d_.between(1, 4));
            wait(0, 6);
            if (d_.chance(25)) return false;
        }
        constexpr std::array<std::string_view, 4> channels{"shop", "web", "phone", "letter"};
        auto const channel = channels[static_cast<std::size_t>(d_.between(0, 3))];
        happens(kind::contact, channel);
        while (d_.chance(45)) {
            wait(1, 10);
            happens(kind::contact, channel);
        }
        wait(0, 12);
        if (!d_.chance(35)) return d_.chance(48);
        happens(kind::offer, channel);
        wait(1, 8);
        if (d_.chance(60)) return true;
        happens(kind::refusal);
        return false;
    }

    void buys() {
        ++purchases_;
        happens(kind::purchase, d_.chance(60) ? "web" : "shop").amount =
            rung::money{d_.between(12'00, 140'00)};
        auto const bought = events_.size() - 1;
        auto const amount = events_[bought].amount.minor_units;
        if (d_.chance(6)) {
            wait(1, 9);
            auto& refund = happens(kind::refund);
            refund.amount = rung::money{d_.chance(60) ? amount : amount / 2};
            refund.of = bought;
        }
    }

    // What the client says of it afterwards. False if disappointed, and done with the shop.
    bool is_content() {
        auto const bought = events_.size() - 1;
        wait(1, 5);
        if (d_.chance(45)) {
            auto const roll = d_.between(1, 100);
            auto const score = roll <= 4 ? 1 : roll <= 9 ? 2 : roll <= 22 ? 3 : roll <= 55 ? 4 : 5;
            auto& evaluation = happens(kind::evaluation, score);
            evaluation.of = events_[bought].kind == kind::refund ? events_[bought].of : bought;
            if (score <= 2) {
                if (d_.chance(50)) happens(kind::complaint, "phone");
                return d_.chance(40);
            }
        }
        if (purchases_ >= 3 && d_.chance(5)) {
            wait(0, 3);
            happens(kind::recommendation);
        }
        return true;
    }

    // Until the next purchase. False if the two years are over.
    bool meanwhile(std::int64_t gap) {
        auto const next = now_ + d_.days(gap / 2, gap + gap / 2);
        if (d_.chance(35)) {
            wait(1, gap / 2);
            happens(kind::contact, "web").score = std::uint8_t{1};  // on their own initiative
        }
        if (purchases_ >= 3 && d_.chance(20)) happens(kind::wallet, d_.chance(35) ? 100 : d_.between(20, 90));
        if (d_.chance(4)) happens(kind::competitor_purchase);
        if (!saw_new_prices_ && now_ >= new_prices && purchases_ >= 2) {
            saw_new_prices_ = true;
            happens(kind::price_rise, d_.chance(75) ? 1 : 0);
        }
        if (now_ < next) now_ = next;
        return now_ <= closing;
    }

    void leaves() {
        wait(3, 30);
        happens(kind::loss, d_.between(1, rung::loss_reason_count - 1));
    }
};

}  // namespace

simulated_shop::simulated_shop(std::uint64_t seed) {
    std::vector<entry> told;
    for (unsigned i = 0; i < people; ++i) {
        dice d{seed + i * 0x1'0000ULL};
        person{d, names_.emplace_back("person " + std::to_string(i + 1)), told}.live();
    }

    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < told.size(); ++i) {
        if (told[i].at <= closing) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return told[a].at < told[b].at; });
    std::vector<rung::event_id> id(told.size());
    for (std::size_t i = 0; i < order.size(); ++i) id[order[i]] = i + 1;
    events_.reserve(order.size());
    for (auto const i : order) {
        auto e = told[i];
        e.id = id[i];
        e.line = id[i];
        if (e.kind == kind::refund || e.kind == kind::evaluation) e.of = id[e.of];
        events_.push_back(e);
    }
}
