#pragma once

#include <rung/notation/parse.hpp>

#include <cstddef>
#include <string_view>
#include <utility>

namespace rung {
inline namespace v0 {

/// A text as a template argument.
template <std::size_t Size>
struct fixed_text {
    char characters[Size + 1]{};

    constexpr fixed_text(char const (&literal)[Size + 1]) noexcept : fixed_text{literal, 0} {}
    constexpr fixed_text(char const* from, std::size_t first) noexcept {
        for (std::size_t i = 0; i < Size; ++i) characters[i] = from[first + i];
        characters[Size] = '\0';  // clang shows only zero-terminated characters as text
    }
    [[nodiscard]] constexpr std::string_view view() const noexcept { return {characters, Size}; }
};
template <std::size_t N>
fixed_text(char const (&)[N]) -> fixed_text<N - 1>;

namespace detail {

/// The compiler's error for a text with a mistake: its arguments say where and what it is.
template <auto... Says>
struct mistake_in_the_text {
    static_assert(sizeof...(Says) == 0, "this text has a mistake: the arguments of mistake_in_the_text say "
                                        "where (line:column) and what it is");
};

// A text in pieces that the compiler shows as text, or letter by letter if it does not.
template <fixed_text Message, std::size_t Piece>
constexpr auto piece() noexcept {
    if constexpr (text_shown_as_argument == 0) {
        return Message.characters[Piece];
    } else {
        constexpr std::size_t first = Piece * text_shown_as_argument, left = Message.view().size() - first;
        constexpr std::size_t size = left < text_shown_as_argument ? left : text_shown_as_argument;
        return fixed_text<size>{Message.characters, first};
    }
}
template <fixed_text Message, std::size_t... Piece>
auto pieces(std::index_sequence<Piece...>) -> mistake_in_the_text<piece<Message, Piece>()...>;
constexpr std::size_t piece_count(std::size_t size) noexcept {
    constexpr auto most = text_shown_as_argument == 0 ? 1 : text_shown_as_argument;
    return (size + most - 1) / most;
}
template <fixed_text Message>
using as_arguments =
    decltype(detail::pieces<Message>(std::make_index_sequence<piece_count(Message.view().size())>{}));

// The value of a result that must have one.
template <auto const& Read>
consteval auto value_or_refuse() {
    if constexpr (!Read.has_value()) {
        constexpr auto message = Read.error().message();
        return sizeof(as_arguments<fixed_text<message.length>{message.characters, 0}>);
    } else {
        return *Read;
    }
}

template <fixed_text Text, schema S, stage_name Stage>
inline constexpr auto ladder_of_text = rung::try_parse_ladder<S, Stage>(Text.view());
template <fixed_text Text, schema S, stage_name Stage>
inline constexpr auto lifecycle_of_text = rung::try_parse_lifecycle<S, Stage>(Text.view());

}  // namespace detail

/// The ladder of a text (try_parse_ladder has the grammar), read at compile time. A mistake in the text is a
/// compile error that says where and what it is.
///
///     constexpr auto club = rung::parse_ladder<"stage guest  stage member enter purchases >= 1">();
template <fixed_text Text, schema S = retail, stage_name Stage = stage_id>
[[nodiscard]] consteval auto parse_ladder() {  // at run time: try_parse_ladder(text)
    return detail::value_or_refuse<detail::ladder_of_text<Text, S, Stage>>();
}

/// The same for a lifecycle: a ladder and its policies.
template <fixed_text Text, schema S = retail, stage_name Stage = stage_id>
[[nodiscard]] consteval auto parse_lifecycle() {  // at run time: try_parse_lifecycle(text)
    return detail::value_or_refuse<detail::lifecycle_of_text<Text, S, Stage>>();
}

}  // namespace v0
}  // namespace rung
