"""draw.py CHECKSUM: the specification of Vega-Lite on the standard input as a small SVG, with the checksum in it.

A page shows it as an image with a text of its own, so what an SVG says of each mark is left out, and so is what is not
seen: groups, what is transparent, what is said anew of each mark, and fractions of a pixel.
"""

import re
import sys
import xml.etree.ElementTree as xml
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

import vl_convert

# What each attribute is where it is not said.
USUAL = {
    "opacity": "1", "fill-opacity": "1", "stroke-opacity": "1", "stroke-width": "1", "text-anchor": "start",
    "stroke-dasharray": "", "font-weight": "normal", "font-size": "10px", "font-family": "sans-serif", "fill": "none",
    "stroke": "none",
}  # fmt: skip


def number(n):
    """1.5, -.5, 12"""
    text = f"{n:.1f}".removesuffix(".0")
    return re.sub(r"^(-?)0(?=\.)", r"\1", "0" if text == "-0" else text)


def together(numbers):
    """10-.5 2"""
    return re.sub(r" (?=-)", "", " ".join(map(number, numbers)))


def lines_of(d, x, y):
    """The lines of a path of M, L, h, v and Z, as lists of points, and whether each is closed. None if it has curves."""
    lines = []
    here = (0.0, 0.0)
    for command, text in re.findall(r"([A-Za-z])([^A-Za-z]*)", d):
        values = [float(n) for n in re.findall(r"-?[\d.]+(?:e-?\d+)?", text)]
        if command == "Z":
            lines[-1][1] = True
            continue
        if command not in "MLhv":
            return None
        if command == "h":
            here = (here[0] + values[0], here[1])
        elif command == "v":
            here = (here[0], here[1] + values[0])
        else:
            here = (values[0], values[1])
        if command == "M":
            lines.append([[], False])
        lines[-1][0].append((here[0] + x, here[1] + y))
    return lines


def path_of(points, is_closed):
    """As short as it goes: relative, and no point between two of one straight line; long ones by half pixels."""
    finest = 0.5 if len(points) > 40 else 0.1
    kept = []
    for x, y in points:
        p = (round(x / finest) * finest, round(y / finest) * finest)
        if kept and p == kept[-1]:
            continue
        for axis in (0, 1):
            if len(kept) > 1 and kept[-2][axis] == kept[-1][axis] == p[axis]:
                a, b, c = kept[-2][1 - axis], kept[-1][1 - axis], p[1 - axis]
                if min(a, c) <= b <= max(a, c):
                    kept.pop()
        kept.append(p)
    d = "M" + together(kept[0])
    before = ""
    for (x0, y0), (x, y) in zip(kept, kept[1:]):
        if y == y0:
            d, before = d + "h" + number(x - x0), "h"
        elif x == x0:
            d, before = d + "v" + number(y - y0), "v"
        else:
            step = together((x - x0, y - y0))
            d, before = d + (("" if step[0] == "-" else " ") if before == "l" else "l") + step, "l"
    return d + ("Z" if is_closed else "")


def seen(element, x, y, style):
    """Each mark that is seen, as (name, style, path or place, text)."""
    name = element.tag.rpartition("}")[2]
    own = {k: v for k, v in element.attrib.items() if k in USUAL}
    if own.get("opacity") == "0" or element.get("display") == "none":
        return
    if name not in ("g", "svg"):
        style = {k: v for k, v in {**style, **own}.items() if v != USUAL[k]}
        if "stroke" not in style:
            style = {k: v for k, v in style.items() if not k.startswith("stroke")}
        # That of a group would be of all its marks at once.
        opacity = style.pop("opacity", "1")
        for what in ("fill", "stroke"):
            if opacity != "1" and what in style:
                style[what + "-opacity"] = f"{float(style.get(what + '-opacity', 1)) * float(opacity):.3g}"
    place = element.get("transform", "")
    moved = re.match(r"translate\(([^,]+),([^)]+)\)(.*)", place)
    rest = moved[3].strip() if moved else place
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    if name in ("g", "svg"):
        assert not rest, place
        inner = {k: v for k, v in {**style, **own}.items() if v != USUAL[k]}
        for child in element:
            yield from seen(child, x, y, inner)
    elif name == "text":
        at = f'transform="translate({number(x)} {number(y)}) {rest}"' if rest else f'x="{number(x)}" y="{number(y)}"'
        if element.text:
            yield "text", style, at, element.text
    elif "stroke" in style or "fill" in style:
        if name == "line":
            d = f"M0,0L{element.get('x2', '0')},{element.get('y2', '0')}"
        else:
            d = element.get("d", "")
        lines = lines_of(d, x, y)
        if lines is not None:
            yield "path", style, [path_of(*line) for line in lines if line[0]], None
        else:
            d = re.sub(r"-?\d+\.\d+", lambda n: number(float(n[0])), d)
            yield "curve", style, (number(x), number(y), d), None


def attributes(style):
    return "".join(f" {k}={quoteattr(v)}" for k, v in sorted(style.items()))


def small(svg):
    root = xml.fromstring(svg)
    size = [number(float(root.get(k))) for k in ("width", "height")]
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" viewBox="0 0 {size[0]} {size[1]}" '
        'fill="none" stroke-miterlimit="10" font-family="sans-serif" font-size="10">'
    ]
    for (name, style), some in groupby(seen(root, 0.0, 0.0, {}), lambda mark: (mark[0], mark[1])):
        some = list(some)
        style = {k: v.removesuffix("px") for k, v in style.items()}
        if name == "text":
            own = [f"<text {at}>{escape(text)}</text>" for _, _, at, text in some]
        elif name == "curve":
            own = [f'<path transform="translate({x} {y})" d="{d}"/>' for _, _, (x, y, d), _ in some]
        else:
            paths = [d for _, _, d, _ in some]
            # Where marks are filled and one is seen through another, each is drawn by itself.
            is_one = "fill" not in style or not style.keys() & {"fill-opacity", "stroke"}
            paths = ["".join(lines) for lines in ([sum(paths, [])] if is_one else paths)]
            own = [f'<path d="{d}"/>' for d in paths if d]
        if len(own) == 1:
            out.append(re.sub(r"^<(\w+)", lambda m: m[0] + attributes(style), own[0]))
        elif own:
            out.append(f"<g{attributes(style)}>" + "".join(own) + "</g>")
    return "\n".join([*out, "</svg>"])


print(small(vl_convert.vegalite_to_svg(sys.stdin.read(), vl_version="6.4")))
print(f"<!-- {sys.argv[1]} -->")
