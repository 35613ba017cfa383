// expect: if each is a whole number, bool, an enumeration of a fixed type, an instant, duration,
#include <rung/base/snapshot.hpp>
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
#ifdef RUNG_CORRECTED
        std::array<char, 20> name{};
#else
        char const* name = nullptr;
#endif
    };
    static constexpr std::array<rung::word, 1> vocabulary{{{.name = "visits"}}};
    static constexpr void fold(facts& f, event const&) noexcept { ++f.visits; }
    static constexpr std::int64_t read(facts const& f, fact, rung::instant) noexcept { return f.visits; }
};

constexpr rung::lifecycle training{rung::basic_ladder<gym>{{.name = "guest"}}};

bool keep(rung::client_base<std::remove_const_t<decltype(training)>> const& base, rung::memory_sink& sink) {
    return rung::write_snapshot(base, sink);
}
