// The same bytes are taken apart by the example replay and by libcsv: where libcsv, strict, finds no fault,
// both find the same fields.

#include "records.hpp"

#include <csv.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using row = std::vector<std::string>;
using table = std::vector<row>;

class text_source final : public byte_source {
public:
    explicit text_source(std::string const& text) : text_{text} {}
    std::size_t read(char* to, std::size_t most) override {
        auto const n = text_.copy(to, most, at_);
        at_ += n;
        return n;
    }
    [[nodiscard]] std::uint64_t bytes_of_file() const noexcept override { return at_; }

private:
    std::string const& text_;
    std::size_t at_ = 0;
};

// Blanks do not count, and neither does a line without fields.
void add(table& to, row const& line) {
    for (auto const& field : line) {
        if (!field.empty()) return to.push_back(line);
    }
}

table ours(std::string const& text) {
    record_reader records{line_reader{std::make_unique<text_source>(text), 1 << 20, 64}};
    splitter fields;
    dialect d{',', '"'};
    table out;
    while (auto const r = records.next(d)) {
        std::string copy{r->text};
        copy.append(8, '\0');
        if (!fields.split(copy.data(), r->text.size(), d).empty()) return {{"a fault"}};
        row line;
        for (auto const field : fields.fields()) line.emplace_back(trimmed(field));
        add(out, line);
    }
    return out;
}

struct found {
    table all;
    row line;
};

// False if there is a fault.
bool theirs(std::string const& text, table& out) {
    found f;
    csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) std::abort();
    auto const field = [](void* bytes, std::size_t size, void* to) {
        static_cast<found*>(to)->line.emplace_back(trimmed({static_cast<char const*>(bytes), size}));
    };
    auto const end = [](int, void* to) {
        add(static_cast<found*>(to)->all, static_cast<found*>(to)->line);
        static_cast<found*>(to)->line.clear();
    };
    bool const good = csv_parse(&parser, text.data(), text.size(), field, end, &f) == text.size() &&
                      csv_fini(&parser, field, end, &f) == 0;
    csv_free(&parser);
    out = f.all;
    return good;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string text{reinterpret_cast<char const*>(data), size};
    // To libcsv CR alone ends lines wherever it stands, and a tab is a blank before a quote.
    for (auto& c : text) {
        if (c == '\r' || c == '\0' || c == '\t') c = ' ';
    }
    table expected;
    if (theirs(text, expected) && ours(text) != expected) std::abort();
    return 0;
}
