#pragma once

#include <rung/base/fwd.hpp>
#include <rung/core/decision.hpp>
#include <rung/core/transition.hpp>
#include <rung/notation/small_text.hpp>
#include <rung/notation/text_sink.hpp>
#include <rung/notation/values.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace rung {
inline namespace v0 {

namespace detail {

template <class Enum>
concept has_words = std::is_enum_v<Enum> && requires(Enum e) {
    { rung::to_string(e) } -> std::same_as<std::string_view>;
};

/// `applied 12`, with what stands before it.
template <text_sink Out>
void put_count(Out& out, std::string_view what, std::uint64_t n) {
    detail::put(out, what);
    detail::put(out, small_text<20>{}.number(n));
}

template <text_sink Out, class View>
Out& put_client(Out& out, View const& c) {
    detail::put_count(out, "", c.id());
    detail::put(out, " ");
    detail::put(out, c.stage_name());
    if (c.since() == instant::never()) return out;  // of whom nothing is known
    detail::put(out, " since ");
    detail::put(out, rung::to_text(c.since()));
    return out;
}

}  // namespace detail

/// Answers, refusals, holds, causes, decrees and drivers in words: `late`.
template <text_sink Out, detail::has_words Enum>
Out& operator<<(Out& out, Enum e) {
    detail::put(out, rung::to_string(e));
    return out;
}

/// `2026-01-31`, or `2026-01-31T08:26:00`.
template <text_sink Out>
Out& operator<<(Out& out, instant t) {
    detail::put(out, to_text(t));
    return out;
}

/// `19.90`
template <text_sink Out>
Out& operator<<(Out& out, money m) {
    detail::put(out, to_text(m));
    return out;
}

/// `2026-01-03 visitor -> buyer (purchase)`; rungs passed over are named: `(purchase, past visitor)`.
template <text_sink Out, class Ladder>
Out& operator<<(Out& out, named_transition<Ladder> const& t) {
    using stage_type = typename Ladder::stage_type;
    auto const kind =
        t.why == cause::event ? rung::kind_name<typename Ladder::schema_type>(t.kind) : std::string_view{};
    out << t.at;
    for (auto const part :
         {std::string_view{" "}, t.ladder->name(t.from), std::string_view{" -> "}, t.ladder->name(t.to),
          std::string_view{" ("}, kind.empty() ? rung::to_string(t.why) : kind})
        detail::put(out, part);
    for (std::size_t i = t.skipped; i > 0; --i) {
        detail::put(out, i == t.skipped ? ", past " : " and ");
        detail::put(out, t.ladder->name(rung::stage_at<stage_type>(rung::index_of(t.to) - i)));
    }
    detail::put(out, ")");
    return out;
}

/// What apply answered, in words.
template <text_sink Out, class Ladder>
Out& operator<<(Out& out, outcome<Ladder> const& o) {
    if (o) return out << *o;
    detail::put(out, rung::to_string(o.answer()));
    if (o.answer() == answer::stayed) return out;
    detail::put(out, ": ");
    detail::put(out, o.answer() == answer::held ? rung::to_string(o.hold()) : rung::to_string(o.refusal()));
    return out;
}

/// `7 buyer since 2026-01-03`: the id, where the client stands, since when.
template <text_sink Out, class Lifecycle>
Out& operator<<(Out& out, client_view<Lifecycle> const& c) {
    return detail::put_client(out, c);
}
template <text_sink Out, class Lifecycle>
Out& operator<<(Out& out, found_client<Lifecycle> const& c) {
    return detail::put_client(out, c);
}

/// `1870 clients: 12, 5, 1853`, the lowest rung first. With names and shares: report::pyramid.
template <text_sink Out, class Stage>
Out& operator<<(Out& out, census<Stage> const& c) {
    detail::put_count(out, "", c.total());
    std::string_view between = c.total() == 1 ? " client" : " clients";
    detail::put(out, between);
    between = ": ";
    for (auto const& at : c) {
        detail::put_count(out, between, at.clients);
        between = ", ";
    }
    return out;
}

/// `applied 12, refused 1, moves 3`
template <text_sink Out, class Event>
Out& operator<<(Out& out, apply_report<Event> const& r) {
    detail::put_count(out, "applied ", r.applied);
    detail::put_count(out, ", refused ", r.refused.size());
    detail::put_count(out, ", moves ", r.moves);
    return out;
}

/// The same, and `, repeated 2, conflicts 0, withdrawn 1, issued 1`
template <text_sink Out, class Lifecycle>
Out& operator<<(Out& out, history_report<Lifecycle> const& r) {
    out << static_cast<apply_report<typename Lifecycle::event_type> const&>(r);
    detail::put_count(out, ", repeated ", r.repeated);
    detail::put_count(out, ", conflicts ", r.conflicts.size());
    detail::put_count(out, ", withdrawn ", r.withdrawn.size());
    detail::put_count(out, ", issued ", r.issued.size());
    return out;
}

// What follows cannot be printed. The words stand where compilers show them.
// clang-format off

template <text_sink Out>
Out& operator<<(Out&, stage_id) = delete;  // a stage is a number without its ladder: print ladder.name(stage)

namespace ladders {

template <text_sink Out, class Stage>
requires std::is_enum_v<Stage>
Out& operator<<(Out&, Stage) = delete;  // a stage is a number without its ladder: print ladder.name(stage)

}  // namespace ladders

// clang-format on

}  // namespace v0
}  // namespace rung
