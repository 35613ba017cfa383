#pragma once

#include <string>
#include <string_view>

/// A pattern as of strptime, with what stands for several conversions spelt out: %T as %H:%M:%S. Throws
/// std::runtime_error with a sentence for one that does not say a date, says a part of it twice, or has a
/// conversion that depends on a locale or would read something else than it seems to.
[[nodiscard]] std::string checked_pattern(std::string_view text);
