#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/printable.hpp>
#include <rung/notation/text_sink.hpp>

#include <charconv>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {

/// A text as a string of JSON, in quotes. A byte that is not UTF-8 becomes U+FFFD. `<` is escaped, too, and
/// the two characters that end a line in JavaScript and not in JSON: so JSON can stand in a page.
template <text_sink Out>
void write_json_string(Out& out, std::string_view text) {
    rung::detail::put(out, "\"");
    std::size_t written = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto const c = rung::detail::first_character({text.data() + at, text.size() - at});
        char escape[6] = {'\\', 'u', '0', '0', '0', '0'};
        std::string_view instead;
        switch (c.code) {
        case '"': instead = "\\\""; break;
        case '\\': instead = "\\\\"; break;
        case '\b': instead = "\\b"; break;
        case '\f': instead = "\\f"; break;
        case '\n': instead = "\\n"; break;
        case '\r': instead = "\\r"; break;
        case '\t': instead = "\\t"; break;
        case '<': instead = "\\u003c"; break;
        case 0x2028: instead = "\\u2028"; break;
        case 0x2029: instead = "\\u2029"; break;
        case rung::detail::character::not_utf8: instead = "\xEF\xBF\xBD"; break;
        default:
            if (c.code >= 0x20) break;
            escape[4] = static_cast<char>('0' + c.code / 16);
            escape[5] = "0123456789abcdef"[c.code % 16];
            instead = {escape, sizeof escape};
        }
        if (!instead.empty()) {
            rung::detail::put(out, {text.data() + written, at - written});
            rung::detail::put(out, instead);
            written = at + c.bytes;
        }
        at += c.bytes;
    }
    rung::detail::put(out, {text.data() + written, text.size() - written});
    rung::detail::put(out, "\"");
}

/// How JSON is laid out: all in one line, or each value in a line of its own.
enum class json_style : std::uint8_t { one_line, indented };

/// Writes JSON as it is told: objects and arrays are begun and ended, a member of an object is a key and a
/// value. Commas and quotes are its business, that the calls make one document is the caller's.
///
///     report::json_writer json{out};
///     json.begin_object().member("clients", 12).key("stages").begin_array();
///     for (auto const& name : names) json.value(name);
///     json.end_array().end_object();
template <text_sink Out>
class json_writer {
public:
    explicit json_writer(Out& out, json_style style = json_style::one_line) noexcept
        : out_{out}, is_indented_{style == json_style::indented} {}

    json_writer& begin_object() { return begin("{"); }
    json_writer& end_object() { return end("}"); }
    json_writer& begin_array() { return begin("["); }
    json_writer& end_array() { return end("]"); }

    /// Of a member of an object; its value comes next.
    json_writer& key(std::string_view name) {
        before_value();
        report::write_json_string(out_, name);
        put(is_indented_ ? ": " : ":");
        follows_key_ = true;
        return *this;
    }

    json_writer& value(std::string_view text) {
        before_value();
        report::write_json_string(out_, text);
        return *this;
    }
    json_writer& value(char const* text) { return value(std::string_view{text}); }
    json_writer& value(bool b) { return literal(b ? "true" : "false"); }
    template <std::integral Number>
    json_writer& value(Number n) {
        return number(n);
    }
    /// The shortest number that reads back as this one; null for one that JSON does not have.
    json_writer& value(double d) { return std::isfinite(d) ? number(d) : null(); }
    json_writer& null() { return literal("null"); }
    json_writer& value(std::nullptr_t) { return null(); }
    /// What is JSON already.
    json_writer& raw(std::string_view json) { return literal(json); }

    template <class Value>
    json_writer& member(std::string_view name, Value const& v) {
        return key(name).value(v);
    }

private:
    Out& out_;
    std::uint64_t has_values_ = 0;  // a bit for each level
    unsigned depth_ = 0;
    bool is_indented_;
    bool follows_key_ = false;

    void put(std::string_view text) { rung::detail::put(out_, text); }
    void new_line() {
        if (!is_indented_) return;
        put("\n");
        for (unsigned i = 0; i < depth_; ++i) put("  ");
    }
    void before_value() {
        if (follows_key_) {
            follows_key_ = false;
            return;
        }
        auto const level = std::uint64_t{1} << depth_;
        if ((has_values_ & level) != 0) put(",");
        if (depth_ != 0) new_line();
        has_values_ |= level;
    }
    json_writer& begin(std::string_view bracket) {
        before_value();
        put(bracket);
        if (depth_ == 63) RUNG_ASSERT("JSON is nested more than 63 levels deep");
        ++depth_;
        has_values_ &= ~(std::uint64_t{1} << depth_);
        return *this;
    }
    json_writer& end(std::string_view bracket) {
        if (depth_ == 0) RUNG_ASSERT("an object or array of JSON was ended that was not begun");
        bool const had_values = (has_values_ >> depth_ & 1) != 0;
        --depth_;
        if (had_values) new_line();
        put(bracket);
        return *this;
    }
    json_writer& literal(std::string_view text) {
        before_value();
        put(text);
        return *this;
    }
    template <class Number>
    json_writer& number(Number n) {
        char digits[32];
        auto const end = std::to_chars(digits, digits + sizeof digits, n).ptr;
        return literal({digits, static_cast<std::size_t>(end - digits)});
    }
};

}  // namespace report
}  // namespace v0
}  // namespace rung
