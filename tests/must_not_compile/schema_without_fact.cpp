// expect: a schema needs 'fact', an enumeration of what can be read of its facts
#include <rung/rung.hpp>

#include <array>

struct gym {
#ifdef RUNG_CORRECTED
    enum class fact : std::uint8_t { visits };
#else
    using fact = int;
#endif
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
    static constexpr std::int64_t read(facts const& f, fact, rung::instant) noexcept { return f.visits; }
};

constexpr rung::basic_ladder<gym> training{{.name = "guest"}};
