#!/usr/bin/env python3
"""reference.py XML PAGES: a page of Markdown for each public name of the headers, out of Doxygen's XML of them.

PAGES/reference/index.md lists them by header, in the order of the rooms. A name is public if it has a comment and does
not stand in a namespace `detail`; of a class, all that is public is shown.
"""

import html
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

ROOMS = ["", "core", "measures", "retail", "ladders", "notation", "base", "insight", "report", "interop"]


def text(element):
    """What Doxygen wrote as a type or a value, without its references to other names."""
    words = "".join(element.itertext()) if element is not None else ""
    words = re.sub(r"\s+", " ", words).strip()
    words = re.sub(r"\b(rung::)v\d+::", r"\1", words)
    return re.sub(r"< (?=\S)", "<", re.sub(r"(?<=\S) >", ">", re.sub(r" ([&*]+)(\w)", r"\1 \2", words)))


def inline(element):
    out = html.escape(element.text or "", quote=False)
    for part in element:
        if part.tag == "computeroutput":
            out += f"`{''.join(part.itertext())}`"
        elif part.tag == "emphasis":
            out += f"*{inline(part)}*"
        elif part.tag in ("itemizedlist", "verbatim", "programlisting", "blockquote"):
            out += "\n\n" + block(part) + "\n\n"
        else:
            out += {"lsquo": "‘", "rsquo": "’"}.get(part.tag, "") + inline(part)
        out += html.escape(part.tail or "", quote=False)
    return out


def block(element):
    if element.tag == "itemizedlist":
        items = ("\n\n".join(block(p) for p in item).replace("\n", "\n    ") for item in element)
        return "\n".join(f"- {item}" for item in items)
    if element.tag in ("verbatim", "programlisting"):
        return "```cpp\n" + "".join(element.itertext()).strip("\n") + "\n```"
    if element.tag == "blockquote":
        return "\n".join("> " + line for line in "\n\n".join(block(p) for p in element).split("\n"))
    return inline(element).strip()


def comment(definition):
    parts = [block(p) for d in ("briefdescription", "detaileddescription") for p in definition.find(d)]
    return "\n\n".join(p for p in parts if p)


def template_of(definition):
    parameters = definition.find("templateparamlist")
    if parameters is None:
        return ""
    out = []
    for p in parameters:
        kind, name, value = (text(p.find(tag)) for tag in ("type", "declname", "defval"))
        out.append(kind + (f" {name}" if name else "") + (f" = {value}" if value else ""))
    requires = text(definition.find("requiresclause"))
    return f"template <{', '.join(out)}>\n" + (f"requires {requires}\n" if requires else "")


def declaration(member):
    """As it is declared, without the names of the namespaces it stands in."""
    kind, name = member.get("kind"), text(member.find("name"))
    if kind == "enum":
        values = [text(v.find("name")) + (" " + text(v.find("initializer"))).rstrip() for v in member.iter("enumvalue")]
        underlying = text(member.find("type"))
        head = ("enum class " if member.get("strong") == "yes" else "enum ") + name
        return head + (f" : {underlying}" if underlying else "") + " {\n" + "".join(f"    {v},\n" for v in values) + "};"
    words = template_of(member)
    if kind == "typedef":
        return words + f"using {name} = {text(member.find('type'))};"
    is_static = member.get("static") == "yes" and "static" not in text(member.find("type"))
    words += "static " if is_static else ""
    words += (text(member.find("type")) + " " + name).strip() + text(member.find("argsstring"))
    if kind == "variable" and len(text(member.find("initializer"))) < 60:
        words += " " + text(member.find("initializer")) if text(member.find("initializer")) else ""
    return words.rstrip() + ";"


def values_of(member):
    rows = [(text(v.find("name")), comment(v)) for v in member.iter("enumvalue")]
    if not any(words for _, words in rows):
        return ""
    one_line = lambda words: re.sub(r"\s*\n\s*", " ", words).replace("|", "\\|")
    return "\n".join(["| value | |", "|---|---|"] + [f"| `{n}` | {one_line(w)} |" for n, w in rows]) + "\n\n"


def show(member):
    return f"```cpp\n{declaration(member)}\n```\n\n" + (comment(member) + "\n\n").lstrip() + values_of(member)


class Reference:
    def __init__(self, xml, pages):
        self.xml, self.pages = xml, pages
        self.listed = {}  # header -> {name: page}
        self.texts = {}  # page -> its text

    def add(self, header, name, words):
        name = re.sub(r"^rung::v\d+::", "rung::", name)
        page = re.sub(r"[^\w-]+", "_", name).strip("_")
        # File systems that do not tell capitals apart have one page for both.
        names = self.listed.setdefault(header, {})
        if page not in self.texts:
            self.texts[page] = f"# {name}\n\n"
        if name not in names:
            self.texts[page] += f"```cpp\n#include <{header}>\n```\n\n"
        names[name] = page
        self.texts[page] += words

    def add_class(self, definition):
        if any(words in definition.findtext("compoundname") for words in ("<", "@")):
            return  # a specialization is a matter of its template
        title = comment(definition)
        if definition.get("prot") != "public" or not title:
            return
        kind = definition.get("kind")
        name = re.sub(r".*::", "", definition.findtext("compoundname"))
        if kind == "concept":
            words = re.sub(r"\b(rung::)v\d+::", r"\1", definition.findtext("initializer"))
            head = re.sub(r"^(template<.*?>) concept rung::", r"\1\nconcept rung::", words, count=1, flags=re.S) + ";"
        else:
            bases = ", ".join(text(b) for b in definition.findall("basecompoundref"))
            head = template_of(definition) + f"{kind} {name}" + (f" : {bases}" if bases else "") + ";"
        words = f"```cpp\n{head}\n```\n\n{title}\n\n"
        for section in definition.findall("sectiondef"):
            if not section.get("kind").startswith(("public", "friend", "user-defined", "related")):
                continue
            for member in section.findall("memberdef"):
                if member.get("prot") == "public" and member.get("kind") != "friend":
                    words += f"## {html.escape(text(member.find('name')))}\n\n" + show(member)
        self.add(definition.find("location").get("file"), definition.findtext("compoundname"), words)

    def add_namespace(self, definition):
        inside = definition.findtext("compoundname")
        if not inside.startswith("rung") or "@" in inside:
            return
        place = lambda m: (m.find("location").get("file"), int(m.find("location").get("line")))
        shared, before = comment(definition), None
        told = {text(m.find("name")): comment(m) for m in definition.iter("memberdef") if comment(m)}
        lists = {}  # header -> names that the comment of their namespace speaks of
        for member in sorted(definition.iter("memberdef"), key=place):
            header, line = place(member)
            name = text(member.find("name"))
            # The comment of one stands for those right below it, and for its overloads.
            if comment(member):
                told[name] = comment(member)
            elif name not in told and before and before[0] == header and line - before[1] <= 2 and before[2] in told:
                told[name] = told[before[2]]
            end = member.find("location").get("bodyend")
            before = header, max(line, int(end or 0)), name
            if not name or name.startswith("@") or member.get("kind") == "function" and not text(member.find("type")):
                continue  # a guide for deduction is a matter of its class
            if name in told:
                self.add(header, f"{inside}::{name}", show(member) if comment(member) else show(member) + told[name] + "\n\n")
            elif shared:
                lists.setdefault(header, []).append(declaration(member))
        for header, declarations in lists.items():
            self.add(header, inside, shared + "\n\n```cpp\n" + "\n".join(declarations) + "\n```\n\n")

    def write(self):
        for path in sorted(self.xml.glob("*.xml")):
            for definition in ElementTree.parse(path).getroot().findall("compounddef"):
                if definition.get("kind") in ("class", "struct", "union", "concept"):
                    self.add_class(definition)
                elif definition.get("kind") == "namespace":
                    self.add_namespace(definition)
        folder = self.pages / "reference"
        folder.mkdir(parents=True, exist_ok=True)
        if len({page.lower() for page in self.texts}) != len(self.texts):
            sys.exit("two names differ by capitals alone: their pages would be one file on some systems")
        for page, words in self.texts.items():
            (folder / f"{page}.md").write_text(words, encoding="utf-8")
        room_of = lambda header: header.split("/")[1] if header.count("/") > 1 else ""
        out = ["# Names", "Every public name, by the header that declares it. [Which header is for what](../reference.md)"]
        for room in ROOMS:
            headers = sorted(h for h in self.listed if room_of(h) == room)
            out += [f"## {room}"] if room and headers else []
            for header in headers:
                links = (f"[`{re.sub('^rung::', '', n)}`]({page}.md)" for n, page in sorted(self.listed[header].items()))
                out.append(f"`{header}`: " + ", ".join(links))
        unknown = {room_of(h) for h in self.listed} - set(ROOMS)
        if unknown:
            sys.exit(f"rooms that reference.py does not know: {', '.join(sorted(unknown))}")
        (folder / "index.md").write_text("\n\n".join(out) + "\n", encoding="utf-8")
        return len(self.texts)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    xml, pages = map(pathlib.Path, sys.argv[1:])
    print(f"{Reference(xml, pages).write()} public names")
