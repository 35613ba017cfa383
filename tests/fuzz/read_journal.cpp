// Any bytes are read as a journal, as they are and as records with right checksums, and done again. Nothing
// crashes or hangs; what is refused is refused with a sentence; the base is a base either way.

#include "hostile_base.hpp"

namespace {

using namespace hostile;

template <class Base>
void read(Base const& empty, std::span<std::byte const> bytes, std::uint64_t from, dice& choose) {
    auto base = empty;
    watcher seen;
    rung::journal_reader journal{bytes};
    auto const out = rung::redo_journal(base, journal, from, seen);
    must(out.offset <= bytes.size());
    must(out ? out.position >= from && out.why.empty() : !out.why.empty());
    // Again from what is sound: the same.
    auto again = empty;
    auto const part = bytes.first(out.offset);
    rung::journal_reader sound{part};
    (void)rung::redo_journal(again, sound, from);
    same_base(base, again);
    must(snapshot_of(base) == snapshot_of(again));
    is_a_base(base, empty, choose);
}

}  // namespace

// The last byte: 1 as it is, 2 with history, 4 and 8 which ladder, 16 from the second record on.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    dice choose{std::as_bytes(std::span{data, size})};
    auto const how = choose.next();
    auto const given = choose.rest();
    auto const on = [&](auto const& life) {
        auto const bytes =
            (how & 1) != 0 ? buffer{given.begin(), given.end()} : framed(given, rung::fingerprint(life));
        auto const from = std::uint64_t{(how >> 4) & 1};
        if ((how & 2) != 0)
            read(rung::client_base{life, rung::history::kept{}}, bytes, from, choose);
        else
            read(rung::client_base{life}, bytes, from, choose);
    };
    if ((how & 4) != 0)
        on(patient);
    else if ((how & 8) != 0)
        on(kind);
    else
        on(slow);
    return 0;
}
