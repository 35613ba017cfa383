#pragma once

#include <rung/measures/plan.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

/// A number that events carry, by the name under which a text asks about it.
struct field_word {
    std::string_view name{};
    std::uint8_t number = 0;
    unit measure = unit::count;
    /// The largest that it can be.
    std::uint32_t most = UINT32_MAX;
    /// Its values are names, which a text numbers as it mentions them: `where category = dinner`.
    bool is_name = false;
};

/// A model whose events a text can speak of: kinds and fields have names. It says which fields there are by
/// `fields`, an array of field_word, and the names of the kinds by `kind_name(k)`, for those below
/// `own_kinds`; the kinds from there to 63 are named by the text that mentions them. `known`, an array of
/// measure_row const*, are measures that a text need not define. shop_model is one.
template <class M>
concept text_model = measurable<M> && requires(std::uint8_t k) {
    { M::kind_name(k) } -> std::convertible_to<std::string_view>;
    { M::own_kinds } -> std::convertible_to<std::uint8_t>;
    { M::fields[0] } -> std::convertible_to<field_word>;
    { *M::known[0] } -> std::convertible_to<measure_row const&>;
};

namespace detail {

/// Whether a kind of event is a move of the client's own.
template <class Model>
[[nodiscard]] constexpr bool is_move([[maybe_unused]] std::uint8_t kind) noexcept {
    if constexpr (requires { Model::moves; })
        return kind < 64 && (Model::moves >> kind & 1) != 0;
    else
        return false;
}

/// Calls f(name) for the kinds of events that a model names: its own and the client's moves.
template <class Model, class F>
constexpr void each_kind_name(F const& f) {
    for (std::uint8_t k = 0; k < 64; ++k) {
        if (k < Model::own_kinds || detail::is_move<Model>(k)) f(std::string_view{Model::kind_name(k)});
    }
}

/// Names, one after the other, each with a number of the owner's choice.
template <std::size_t Count, std::size_t Bytes>
class name_list {
public:
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr std::string_view operator[](std::size_t i) const noexcept {
        std::size_t const from = i == 0 ? 0 : ends_[i - 1];
        return {text_ + from, std::size_t{ends_[i]} - from};
    }
    [[nodiscard]] constexpr std::uint8_t mark(std::size_t i) const noexcept { return marks_[i]; }
    /// The place of a name; size() if there is none.
    [[nodiscard]] constexpr std::size_t find(std::string_view name, std::uint8_t mark = 0) const noexcept {
        std::size_t i = 0;
        while (i < size_ && (marks_[i] != mark || (*this)[i] != name)) ++i;
        return i;
    }
    /// False if there is no room for it.
    constexpr bool add(std::string_view name, std::uint8_t mark = 0) noexcept {
        std::size_t const from = size_ == 0 ? 0 : ends_[size_ - 1];
        if (size_ == Count || name.size() > Bytes - from) return false;
        for (std::size_t i = 0; i < name.size(); ++i) text_[from + i] = name[i];
        ends_[size_] = static_cast<std::uint16_t>(from + name.size());
        marks_[size_++] = mark;
        return true;
    }

    friend constexpr bool operator==(name_list const& a, name_list const& b) noexcept {
        if (a.size_ != b.size_) return false;
        for (std::size_t i = 0; i < a.size_; ++i) {
            if (a[i] != b[i] || a.marks_[i] != b.marks_[i]) return false;
        }
        return true;
    }

private:
    char text_[Bytes]{};
    std::uint16_t ends_[Count]{};
    std::uint8_t marks_[Count]{};
    std::uint8_t size_ = 0;
};

}  // namespace detail

/// Measures that are known at run time: rows with their names, and the names of kinds and of values that they
/// mention. A value that owns what it holds; try_parse_measures reads one from text, add() makes one by hand.
template <text_model Model>
class measure_list {
public:
    static constexpr std::size_t max_size = detail::plan::max_measures;

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    /// A measure. Its name is in this list.
    [[nodiscard]] constexpr measure_row operator[](std::size_t i) const noexcept {
        auto m = rows_[i];
        m.name = names_[i];
        return m;
    }
    /// Whether it is one of the model's that the text did not define.
    [[nodiscard]] constexpr bool is_known(std::size_t i) const noexcept { return i >= size_ - known_; }
    /// The place of a measure; size() if there is none of that name.
    [[nodiscard]] constexpr std::size_t find(std::string_view name) const noexcept {
        return names_.find(name);
    }
    /// Adds a measure under its name; false if there is no room for it.
    constexpr bool add(measure_row const& m) noexcept {
        if (size_ == max_size || !names_.add(m.name)) return false;
        rows_[size_] = m;
        rows_[size_++].name = {};
        return true;
    }
    /// One of the model's own, after all others.
    constexpr bool add_known(measure_row const& m) noexcept {
        if (!add(m)) return false;
        ++known_;
        return true;
    }
    /// Changes a measure; its name stays.
    template <class Change>
    constexpr void change(std::size_t i, Change change) {
        change(rows_[i]);
        rows_[i].name = {};
    }

    /// The name of a kind of event, of the model or of the text; empty if there is none of that number.
    [[nodiscard]] constexpr std::string_view kind_name(std::uint8_t k) const noexcept {
        if (k < Model::own_kinds || detail::is_move<Model>(k)) return Model::kind_name(k);
        return k - std::size_t{Model::own_kinds} < kinds_.size() ? kinds_[k - std::size_t{Model::own_kinds}]
                                                                 : std::string_view{};
    }
    /// The number of a kind; 64 if none has that name.
    [[nodiscard]] constexpr std::uint8_t kind_of(std::string_view name) const noexcept {
        for (std::uint8_t k = 0; k < 64; ++k) {
            if ((k < Model::own_kinds || detail::is_move<Model>(k)) && Model::kind_name(k) == name) return k;
        }
        auto const own = kinds_.find(name);
        return static_cast<std::uint8_t>(own == kinds_.size() ? 64 : Model::own_kinds + own);
    }
    constexpr bool add_kind(std::string_view name) noexcept { return kinds_.add(name); }
    /// How many kinds the text mentions beside those of the model.
    [[nodiscard]] constexpr std::size_t own_kind_count() const noexcept { return kinds_.size(); }

    /// The number of a name as value of a field, from 1; 0 where no measure asks about it.
    [[nodiscard]] constexpr std::uint16_t value_of(std::uint8_t field, std::string_view name) const noexcept {
        auto const i = values_.find(name, field);
        return static_cast<std::uint16_t>(i == values_.size() ? 0 : i + 1);
    }
    [[nodiscard]] constexpr std::string_view value_name(std::int64_t number) const noexcept {
        auto const i = static_cast<std::size_t>(number - 1);
        return i < values_.size() ? values_[i] : std::string_view{};
    }
    /// How many names of values the text mentions.
    [[nodiscard]] constexpr std::size_t value_count() const noexcept { return values_.size(); }
    constexpr bool add_value(std::uint8_t field, std::string_view name) noexcept {
        return values_.add(name, field);
    }

    friend constexpr bool operator==(measure_list const& a, measure_list const& b) noexcept {
        if (a.size_ != b.size_ || a.known_ != b.known_ || !(a.names_ == b.names_) ||
            !(a.kinds_ == b.kinds_) || !(a.values_ == b.values_))
            return false;
        for (std::size_t i = 0; i < a.size_; ++i) {
            if (!(a.rows_[i] == b.rows_[i])) return false;
        }
        return true;
    }

private:
    measure_row rows_[max_size]{};
    std::size_t size_ = 0;
    std::size_t known_ = 0;
    detail::name_list<max_size, 2'048> names_{};
    detail::name_list<64, 2'048> kinds_{};
    detail::name_list<64, 2'048> values_{};
};

}  // namespace v0
}  // namespace rung
