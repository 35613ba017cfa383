// expect: if each is a whole number, bool, an enumeration of a fixed type, an instant, duration,
#include <rung/base/durable_base.hpp>
#include <rung/rung.hpp>

#include <array>

struct gym {
    enum class fact : std::uint8_t { visits };
#ifdef RUNG_CORRECTED
    using text = std::array<char, 20>;
#else
    using text = std::string;
#endif
    struct event {
        rung::event_id id;
        rung::client_id client;
        rung::instant at;
        text note{};
    };
    struct facts {
        std::uint32_t visits = 0;
    };
    static constexpr std::array<rung::word, 1> vocabulary{{{.name = "visits"}}};
    static constexpr void fold(facts& f, event const&) noexcept { ++f.visits; }
    static constexpr std::int64_t read(facts const& f, fact, rung::instant) noexcept { return f.visits; }
};

constexpr rung::lifecycle training{rung::basic_ladder<gym>{{.name = "guest"}}};

using journaled =
    rung::durable_base<rung::client_base<std::remove_const_t<decltype(training)>>, rung::memory_sink>;
bool good(journaled const& base) { return base.ok(); }
