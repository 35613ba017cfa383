# Takes the ```cpp blocks of FILE out into DIR (both given with -v), as FILE.<line>.<kind>.cpp:
#   program   has its own main; what it must print goes to FILE.<line>.program.expected, if the page shows it: a
#             ```text or ``` block that follows with no more than one line of prose between
#   fragment  has none, and only has to compile: it gets the includes a reader takes for granted, if it has none
# #line makes the compiler speak of the page.

function finish_block(    kind, path) {
    kind = body ~ /int main/ ? "program" : "fragment"
    name = dir "/" label "." start "." kind
    path = name ".cpp"
    if (kind == "fragment" && body !~ /#include/) {
        print "#include <rung/rung.hpp>" > path
        print "#include <chrono>" > path
        print "#include <iostream>" > path
        print "using namespace rung::literals;" > path
    }
    printf "#line %d \"%s\"\n%s", start + 1, file, body > path
    if (kind == "fragment") print "int main() {}" > path
    close(path)
    if (kind == "fragment") name = ""   # a fragment prints nothing
    prose = 0
}

BEGIN { label = file; gsub("/", "_", label) }

inside == "cpp"   && /^```/ { inside = ""; finish_block(); next }
inside == "cpp"             { body = body $0 "\n"; next }
inside == "text"  && /^```/ { inside = ""; name = ""; close(expected); next }
inside == "text"            { print > expected; next }
inside == "other" && /^```/ { inside = ""; next }
inside == "other"           { next }

/^```cpp/ { inside = "cpp"; body = ""; start = NR; next }
/^```(text)?[ \t]*$/ && name != "" {
    inside = "text"
    expected = name ".expected"
    printf "" > expected
    next
}
/^```/        { inside = "other"; name = ""; next }
/[^ \t]/      { if (++prose > 1) name = "" }

END {
    if (inside != "") {
        printf "%s: the last block is not closed\n", file > "/dev/stderr"
        exit 1
    }
}
