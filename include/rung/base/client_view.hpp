#pragma once

#include <rung/core/decision.hpp>
#include <rung/core/number.hpp>
#include <rung/core/time.hpp>

#include <string_view>

namespace rung {
inline namespace v0 {

/// A view of one client of a base. Valid until the base changes.
template <class Lifecycle>
class client_view {
public:
    using schema_type = typename Lifecycle::schema_type;
    using stage_type = typename Lifecycle::stage_type;
    using client_type = typename Lifecycle::client_type;
    using decided_client_type = typename Lifecycle::decided_client_type;

    /// `decided`: the decision about the client, if there is one.
    client_view(Lifecycle const& l, client_id id, client_type const& c, decision const* decided) noexcept
        : lifecycle_{&l}, client_{&c}, decision_{decided}, id_{id} {}

    client_view(Lifecycle const&&, client_id, client_type const&, decision const*) = delete;

    [[nodiscard]] client_id id() const noexcept { return id_; }
    [[nodiscard]] stage_type stage() const noexcept { return lifecycle_->stage(*client_); }
    [[nodiscard]] std::string_view stage_name() const noexcept { return lifecycle_->ladder().name(stage()); }
    [[nodiscard]] instant since() const noexcept { return client_->standing.since; }
    [[nodiscard]] bool in_grace() const noexcept { return client_->standing.in_grace(); }
    [[nodiscard]] auto const& facts() const noexcept { return client_->facts; }
    [[nodiscard]] client_type const& client() const noexcept { return *client_; }
    /// A copy with the decision about the client.
    [[nodiscard]] decided_client_type decided_client() const noexcept {
        return {*client_, decision_ != nullptr ? *decision_ : decision{}};
    }
    /// When time alone next changes the standing; forever() if it does not.
    [[nodiscard]] instant next_change() const noexcept { return lifecycle_->next_change(decided_client()); }
    /// Where the client stands at `now` and why; include core/explain.hpp for it.
    template <class... Price>
    [[nodiscard]] auto explain(instant now, Price const&... price) const {
        return lifecycle_->explain(decided_client(), now, price...);
    }

private:
    Lifecycle const* lifecycle_;
    client_type const* client_;
    decision const* decision_;
    client_id id_;
};

/// A client found in a base that other threads change: a copy from the moment of the look-up. It refers only
/// to the base's lifecycle, and so is valid as long as the base, moved or not.
template <class Lifecycle>
class found_client {
public:
    using schema_type = typename Lifecycle::schema_type;
    using stage_type = typename Lifecycle::stage_type;
    using client_type = typename Lifecycle::client_type;
    using decided_client_type = typename Lifecycle::decided_client_type;

    found_client(Lifecycle const& l, client_id id, decided_client_type const& c) noexcept
        : lifecycle_{&l}, client_{c}, id_{id} {}

    found_client(Lifecycle const&&, client_id, decided_client_type const&) = delete;

    [[nodiscard]] client_id id() const noexcept { return id_; }
    [[nodiscard]] stage_type stage() const noexcept { return lifecycle_->stage(client_); }
    [[nodiscard]] std::string_view stage_name() const noexcept { return lifecycle_->ladder().name(stage()); }
    [[nodiscard]] instant since() const noexcept { return client_.standing.since; }
    [[nodiscard]] bool in_grace() const noexcept { return client_.standing.in_grace(); }
    // All of them by value: after `base.find(id)->facts()` there is nothing left to refer to.
    [[nodiscard]] auto facts() const noexcept { return client_.facts; }
    [[nodiscard]] client_type client() const noexcept { return client_; }
    [[nodiscard]] decided_client_type decided_client() const noexcept { return client_; }
    /// When time alone next changes the standing; forever() if it does not.
    [[nodiscard]] instant next_change() const noexcept { return lifecycle_->next_change(client_); }
    /// Where the client stands at `now` and why; include core/explain.hpp for it.
    template <class... Price>
    [[nodiscard]] auto explain(instant now, Price const&... price) const {
        return lifecycle_->explain(client_, now, price...);
    }

private:
    Lifecycle const* lifecycle_;
    decided_client_type client_;
    client_id id_;
};

}  // namespace v0
}  // namespace rung
