// expect: a schema with a word that shrinks needs 'static constexpr rung::instant flips(facts const&, fact,
// std::int64_t low, std::int64_t high, instant after) noexcept'
#include <rung/rung.hpp>

#include <array>

struct gym {
    enum class fact : std::uint8_t { days_left };
    struct event {
        rung::event_id id;
        rung::client_id client;
        rung::instant at;
    };
    struct facts {
        rung::instant until;
    };
    static constexpr std::array<rung::word, 1> vocabulary{{{.name = "days_left", .shrinks = true}}};
    static constexpr void fold(facts& f, event const& e) noexcept {
        f.until = e.at + rung::duration{864'000};
    }
    static constexpr std::int64_t read(facts const& f, fact, rung::instant now) noexcept {
        return now < f.until ? (f.until - now).seconds / 86'400 : 0;
    }
#ifdef RUNG_CORRECTED
    static constexpr rung::instant flips(facts const&, fact, std::int64_t, std::int64_t,
                                         rung::instant) noexcept {
        return rung::instant::forever();
    }
#endif
};

constexpr rung::basic_ladder<gym> training{{.name = "guest"}};
