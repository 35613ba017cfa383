#!/usr/bin/env python3
"""pages.py SOURCE PAGES: README.md and docs/ of the tree SOURCE, as pages of the site.

A link to a file of the tree that is no page becomes a page with what the file holds, and a link to a header one to the
names that it declares.
"""

import pathlib
import re
import shutil
import sys

LINK = re.compile(r"(\]\()([^)\s#]+)((?:#[^)\s]*)?\))")
CODE = re.compile(r"(^```.*?^```$)", re.M | re.S)


def main(source, pages):
    docs = source / "docs"
    shutil.copytree(docs / "pictures", pages / "pictures", ignore=shutil.ignore_patterns("*.py", "*.sh"))
    known = {source / "README.md": "index.md", source / "benchmarks/README.md": "benchmarks.md"}
    known |= {page: page.name for page in docs.glob("*.md")}
    shown = {}  # files of the tree -> their pages

    def page_of(path):
        """The page for a file of the tree, made if there is none yet; none of a folder."""
        if path in known:
            return known[path]
        if path.is_dir() or not path.exists():
            return None
        if path.is_relative_to(docs):
            return path.relative_to(docs).as_posix()
        return shown.setdefault(path, "files/" + re.sub(r"[/.]", "_", str(path.relative_to(source))) + ".md")

    def with_links(path, words, up=""):
        def link(found):
            target = found[2]
            if re.match(r"\w+:", target):
                return found[0]
            page = page_of((path.parent / target).resolve())
            return found[1] + up + page + found[3] if page else "]"
        parts = CODE.split(words)
        parts[::2] = [re.sub(r"\[([^\[\]]*)\]$", r"\1", LINK.sub(link, part)) for part in parts[::2]]
        return "".join(parts)

    for path, page in known.items():
        (pages / page).write_text(with_links(path, path.read_text("utf-8")), encoding="utf-8")
    (pages / "files").mkdir()
    while left := [path for path, page in shown.items() if not (pages / page).exists()]:
        for path in left:
            words = path.read_text("utf-8")
            if path.suffix == ".md":
                words = with_links(path, words, "../")
            else:
                language = "cpp" if path.suffix in (".hpp", ".cpp") else "text"
                words = f"# {path.relative_to(source)}\n\n````{language}\n{words}\n````\n"
            (pages / shown[path]).write_text(words, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]))
