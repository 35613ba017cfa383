// No ladder at all: an event read from one line, as hosts do it.
#include <nlohmann/json.hpp>

int main(int, char** arguments) {
    auto const event = nlohmann::json::parse(arguments[1], nullptr, false);
    return event.value("amount", 0);
}
