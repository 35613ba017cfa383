#pragma once

#include <rung/measures/measure.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace rung {
inline namespace v0 {
namespace detail {

// What measures need of a client's words: where each number is kept, what an event does to it, how it is
// read. Made once from a table of measures (make_plan.hpp); run.hpp and read.hpp do what it says.

/// Some bits of a word.
struct bits_at {
    std::uint16_t word = 0;
    std::uint8_t shift = 0;
    std::uint8_t size = 0;
};

inline constexpr std::uint16_t no_word = 0xffff;

/// Of how many days, the last that exceeded a limit a day, it is kept by how much.
inline constexpr std::uint16_t days_of_excess = 8;

/// What an event does to a client's words. Straight code: no step looks at another's outcome but through the
/// words and `undone`.
struct step {
    enum code_type : std::uint8_t {
        count,         ///< one more, up to the limit
        clear,         ///< zero
        set,           ///< the value
        raise,         ///< the value, if it is larger
        add_wide,      ///< to two words
        take_wide,     ///< from two words, down to zero
        total,         ///< to a field, while the other field is below the limit
        ring_add,      ///< to the running period of a ring
        ring_take,     ///< from a ring
        ring_keep,     ///< to the period of what is taken back, of a ring
        push,          ///< an instant, the last one first
        mark_first,    ///< an instant, unless there is one
        mark_unless,   ///< an instant, unless the other field is set
        forget,        ///< n words are zero
        turn,          ///< the periods of a clock pass
        lapse,         ///< zero, if a silence has passed
        count_day,     ///< one more, the first time that day
        list_add,      ///< to the running day of a list
        list_take,     ///< from a list
        list_keep,     ///< to the day of what is taken back, of a list
        run_on,        ///< a streak goes on, or begins anew
        trust,         ///< undone: the event says which one it takes back
        find,          ///< undone: that one is remembered; its instant goes
        uncount,       ///< if undone: one less, unless the count is lost
        unmark_first,  ///< if undone
        unset,         ///< if undone: zero where it is at the limit or above
    } code = count;
    /// Of what takes back: whether the event may name what it takes back, and whether it takes nothing but
    /// what is known to have been.
    bool takes_named = false;
    bool takes_only_known = false;
    /// Events that say what was kept of one that was taken back: they are passed over, or it is of these.
    enum kept_type : std::uint8_t { whatever, not_kept, of_kept } kept = whatever;
    bool oldest_first = false;
    /// The bit that says whether what is taken back is known.
    std::uint8_t undo = 0;
    bits_at at{};
    bits_at other{};
    std::uint16_t word3 = no_word;
    std::uint8_t clock = 0;
    /// Of a clock whose periods begin on the client's own day: nothing counts before.
    bool from_own_day = false;
    std::uint16_t n = 0;
    /// Of a value: the field of the event, or the number itself.
    std::uint8_t field = 0;
    std::int64_t gives = -1;
    std::uint32_t limit = 0;
    /// What of the day counted so far, if there is a limit to that; and whether what exceeded it is kept
    /// behind that, for refunds.
    std::uint16_t day_word = no_word;
    bool keeps_excess = false;
    std::uint32_t a_day = 0;
    window in{};
    local_calendar calendar{};
    clause when{};
};

/// How a measure is read of a client's words.
struct reading {
    enum kind_type : std::uint8_t {
        bits,
        wide,
        age,
        age_or_zero,
        ratio,
        waits,
        mean,
        ring,
        list,
        streak,
        until_silence
    } kind = bits;
    bits_at at{};
    bits_at other{};
    std::uint16_t word3 = no_word;
    std::uint8_t clock = 0;
    bool sums = false;      ///< a list whose entries have an amount of their own
    std::int64_t most = 0;  ///< what is never exceeded
    window in{};
    local_calendar calendar{};
};

/// A word that says when the newest period ends, and the rings of periods that turn with it. A ring is a
/// shift register: the newest period is in its lowest bits.
struct ring_at {
    std::uint16_t word = 0;
    std::uint16_t words = 0;
    std::uint8_t width = 0;
};
struct period_clock {
    static constexpr std::size_t max_rings = 8;
    period each = period::day;
    std::uint16_t word = 0;
    local_calendar calendar{};
    /// The instant on whose day the periods begin; none: they are those of the calendar.
    std::uint16_t began = no_word;
    /// How many seconds each period has; 0: that is for the calendar to say.
    std::uint32_t length = 0;
    std::uint8_t ring_count = 0;
    ring_at rings[max_rings]{};
};

struct plan {
    static constexpr std::size_t max_measures = 48;
    static constexpr std::size_t max_steps = 192;
    static constexpr std::size_t max_clocks = 16;
    static constexpr std::size_t max_words = 1'024;

    step steps[max_steps]{};
    std::size_t step_count = 0;
    reading reads[max_measures]{};
    std::size_t read_count = 0;
    period_clock clocks[max_clocks]{};
    std::size_t clock_count = 0;
    std::size_t words = 0;
    /// Whether all of it found room.
    bool fits = true;
};

/// Events of some kinds take others back: a refund, a purchase. Which one they say by their model's
/// `taken_back(event)`, its instant. If the model has `takes_part(event)`, such an event lowers sums alone.
/// If it has `says_what_was_kept(event)`, such a one stands for what was kept of one that was taken back
/// wholly, which was `kept_of(event)`: its fields are below zero by so much.
struct reversal {
    std::uint64_t of = 0;
    std::uint64_t by = 0;
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
