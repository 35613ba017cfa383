// expect: stored member by member if they have no base class; for others specialise
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
    struct counted {
        std::uint32_t visits = 0;
    };
#ifdef RUNG_CORRECTED
    struct facts {
        std::uint32_t visits = 0;
#else
    struct facts : counted {
#endif
        std::uint32_t more = 0;
    };
    static constexpr std::array<rung::word, 1> vocabulary{{{.name = "visits"}}};
    static constexpr void fold(facts& f, event const&) noexcept { ++f.visits; }
    static constexpr std::int64_t read(facts const& f, fact, rung::instant) noexcept { return f.visits; }
};

constexpr rung::lifecycle training{rung::basic_ladder<gym>{{.name = "guest"}}};

bool keep(rung::client_base<std::remove_const_t<decltype(training)>> const& base, rung::memory_sink& sink) {
    return rung::write_snapshot(base, sink);
}
