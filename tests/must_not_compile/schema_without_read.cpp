// expect: a schema needs 'static constexpr std::int64_t read(facts const&, fact, instant) noexcept'
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
    static constexpr std::array<rung::word, 1> vocabulary{{{.name = "visits"}}};
    static constexpr void fold(facts& f, event const&) noexcept { ++f.visits; }
#ifdef RUNG_CORRECTED
    static constexpr std::int64_t read(facts const& f, fact, rung::instant) noexcept { return f.visits; }
#else
    static constexpr int read(facts const&, fact, rung::instant) noexcept { return 0; }
#endif
};

constexpr rung::basic_ladder<gym> training{{.name = "guest"}};
