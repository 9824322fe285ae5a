"""Line charts as SVG, on white so that they read on light and dark pages, and the files that a measurement leaves."""
import dataclasses
import html
import json
import math

COLORS = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b"]
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 680, 380, 64, 120, 24, 44


@dataclasses.dataclass
class Series:
    name: str
    # Pairs of x and y, by x.
    points: list
    color: str
    is_line: bool = True


def ticks(low, high, count=5):
    """Round numbers between two."""
    span = high - low
    step = 10 ** math.floor(math.log10(span / count)) if span > 0 else 1
    step *= next(factor for factor in (1, 2, 5, 10) if span / (step * factor) <= count)
    return [step * number for number in range(math.ceil(low / step), math.floor(high / step) + 1)]


def decades(low, high):
    return [10.0**power * factor for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
            for factor in (1, 2, 5) if low <= 10.0**power * factor <= high]


def chart(x_label, y_label, series, logarithmic=False, spans=()):
    """SVG text. `spans`: stretches of x to shade, as (from, to, words). Logarithmic: the y axis, whose values are above 0."""
    values = [y for one in series for _, y in one.points]
    edges = [x for one in series for x, _ in one.points]
    right = max(edges) or 1
    low, high = (min(values) / 1.2, max(values) * 1.2) if logarithmic else (0, max(values) * 1.1 or 1)

    def across(x):
        return LEFT + (WIDTH - LEFT - RIGHT) * x / right

    def up(y):
        share = math.log(y / low) / math.log(high / low) if logarithmic else y / high
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * share

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
    ]
    for begin, end, words in spans:
        parts.append(f'<rect x="{across(begin):.1f}" y="{TOP}" width="{across(end) - across(begin):.1f}" '
                     f'height="{HEIGHT - BOTTOM - TOP}" fill="#f2e9d8"/>')
        parts.append(f'<text x="{across(begin) + 4:.1f}" y="{TOP + 14}" fill="#222">{html.escape(words)}</text>')
    for value in decades(low, high) if logarithmic else ticks(low, high):
        parts.append(f'<path d="M{LEFT} {up(value):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{up(value) + 4:.1f}" fill="#222" text-anchor="end">{value:g}</text>')
    for value in ticks(0, right):
        parts.append(f'<text x="{across(value):.1f}" y="{HEIGHT - BOTTOM + 16}" fill="#222" text-anchor="middle">{value:g}</text>')
    parts.append(f'<path d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}" fill="none" stroke="#222"/>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 8}" fill="#222" text-anchor="middle">{html.escape(x_label)}</text>')
    parts.append(f'<text x="8" y="15" fill="#222">{html.escape(y_label)}</text>')
    for number, one in enumerate(series):
        if one.is_line:
            line = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in one.points)
            parts.append(f'<polyline points="{line}" fill="none" stroke="{one.color}" stroke-width="2"/>')
        else:
            parts += [f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="3.5" fill="{one.color}"/>' for x, y in one.points]
        y = TOP + 8 + 20 * number
        mark = (f'<rect x="{WIDTH - RIGHT + 12}" y="{y + 4}" width="12" height="2" fill="{one.color}"/>' if one.is_line
                else f'<circle cx="{WIDTH - RIGHT + 18}" cy="{y + 5}" r="3.5" fill="{one.color}"/>')
        parts.append(mark)
        parts.append(f'<text x="{WIDTH - RIGHT + 27}" y="{y + 9}" fill="#222">{html.escape(one.name)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def table(head, rows):
    """Markdown; all but the first column are numbers."""
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join(["---"] + ["---:"] * (len(head) - 1)) + " |"]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def write(output, figures, text, svg):
    """NAME.json, NAME.md and NAME.svg, where `output` is NAME; nothing without a name."""
    if output is None:
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    # Not with_suffix, which would cut a name with a dot in it.
    for kind, content in (("json", json.dumps(figures, indent=1) + "\n"), ("md", text + "\n"), ("svg", svg)):
        output.with_name(f"{output.name}.{kind}").write_text(content)
    print(f"wrote {output}.json, {output}.md and {output}.svg")
