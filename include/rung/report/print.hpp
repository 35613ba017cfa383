#pragma once

#include <rung/core/transition.hpp>
#include <rung/notation/text_sink.hpp>
#include <rung/notation/values.hpp>

#include <cstddef>
#include <string_view>

namespace rung {
inline namespace v0 {

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

}  // namespace v0
}  // namespace rung
