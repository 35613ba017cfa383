# Values of rung as GDB shows them: amounts as 31.80, instants as dates, a client in a line, a ladder by its stages.
#     (gdb) source cmake/debug/rung_gdb.py
import datetime

import gdb
import gdb.printing


def when(unix_seconds):
    if unix_seconds == 0:
        return "never"
    if unix_seconds == 0xFFFFFFFF:
        return "forever"
    at = datetime.datetime.fromtimestamp(unix_seconds, datetime.timezone.utc)
    return at.strftime("%Y-%m-%d" if unix_seconds % 86400 == 0 else "%Y-%m-%dT%H:%M:%S")


def amount(minor_units):
    sign = "-" if minor_units < 0 else ""
    return "%s%d.%02d" % (sign, abs(minor_units) // 100, abs(minor_units) % 100)


class Text:
    """A value whose whole is a text."""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        return self.text(self.value)


class Money(Text):
    def text(self, v):
        return amount(int(v["minor_units"]))


class Instant(Text):
    def text(self, v):
        return when(int(v["unix_seconds"]))


class Duration(Text):
    def text(self, v):
        seconds = int(v["seconds"])
        return "%d d" % (seconds // 86400) if seconds % 86400 == 0 else "%d s" % seconds


class Standing(Text):
    def text(self, v):
        since = int(v["since"]["unix_seconds"])
        if since == 0:
            return "rung 0"
        text = "rung %d since %s" % (int(v["place"]), when(since))
        due = int(v["due"]["unix_seconds"])
        return text if due == 0xFFFFFFFF else text + ", due " + when(due)


class Client(Text):
    """Its rung by number: what the rung is called, its ladder knows."""

    def text(self, v):
        text = Standing(v["standing"]).to_string()
        names = [field.name for field in v["facts"].type.fields()]
        if "purchases" in names and "spend_low" in names:  # the retail schema
            purchases = int(v["facts"]["purchases"])
            spend = int(v["facts"]["spend_high"]) << 32 | int(v["facts"]["spend_low"])
            spend -= (spend >> 63) << 64
            text += ", %d purchase%s, %s" % (purchases, "" if purchases == 1 else "s", amount(spend))
        return text


class Ladder(Text):
    def text(self, v):
        letters = v["text_"]

        def name(text):
            first = int(text["first"])
            return bytes(int(letters[first + i]) & 255 for i in range(int(text["size"]))).decode()

        stages, exits = int(v["stage_count_"]), int(v["exit_count_"])
        names = [name(v["places_"][i]["name"]) for i in range(stages + exits)]
        out = " < ".join(names[:stages])
        if exits:
            out += ", exits " + ", ".join(names[stages:])
        ladder = name(v["name_"])
        return "%s: %s" % (ladder, out) if ladder else out


printers = gdb.printing.RegexpCollectionPrettyPrinter("rung")
for name, of, printer in (
    ("money", "money", Money),
    ("instant", "instant", Instant),
    ("duration", "duration", Duration),
    ("standing", "standing", Standing),
    ("client", "basic_(decided_)?client<.*>", Client),
    ("ladder", "(basic_ladder|detail::ladder_table)<.*>", Ladder),
):
    printers.add_printer(name, "^rung::(v0::)?" + of + "$", printer)
gdb.printing.register_pretty_printer(gdb.current_objfile(), printers, replace=True)
