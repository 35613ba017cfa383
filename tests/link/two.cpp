#include "two.hpp"

namespace two {

shop base() { return shop{service}; }
std::string story(shop& base) { return here::story(base); }
std::size_t clients(shop const& base) { return base.size(); }
void const* service_at() { return &service; }
void const* playbook_at() { return &rung::playbooks::service; }
void const* vocabulary_at() { return &rung::retail::vocabulary; }

}  // namespace two
