#pragma once

#include "entry.hpp"
#include "event_ids.hpp"
#include "numbering.hpp"

#include <rung/base/due.hpp>
#include <rung/base/history.hpp>
#include <rung/base/in_order.hpp>
#include <rung/measures/run_time_table.hpp>
#include <rung/notation/parse.hpp>
#include <rung/retail/shop.hpp>
#include <rung/rung.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

template <class S>
class insights_of;
namespace rung::inline v0::insight {
struct life;
}

/// How to play a log.
struct replay_terms {
    /// The instant to look at; by default that of the last event.
    std::optional<rung::instant> as_of{};
    /// The purchases of one client on one day (UTC) are one: the first of them, with the amounts of all. A
    /// refund of one of them is a refund of a part of it.
    bool per_day = false;
    /// Hold what is known of each client, but not the events. The log must be in order.
    bool facts_only = false;
    /// How many decimals the amounts have.
    unsigned decimals = 2;
    /// With history: what happens to an event with the id of another.
    rung::history::conflict on_conflict = rung::history::conflict::keep_first;
};

/// What the measures of a ladder in a file are kept in: with facts only, and with history.
using facts_table = rung::run_time_table<rung::shop_model, 256, rung::room::as_said, class replay>;
using history_table = rung::run_time_table<rung::shop_model, 1'024, rung::room::for_each_day, class replay>;

/// Plays a log on a ladder, some lines at a time, and counts what became of them. What depends on the facts
/// that the ladder asks about is in replay_of.
class replay {
public:
    using census_type = rung::census<rung::stage_id>;

    /// Each event read is one of applied, repeated, conflicts, later, skipped, joined and refused.
    struct counts {
        /// Lines, and what was given back by a column of a purchase's line.
        std::uint64_t read = 0;
        std::uint64_t applied = 0;
        std::uint64_t repeated = 0;   ///< the same id and the same content once more
        std::uint64_t conflicts = 0;  ///< the same id, other content: left out, or replaced by the later one
        std::uint64_t later = 0;
        std::uint64_t skipped = 0;
        std::uint64_t joined =
            0;  ///< lines that are part of the event of another line, as those of one order
        std::uint64_t refused = 0;
        using by_reason = std::map<std::string, std::uint64_t, std::less<>>;
        by_reason reasons;  ///< of those refused
        by_reason skips;    ///< of those skipped
        /// Of those applied, the refunds whose purchase is not known, or is another client's. With history
        /// they are held aside and do not count, with facts only they lower the spend.
        std::uint64_t loose_refunds = 0;
        /// Moves that had been counted and turned out not to have happened, and those that happened instead.
        std::uint64_t withdrawn = 0;
        std::uint64_t issued = 0;
        /// Of the lines that were refused or in conflict the first of each reason, in words, and how many
        /// there are.
        std::vector<std::string> first_remarks;
        std::uint64_t remarks = 0;
    };

    /// A line that was refused.
    struct refused_line {
        std::uint64_t line = 0;
        std::string_view why{};
        std::string_view text{};  ///< what was wrong in it; may be empty
    };

    virtual ~replay() = default;
    replay(replay const&) = delete;
    replay& operator=(replay const&) = delete;

    /// Takes the next lines. Remarks come in the order of lines.
    void take(std::span<entry const> lines);
    /// Is told of every line that is refused, in their order.
    void on_refused(std::function<void(refused_line const&)> tell) { tell_refused_ = std::move(tell); }
    /// After the last entry: settles everybody until the instant to look at.
    void finish();

    [[nodiscard]] replay_terms const& terms() const noexcept { return terms_; }
    [[nodiscard]] virtual std::size_t clients() const noexcept = 0;
    [[nodiscard]] virtual census_type const& census() const noexcept = 0;
    /// Is told of every move that counts: as they happen with facts only; with history, where a later line
    /// may show that one did not happen, at the end, client by client.
    using move_type = rung::transition<rung::stage_id>;
    void on_move(std::function<void(move_type const&)> tell) { moves_.tell = std::move(tell); }
    /// What the log calls a client. The ids are the numbers from 1 to client_names(), also of clients whose
    /// events were all refused.
    [[nodiscard]] std::size_t client_names() const noexcept { return clients_.size(); }
    [[nodiscard]] std::string_view client_name(rung::client_id id) const { return clients_.text(id); }
    /// The id of a client of the log; nothing if it has none of that name.
    [[nodiscard]] std::optional<rung::client_id> client_named(std::string_view name) const {
        return clients_.find(name);
    }
    /// What the log calls a channel, by the number of its events.
    [[nodiscard]] std::string_view channel_name(std::uint16_t channel) const {
        return channels_.text(channel);
    }
    [[nodiscard]] auto const& funnel() const noexcept { return funnel_; }
    [[nodiscard]] auto const& flow() const noexcept { return flow_; }
    [[nodiscard]] counts const& events() const noexcept { return counts_; }
    /// The instant to look at; never() if none was given and nothing happened.
    [[nodiscard]] rung::instant as_of() const noexcept { return terms_.as_of.value_or(last_); }

protected:
    explicit replay(replay_terms const& terms) : terms_{terms} {}

    rung::insight::funnel<> funnel_;
    rung::insight::flow<> flow_;
    counts counts_;
    struct told_moves {
        std::function<void(move_type const&)> tell{};
        void operator()(move_type const& t) const {
            if (tell) tell(t);
        }
    } moves_;
    rung::instant last_ = rung::instant::never();  // the last event that counts

    /// `place`: of an event among those that are played.
    void refuse(std::size_t place, std::string_view why) { refuse_line(lines_[place], why); }
    void remark(std::size_t place, std::string_view what) { remark_line(lines_[place], what, {}, {}, false); }

private:
    struct remark_on_line {
        std::uint64_t line;
        std::string_view what;  // a literal
        std::string text;
        std::string_view hint;  // a literal
        bool is_refused;
    };

    replay_terms terms_;
    numbering clients_;
    numbering channels_;
    event_ids ids_;
    std::function<void(refused_line const&)> tell_refused_;
    counts::by_reason remarked_;  // how many there are of each
    // Of the lines that are taken at once.
    std::vector<std::uint64_t> lines_;
    std::vector<remark_on_line> remarks_;

    [[nodiscard]] rung::retail_event to_event(entry const& e);
    void add_refund(entry const& e, rung::event_id purchase, rung::client_id client);
    void refuse_line(std::uint64_t line, std::string_view why, std::string_view text = {},
                     std::string_view hint = {});
    void remark_line(std::uint64_t line, std::string_view what, std::string_view text, std::string_view hint,
                     bool is_refused);
    void show_remarks();
    // What a line says, as an event; `of` is null for one that no line says by itself.
    virtual void add(rung::retail_event const& event, entry const* of) = 0;
    virtual void play_added() = 0;
    virtual void end() = 0;
};

/// A replay on a ladder that asks about the facts of a schema: rung::retail, or a table of measures.
template <class S>
class replay_of : public replay {
public:
    using event = typename S::event;
    using lifecycle_type = rung::chosen_lifecycle<rung::basic_ladder<S>>;
    using client_type = rung::client_view<lifecycle_type>;
    using decided_client = rung::basic_decided_client<S>;

    [[nodiscard]] virtual lifecycle_type const& lifecycle() const noexcept = 0;
    [[nodiscard]] rung::basic_ladder<S> const& ladder() const noexcept { return lifecycle().ladder(); }
    /// Clients by a number, the highest first, so many at most; those who have none are left out.
    using by_number = std::function<std::optional<std::int64_t>(client_type const&)>;
    virtual void each_in_order(by_number const& by, std::function<void(client_type const&)> const& visit,
                               std::size_t top) const = 0;
    /// Who will move within so long after the instant to look at if nothing happens, the first first.
    [[nodiscard]] virtual std::vector<rung::due_move<lifecycle_type>> due(rung::duration within) const = 0;
    /// The client of an id, if there is one.
    virtual void visit(rung::client_id id, std::function<void(client_type const&)> const& visit) const = 0;
    /// With history: a client as of an instant, nothing later having happened.
    [[nodiscard]] virtual decided_client client_at(rung::client_id id, rung::instant at) const = 0;
    /// With history: tells insights all that happened. With facts only nothing is known of it.
    virtual void tell_insights(insights_of<S>&) const {}
    virtual void tell_lives(std::function<void(rung::insight::life const&)> const&) const {}
    /// What happened to a client, in order.
    struct story {
        std::vector<event> events;
        std::vector<replay::move_type> moves;
    };
    [[nodiscard]] virtual story story_of(rung::client_id) const { return {}; }
    /// What the clients of each stage have spent; nothing where that is no fact.
    [[nodiscard]] virtual std::optional<rung::insight::spend_census<>> spend() const = 0;

protected:
    using replay::replay;

private:
    std::vector<event> events_;  // of the lines that are taken at once

    void add(rung::retail_event const& said, [[maybe_unused]] entry const* of) final {
        auto& e = events_.emplace_back();
        static_cast<rung::retail_event&>(e) = said;
        if constexpr (!std::is_same_v<S, rung::retail>) {
            // Of channels and names those have a number that a measure asks about.
            auto const number = [](std::uint8_t field, std::string_view name) {
                return name.empty() ? std::uint16_t{0} : S::list().value_of(field, name);
            };
            e.channel = 0;
            if (of == nullptr) return;
            e.channel = number(rung::retail_model::channel, of->channel);
            e.category = number(rung::shop_model::category, of->category);
            e.name = number(rung::shop_model::name, of->name);
            // What a column says was given back is an amount, and not so many units.
            if (said.kind != of->kind) return;
            e.quantity = of->quantity;
            e.value = of->value;
        }
    }
    void play_added() final {
        play(events_);
        events_.clear();
    }
    virtual void play(std::span<event> events) = 0;
};
using retail_replay = replay_of<rung::retail>;

/// The replay that the terms ask for; of a table of measures the one that it is for.
std::unique_ptr<retail_replay> make_replay(retail_replay::lifecycle_type const& lifecycle,
                                           replay_terms const& terms);
std::unique_ptr<replay_of<facts_table>> make_replay(replay_of<facts_table>::lifecycle_type const& lifecycle,
                                                    replay_terms const& terms);
std::unique_ptr<replay_of<history_table>>
make_replay(replay_of<history_table>::lifecycle_type const& lifecycle, replay_terms const& terms);
