// expect: a schema needs 'facts', a default-constructible struct that is trivially copyable
#include <rung/rung.hpp>

#include <array>
#include <vector>

struct gym {
    enum class fact : std::uint8_t { visits };
    struct event {
        rung::event_id id;
        rung::client_id client;
        rung::instant at;
    };
    struct facts {
#ifdef RUNG_CORRECTED
        std::uint32_t visits = 0;
#else
        std::uint32_t visits = 0;
        std::array<std::vector<int>, 1> all{};
#endif
    };
    static constexpr std::array<rung::word, 1> vocabulary{{{.name = "visits"}}};
    static constexpr void fold(facts& f, event const&) noexcept { ++f.visits; }
    static constexpr std::int64_t read(facts const& f, fact, rung::instant) noexcept { return f.visits; }
};

constexpr rung::basic_ladder<gym> training{{.name = "guest"}};
