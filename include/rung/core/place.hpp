#pragma once

#include <rung/core/assert.hpp>
#include <rung/core/stage.hpp>
#include <rung/core/time.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rung {
inline namespace v0 {

/// A stage or an exit as an element of a ladder (`for (auto stage : ladder.stages())`): can be used as the
/// stage itself, knows what the ladder says of it, and prints its name. Refers to the ladder, which must
/// outlive it.
template <class Ladder>
class ladder_place {
public:
    using stage_type = typename Ladder::stage_type;

    constexpr ladder_place(Ladder const& of, std::size_t index) noexcept
        : ladder_{&of}, index_{static_cast<std::uint8_t>(index)} {}
    ladder_place(Ladder const&&, std::size_t) = delete;

    /// The stage itself: the host's enumerator, or stage_id.
    [[nodiscard]] constexpr stage_type id() const noexcept { return rung::stage_at<stage_type>(index_); }
    constexpr operator stage_type() const noexcept { return id(); }
    /// Its number, 0 the lowest; exits are numbered on after the stages.
    [[nodiscard]] constexpr std::size_t index() const noexcept { return index_; }

    [[nodiscard]] constexpr std::string_view name() const noexcept { return ladder_->name(id()); }
    [[nodiscard]] constexpr std::string_view source() const noexcept { return ladder_->source(id()); }
    [[nodiscard]] constexpr rung::driver driver() const noexcept { return ladder_->driver(id()); }
    [[nodiscard]] constexpr time_limit grace() const noexcept { return ladder_->grace(id()); }
    [[nodiscard]] constexpr time_limit guaranteed() const noexcept { return ladder_->guaranteed(id()); }
    [[nodiscard]] constexpr time_limit wait() const noexcept { return ladder_->wait(id()); }
    [[nodiscard]] constexpr bool is_exit() const noexcept { return ladder_->is_exit(id()); }

    /// Of one ladder, or of two that are equal: the places of different ladders do not compare.
    friend constexpr bool operator==(ladder_place a, ladder_place b) {
        if (a.ladder_ != b.ladder_ && !(*a.ladder_ == *b.ladder_))
            RUNG_ASSERT("stages of two different ladders were compared");
        return a.index_ == b.index_;
    }
    friend constexpr bool operator==(ladder_place a, stage_type b) noexcept { return a.id() == b; }

    /// Writes its name: to a std::ostream, or to anything with the same `write`.
    template <class Out>
    requires requires(Out& out, char const* text, std::ptrdiff_t size) { out.write(text, size); }
    friend Out& operator<<(Out& out, ladder_place const& p) {
        auto const name = p.name();
        if constexpr (requires { out << name; })
            out << name;  // in the width that a stream was given
        else
            out.write(name.data(), static_cast<std::ptrdiff_t>(name.size()));
        return out;
    }

private:
    Ladder const* ladder_;
    std::uint8_t index_;
};

template <class Ladder>
[[nodiscard]] constexpr std::uint8_t index_of(ladder_place<Ladder> p) noexcept {
    return rung::index_of(p.id());
}

/// What can name a place of a ladder: its stage_name, or the ladder_place of an iteration.
template <class T>
concept stage_like = stage_name<T> || requires(T const& place) {
    { place.id() } -> stage_name;
    { place.index() } -> std::same_as<std::size_t>;
};

/// Neighbouring places of a ladder, lowest first; one can go through them both ways. Refers to the ladder,
/// which must outlive it.
template <class Ladder>
class ladder_places {
public:
    class iterator {
    public:
        using value_type = ladder_place<Ladder>;
        using difference_type = std::ptrdiff_t;

        constexpr iterator() = default;
        constexpr iterator(Ladder const& of, std::size_t index) noexcept
            : ladder_{&of}, index_{static_cast<difference_type>(index)} {}

        [[nodiscard]] constexpr value_type operator*() const noexcept { return (*this)[0]; }
        [[nodiscard]] constexpr value_type operator[](difference_type n) const noexcept {
            return {*ladder_, static_cast<std::size_t>(index_ + n)};
        }
        constexpr iterator& operator+=(difference_type n) noexcept {
            index_ += n;
            return *this;
        }
        constexpr iterator& operator-=(difference_type n) noexcept { return *this += -n; }
        constexpr iterator& operator++() noexcept { return *this += 1; }
        constexpr iterator& operator--() noexcept { return *this -= 1; }
        constexpr iterator operator++(int) noexcept {
            auto const before = *this;
            ++*this;
            return before;
        }
        constexpr iterator operator--(int) noexcept {
            auto const before = *this;
            --*this;
            return before;
        }
        friend constexpr iterator operator+(iterator i, difference_type n) noexcept { return i += n; }
        friend constexpr iterator operator+(difference_type n, iterator i) noexcept { return i += n; }
        friend constexpr iterator operator-(iterator i, difference_type n) noexcept { return i -= n; }
        friend constexpr difference_type operator-(iterator a, iterator b) noexcept {
            return a.index_ - b.index_;
        }
        friend constexpr bool operator==(iterator a, iterator b) noexcept { return a.index_ == b.index_; }
        friend constexpr auto operator<=>(iterator a, iterator b) noexcept { return a.index_ <=> b.index_; }

    private:
        Ladder const* ladder_ = nullptr;
        difference_type index_ = 0;
    };

    constexpr ladder_places(Ladder const& of, std::size_t first, std::size_t count) noexcept
        : begin_{of, first}, end_{of, first + count} {}
    ladder_places(Ladder const&&, std::size_t, std::size_t) = delete;

    [[nodiscard]] constexpr iterator begin() const noexcept { return begin_; }
    [[nodiscard]] constexpr iterator end() const noexcept { return end_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept {
        return static_cast<std::size_t>(end_ - begin_);
    }
    [[nodiscard]] constexpr bool empty() const noexcept { return begin_ == end_; }
    [[nodiscard]] constexpr ladder_place<Ladder> operator[](std::size_t i) const noexcept {
        return begin_[static_cast<std::ptrdiff_t>(i)];
    }
    [[nodiscard]] constexpr ladder_place<Ladder> front() const noexcept { return *begin_; }
    [[nodiscard]] constexpr ladder_place<Ladder> back() const noexcept { return end_[-1]; }

private:
    iterator begin_;
    iterator end_;
};

}  // namespace v0
}  // namespace rung
