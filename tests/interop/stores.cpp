// The suite of all stores (interop/store_suite.hpp) over memory and over a folder.

#include "interop/failing_calls.hpp"
#include "interop/store_suite.hpp"
#include "interop/temporary_folder.hpp"

#include <rung/base/memory_store.hpp>
#include <rung/interop/durable_folder.hpp>

#include <csignal>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <sys/resource.h>

namespace {

using namespace store_suite;
namespace fs = std::filesystem;

// The n-th of the bytes that are looked at.
bool change_byte(std::size_t n, std::vector<std::byte>& snapshot, std::vector<std::byte>& journal) {
    auto at = n * 7;
    auto& bytes = at < snapshot.size() ? snapshot : journal;
    if (at >= snapshot.size()) at -= snapshot.size();
    if (at >= bytes.size()) return false;
    bytes[at] ^= std::byte{4};
    return true;
}

class memory_world {
public:
    template <class Base>
    using durable = rung::durable_memory<Base>;
    static constexpr auto name = "memory";

    [[nodiscard]] rung::memory_disk* place() const { return disk_.get(); }
    [[nodiscard]] memory_world crashed() const {
        memory_world after;
        *after.disk_ = *disk_;
        after.disk_->in_use = false;
        // A part of what was not synced.
        auto& journal = after.disk_->journal;
        journal.resize(disk_->synced + (journal.size() - disk_->synced) * 2 / 3);
        return after;
    }
    [[nodiscard]] bool damage(std::size_t n) const { return change_byte(n, disk_->snapshot, disk_->journal); }
    void is_full(std::size_t n) const { disk_->room = disk_->snapshot.size() + disk_->journal.size() + n; }
    void has_room() const { disk_->room = ~std::size_t{0}; }

private:
    std::unique_ptr<rung::memory_disk> disk_ = std::make_unique<rung::memory_disk>();
};

class folder_world {
    std::shared_ptr<failing_calls::watch> no_disk_ = watched();  // fsync is fast
    std::unique_ptr<temporary_folder> folder_ = std::make_unique<temporary_folder>();

public:
    template <class Base>
    using durable = rung::durable_folder<Base>;
    std::string const name = *folder_ / "shop";

    [[nodiscard]] std::string place() const { return name; }
    [[nodiscard]] folder_world crashed() const {
        folder_world after;
        fs::copy(name, after.name, fs::copy_options::recursive);
        return after;
    }
    [[nodiscard]] bool damage(std::size_t n) const {
        std::vector<std::byte> snapshot, journal;
        std::string journal_name;
        for (auto const& f : fs::directory_iterator{name})
            if (f.path().filename().string().starts_with("journal.")) journal_name = f.path().string();
        REQUIRE(rung::read_file(name + "/snapshot", snapshot).ok());
        REQUIRE(rung::read_file(journal_name, journal).ok());
        bool const changed = change_byte(n, snapshot, journal);
        write(name + "/snapshot", snapshot);
        write(journal_name, journal);
        return changed;
    }
    // As far as a program can make a disk full: its files may have so many bytes.
    void is_full(std::size_t n) const {
        std::uintmax_t size = 0;
        for (auto const& f : fs::directory_iterator{name})
            if (f.path().filename().string().starts_with("journal.")) size = f.file_size();
        std::signal(SIGXFSZ, SIG_IGN);
        limit(size + n);
    }
    void has_room() const { limit(RLIM_INFINITY); }

private:
    static std::shared_ptr<failing_calls::watch> watched() {
        static std::weak_ptr<failing_calls::watch> one;
        auto now = one.lock();
        if (now == nullptr) one = now = std::make_shared<failing_calls::watch>();
        return now;
    }
    static void write(std::string const& path, std::vector<std::byte> const& bytes) {
        fs::remove(path);
        rung::posix_file file;
        REQUIRE(file.create(path));
        REQUIRE(file.write(bytes));
    }
    static void limit(rlim_t bytes) {
        rlimit now{};
        REQUIRE(::getrlimit(RLIMIT_FSIZE, &now) == 0);
        now.rlim_cur = std::min(bytes, now.rlim_max);
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &now) == 0);
    }
};

}  // namespace

TEMPLATE_TEST_CASE("a store: the base is back when it is opened again", "", memory_world, folder_world) {
    is_back_when_opened_again<facts_base>(TestType{});
    is_back_when_opened_again<kept_base>(TestType{});
}

TEMPLATE_TEST_CASE("a store: whenever the program ends, all that was synced is there", "", memory_world,
                   folder_world) {
    outlives_a_crash_at_each_call<facts_base>(TestType{});
    outlives_a_crash_at_each_call<kept_base>(TestType{});
}

TEMPLATE_TEST_CASE("a store has one writer", "", memory_world, folder_world) { has_one_writer(TestType{}); }

TEMPLATE_TEST_CASE("a store knows its ladder", "", memory_world, folder_world) {
    knows_its_ladder(TestType{});
}

TEMPLATE_TEST_CASE("a store: what is damaged is refused", "", memory_world, folder_world) {
    refuses_what_is_damaged<kept_base>(TestType{});
}

TEMPLATE_TEST_CASE("a store: nothing is taken where there is no room for it", "", memory_world,
                   folder_world) {
    stops_where_it_is_full<facts_base>(TestType{});
    stops_where_it_is_full<kept_base>(TestType{});
}
