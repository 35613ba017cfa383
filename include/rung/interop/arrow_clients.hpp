#pragma once

#include <rung/base/base_access.hpp>
#include <rung/core/ladder.hpp>
#include <rung/core/schema.hpp>
#include <rung/core/time.hpp>
#include <rung/interop/arrow_stream.hpp>
#include <rung/interop/arrow_table.hpp>
#include <rung/report/column_names.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace arrow {

/// For clients whose ids are numbers for their consumer, too.
struct ids_stay_numbers {};

namespace detail {

/// What the value of a fact is in, for its column's metadata.
[[nodiscard]] constexpr std::string_view name_of(unit u) noexcept {
    switch (u) {
    case unit::count: return "count";
    case unit::money: return "minor units";
    case unit::time: return "seconds";
    case unit::percent: return "percent";
    case unit::hundredths: return "hundredths";
    }
    return "?";
}

/// The column of a client's id: a number, or the text that the host has for it.
template <class NameOf>
inline constexpr std::string_view id_format = format::text;
template <>
inline constexpr std::string_view id_format<ids_stay_numbers> = format::uint64;

template <class NameOf>
void add_id(batch_builder::column& to, client_id id, NameOf& name_of) {
    if constexpr (std::is_same_v<NameOf, ids_stay_numbers>)
        to.add(std::uint64_t{id});
    else
        to.add(std::string_view{name_of(id)});
}

template <schema S>
[[nodiscard]] std::vector<field> client_fields(std::string_view id_format) {
    std::vector<field> out{{"client", id_format},
                           {"stage", format::text},
                           {"since", format::timestamp, true},
                           {"next_change", format::timestamp, true},
                           {"in_grace", format::boolean}};
    auto const facts = report::named_facts<S>();
    std::vector<std::string_view> taken;
    for (auto const& f : out) taken.push_back(f.name);
    auto names = report::column_names(facts, taken);
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto const unit = detail::name_of(facts[i].measure);
        out.push_back({std::move(names[i]), format::int64, true, {{"rung.unit", std::string{unit}}}});
    }
    return out;
}

/// Makes the batches of the clients of a base, one after the other.
template <class Base, class NameOf>
class client_rows {
public:
    using schema_type = typename Base::schema_type;

    client_rows(Base const& base, instant now, NameOf name_of)
        : base_{&base}, now_{now}, name_of_{std::move(name_of)} {}

    [[nodiscard]] static std::vector<field> fields() {
        return detail::client_fields<schema_type>(detail::id_format<NameOf>);
    }
    status operator()(owned_array& out) {
        auto const& all = rung::detail::base_access::clients(*base_);
        for (; number_ < all.numbers() && rows_.rows() < rows_of_batch; ++number_) {
            if (all.is_there(number_)) add(all.view(number_));
        }
        if (rows_.rows() != 0) out = rows_.take();
        return {};
    }

private:
    Base const* base_;
    instant now_;
    NameOf name_of_;
    batch_builder rows_{fields()};
    std::size_t number_ = 0;
    std::size_t facts_ = report::named_facts<schema_type>().size();

    template <class View>
    void add(View const& view) {
        auto const last = view.client().frontier.at;
        auto const at = now_ < last ? last : now_;
        detail::add_id(rows_[0], view.id(), name_of_);
        rows_[1].add(view.stage_name());
        rows_[2].add(view.since());
        rows_[3].add(view.next_change());
        rows_[4].add(view.in_grace());
        for (std::size_t i = 0; i < facts_; ++i) {
            auto const value =
                schema_type::read(view.facts(), static_cast<typename schema_type::fact>(i), at);
            if (value == unlimited)
                rows_[5 + i].add_null();
            else
                rows_[5 + i].add(value);
        }
        rows_.end_row();
    }
};

}  // namespace detail

/// The clients of a base as a stream of record batches: client, stage, since, next_change (null: time alone
/// changes nothing), in_grace, and every fact, with its unit in the metadata of its column under "rung.unit".
/// A fact that has no bound (how long ago something was that never was) is null. Facts are read at `now`, or
/// at the client's last event if that is later; where clients stand is as the base was last settled.
///
/// It reads from the base while it is read, a batch at a time: until it is released the base must stay, and
/// not change. `name_of(client_id)` gives the text of an id, for a base whose numbers a host has made of
/// texts.
///
///     base.settle(now);
///     rung::arrow::clients(base, now).move_to(for_python);
template <class Base, class NameOf = ids_stay_numbers>
[[nodiscard]] owned_stream clients(Base const& base, instant now, NameOf name_of = {}) {
    using rows = detail::client_rows<Base, NameOf>;
    return arrow::make_stream(rows::fields(), rows{base, now, std::move(name_of)});
}

}  // namespace arrow
}  // namespace v0
}  // namespace rung
