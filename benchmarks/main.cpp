// The main of all benchmark programs: Google Benchmark's own, and after its figures a table of ratios.
//
// A benchmark is named `subject/who`, with an argument where there are several sizes:
// `time_order/floor/1000000`. Within a subject and size everybody is divided by `floor` and by `hand`, where
// they are there: the least that memory allows, and what an expert writes by hand for this one ladder. Times
// of one run alone are compared.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace {

struct figure {
    std::string who;
    std::vector<double> nanoseconds{};  // for each item, one for each repetition

    [[nodiscard]] double median() const {
        auto sorted = nanoseconds;
        std::sort(sorted.begin(), sorted.end());
        auto const middle = sorted.size() / 2;
        return sorted.size() % 2 != 0 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
    /// How far apart the middle half of the repetitions is, in percent of the median.
    [[nodiscard]] double spread() const {
        auto sorted = nanoseconds;
        std::sort(sorted.begin(), sorted.end());
        auto const quarter = sorted.size() / 4;
        return 100 * (sorted[sorted.size() - 1 - quarter] - sorted[quarter]) / median();
    }
};

/// What was measured under one name and size.
struct subject {
    std::string title;
    std::vector<figure> figures{};

    figure& of(std::string const& who) {
        auto const known =
            std::find_if(figures.begin(), figures.end(), [&](figure const& f) { return f.who == who; });
        return known != figures.end() ? *known : figures.emplace_back(figure{who});
    }
    [[nodiscard]] figure const* find(std::string const& who) const {
        auto const known =
            std::find_if(figures.begin(), figures.end(), [&](figure const& f) { return f.who == who; });
        return known != figures.end() ? &*known : nullptr;
    }
};

class ratios final : public benchmark::ConsoleReporter {
public:
    ratios() : ConsoleReporter{OO_Tabular} {}

    void ReportRuns(std::vector<Run> const& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (auto const& r : runs) {
            if (r.error_occurred) failed_ = true;
            if (r.error_occurred || r.run_type != Run::RT_Iteration) continue;
            note(r);
        }
    }

    void Finalize() override {
        ConsoleReporter::Finalize();
        std::sort(subjects_.begin(), subjects_.end(),
                  [](subject const& a, subject const& b) { return a.title < b.title; });
        for (auto& s : subjects_) {
            auto const rank = [](figure const& f) {
                return f.who == "floor" ? 0 : f.who == "hand" ? 1 : f.who == "fixed" ? 2 : 3;
            };
            std::sort(s.figures.begin(), s.figures.end(), [&](figure const& a, figure const& b) {
                return rank(a) != rank(b) ? rank(a) < rank(b) : a.who < b.who;
            });
            print(s);
        }
    }

    [[nodiscard]] bool failed() const noexcept { return failed_; }

private:
    std::vector<subject> subjects_;
    bool failed_ = false;

    void note(Run const& r) {
        auto const& name = r.run_name.function_name;
        auto const slash = name.rfind('/');
        if (slash == std::string::npos) return;
        auto title = name.substr(0, slash);
        if (!r.run_name.args.empty()) title += ", " + r.run_name.args;
        auto known = std::find_if(subjects_.begin(), subjects_.end(),
                                  [&](subject const& s) { return s.title == title; });
        if (known == subjects_.end()) known = subjects_.insert(known, subject{title});

        auto const seconds = r.run_name.time_type.empty() ? r.cpu_accumulated_time : r.real_accumulated_time;
        auto const per_second = r.counters.find("items_per_second");
        auto const each = per_second != r.counters.end() ? 1 / double{per_second->second}
                                                         : seconds / static_cast<double>(r.iterations);
        known->of(name.substr(slash + 1)).nanoseconds.push_back(each * 1e9);
    }

    static void print(subject const& s) {
        if (s.figures.size() < 2) return;
        auto const* const floor = s.find("floor");
        auto const* const hand = s.find("hand");
        std::printf("\n%-34s %12s %8s", s.title.c_str(), "ns an item", "+-");
        if (floor != nullptr) std::printf(" %9s", "x floor");
        if (hand != nullptr) std::printf(" %9s", "x hand");
        auto const* const first = floor == nullptr && hand == nullptr ? &s.figures.front() : nullptr;
        if (first != nullptr) std::printf(" x %s", first->who.c_str());
        std::printf("\n");
        for (auto const& f : s.figures) {
            std::printf("  %-32s %12.2f %6.1f %%", f.who.c_str(), f.median(), f.spread());
            for (auto const* base : {floor, hand, first}) {
                if (base != nullptr) std::printf(" %9.2f", f.median() / base->median());
            }
            std::printf("\n");
        }
    }
};

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    ratios reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    return reporter.failed() ? 1 : 0;
}
