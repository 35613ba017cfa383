#pragma once

// The playbooks of the ladders of the documents.

#include <rung/ladders/playbook/familiarity.hpp>
#include <rung/ladders/playbook/journey.hpp>
#include <rung/ladders/playbook/loyalty.hpp>
#include <rung/ladders/playbook/patronage.hpp>
#include <rung/ladders/playbook/purchase.hpp>
#include <rung/ladders/playbook/service.hpp>
