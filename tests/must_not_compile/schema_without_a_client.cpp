// expect: a schema needs 'event', a struct with the members id, client and at
#include <rung/rung.hpp>

#include <array>

struct gym {
    enum class fact : std::uint8_t { visits };
    struct event {
        rung::event_id id;
#ifdef RUNG_CORRECTED
        rung::client_id client;
#else
#endif
        rung::instant at;
    };
    struct facts {
        std::uint32_t visits = 0;
    };
    static constexpr std::array<rung::word, 1> vocabulary{{{.name = "visits"}}};
    static constexpr void fold(facts& f, event const&) noexcept { ++f.visits; }
    static constexpr std::int64_t read(facts const& f, fact, rung::instant) noexcept { return f.visits; }
};

constexpr rung::basic_ladder<gym> training{{.name = "guest"}};
