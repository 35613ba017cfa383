// Tables of Arrow's made by hand, as a producer that keeps to the letter of the interface and no further:
// offsets in batch and column, no validity where nothing is null, null_count -1, children that are released
// with their base. What is released twice, or never, shows in `alive`.
#pragma once

#include <rung/interop/arrow_abi.hpp>
#include <rung/interop/arrow_owner.hpp>

#include <cstdint>
#include <cstring>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace by_hand {

inline int alive = 0;

using bytes = std::vector<char>;

template <class T>
bytes numbers(std::vector<T> const& values) {
    bytes out(values.size() * sizeof(T));
    if (!out.empty()) std::memcpy(out.data(), values.data(), out.size());
    return out;
}
// One bit for each letter: '1', or anything else.
inline bytes bits(std::string_view ones) {
    bytes out((ones.size() + 7) / 8);
    for (std::size_t i = 0; i < ones.size(); ++i) {
        if (ones[i] == '1') out[i / 8] = static_cast<char>(out[i / 8] | 1 << (i % 8));
    }
    return out;
}

struct column {
    std::string name{};
    std::string format{};
    std::int64_t length = 0;
    std::vector<bytes> buffers{};  // the first is the validity; empty: a null pointer
    std::int64_t offset = 0;
    std::int64_t null_count = -1;
    std::shared_ptr<column> words{};
    std::int64_t buffer_count = -1;  // not given: as many as there are
};

template <class T>
column of_numbers(std::string name, std::string format, std::vector<T> values, std::string_view valid = {}) {
    return {std::move(name),
            std::move(format),
            static_cast<std::int64_t>(values.size()),
            {bits(valid), numbers(values)}};
}
template <class Offset = std::int32_t>
column of_text(std::string name, std::string format, std::vector<std::string> texts,
               std::string_view valid = {}) {
    bytes all;
    std::vector<Offset> offsets{0};
    for (auto const& t : texts) {
        all.insert(all.end(), t.begin(), t.end());
        offsets.push_back(static_cast<Offset>(all.size()));
    }
    return {std::move(name),
            std::move(format),
            static_cast<std::int64_t>(texts.size()),
            {bits(valid), numbers(offsets), all}};
}
// Texts of more than twelve bytes stand in a buffer each.
inline column of_views(std::string name, std::vector<std::string> texts) {
    column out{std::move(name), "vu", static_cast<std::int64_t>(texts.size()), {{}, {}}};
    std::vector<std::int64_t> sizes;
    for (auto const& t : texts) {
        char view[16]{};
        auto const size = static_cast<std::int32_t>(t.size());
        std::memcpy(view, &size, 4);
        if (size <= 12) {
            std::memcpy(view + 4, t.data(), t.size());
        } else {
            std::memcpy(view + 4, t.data(), 4);
            std::int32_t const place[] = {static_cast<std::int32_t>(sizes.size()), 1};
            std::memcpy(view + 8, place, 8);
            out.buffers.emplace_back(bytes{'!'});
            out.buffers.back().insert(out.buffers.back().end(), t.begin(), t.end());
            sizes.push_back(size);
        }
        out.buffers[1].insert(out.buffers[1].end(), view, view + 16);
    }
    out.buffers.push_back(numbers(sizes));
    return out;
}

// What a struct of the interface points at: it frees itself and its children, once.
struct kept {
    column what;
    std::vector<void const*> pointers{};
    std::list<ArrowArray> arrays{};
    std::list<ArrowSchema> schemas{};
    std::vector<ArrowArray*> array_pointers{};
    std::vector<ArrowSchema*> schema_pointers{};

    explicit kept(column c) : what{std::move(c)} { ++alive; }
    ~kept() {
        --alive;
        for (auto& a : arrays) {
            if (a.release != nullptr) a.release(&a);
        }
        for (auto& s : schemas) {
            if (s.release != nullptr) s.release(&s);
        }
    }
    kept(kept const&) = delete;
    kept& operator=(kept const&) = delete;

    template <class Struct>
    static void release(Struct* of) {
        delete static_cast<kept*>(of->private_data);
        of->private_data = nullptr;
        of->release = nullptr;
    }
};

inline ArrowSchema schema_of(column const& c) {
    auto* const k = new kept{c};
    ArrowSchema out{};
    out.format = k->what.format.c_str();
    out.name = k->what.name.c_str();
    if (c.words) out.dictionary = &k->schemas.emplace_back(schema_of(*c.words));
    out.release = &kept::release<ArrowSchema>;
    out.private_data = k;
    return out;
}
inline ArrowArray array_of(column const& c) {
    auto* const k = new kept{c};
    for (auto const& b : k->what.buffers) k->pointers.push_back(b.empty() ? nullptr : b.data());
    ArrowArray out{};
    out.length = c.length - c.offset;
    out.null_count = c.null_count;
    out.offset = c.offset;
    out.n_buffers = c.buffer_count >= 0 ? c.buffer_count : static_cast<std::int64_t>(k->pointers.size());
    out.buffers = k->pointers.data();
    if (c.words) out.dictionary = &k->arrays.emplace_back(array_of(*c.words));
    out.release = &kept::release<ArrowArray>;
    out.private_data = k;
    return out;
}

struct batch {
    std::vector<column> columns;
    std::int64_t length;
    std::int64_t offset = 0;
    std::string valid{};  // a bit for each row, those before the offset too
};

inline ArrowSchema schema_of(batch const& b) {
    auto* const k = new kept{{}};
    ArrowSchema out{};
    out.format = "+s";
    for (auto const& c : b.columns) k->schema_pointers.push_back(&k->schemas.emplace_back(schema_of(c)));
    out.n_children = static_cast<std::int64_t>(b.columns.size());
    out.children = k->schema_pointers.data();
    out.release = &kept::release<ArrowSchema>;
    out.private_data = k;
    return out;
}
inline ArrowArray array_of(batch const& b) {
    auto* const k = new kept{{}};
    k->what.buffers = {bits(b.valid)};
    k->pointers = {b.valid.empty() ? nullptr : k->what.buffers[0].data()};
    for (auto const& c : b.columns) k->array_pointers.push_back(&k->arrays.emplace_back(array_of(c)));
    ArrowArray out{};
    out.length = b.length;
    out.null_count = -1;
    out.offset = b.offset;
    out.n_buffers = 1;
    out.buffers = k->pointers.data();
    out.n_children = static_cast<std::int64_t>(b.columns.size());
    out.children = k->array_pointers.data();
    out.release = &kept::release<ArrowArray>;
    out.private_data = k;
    return out;
}

// A stream of batches, which fails after the last one if it has a text to fail with.
struct streamed {
    std::vector<batch> batches;
    std::string fails_with{};
    bool fails_at_once = false;
    std::size_t at = 0;
    std::string said{};

    static streamed& of(ArrowArrayStream* s) { return *static_cast<streamed*>(s->private_data); }
    int fail() {
        said = fails_with;
        return 5;
    }
};

inline rung::arrow::owned_stream stream(streamed what) {
    ++alive;
    ArrowArrayStream out{};
    out.private_data = new streamed{std::move(what)};
    out.get_schema = [](ArrowArrayStream* s, ArrowSchema* to) {
        auto& me = streamed::of(s);
        me.said = "(of the call before)";
        if (me.fails_at_once) return me.fail();
        *to = schema_of(me.batches.front());
        return 0;
    };
    out.get_next = [](ArrowArrayStream* s, ArrowArray* to) {
        auto& me = streamed::of(s);
        me.said = "(of the call before)";
        if (me.at == me.batches.size() && !me.fails_with.empty()) return me.fail();
        *to = me.at < me.batches.size() ? array_of(me.batches[me.at++]) : ArrowArray{};
        return 0;
    };
    out.get_last_error = [](ArrowArrayStream* s) { return streamed::of(s).said.c_str(); };
    out.release = [](ArrowArrayStream* s) {
        --alive;
        delete &streamed::of(s);
        s->release = nullptr;
    };
    return rung::arrow::owned_stream{out};
}
inline rung::arrow::owned_stream stream(batch one) { return by_hand::stream(streamed{{std::move(one)}}); }

}  // namespace by_hand
