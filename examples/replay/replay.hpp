#pragma once

#include "entry.hpp"

#include <rung/notation/parse.hpp>
#include <rung/rung.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// Numbers for texts, from 1 in the order in which they come.
class numbering {
public:
    std::uint64_t operator[](std::string_view text);
    /// The text of a number that was given.
    [[nodiscard]] std::string_view text(std::uint64_t number) const { return texts_[number - 1]; }

private:
    struct hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    std::unordered_map<std::string, std::uint64_t, hash, std::equal_to<>> numbers_;
    std::vector<std::string_view> texts_;  // the keys, which stay where they are
};

/// Plays a log on a ladder, entry by entry, and counts what became of them.
///
/// With `per_day` the purchases of one client on one day (UTC) are one purchase: that of the first of them,
/// with the amounts of all. Its amount is known when the day is over, so from his first purchase on a day to
/// its end the client's events are held back, in order, and then applied. A refund of one of the purchases is
/// a refund of a part of it; the purchase is taken back when all of it has been refunded.
class replay {
public:
    using lifecycle_type = rung::chosen_lifecycle<rung::ladder>;

    struct counts {
        std::uint64_t read = 0;
        std::uint64_t applied = 0;
        std::uint64_t later = 0;
        std::uint64_t refused = 0;
        std::map<std::string, std::uint64_t, std::less<>> reasons;
        /// Refunds of which the purchase is not known (or is another client's): they lower the spend only.
        std::uint64_t loose_refunds = 0;
        /// The first refused lines, in words.
        std::vector<std::string> first_refused;
    };

    replay(lifecycle_type const& lifecycle, std::optional<rung::instant> as_of, bool per_day)
        : base_{lifecycle}, as_of_{as_of}, per_day_{per_day} {}

    void take(entry const& e);
    /// After the last entry: brings everybody to the instant of the look.
    void finish();

    [[nodiscard]] rung::ladder const& ladder() const noexcept { return base_.lifecycle().ladder(); }
    [[nodiscard]] auto const& base() const noexcept { return base_; }
    /// What the log calls a client.
    [[nodiscard]] std::string_view client_name(rung::client_id id) const { return clients_.text(id); }
    [[nodiscard]] auto const& funnel() const noexcept { return funnel_; }
    [[nodiscard]] auto const& flow() const noexcept { return flow_; }
    [[nodiscard]] counts const& events() const noexcept { return counts_; }
    /// The instant of the look; never() if nothing was asked for and nothing happened.
    [[nodiscard]] rung::instant as_of() const noexcept { return as_of_.value_or(last_); }

private:
    struct held_event {
        rung::retail_event event;
        std::uint64_t line = 0;
        std::vector<rung::event_id> merged;  ///< the ids of the day's further purchases
    };
    struct purchase_state {
        rung::client_id client = 0;
        rung::instant at;
        rung::money amount;
        rung::money refunded;
        bool taken_back = false;
    };

    rung::client_base<lifecycle_type> base_;
    rung::insight::funnel funnel_;
    rung::insight::flow flow_;
    std::optional<rung::instant> as_of_;
    bool per_day_ = false;
    rung::instant last_ = rung::instant::never();
    counts counts_;
    numbering clients_;
    numbering channels_;
    std::unordered_map<rung::event_id, std::size_t> purchase_of_;
    std::vector<purchase_state> purchases_;
    std::unordered_map<rung::client_id, std::vector<held_event>> held_;  // by client, never empty

    [[nodiscard]] rung::retail_event to_event(entry const& e);
    void refuse(std::uint64_t line, std::string_view why, std::string_view text = {});
    [[nodiscard]] bool hold(rung::retail_event const& e, std::uint64_t line);
    void release(std::vector<held_event> const& day);
    void apply(held_event const& h);
};
