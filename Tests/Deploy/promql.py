"""As much of PromQL as is needed to see which metrics and labels a query names. promtool checks the grammar."""
import re

KEYWORDS = {"and", "or", "unless", "offset", "bool", "inf", "nan", "start", "end", "atan2"}
GROUPING = r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)"


def references(query):
    """The metrics that a query names, each with the labels that it is selected by, and the labels that it groups by.

    >>> references('sum by (le) (rate(a_bucket{x="}",y!~"z"}[5m])) > on (job) b:c offset 1d') == (
    ...     [("a_bucket", {"x", "y"}), ("b:c", set())], {"le", "job"})
    True
    """
    text = re.sub(r'"(?:[^"\\]|\\.)*"', '""', query)
    text = re.sub(r"\[[^\]]*\]", "", text)
    grouped = set()
    for names in re.findall(GROUPING, text):
        grouped |= set(re.findall(r"[a-zA-Z_]\w*", names))
    text = re.sub(GROUPING, "", text)
    text = re.sub(r"\boffset\s+\w+", "", text)
    selected = []
    for name, braces, call in re.findall(r"(?<![\w.])([a-zA-Z_:][\w:]*)\s*(\{[^}]*\})?\s*(\()?", text):
        if call or name.lower() in KEYWORDS:
            continue
        selected.append((name, set(re.findall(r"([a-zA-Z_]\w*)\s*[=!]", braces))))
    return selected, grouped
