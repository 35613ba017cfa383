#pragma once

#include <rung/base/fwd.hpp>
#include <rung/core/config.hpp>

namespace rung {
inline namespace v0 {
namespace detail {

/// The names that every base of a lifecycle has for its types.
template <class Lifecycle, class Report>
struct base_types {
    using lifecycle_type = Lifecycle;
    using schema_type = typename Lifecycle::schema_type;
    using stage_type = typename Lifecycle::stage_type;
    using event_type = typename Lifecycle::event_type;
    using client_type = typename Lifecycle::client_type;
    using decided_client_type = typename Lifecycle::decided_client_type;
    using outcome_type = typename Lifecycle::outcome_type;
    using view_type = client_view<Lifecycle>;
    using report_type = Report;
};

/// The same for what holds a base, or many of them.
template <class Base>
struct wrapped_base_types {
    static_assert(
        sizeof(Base) == 0,
        "it is made of a base, not of a lifecycle or a ladder: sharded_base{rung::client_base{life}}");
};
template <class Base>
requires requires {
    typename Base::lifecycle_type;
    typename Base::report_type;
}
struct wrapped_base_types<Base> : base_types<typename Base::lifecycle_type, typename Base::report_type> {
    using base_type = Base;
};

}  // namespace detail
}  // namespace v0
}  // namespace rung
