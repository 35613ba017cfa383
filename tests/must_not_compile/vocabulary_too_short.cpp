// expect: the_vocabulary_needs_an_entry_for_each_enumerator_of_fact_in_order
#include <rung/rung.hpp>

#include <array>

struct gym {
    struct event {
        rung::event_id id = 0;
        rung::client_id client = 0;
        rung::instant at{};
    };
    enum class fact { visits, freezes };
    struct facts {
        std::int64_t visits = 0;
    };
#ifdef RUNG_CORRECTED
    static constexpr std::array<rung::word, 2> vocabulary{{{.name = "visits"}, {.name = "freezes"}}};
#else
    static constexpr std::array<rung::word, 1> vocabulary{{{.name = "visits"}}};
#endif
    static constexpr void fold(facts& f, event const&) noexcept { ++f.visits; }
    static constexpr std::int64_t read(facts const& f, fact, rung::instant) noexcept { return f.visits; }
};

constexpr auto rule = rung::fact<gym, gym::fact::freezes> >= 1;
