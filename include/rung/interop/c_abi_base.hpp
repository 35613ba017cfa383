#pragma once

// The bases behind the handles of c_abi.hpp.

#include <rung/base/byte_sink.hpp>
#include <rung/base/bytes.hpp>
#include <rung/base/checksum.hpp>
#include <rung/base/client_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/base/snapshot.hpp>
#include <rung/base/state_bytes.hpp>
#include <rung/core/explain.hpp>
#include <rung/core/language.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/interop/arrow.hpp>
#include <rung/interop/arrow_sheet.hpp>
#include <rung/interop/arrow_states.hpp>
#include <rung/interop/c_abi.hpp>
#include <rung/interop/c_abi_any_base.hpp>
#include <rung/interop/c_abi_told.hpp>
#include <rung/interop/client_names.hpp>
#include <rung/notation/parse.hpp>
#include <rung/report/chart_vega.hpp>
#include <rung/report/explain.hpp>
#include <rung/report/sheet.hpp>
#include <rung/retail/retail.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace rung {
inline namespace v0 {
namespace c_abi {

/// An observer that keeps the moves it is told.
template <class Transition>
struct kept_moves {
    struct entry {
        Transition move;
        bool withdrawn;
    };
    std::vector<entry> all{};

    void operator()(Transition const& t) { all.push_back({t, false}); }
    void withdrawn(Transition const& t) { all.push_back({t, true}); }
};

template <class Base>
class base_of final : public any_base {
public:
    explicit base_of(Base empty) : base_{std::move(empty)} {}

    arrow::status apply(arrow::owned_stream events, rung_applied& out) override {
        begin_change();
        refused_.clear();
        arrow::batches rows{std::move(events)};
        auto as = naming_;
        if (auto known = agree_on_names(rows, as); !known) return known;
        auto const take = [&](std::span<retail_event const> some) {
            naming_ = as;  // not before: a table without events says nothing of how clients are called
            typename Base::report_type report;
            base_.apply(some, report, moves_, funnel_, flow_);
            note(report, out);
        };
        auto const add = [&](std::string_view text) { return names_.add(text); };
        auto read =
            as == naming::by_text ? arrow::read_events(rows, take, add) : arrow::read_events(rows, take);
        if (naming_ == naming::unknown) names_ = {};  // of events that were not read to their end
        out.events += read.events;
        return {std::move(read.why)};
    }

    std::uint64_t settle(instant now) override {
        begin_change();
        return base_.settle(now, moves_, funnel_, flow_);
    }

    arrow::status clients(instant at, arrow::owned_stream& out,
                          std::shared_ptr<any_base> const& self) override {
        if (naming_ == naming::by_text)
            out = clients_named(self, at, text_of_client{&names_});
        else
            out = clients_named(self, at, arrow::ids_stay_numbers{});
        return {};
    }

    arrow::status table(std::string_view which, arrow::owned_stream& out) override {
        auto const& on = base_.lifecycle().ladder();
        if (which == "moves")
            out = naming_ == naming::by_text ? moves_named(text_of_client{&names_})
                                             : moves_named(arrow::ids_stay_numbers{});
        else if (which == "census")
            out = arrow::census(base_.census(), on);
        else if (which == "funnel")
            out = arrow::funnel(funnel_, on);
        else if (which == "flow")
            out = arrow::flow(flow_, on);
        else if (which == "states")
            out = naming_ == naming::by_text ? arrow::states(base_, text_of_client{&names_})
                                             : arrow::states(base_);
        else if (which == "refused")
            out = naming_ == naming::by_text ? refused_named(text_of_client{&names_})
                                             : refused_named(arrow::ids_stay_numbers{});
        else if (c_abi::is_told(which))
            return told_named(which, out);
        else
            return {"there is no table '" + arrow::detail::shown(which) +
                    "': there are moves, census, funnel, flow, ledger, retention, states and refused"};
        return {};
    }

    arrow::status chart(std::string_view which, language l, std::string& out) override {
        report::chart picture;
        auto done = c_abi::chart_of(base_, which, funnel_, flow_, picture);
        out.clear();
        text_collector to{&out};
        if (done) report::write_vega(to, picture, l);
        return done;
    }

    arrow::status add_states(arrow::owned_stream states) override {
        begin_change();
        arrow::batches rows{std::move(states)};
        auto as = naming_;
        if (auto known = agree_on_names(rows, as); !known) return known;
        state_bytes<Base> read{base_};
        arrow::column who, state;
        while (rows.next()) {
            if (auto found = rows.find("client", who); !found) return found;
            if (auto found = rows.find("state", state); !found) return found;
            if (!arrow::is_bytes(state.type().what)) return {"the column 'state' should be of bytes"};
            for (std::int64_t row = 0; row < rows.size(); ++row) {
                auto why = add_state(read, who, state, as, row);
                if (why.empty()) continue;
                return {"batch " + std::to_string(rows.count()) + ", row " + std::to_string(row + 1) + ": " +
                        why};
            }
        }
        return {rows.why()};
    }

    arrow::status explain(std::string_view client, instant at, language l, std::string& out) override {
        client_id id = no_client;
        if (naming_ == naming::by_text)
            id = names_.find(client);
        else if (!read_number(client, id))
            id = no_client;
        auto const found = base_.find(id);
        if (!found) return {"the base has no client '" + arrow::detail::shown(client) + "'"};
        auto const e = found->explain(at);
        out.clear();
        text_collector to{&out};
        report::explain(to, e, l);
        return {};
    }

    // A number for the form, how clients are called, their texts; a checksum of all that; then a snapshot.
    arrow::status save(std::vector<std::byte>& out) override {
        out.clear();
        byte_writer w{out};
        w.u32(saved_form);
        w.u8(static_cast<std::uint8_t>(naming_));
        w.varint(names_.size());
        for (std::size_t i = 1; i <= names_.size(); ++i) {
            auto const text = names_.name_of(i);
            w.varint(text.size());
            w.bytes(std::as_bytes(std::span{text.data(), text.size()}));
        }
        w.u32(rung::crc32c(out));
        memory_sink sink;
        if (!rung::write_snapshot(base_, sink)) return {"the base could not be written"};
        w.bytes(sink.bytes);
        return {};
    }

    arrow::status restore(std::span<std::byte const> bytes) override {
        if (base_.size() != 0 || naming_ != naming::unknown)
            return {"a saved base is read into an empty one, and this one has had clients"};
        byte_reader r{bytes};
        if (r.u32() != saved_form) return {"these bytes are no base that was saved"};
        auto const named = r.u8();
        client_names names;
        for (auto left = r.varint(); left != 0 && r.ok(); --left) {
            auto const text = r.bytes(static_cast<std::size_t>(r.varint()));
            (void)names.add({reinterpret_cast<char const*>(text.data()), text.size()});
        }
        auto const covered = bytes.first(bytes.size() - r.rest().size());
        if (r.u32() != rung::crc32c(covered) || !r.ok() || named > 2)
            return {"the bytes of the saved base are damaged"};
        ++changes_;
        restored done;
        if constexpr (Base::keeps_history)
            done = rung::restore(base_, r.rest(), funnel_, flow_);  // tells them all that happened
        else
            done = rung::restore(base_, r.rest());
        if (!done) return {"the base was not read: " + std::string{done.why}};
        naming_ = static_cast<naming>(named);
        names_ = std::move(names);
        return {};
    }

private:
    // "rwc1"
    static constexpr std::uint32_t saved_form = 0x3163'7772;

    Base base_;
    client_names names_{};
    kept_moves<typename Base::lifecycle_type::transition_type> moves_{};
    insight::funnel<> funnel_{};
    insight::flow<> flow_{};
    std::vector<typename apply_report<retail_event>::refused_event> refused_{};
    std::atomic<std::uint64_t> changes_ = 0;
    naming naming_ = naming::unknown;
    bool moves_were_asked_ = false;

    // Moves are kept until they were asked for, and longer, until more happens: some readers ask twice, first
    // for the schema alone.
    void begin_change() {
        ++changes_;
        if (std::exchange(moves_were_asked_, false)) moves_.all.clear();
    }

    // Numbers and texts in one base would be taken for each other.
    [[nodiscard]] arrow::status agree_on_names(arrow::batches const& rows, naming& as) const {
        arrow::column_type type;
        if (!rows.type_of("client", type)) return {};  // the reader of events says what is wrong
        as = arrow::is_text(type.what) ? naming::by_text : naming::by_number;
        if (naming_ == naming::unknown || naming_ == as) return {};
        return {naming_ == naming::by_text ? "the clients of this base are texts, and these are numbers"
                                           : "the clients of this base are numbers, and these are texts"};
    }

    void note(typename Base::report_type const& report, rung_applied& out) {
        out.applied += report.applied;
        out.moves += report.moves;
        out.refused += report.refused.size();
        if constexpr (Base::keeps_history) {
            out.repeated += report.repeated;
            out.conflicts += report.conflicts.size();
        }
        refused_.insert(refused_.end(), report.refused.begin(), report.refused.end());
    }

    template <class NameOf>
    [[nodiscard]] arrow::owned_stream clients_named(std::shared_ptr<any_base> self, instant at,
                                                    NameOf name_of) {
        using rows = arrow::detail::client_rows<Base, NameOf>;
        auto next = [self = std::move(self), this, seen = changes_.load(),
                     all = rows{base_, at, name_of}](arrow::owned_array& out) mutable -> arrow::status {
            // It does not wait for a change to end: who makes it may wait for what the reader holds (Python's
            // lock).
            std::unique_lock alone{self->one_at_a_time, std::try_to_lock};
            for (; changes_ == seen && !alone.owns_lock(); (void)alone.try_lock()) std::this_thread::yield();
            if (changes_ != seen) return {"the base changed while its clients were read: ask for them again"};
            return all(out);
        };
        return arrow::make_stream(rows::fields(), std::move(next));
    }

    template <class NameOf>
    [[nodiscard]] arrow::owned_stream moves_named(NameOf name_of) {
        moves_were_asked_ = true;
        arrow::moves<NameOf> rows{name_of};
        for (auto const& [move, withdrawn] : moves_.all) {
            if (withdrawn)
                rows.withdrawn(move);
            else
                rows(move);
        }
        return rows.take();
    }

    [[nodiscard]] arrow::status told_named(std::string_view which, arrow::owned_stream& out) const {
        report::sheet sheet;
        auto done = c_abi::told_sheet(base_, which, sheet);
        if (done) out = arrow::table(sheet);
        return done;
    }

    // What is wrong with a state; empty if it was added.
    [[nodiscard]] std::string add_state(state_bytes<Base>& read, arrow::column const& who,
                                        arrow::column const& state, naming as, std::int64_t row) {
        if (who.is_null(row) || state.is_null(row)) return "a client or a state is null";
        std::string_view text, bytes;
        client_id id = no_client;
        bool const by_text = as == naming::by_text;
        if (!(by_text ? who.read(row, text) : who.read(row, id)) || !state.read(row, bytes))
            return "a client or a state cannot be read";
        auto const is_there = base_.find(by_text ? names_.find(text) : id).has_value();
        if (is_there || !base_.has_room_for(by_text ? client_id{1} : id))
            return is_there ? "the base has this client already" : "the base cannot have this client";
        auto const written = std::as_bytes(std::span{bytes.data(), bytes.size()});
        if (by_text && read.has_merged_ids(written))
            return "ids were merged into the client, which are numbers, and the clients of this base are "
                   "texts";
        naming_ = as;
        if (by_text) id = names_.add(text);
        return std::string{read.read(written, id, base_)};
    }

    template <class NameOf>
    [[nodiscard]] arrow::owned_stream refused_named(NameOf name_of) const {
        namespace format = arrow::format;
        arrow::batch_builder rows{{{"client", arrow::detail::id_format<NameOf>},
                                   {"at", format::timestamp, true},
                                   {"kind", format::text},
                                   {"id", format::uint64},
                                   {"amount_minor", format::int64},
                                   {"why", format::text}}};
        for (auto const& [e, why] : refused_) {
            arrow::detail::add_id(rows[0], e.client, name_of);
            rows[1].add(e.at);
            rows[2].add(rung::to_string(e.kind));
            rows[3].add(std::uint64_t{e.id});
            rows[4].add(e.amount.minor_units);
            rows[5].add(rung::to_string(why));
            rows.end_row();
        }
        return arrow::make_stream(std::move(rows));
    }
};

}  // namespace c_abi
}  // namespace v0
}  // namespace rung
