// expect: events and facts of a schema need ==, or to be aggregates of at most 24 members
#include <rung/base/kept_history.hpp>
#include <rung/rung.hpp>

#include <array>

struct gym {
    enum class fact : std::uint8_t { visits };
    struct named {
        rung::event_id id = 0;
        rung::client_id client = 0;
        rung::instant at{};
    };
    struct event : named {
        std::uint8_t kind = 0;
#ifdef RUNG_CORRECTED
        friend bool operator==(event const& a, event const& b) noexcept { return a.kind == b.kind; }
#endif
    };
    struct facts {
        std::uint32_t visits = 0;
    };
    static constexpr std::array<rung::word, 1> vocabulary{{{.name = "visits"}}};
    static constexpr void fold(facts& f, event const&) noexcept { ++f.visits; }
    static constexpr std::int64_t read(facts const& f, fact, rung::instant) noexcept { return f.visits; }
};

constexpr rung::lifecycle training{rung::basic_ladder<gym>{{.name = "guest"}}};

auto take(rung::client_base<std::remove_const_t<decltype(training)>, rung::history::kept>& base,
          gym::event const& e) {
    return base.apply(e);
}
