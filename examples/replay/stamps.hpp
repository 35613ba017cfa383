#pragma once

#include <rung/core/time.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// How the instants of a log are written.
enum class stamp_form : std::uint8_t {
    iso,       ///< year first: 2026-01-31, 2026-01-31T08:26:00.5+01:00
    dmy,       ///< day first: 31/01/2026, 31.01.2026 8:26
    mdy,       ///< month first: 1/31/2026 8:26 AM
    epoch,     ///< seconds since 1970
    epoch_ms,  ///< milliseconds since 1970
    excel,     ///< days since 1899-12-30: 45292.5
    pattern    ///< as of strptime: %d %b %Y
};

struct stamp_format {
    stamp_form form = stamp_form::iso;
    std::string pattern{};
    /// Of times that do not say theirs: empty for UTC, an offset such as +05:30, or a name such as
    /// Europe/Berlin.
    std::string zone{};
};

/// An instant with the time of day and its zone; nothing for one that never comes.
std::string instant_in_full(rung::instant at);

/// The format of a word such as `dmy`, or of a pattern. Throws std::runtime_error, with a sentence, if it is
/// neither.
[[nodiscard]] stamp_format stamp_format_of(std::string_view text);

/// Reads instants. The calendar, patterns and zones are Howard Hinnant's date library.
class stamp_reader {
public:
    /// What a text says; without an instant, why, and what would be read. Both are literals.
    struct answer {
        std::optional<rung::instant> at;
        std::string_view why{};
        std::string_view hint{};
    };

    /// Throws std::runtime_error if there is no such zone.
    explicit stamp_reader(stamp_format const& format);
    stamp_reader(stamp_reader&&) noexcept;
    stamp_reader& operator=(stamp_reader&&) noexcept;
    ~stamp_reader();

    [[nodiscard]] answer read(std::string_view text);
    /// How many times were read that occur twice, when clocks went back. The first is taken.
    [[nodiscard]] std::uint64_t twice() const noexcept;

private:
    struct state;
    std::unique_ptr<state> state_;
};
