// Any bytes at all are read as a ladder, as a lifecycle, and as one that brings its measures along. Nothing
// crashes, a mistake has its place inside the text, and what was read is written as a text that says the
// same. Neither the sentence nor the ladder has a character that a terminal would obey.

#include <rung/notation/measures.hpp>
#include <rung/notation/parse.hpp>
#include <rung/notation/write.hpp>
#include <rung/retail/shop.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

struct to_string {
    std::string text{};
    void write(char const* from, std::ptrdiff_t size) { text.append(from, static_cast<std::size_t>(size)); }
};

template <class Value>
std::string written(Value const& value) {
    to_string out;
    rung::write_text(out, value);
    must(out.text.size() == rung::text_size(value));
    auto line = out.text;
    std::replace(line.begin(), line.end(), '\n', ' ');
    must(rung::detail::find_unprintable(line) == std::string::npos);
    return out.text;
}

void check(std::string_view text, rung::notation_error const& e) {
    must(e.kind != rung::mistake::none && e.line >= 1 && e.column >= 1);
    must(e.line <= 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')));
    for (std::size_t i = 1; i < e.line; ++i) text.remove_prefix(text.find('\n') + 1);
    must(e.column <= std::min(text.find('\n'), text.size()) + 1);
    must(e.sentence.length > 0 && e.sentence.length < sizeof e.sentence.characters);
    must(rung::detail::find_unprintable(e.message()) == std::string::npos);
}

// Of measures the second text says what the first one does: kinds and names may have other numbers in it.
void check_measures(std::string_view text) {
    using table = rung::run_time_table<rung::shop_model, 128>;
    auto const life = rung::try_parse_lifecycle<table>(text);
    if (!life) return check(text, life.error());
    auto const again = written(*life);
    auto const read = rung::try_parse_lifecycle<table>(again);
    must(read && read->ladder() == life->ladder() && written(*read) == again);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text{reinterpret_cast<char const*>(data), size};

    auto const ladder = rung::try_parse_ladder(text);
    if (ladder) {
        auto const again = written(*ladder);
        auto const read = rung::try_parse_ladder(again);
        must(read && *read == *ladder && written(*read) == again);
    } else {
        check(text, ladder.error());
    }

    auto const life = rung::try_parse_lifecycle(text);
    if (life) {
        auto const again = written(*life);
        auto const read = rung::try_parse_lifecycle(again);
        must(read && read->ladder() == life->ladder() && read->ascent() == life->ascent() &&
             read->descent() == life->descent() && read->comeback() == life->comeback());
        must(written(*read) == again);
        must(ladder ? *ladder == life->ladder() : ladder.error().kind == rung::mistake::policy_in_ladder);
    } else {
        check(text, life.error());
    }
    check_measures(text);
    return 0;
}
