"""draw.py CHECKSUM: the specification of Vega-Lite on the standard input as a small SVG, with the checksum in it."""

import re
import sys

import vl_convert

svg = vl_convert.vegalite_to_svg(sys.stdin.read(), vl_version="6.4")
# A page shows it as an image with a text of its own: what it says of each mark, and a hundredth of a pixel, is not seen.
svg = re.sub(r' (aria-[a-z]+|role)="[^"]*"', "", svg)
svg = re.sub(
    r' (d|transform|x|y|x1|x2|y1|y2|width|height)="[^"]*"',
    lambda place: re.sub(r"-?\d+\.\d{2,}", lambda n: f"{float(n[0]):.1f}".removesuffix(".0"), place[0]),
    svg,
)
print(svg)
print(f"<!-- {sys.argv[1]} -->")
