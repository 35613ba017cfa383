#pragma once

// What most programs need of rung in one include. What costs its compile time and not every program needs
// is included by itself: ladders as text (notation/parse_text.hpp, parse.hpp, write.hpp, settings_text.hpp),
// playbooks and advice (ladders/playbooks.hpp, ladders/advise.hpp, report/advise.hpp, report/playbook.hpp),
// what new thresholds would do (insight/compare.hpp, report/compare.hpp),
// bases that keep history (base/kept_history.hpp), that are written down (base/snapshot.hpp,
// base/durable_base.hpp) or that several threads write to (base/sharded_base.hpp, base/in_parallel.hpp).

#include <rung/base/client_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/core/explain.hpp>
#include <rung/core/lifecycle.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/insight/spend.hpp>
#include <rung/ladders/ladders.hpp>
#include <rung/notation/settings.hpp>
#include <rung/notation/values.hpp>
#include <rung/report/explain.hpp>
#include <rung/report/print.hpp>
#include <rung/report/table.hpp>
#include <rung/retail/retail.hpp>
#include <rung/version.hpp>
