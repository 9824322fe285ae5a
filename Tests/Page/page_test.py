"""The page at `/`, driven in headless Chromium: page_test.py CHROMIUM ADDRESS [--screenshots FOLDER]

Each test has a page of its own. Besides what it checks itself, no test may leave an error or a warning in the console (a
violation of the Content-Security-Policy is one) or an uncaught error. What the page shows is compared with what the server answers
to a request of this program, not with numbers from elsewhere.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import traceback
import urllib.request

from PIL import Image
from playwright.sync_api import expect, sync_playwright

chromium, address = sys.argv[1:3]
images = os.path.abspath("Tests/Fixtures/images")
chelsea, coffee, rocket = (os.path.join(images, name) for name in ("chelsea.jpg", "coffee.jpg", "rocket.jpg"))
tests = []


def test(function):
    tests.append(function)
    return function


def ask(path, file):
    """The server's own answer about a photograph."""
    with open(file, "rb") as stream:
        request = urllib.request.Request(address + path, stream.read(), {"Content-Type": "image/jpeg"})
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def percent(score):
    return "<0.1%" if 0 < score < 0.0005 else f"{100 * score:.1f}%"


def choose(page, file, slot=0):
    page.locator(f"#slot-{slot} input").set_input_files(file)


def pick_task(page, name):
    # The label, as a person does; the radio button itself is out of sight.
    page.locator("#tasks label", has_text=name).click()


def rows(page):
    return page.locator("#bars li")


def has_no_sideways_scroll(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def contrast(page, selector):
    """The ratio of WCAG 2 between an element's text and the nearest background behind it."""
    return page.evaluate(
        """(selector) => {
            const channels = (text) => text.match(/[\\d.]+/g).map(Number);
            const luminance = (text) => {
                const [r, g, b] = channels(text).slice(0, 3).map((c) => c / 255)
                    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const node = document.querySelector(selector);
            let behind = node, background = "rgba(0, 0, 0, 0)";
            while (behind && (channels(background)[3] ?? 1) === 0) {
                background = getComputedStyle(behind).backgroundColor;
                behind = behind.parentElement;
            }
            const [a, b] = [luminance(getComputedStyle(node).color), luminance(background)].sort((x, y) => y - x);
            return (a + 0.05) / (b + 0.05);
        }""",
        selector,
    )


@test
def chosen_photograph_has_the_servers_classes(page):
    choose(page, chelsea)
    expect(rows(page)).to_have_count(5)
    expected = ask("/v1/classify?top_k=5", chelsea)["predictions"][0]
    assert expected[0]["label"] == "tiger cat"
    assert page.locator("#bars .row-label").all_text_contents() == [entry["label"] for entry in expected]
    assert page.locator("#bars .row-score").all_text_contents() == [percent(entry["score"]) for entry in expected]
    widths = page.locator("#bars .fill").evaluate_all("nodes => nodes.map((node) => parseFloat(node.style.width))")
    assert widths == [float(f"{100 * entry['score']:.1f}") for entry in expected]
    expect(page.locator("#threshold-row")).to_be_hidden()
    # What a screen reader is told, and the times.
    expect(page.locator("#spoken")).to_contain_text("tiger cat 39.1%")
    expect(page.locator("#stages")).to_contain_text("inference")
    expect(page.locator("#stages")).to_contain_text("batch of")
    expect(page.locator("#total")).to_contain_text(re.compile(r"^\d[\d.]* m?s$"))
    page.locator("#top-k").select_option("3")
    expect(rows(page)).to_have_count(3)


@test
def slider_moves_the_threshold(page):
    choose(page, chelsea)
    pick_task(page, "Multi-label")
    expect(rows(page)).to_have_count(10)
    scores = [entry["score"] for entry in ask("/v1/multilabel?threshold=0&top_k=10", chelsea)["predictions"][0]]
    below = page.locator("#bars li.below")
    slider = page.locator("#threshold")
    line = "getComputedStyle(document.querySelector('#bars .row-track'), '::after').left"
    places = []
    for value in (0.5, 0.25, 0.7, 0, 1):
        slider.fill(str(value))
        expect(below).to_have_count(sum(score < value for score in scores))
        expect(page.locator("#threshold-value")).to_have_text(f"{100 * value:.0f}%")
        places.append(float(page.evaluate(line).removesuffix("px")) / page.locator("#bars .row-track").first.bounding_box()["width"])
    assert all(abs(place - value) < 0.01 for place, value in zip(places, (0.5, 0.25, 0.7, 0, 1))), places
    slider.fill("0.5")
    slider.press("ArrowRight")
    expect(page.locator("#threshold-value")).to_have_text("51%")
    # The middle of the slider's thumb is where the line is: the track of both has the same ends.
    box, track = slider.bounding_box(), page.locator("#bars .row-track").first.bounding_box()
    assert abs(box["x"] + 10 - track["x"]) < 1 and abs(box["width"] - 20 - track["width"]) < 1, (box, track)


@test
def curl_line_gives_the_answer_that_is_shown(page):
    with tempfile.TemporaryDirectory() as folder:
        # A name that a shell and curl's forms would both take apart.
        name = "a cat's; \"best\", $HOME.jpg"
        os.symlink(chelsea, os.path.join(folder, name))
        file = {"name": name, "mimeType": "image/jpeg", "buffer": open(chelsea, "rb").read()}

        def run():
            text = page.locator("#curl").text_content()
            return json.loads(subprocess.run(["sh", "-c", text.replace("curl ", "curl -sS ", 1)], cwd=folder, check=True, capture_output=True).stdout)

        choose(page, file)
        expect(rows(page)).to_have_count(5)
        assert [entry["label"] for entry in run()["predictions"][0]] == page.locator("#bars .row-label").all_text_contents()
        pick_task(page, "Multi-label")
        expect(rows(page)).to_have_count(10)
        page.locator("#threshold").fill("0.3")
        shown = page.locator("#bars li:not(.below) .row-label")
        assert [entry["label"] for entry in run()["predictions"][0]] == shown.all_text_contents()
        pick_task(page, "Embed")
        choose(page, file, slot=1)
        expect(page.locator("#cosine")).to_have_text("1.000")
        embeddings = run()["embeddings"]
        assert len(embeddings) == 2 and embeddings[0] == embeddings[1]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#copy").click()
    expect(page.locator("#copied")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#curl").text_content()


@test
def image_is_as_similar_to_itself_as_can_be(page):
    pick_task(page, "Embed")
    choose(page, chelsea)
    expect(page.locator("#numbers dd")).to_have_count(1)
    numbers = ask("/v1/embed", chelsea)["embeddings"][0]
    first = ", ".join(f"{number:.4f}" for number in numbers[:8])
    expect(page.locator("#numbers dd")).to_have_text(f"{first}, …")
    expect(page.locator("#compare")).to_be_visible()
    choose(page, chelsea, slot=1)
    expect(page.locator("#cosine")).to_have_text("1.000")
    choose(page, rocket, slot=1)
    other = ask("/v1/embed", rocket)["embeddings"][0]
    expect(page.locator("#cosine")).to_have_text(f"{sum(a * b for a, b in zip(numbers, other)):.3f}")
    page.locator("#slot-1 .remove").click()
    expect(page.locator("#compare")).to_be_visible()


@test
def undecodable_file_shows_the_servers_words(page):
    # The browser reports each failed request in the console; that is no fault of the page.
    page.allowed = r"the server responded with a status of 4(15|22)"
    choose(page, chelsea)
    expect(rows(page)).to_have_count(5)
    choose(page, {"name": "broken.jpg", "mimeType": "image/jpeg", "buffer": b"no image at all"})
    expect(page.locator("#error")).to_contain_text("Unsupported Media Type (415)")
    expect(page.locator("#error")).to_contain_text("send a JPEG, PNG or WebP image.")
    expect(page.locator("#classes")).to_be_hidden()
    assert page.locator("#error").get_attribute("role") == "alert"
    with open(chelsea, "rb") as stream:
        choose(page, {"name": "cut.jpg", "mimeType": "image/jpeg", "buffer": stream.read()[:300]})
    expect(page.locator("#error")).to_contain_text("(422)")
    # And a good one mends it.
    choose(page, coffee)
    expect(rows(page)).to_have_count(5)
    expect(page.locator("#error")).to_be_hidden()
    expect(page.locator("#bars .row-label").first).to_have_text(ask("/v1/classify?top_k=1", coffee)["predictions"][0][0]["label"])


@test
def dropped_and_pasted_images_are_asked_about(page):
    page.evaluate(
        """async () => {
            const canvas = document.createElement("canvas");
            canvas.width = canvas.height = 64;
            canvas.getContext("2d").fillRect(8, 8, 40, 40);
            const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
            window.carry = (name) => {
                const data = new DataTransfer();
                data.items.add(new File([blob], name, { type: "image/png" }));
                return data;
            };
        }"""
    )
    page.evaluate("document.querySelector('#slot-0 .drop').dispatchEvent(new DragEvent('drop', { dataTransfer: carry('dropped.png'), bubbles: true, cancelable: true }))")
    expect(page.locator("#slot-0 .file-name")).to_have_text("dropped.png")
    expect(rows(page)).to_have_count(5)
    pick_task(page, "Embed")
    page.evaluate("document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carry('pasted.png'), bubbles: true, cancelable: true }))")
    expect(page.locator("#slot-1 .file-name")).to_have_text("pasted.png")
    expect(page.locator("#cosine")).to_have_text("1.000")


@test
def keyboard_alone_is_enough(page):
    def focus():
        return page.evaluate("document.activeElement.id || document.activeElement.value || document.activeElement.className || document.activeElement.tagName")

    def tab_to(wanted):
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate(f"document.activeElement.matches({json.dumps(wanted)})"):
                # Something shows where the focus is: the element itself, or the label that stands for it.
                outlined = page.evaluate(
                    "[document.activeElement, document.activeElement.closest('label')].some((n) => n && getComputedStyle(n).outlineStyle === 'solid' && parseFloat(getComputedStyle(n).outlineWidth) >= 2)"
                )
                assert outlined, f"{wanted} does not show the focus"
                return
        raise AssertionError(f"Tab does not reach {wanted}; it is at {focus()}")

    choosers = []
    page.on("filechooser", lambda chooser: choosers.append(chooser))
    tab_to("#model")
    tab_to("#top-k")
    tab_to("#tasks input")
    tab_to("#slot-0 input")
    page.keyboard.press("Enter")
    if not choosers:
        page.wait_for_event("filechooser")
    choosers[0].set_files(chelsea)
    expect(rows(page)).to_have_count(5)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowRight")
    expect(rows(page)).to_have_count(10)
    tab_to("#slot-0 .remove")
    tab_to("#threshold")
    page.keyboard.press("End")
    expect(page.locator("#bars li.below")).to_have_count(10)
    tab_to("#curl")
    tab_to("#copy") if focus() != "curl" else page.keyboard.press("Shift+Tab")
    assert focus() == "copy", focus()
    # Every control has a name that a screen reader can say.
    nameless = page.evaluate(
        """[...document.querySelectorAll("input, select, button")].filter((node) => !node.closest("dialog"))
            .filter((node) => !(node.labels && [...node.labels].some((label) => label.textContent.trim())) && !node.textContent.trim())
            .map((node) => node.outerHTML)"""
    )
    assert nameless == [], nameless


@test
def fits_a_phone(page):
    page.set_viewport_size({"width": 360, "height": 740})
    assert has_no_sideways_scroll(page)
    choose(page, chelsea)
    expect(rows(page)).to_have_count(5)
    assert has_no_sideways_scroll(page)
    pick_task(page, "Multi-label")
    expect(rows(page)).to_have_count(10)
    assert has_no_sideways_scroll(page)
    pick_task(page, "Embed")
    choose(page, rocket, slot=1)
    expect(page.locator("#cosine")).to_be_visible()
    assert has_no_sideways_scroll(page)
    # A name that has no place to break.
    with open(chelsea, "rb") as stream:
        choose(page, {"name": "x" * 180 + ".jpg", "mimeType": "image/jpeg", "buffer": stream.read()})
    expect(page.locator("#numbers dt").first).to_contain_text("xxx")
    assert has_no_sideways_scroll(page)


@test
def texts_are_legible_in_light_and_dark(page):
    backgrounds = []
    choose(page, chelsea)
    pick_task(page, "Multi-label")
    expect(rows(page)).to_have_count(10)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        backgrounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        for selector in (".top p", "h2", ".field label", "legend", "#tasks label:has(:checked)", "#bars .row-label", "#bars .below .row-label", "#threshold-value", "#reached", ".stages dt", "#identity", "#curl", "footer p", "footer a", ".figures dt", ".remove"):
            assert contrast(page, selector) >= 4.5, (scheme, selector, contrast(page, selector))
    assert backgrounds[0] != backgrounds[1]


@test
def motion_is_left_out_where_it_is_not_wanted(page):
    choose(page, chelsea)
    expect(rows(page)).to_have_count(5)
    duration = "getComputedStyle(document.querySelector('#bars .fill')).transitionDuration"
    assert page.evaluate(duration) != "0s"
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(duration) == "0s"


@test
def figures_come_from_the_metrics(page):
    values = page.locator("#figures dd:not(.spark-line)")
    expect(values.nth(5)).to_have_text(re.compile(r"^\d+ MiB$"))
    expect(page.locator("#build")).to_be_visible()
    choose(page, chelsea)
    expect(rows(page)).to_have_count(5)
    expect(values.nth(0)).to_have_text(re.compile(r"^0\.[1-9]$|^[1-9]"), timeout=15000)
    for at in (1, 2):
        expect(values.nth(at)).to_have_text(re.compile(r"^[\d.]+ m?s$"))
    expect(values.nth(3)).to_have_text(re.compile(r"^\d+$"))
    expect(values.nth(4)).to_have_text("1.0")
    assert "L" in page.locator(".spark path").nth(5).get_attribute("d")


@test
def asks_for_an_api_key_and_tries_again(page):
    page.allowed = r"the server responded with a status of 401"
    seen = []

    def guard(route):
        given = route.request.headers.get("authorization")
        seen.append(given)
        if given == "Bearer right-key":
            route.continue_()
        else:
            route.fulfill(status=401, content_type="application/problem+json", body='{"title":"Unauthorized","status":401,"detail":"no key"}')

    page.route(re.compile(r"/(v1/.*|metrics)$|/v1/.*"), guard)
    page.reload()
    dialog = page.locator("#key-dialog")
    expect(dialog).to_be_visible()
    expect(page.locator("#key")).to_be_focused()
    page.keyboard.type("wrong-key")
    page.keyboard.press("Enter")
    expect(page.locator("#key-note")).to_contain_text("did not take that key")
    page.keyboard.type("right-key")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    choose(page, chelsea)
    expect(rows(page)).to_have_count(5)
    assert "Bearer wrong-key" in seen and seen[-1] == "Bearer right-key"
    curl = page.locator("#curl").text_content()
    assert "right-key" not in curl and '-H "Authorization: Bearer $API_KEY"' in curl, curl
    # It is kept for the session.
    page.reload()
    expect(page.locator("#model")).to_be_enabled()
    expect(dialog).to_be_hidden()
    page.evaluate("sessionStorage.clear()")
    page.reload()
    expect(dialog).to_be_visible()
    page.locator("#key-cancel").click()
    expect(page.locator("#error")).to_contain_text("This server needs an API key.")


@test
def asks_for_another_key_where_the_scope_is_missing(page):
    page.allowed = r"the server responded with a status of 40[13]"
    answers = {None: 401, "Bearer metrics-key": 403}

    def guard(route):
        status = answers.get(route.request.headers.get("authorization"))
        if status is None:
            route.continue_()
        else:
            route.fulfill(status=status, content_type="application/problem+json", body='{"title":"No","detail":"no scope"}')

    page.route(re.compile(r"/v1/.*"), guard)
    page.reload()
    expect(page.locator("#key")).to_be_focused()
    page.keyboard.type("metrics-key")
    page.keyboard.press("Enter")
    expect(page.locator("#key-note")).to_contain_text("That key is not for this")
    expect(page.locator("#key")).to_be_focused()
    page.keyboard.type("right-key")
    page.keyboard.press("Enter")
    expect(page.locator("#model")).to_be_enabled()
    # A link has no key to send; what it leads to is shown all the same.
    page.locator("footer a", has_text="models").click()
    expect(page.locator("body")).to_contain_text('"object":"list"')


@test
def names_are_text_and_never_html(page):
    evil = "<img src=x onerror=\"window.broken=1\"><b>label</b>"
    model = {"id": evil, "tasks": ["classify"], "default_version": "1", "versions": [{"version": "1", "state": "ready"}, {"version": "2", "state": "failed"}]}
    broken = {"id": "broken", "tasks": [], "default_version": None, "versions": [{"version": "1", "state": "failed"}]}
    answer = {"model": evil, "version": "1", "checkpoint": "sha256:" + "0" * 64, "predictions": [[{"index": 1, "label": evil, "score": 0.5}, {"index": 2, "label": None, "score": 0.25}]]}
    page.route(re.compile(r"/v1/models$"), lambda route: route.fulfill(json={"data": [model, broken]}))
    page.route(re.compile(r"/classify\?"), lambda route: route.fulfill(json=answer, headers={"Server-Timing": f"{evil};dur=1"}))
    page.reload()
    # Only models that are ready.
    expect(page.locator("#model option")).to_have_count(1)
    expect(page.locator("#model option")).to_have_text(evil)
    with open(chelsea, "rb") as stream:
        choose(page, {"name": evil.replace("/", ""), "mimeType": "image/jpeg", "buffer": stream.read()})
    expect(page.locator("#bars .row-label").first).to_have_text(evil)
    expect(page.locator("#bars .row-label").last).to_have_text("class 2")
    assert page.evaluate("document.querySelectorAll('b, img[onerror]').length") == 0
    assert page.evaluate("window.broken") is None


@test
def policy_lets_nothing_else_run(page):
    # The browser says in the console what it refused; here that is what is wanted.
    page.allowed = r"Content Security Policy|Trusted(HTML|Script)"
    refused = page.evaluate(
        """async () => {
            const refused = [];
            document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
            const script = document.createElement("script");
            try { script.text = "window.ran = true"; document.head.append(script); } catch { }
            document.body.setAttribute("style", "color: red");
            try { document.body.insertAdjacentHTML("beforeend", "<i></i>"); } catch { }
            try { await fetch("http://127.0.0.1:9/"); } catch { }
            await new Promise((resolve) => setTimeout(resolve));
            return refused;
        }"""
    )
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.querySelectorAll('i').length") == 0
    assert {"style-src-attr", "require-trusted-types-for", "connect-src"} <= set(refused), refused


@test
def says_so_when_the_server_does_not_answer(page):
    page.allowed = r"net::ERR_FAILED"
    page.route(re.compile(r"/classify\?"), lambda route: route.abort())
    choose(page, chelsea)
    expect(page.locator("#error")).to_contain_text("The server does not answer")
    page.unroute_all()
    page.locator("#error button").click()
    expect(rows(page)).to_have_count(5)
    expect(page.locator("#error")).to_be_hidden()


def screenshots(browser, folder):
    for name, scheme, width, task in (
        ("page", "light", 1200, "Multi-label"), ("classify", "light", 1200, "Classify"), ("dark", "dark", 1200, "Multi-label"),
        ("embed", "light", 1200, "Embed"), ("phone", "light", 360, "Multi-label"), ("phone-dark", "dark", 360, "Embed"),
    ):
        page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
        page.goto(address)
        expect(page.locator("#model")).to_be_enabled()
        choose(page, chelsea)
        if task != "Classify":
            pick_task(page, task)
        if task == "Embed":
            choose(page, coffee, slot=1)
            expect(page.locator("#cosine")).to_be_visible()
        else:
            expect(rows(page)).to_have_count(10 if task == "Multi-label" else 5)
        if task == "Multi-label":
            page.locator("#threshold").fill("0.3")
        # Some life for the figures.
        for step in range(60 if name == "page" else 5):
            for file in (chelsea, coffee, rocket)[: 1 + step % 3]:
                ask("/v1/classify", file)
            page.wait_for_timeout(1000)
        page.evaluate("scrollTo(0, 0)")
        path = os.path.join(folder, f"{name}.png")
        page.screenshot(path=path, full_page=True)
        # A palette makes a third of it.
        Image.open(path).convert("RGB").quantize(256, kmeans=10).save(path, optimize=True)
        page.close()


def main():
    failed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        if "--screenshots" in sys.argv:
            screenshots(browser, sys.argv[sys.argv.index("--screenshots") + 1])
            return
        for function in tests:
            page = browser.new_page(viewport={"width": 1200, "height": 900})
            page.allowed = None
            noise = []
            page.on("console", lambda message: noise.append(message.text) if message.type in ("error", "warning") else None)
            page.on("pageerror", lambda error: noise.append(str(error)))
            try:
                page.goto(address)
                expect(page.locator("#model")).to_be_enabled()
                function(page)
                unexpected = [text for text in noise if not (page.allowed and re.search(page.allowed, text))]
                assert unexpected == [], f"in the console: {unexpected}"
                print(f"passed: {function.__name__}")
            except Exception:
                failed += 1
                traceback.print_exc()
                print(f"failed: {function.__name__}", file=sys.stderr)
            page.context.close()
        browser.close()
    print(f"the page: {len(tests) - failed} of {len(tests)} passed")
    sys.exit(1 if failed else 0)


main()
