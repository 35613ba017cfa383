#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/sink.hpp>
#include <rung/core/time.hpp>
#include <rung/insight/client_states.hpp>
#include <rung/insight/interval.hpp>
#include <rung/insight/occupancy.hpp>
#include <rung/insight/reading.hpp>
#include <rung/insight/survival.hpp>
#include <rung/insight/transition_counts.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace insight {

/// How waits are counted.
struct waiting_terms {
    /// Waits are counted in whole units, a begun one as a whole.
    duration unit{60};
    /// Where the bands of waits end, in which losses are counted: up to 10 minutes, 17 minutes, an hour, a
    /// day; the last band is beyond them.
    std::vector<duration> bands{duration{600}, duration{1'020}, duration{3'600}, duration{86'400}};
    friend bool operator==(waiting_terms const&, waiting_terms const&) = default;
};

/// How long clients wait for an answer, and whom that loses. An observer of a base whose events tell of
/// questions; on a base that keeps history by insight::tell and insight::apply. A question waits until we
/// turn to the client, until they are served, or until they are lost by an event that says so; one that still
/// waits is not left out, but known to have waited so long. A client who asks again while they wait, waits
/// since the first question.
///
/// Two of them add up with +=. It remembers the clients who wait or have not yet come again.
class waiting {
public:
    /// All events of a client are to be told to one of them: parts are of different clients.
    static constexpr bool remembers_clients = true;

    /// What became of those who waited within a band of lengths.
    struct band {
        std::int64_t came_again = 0;  ///< bought or asked again, next
        std::int64_t lost = 0;        ///< were lost, at once or next
        std::int64_t not_yet = 0;     ///< neither
        /// The share lost of those of whom it is known.
        [[nodiscard]] estimate share_lost(confidence c = {}) const noexcept {
            return insight::wilson(lost, lost + came_again, c);
        }
        friend bool operator==(band const&, band const&) = default;
    };

    explicit waiting(waiting_terms terms = {}) : terms_{std::move(terms)}, bands_(terms_.bands.size() + 1) {
        if (terms_.unit.seconds <= 0) RUNG_ASSERT("a unit of waiting is longer than nothing");
        for (std::size_t i = 1; i < terms_.bands.size(); ++i)
            if (terms_.bands[i] <= terms_.bands[i - 1])
                RUNG_ASSERT("the bands of waits are given from the shortest to the longest");
    }

    template <class Transition>
    void operator()(Transition const&) const noexcept {}
    template <class Transition>
    void withdrawn(Transition const&) const noexcept {}
    template <has_questions Event, class Stage>
    void happened(Event const& e, Stage) {
        take(e, 1);
    }
    template <has_questions Event, class Stage>
    void withdrawn(Event const& e, Stage) {
        take(e, -1);
    }
    void left(client_id id, instant) noexcept { states_.forget(id); }
    /// An event of this client will come soon.
    void expect(client_id id) const noexcept { states_.prefetch(id); }

    [[nodiscard]] waiting_terms const& terms() const noexcept { return terms_; }
    /// How many questions there were, how many were answered, and how many clients were lost while they
    /// waited.
    [[nodiscard]] std::int64_t questions() const noexcept { return questions_; }
    [[nodiscard]] std::int64_t answered() const noexcept { return answered_; }
    [[nodiscard]] std::int64_t lost_waiting() const noexcept { return lost_; }

    static constexpr std::size_t waits = 0;
    static constexpr std::size_t is_answered = 1;
    static constexpr std::size_t is_lost = 2;
    /// The waits as a table of places `waits`, `is_answered` and `is_lost`, in units: for the curves of
    /// insight/occupancy.hpp and insight/survival.hpp. Who waits at `as_of` is censored there.
    [[nodiscard]] event_table table(instant as_of) const {
        auto all = ended_;
        states_.each([&](client_id, state const& s) {
            if (s.waits) all.add({-1, (as_of - s.since).seconds / terms_.unit.seconds, waits});
        });
        return all.table();
    }
    /// The share of questions that are answered within a time, of all that are asked; clients lost while they
    /// waited are never answered. Not yet known where nobody asked, or nobody was seen to wait for so long.
    [[nodiscard]] estimate answered_within(duration limit, instant as_of, confidence c = {}) const {
        if (questions_ <= 0) return estimate{questions_};
        auto const seen = insight::occupancy_from(table(as_of), waits);
        auto const t = limit.seconds / terms_.unit.seconds;
        if (t > seen.last && seen.share(waits, t) > 0) return estimate{questions_};
        auto const share = seen.at(is_answered, t);
        if (!(share.variance > 0)) return {questions_, share.value};
        auto const e = share.within(questions_, c);
        return {questions_, share.value, detail::within_01(e.low()), detail::within_01(e.high())};
    }
    /// Who was lost after waiting within each band of `terms().bands`.
    [[nodiscard]] std::vector<band> const& bands() const noexcept { return bands_; }

    waiting& operator+=(waiting const& other) {
        if (!(terms_ == other.terms_)) RUNG_ASSERT("waits counted on different terms do not add up");
        states_ += other.states_;
        ended_ += other.ended_;
        for (std::size_t i = 0; i < bands_.size(); ++i) {
            bands_[i].came_again += other.bands_[i].came_again;
            bands_[i].lost += other.bands_[i].lost;
            bands_[i].not_yet += other.bands_[i].not_yet;
        }
        questions_ += other.questions_;
        answered_ += other.answered_;
        lost_ += other.lost_;
        return *this;
    }
    friend bool operator==(waiting const&, waiting const&) = default;

private:
    struct state {
        instant since{};
        bool waits = false;
        std::uint8_t band = 0;  // of the wait that ended, from 1 on, until it is known what became of them
        friend bool operator==(state const&, state const&) = default;
    };

    waiting_terms terms_;
    detail::few_client_states<state> states_{};
    transition_counts ended_{3};
    std::vector<band> bands_;
    std::int64_t questions_ = 0;
    std::int64_t answered_ = 0;
    std::int64_t lost_ = 0;

    template <class Event>
    void take(Event const& e, std::int64_t one) {
        bool const asks = reading<Event>::asks(e);
        // Most events find nobody waiting, and leave nothing to remember.
        if (!asks && !states_.may_have(e.client, one < 0)) return;
        take(e, asks, one);
    }
    template <class Event>
    void take(Event const& e, bool asks, std::int64_t one) {
        using read = reading<Event>;
        bool const answers = read::answers(e), loses = read::is_loss(e);
        if (!asks && !answers && !loses) return;
        bool const out = one < 0;
        auto* const known = asks ? &states_.of(e.client, out) : states_.find(e.client, out);
        if (known == nullptr) return;
        auto& s = *known;
        if (s.waits && (loses || answers)) end(s, e.at, loses, one);
        if (s.band != 0 && (loses || asks || read::is_purchase(e))) {
            auto& b = bands_[s.band - 1u];
            b.not_yet -= one;
            (loses ? b.lost : b.came_again) += one;
            s.band = 0;
        }
        if (asks && !s.waits) {
            questions_ += one;
            s = {e.at, true, 0};
        }
        states_.tidy(e.client, s, out);
    }
    void end(state& s, instant at, bool loses, std::int64_t one) {
        auto const waited = at - s.since;
        auto const unit = terms_.unit.seconds;
        auto const units = (waited.seconds + unit - 1) / unit;
        ended_.add({-1, units, waits, static_cast<std::uint8_t>(loses ? is_lost : is_answered)}, one);
        std::size_t i = 0;
        while (i < terms_.bands.size() && waited > terms_.bands[i]) ++i;
        bands_[i].not_yet += one;
        (loses ? lost_ : answered_) += one;
        s = {instant{}, false, static_cast<std::uint8_t>(i + 1)};
    }
};

}  // namespace insight
}  // namespace v0
}  // namespace rung
