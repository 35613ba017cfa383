// expect: a schema needs 'vocabulary', an array with a rung::word for each enumerator of fact, in order
#include <rung/rung.hpp>

#include <array>

struct gym {
    enum class fact : std::uint8_t { visits };
    struct event {
        rung::event_id id;
        rung::client_id client;
        rung::instant at;
    };
    struct facts {
        std::uint32_t visits = 0;
    };
#ifdef RUNG_CORRECTED
    static constexpr std::array<rung::word, 1> vocabulary{{{.name = "visits"}}};
#else
#endif
    static constexpr void fold(facts& f, event const&) noexcept { ++f.visits; }
    static constexpr std::int64_t read(facts const& f, fact, rung::instant) noexcept { return f.visits; }
};

constexpr rung::basic_ladder<gym> training{{.name = "guest"}};
