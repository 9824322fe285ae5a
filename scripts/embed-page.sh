#!/bin/sh
# Writes the page at `/` into the sources, as one file with its style and script inside, so that the one binary can serve it:
# run it after each change of Sources/Serving/Page/page.{html,css,js}. A test holds the result to the files.
# The hashes are those that the page's Content-Security-Policy allows.
set -eu
cd "$(dirname "$0")/../Sources/Serving/Page"
python3 - <<'PYTHON'
import base64, hashlib, sys

def read(name):
    return open(name, encoding="utf-8", newline="").read()

def digest(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

html, style, script = read("page.html"), "\n" + read("page.css"), "\n" + read("page.js")
for line, text in (
    ('<link rel="stylesheet" href="page.css">', f"<style>{style}</style>"),
    ('<script type="module" src="page.js"></script>', f'<script type="module">{script}</script>'),
):
    if html.count(line) != 1:
        sys.exit(f"embed-page.sh: page.html has {html.count(line)} lines {line}; expected 1")
    html = html.replace(line, text)
if '"""##' in html or "</script" in script or "</style" in style:
    sys.exit("embed-page.sh: the page's files hold an end mark of the text that they are put into")
indented = "\n".join("        " + line if line else "" for line in html.split("\n"))
with open("Page.swift", "w", encoding="utf-8", newline="") as file:
    file.write(f'''\
// swift-format-ignore-file
// Made by scripts/embed-page.sh from page.html, page.css and page.js; change those files and run the script again.

/// The page at `/`: one file, no resources from elsewhere.
enum Page {{
    /// SHA-256 of what stands between `<style>` and its end, in base64, for the Content-Security-Policy.
    static let styleHash = "{digest(style)}"
    /// The same of `<script>`.
    static let scriptHash = "{digest(script)}"

    static let html = ##"""
{indented}
        """##
}}
''')
PYTHON
