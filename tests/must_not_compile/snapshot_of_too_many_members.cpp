// expect: stored member by member if they have at most 24 and can be assigned; for others
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
        int b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0, j = 0, k = 0, l = 0, m = 0, n = 0, o = 0,
            p = 0;
        int q = 0, r = 0, s = 0, t = 0, u = 0, v = 0, w = 0, x = 0;
#ifndef RUNG_CORRECTED
        int y = 0;
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
