// One program of two translation units, each with all of rung: the definitions are inline, they
// agree, and the macros of other people's headers do them no harm.
#include "two.hpp"

namespace {

int faults = 0;

void check(bool holds, char const* sentence) {
    if (holds) return;
    std::printf("%s\n", sentence);
    faults = 1;
}

}  // namespace

int main() {
    shop mine{service};
    auto const said = here::story(mine);
    check(said.size() > 500, "the story is short");

    shop theirs = two::base();
    check(two::story(theirs) == said, "the two tell different stories");
    check(mine.census() == theirs.census(), "the two stories end differently");

    // A base made there is used here.
    auto const joined = theirs.apply(rung::purchase{.client = 3, .at = rung::utc(2027, 1, 1)});
    check(joined.answer() == rung::answer::moved && theirs.size() == 3,
          "a base made there does not work here");
    check(two::clients(theirs) == 3, "a base changed here is not changed there");

    check(two::service_at() == &service, "a lifecycle is there twice");
    check(two::playbook_at() == &rung::playbooks::service, "a playbook is there twice");
    check(two::vocabulary_at() == &rung::retail::vocabulary, "a vocabulary is there twice");
    return faults;
}
