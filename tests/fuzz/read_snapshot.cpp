// Any bytes are read as a snapshot, as they are and as records with right checksums, restored and migrated.
// Nothing crashes or hangs; what is refused is refused with a sentence and leaves the base empty; what is
// read is a base.

#include "hostile_base.hpp"

namespace {

using namespace hostile;

template <class Base>
void read(Base const& empty, std::span<std::byte const> bytes, rung::adoption_terms const* terms,
          dice& choose) {
    auto base = empty;
    watcher seen;
    auto const out = [&] {
        if constexpr (requires { base.history(); })
            return terms != nullptr ? rung::migrate(base, bytes, *terms, seen)
                                    : rung::restore(base, bytes, seen);
        else
            return terms != nullptr ? rung::migrate(base, bytes, *terms, seen) : rung::restore(base, bytes);
    }();
    if (!out) {
        must(!out.why.empty() && out.offset <= bytes.size());
        must(base.size() == 0 && base.census().total() == 0 && base.erased().total() == 0);
        must(seen.moves == 0 && seen.people == 0);
        return;
    }
    is_a_base(base, empty, choose);
}

}  // namespace

// The last byte: 1 as it is, 2 with history, 4 and 8 which ladder, 16 migrates, 32 and 64 how.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    dice choose{std::as_bytes(std::span{data, size})};
    auto const how = choose.next();
    auto const given = choose.rest();
    static constexpr rung::renamed_stage renamed[] = {{"buyer", "client"}, {"client", "lost"}};
    rung::adoption_terms terms{.at = rung::instant::from_unix(1'000'100),
                               .how = static_cast<rung::adoption>((how >> 5) % 3),
                               .floor_until = rung::instant::from_unix(1'000'150),
                               .renamed = renamed};
    auto const* const to = (how & 16) != 0 ? &terms : nullptr;
    auto const on = [&](auto const& life) {
        auto const written_by = to != nullptr ? 1 : rung::fingerprint(life);
        auto const bytes = (how & 1) != 0 ? buffer{given.begin(), given.end()} : framed(given, written_by);
        if ((how & 2) != 0)
            read(rung::client_base{life, rung::history::kept{}}, bytes, to, choose);
        else
            read(rung::client_base{life}, bytes, to, choose);
    };
    if ((how & 4) != 0)
        on(patient);
    else if ((how & 8) != 0)
        on(kind);
    else
        on(slow);
    return 0;
}
