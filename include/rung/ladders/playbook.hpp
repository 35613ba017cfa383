#pragma once

#include <rung/core/defect.hpp>
#include <rung/core/ladder.hpp>
#include <rung/core/language.hpp>
#include <rung/core/list.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

/// What a play is for.
enum class aim : std::uint8_t {
    climb,     ///< to bring a client to the stage
    hold,      ///< to keep the client there
    remind,    ///< to answer an unusual break in the buying of a client who stands there (001.4)
    win_back,  ///< to bring back a client who left by this exit
};

[[nodiscard]] constexpr std::string_view to_string(aim a) noexcept {
    switch (a) {
    case aim::climb: return "climb";
    case aim::hold: return "hold";
    case aim::remind: return "remind";
    case aim::win_back: return "win back";
    }
    return "?";
}

/// A thing to do, or a mistake that loses the client.
struct hint {
    phrase text{};
    /// The document and point it comes from, such as "002.6"; a host names its own.
    std::string_view source{};
};

/// What is done at one stage for one aim, by whom, and what must not be done.
struct play {
    std::string_view stage{};
    rung::aim aim = rung::aim::climb;
    rung::driver who = rung::driver::company;
    phrase goal{};
    list<hint> todo{};
    /// Mistakes that lose the client.
    list<hint> never{};
};

/// What can be wrong with a playbook.
enum class playbook_defect_kind : std::uint8_t {
    none,
    no_such_stage,
    climb_to_the_first_stage,
    win_back_for_a_rung,
    exit_without_a_win_back_aim,
    two_plays_of_one_aim,
    play_without_a_goal,
    play_without_anything_to_do,
    hint_without_text,
    rung_without_a_climb,
    exit_without_a_play,
    top_rung_without_a_hold,
};

/// A defect of a playbook, and the name of the stage that it is about: a view of the ladder's or of the
/// play's own text; or none.
struct playbook_defect {
    playbook_defect_kind kind = playbook_defect_kind::none;
    std::string_view stage{};

    /// Whether there is a defect.
    [[nodiscard]] constexpr bool found() const noexcept { return kind != playbook_defect_kind::none; }
    [[nodiscard]] constexpr char const* message() const noexcept;
};

constexpr char const* playbook_defect::message() const noexcept {
    using enum playbook_defect_kind;
    switch (kind) {
    case none: return "no defect";
    case no_such_stage: return "a play names a stage that the ladder does not have";
    case climb_to_the_first_stage: return "nobody climbs to the first stage: it is open to everyone";
    case win_back_for_a_rung: return "one is won back from an exit, and this is a rung";
    case exit_without_a_win_back_aim: return "the only aim of a play at an exit is to win back";
    case two_plays_of_one_aim: return "two plays have the same stage and aim";
    case play_without_a_goal: return "every play needs a goal";
    case play_without_anything_to_do: return "every play needs something to do";
    case hint_without_text: return "every hint needs a text";
    case rung_without_a_climb: return "every rung above the first needs a play to climb to it";
    case exit_without_a_play: return "every exit needs a play to win back";
    case top_rung_without_a_hold: return "the top rung needs a play to hold it";
    }
    return "?";
}

namespace detail {

// As for a ladder: not constexpr on purpose, the compiler prints the name.
#define RUNG_DEFECT(sentence)                                                                                \
    [[noreturn]] inline void sentence(std::string_view stage, char const* message) { stop(message, stage); }
RUNG_DEFECT(a_play_names_a_stage_that_the_ladder_does_not_have)
RUNG_DEFECT(nobody_climbs_to_the_first_stage)
RUNG_DEFECT(one_is_won_back_from_an_exit_and_this_is_a_rung)
RUNG_DEFECT(the_only_aim_of_a_play_at_an_exit_is_to_win_back)
RUNG_DEFECT(two_plays_have_the_same_stage_and_aim)
RUNG_DEFECT(every_play_needs_a_goal)
RUNG_DEFECT(every_play_needs_something_to_do)
RUNG_DEFECT(every_hint_needs_a_text)
RUNG_DEFECT(every_rung_above_the_first_needs_a_play_to_climb_to_it)
RUNG_DEFECT(every_exit_needs_a_play_to_win_back)
RUNG_DEFECT(the_top_rung_needs_a_play_to_hold_it)
#undef RUNG_DEFECT

}  // namespace detail

/// Stops at a defect: a compile error in a constant expression, RUNG_ASSERT at run time.
constexpr void refuse(playbook_defect d) {
    using enum playbook_defect_kind;
    auto const s = d.stage;
    auto const m = d.message();
    switch (d.kind) {
    case none: return;
    case no_such_stage: return detail::a_play_names_a_stage_that_the_ladder_does_not_have(s, m);
    case climb_to_the_first_stage: return detail::nobody_climbs_to_the_first_stage(s, m);
    case win_back_for_a_rung: return detail::one_is_won_back_from_an_exit_and_this_is_a_rung(s, m);
    case exit_without_a_win_back_aim: return detail::the_only_aim_of_a_play_at_an_exit_is_to_win_back(s, m);
    case two_plays_of_one_aim: return detail::two_plays_have_the_same_stage_and_aim(s, m);
    case play_without_a_goal: return detail::every_play_needs_a_goal(s, m);
    case play_without_anything_to_do: return detail::every_play_needs_something_to_do(s, m);
    case hint_without_text: return detail::every_hint_needs_a_text(s, m);
    case rung_without_a_climb: return detail::every_rung_above_the_first_needs_a_play_to_climb_to_it(s, m);
    case exit_without_a_play: return detail::every_exit_needs_a_play_to_win_back(s, m);
    case top_rung_without_a_hold: return detail::the_top_rung_needs_a_play_to_hold_it(s, m);
    }
}

/// Who moves the client up a ladder, how, and what loses them: plays, as data, checked to cover the ladder.
/// Every rung above the first has a play to climb to it, the top rung one to hold it, every exit one to win
/// back.
///
/// A view: the plays, their hints and all texts are the host's, and live at least as long; in a `constexpr`
/// playbook, arrays of static storage. It keeps nothing of the ladder.
class playbook {
public:
    /// Stops at a defect: in a constant expression it is a compile error with a sentence in it. `title` is
    /// for people; no check looks at it.
    template <schema S, stage_name Stage>
    constexpr playbook(basic_ladder<S, Stage> const& covered, list<play> given, std::string_view title = {})
        : plays_(given), name_(title) {
        if (auto const d = check(covered); d.found()) rung::refuse(d);
    }

    /// The same for plays known at run time: returns a defect instead of stopping. The stage in it is a
    /// view, of the ladder or of the plays.
    template <schema S, stage_name Stage>
    [[nodiscard]] static constexpr result<playbook, playbook_defect>
    try_make(basic_ladder<S, Stage> const& covered, list<play> given, std::string_view title = {}) {
        playbook made;
        made.plays_ = given;
        made.name_ = title;
        if (auto const d = made.check(covered); d.found()) return d;
        return made;
    }

    [[nodiscard]] constexpr std::string_view name() const noexcept { return name_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return plays_.size(); }
    [[nodiscard]] constexpr play const* begin() const noexcept { return plays_.begin(); }
    [[nodiscard]] constexpr play const* end() const noexcept { return plays_.end(); }

    /// Which play is that of a stage for an aim; size() if there is none.
    [[nodiscard]] constexpr std::size_t position(std::string_view of, aim wanted) const noexcept {
        std::size_t i = 0;
        while (i < size() && (plays_[i].aim != wanted || plays_[i].stage != of)) ++i;
        return i;
    }
    /// The play itself; nullptr if there is none. (In constant expressions under -fsanitize=undefined g++ 12
    /// compares no pointer with nullptr; position() does without.)
    [[nodiscard]] constexpr play const* find(std::string_view of, aim wanted) const noexcept {
        auto const i = position(of, wanted);
        return i == size() ? nullptr : begin() + i;
    }

private:
    list<play> plays_{};
    std::string_view name_{};

    constexpr playbook() = default;  // to be checked

    template <schema S, stage_name Stage>
    [[nodiscard]] constexpr playbook_defect check(basic_ladder<S, Stage> const& covered) const {
        using enum playbook_defect_kind;
        for (auto const& p : *this) {
            auto const at = covered.find(p.stage);
            if (!at) return {no_such_stage, p.stage};
            auto const is_exit = covered.is_exit(*at);
            if (is_exit && p.aim != aim::win_back) return {exit_without_a_win_back_aim, p.stage};
            if (!is_exit && p.aim == aim::win_back) return {win_back_for_a_rung, p.stage};
            if (p.aim == aim::climb && rung::index_of(*at) == 0) return {climb_to_the_first_stage, p.stage};
            if (find(p.stage, p.aim) != &p) return {two_plays_of_one_aim, p.stage};
            if (p.goal.empty()) return {play_without_a_goal, p.stage};
            if (p.todo.empty()) return {play_without_anything_to_do, p.stage};
            if (!all_said(p.todo) || !all_said(p.never)) return {hint_without_text, p.stage};
        }
        for (std::size_t i = 1; i < covered.place_count(); ++i) {
            auto const place = rung::stage_at<Stage>(i);
            auto const name = covered.name(place);
            auto const is_exit = covered.is_exit(place);
            if (position(name, is_exit ? aim::win_back : aim::climb) == size())
                return {is_exit ? exit_without_a_play : rung_without_a_climb, name};
        }
        auto const top = covered.name(rung::stage_at<Stage>(covered.stage_count() - 1));
        if (position(top, aim::hold) == size()) return {top_rung_without_a_hold, top};
        return {};
    }

    [[nodiscard]] static constexpr bool all_said(list<hint> hints) noexcept {
        for (auto const& h : hints) {
            if (h.text.empty()) return false;
        }
        return true;
    }
};

}  // namespace v0
}  // namespace rung
