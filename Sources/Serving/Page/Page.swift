// swift-format-ignore-file
// Made by scripts/embed-page.sh from page.html, page.css and page.js; change those files and run the script again.

/// The page at `/`: one file, no resources from elsewhere.
enum Page {
    /// SHA-256 of what stands between `<style>` and its end, in base64, for the Content-Security-Policy.
    static let styleHash = "kfq87On4DQyWjlUfMOJnclN5xjH0RfJYqz9nzT+LInM="
    /// The same of `<script>`.
    static let scriptHash = "1YJiVOpv+f/13O+Apkd+2v/DFnxI+Df6a7aXBLfjw8o="

    static let html = ##"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Mantissa</title>
        <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='%232458b8'/%3E%3Cpath d='M8 24V12m5.33 12V7m5.34 17V15M24 24V10' stroke='%23fff' stroke-width='3.2' stroke-linecap='round'/%3E%3C/svg%3E">
        <style>
        :root {
          color-scheme: light dark;
          --paper: #f5f6f8;
          --card: #ffffff;
          --ink: #18212c;
          --soft: #545f6d;
          --line: #dfe3e9;
          --edge: #828c99;
          --accent: #2458b8;
          --on-accent: #ffffff;
          --wash: #e8eef9;
          --track: #e9ecf1;
          --below: #a9b4c3;
          --mark: #b4500a;
          --bad: #a3241a;
          --bad-wash: #fdefed;
          --stage-1: #2458b8;
          --stage-2: #b4500a;
          --stage-3: #2f8f83;
          --stage-4: #a9b4c3;
          --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #11151b;
            --card: #191f28;
            --ink: #e7ebf1;
            --soft: #a5afbd;
            --line: #2b333f;
            --edge: #727d8d;
            --accent: #86b0fb;
            --on-accent: #10151d;
            --wash: #21304a;
            --track: #2a323e;
            --below: #56616f;
            --mark: #ffb069;
            --bad: #ff9f95;
            --bad-wash: #38201f;
            --stage-1: #86b0fb;
            --stage-2: #ffb069;
            --stage-3: #5fc2b4;
            --stage-4: #56616f;
          }
        }

        /* The whole page */
        *, *::before, *::after { box-sizing: border-box; }
        [hidden] { display: none !important; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
        h1, h2, p, dl, dd, ol, pre, fieldset { margin: 0; padding: 0; }
        h1 { font-size: 1.35rem; line-height: 1.2; letter-spacing: -0.01em; }
        h2 { font-size: 1rem; line-height: 1.4; }
        a { color: var(--accent); text-underline-offset: 0.15em; }
        .soft { color: var(--soft); }
        .small { font-size: 0.85rem; }
        .unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }

        .top, main, footer { max-width: 70rem; margin: 0 auto; padding: 0 1.25rem; }
        .top { display: flex; align-items: center; gap: 0.9rem; padding-top: 1.75rem; padding-bottom: 1.25rem; }
        .top p { color: var(--soft); }
        .title { flex: 1; min-width: 0; }
        .mark { width: 2.5rem; height: 2.5rem; flex: none; }
        .mark rect { fill: var(--accent); }
        .mark path { fill: none; stroke: var(--on-accent); stroke-width: 3.2; stroke-linecap: round; }
        .build { font-size: 0.85rem; white-space: nowrap; }
        main { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); gap: 1rem; }
        .wide { grid-column: 1 / -1; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; padding: 1.1rem 1.25rem 1.25rem; min-width: 0; }
        .card > h2 { margin-bottom: 0.8rem; }
        .head { display: flex; justify-content: space-between; align-items: center; gap: 0.75rem; margin-bottom: 0.8rem; flex-wrap: wrap; }
        .head h2 { flex: 1 1 0; min-width: 9rem; }
        footer { padding-top: 1.1rem; padding-bottom: 2.5rem; font-size: 0.85rem; color: var(--soft); }
        noscript .notice { max-width: 67.5rem; margin: 0 auto 1rem; }

        /* Controls */
        .fields { display: flex; gap: 0.9rem; flex-wrap: wrap; }
        .field { display: flex; flex-direction: column; gap: 0.25rem; min-width: 0; }
        .field:first-child { flex: 1 1 12rem; }
        .field label, legend { font-size: 0.85rem; color: var(--soft); padding: 0; }
        select, button, input[type="password"] { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--edge); border-radius: 0.45rem; min-height: 2.5rem; padding: 0.35rem 0.7rem; max-width: 100%; }
        button { cursor: pointer; padding-inline: 1rem; }
        button:hover { background: var(--wash); }
        button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
        .tasks { border: 0; margin-top: 0.9rem; min-width: 0; }
        .segments { display: flex; flex-wrap: wrap; gap: 0.4rem; margin-top: 0.25rem; }
        .segments label { display: flex; align-items: center; justify-content: center; flex: 1 1 auto; white-space: nowrap; min-height: 2.5rem; border: 1px solid var(--edge); border-radius: 0.45rem; padding: 0 0.8rem; cursor: pointer; }
        .segments label:hover { background: var(--wash); }
        .segments label:has(:checked) { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
        .segments label:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
        .segments input { position: absolute; opacity: 0; pointer-events: none; }

        /* Images */
        .slots { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 0.75rem; margin-top: 1rem; }
        .slot { min-width: 0; }
        .slots.pair .drop { min-height: 9.5rem; }
        .drop { position: relative; display: flex; align-items: center; justify-content: center; min-height: 13rem; border: 2px dashed var(--edge); border-radius: 0.6rem; overflow: hidden; cursor: pointer; text-align: center; background: var(--paper); }
        .drop:hover, .drop.over { border-color: var(--accent); background: var(--wash); }
        .drop:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
        .drop input { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; cursor: pointer; }
        .drop img { width: 100%; height: 100%; max-height: 17rem; object-fit: contain; display: block; }
        .drop.full { border-style: solid; border-width: 1px; border-color: var(--line); }
        .drop.full .hint { display: none; }
        .drop.full.unreadable .hint { display: flex; }
        .drop.unreadable .hint span { display: none; }
        .hint { display: flex; flex-direction: column; padding: 1rem; color: var(--soft); font-size: 0.9rem; pointer-events: none; }
        .hint strong { color: var(--accent); font-size: 1rem; }
        .drop.unreadable .hint strong { color: inherit; font-weight: 400; }
        .file { display: flex; align-items: center; justify-content: space-between; gap: 0.5rem; margin-top: 0.4rem; font-size: 0.85rem; color: var(--soft); }
        .file-name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .remove { min-height: 2rem; padding: 0.1rem 0.6rem; font-size: 0.85rem; flex: none; }

        /* The answer */
        #answer[aria-busy="true"] > div { opacity: 0.55; }
        .notice { border-radius: 0.5rem; padding: 0.75rem 0.9rem; overflow-wrap: anywhere; }
        .bad { color: var(--bad); background: var(--bad-wash); border: 1px solid currentColor; }
        .notice button { margin-top: 0.6rem; color: inherit; border-color: currentColor; background: transparent; }
        .notice small { display: block; margin-top: 0.3rem; font-family: var(--mono); }
        .bars { list-style: none; }
        .row { display: grid; grid-template-columns: minmax(0, 11rem) minmax(0, 1fr) 3.6rem; column-gap: 0.9rem; align-items: center; }
        .bars .row { min-height: 2.1rem; }
        .row-label { overflow-wrap: anywhere; line-height: 1.25; }
        .row-score { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
        .row-track { position: relative; align-self: stretch; display: flex; align-items: center; }
        .track { display: block; width: 100%; height: 0.7rem; border-radius: 0.35rem; background: var(--track); overflow: hidden; }
        .fill { display: block; height: 100%; background: var(--accent); border-radius: inherit; transition: width 0.25s ease-out; }
        .row.below { color: var(--soft); }
        .row.below .fill { background: var(--below); }
        .bars.cut .row-track::after { content: ""; position: absolute; top: 0; bottom: 0; left: var(--threshold); width: 2px; margin-left: -1px; background: var(--mark); }
        .bars.cut + p { margin-top: 0.5rem; }
        .threshold-row { margin-bottom: 0.15rem; min-height: 2.4rem; }
        .threshold-row .row-label { color: var(--soft); }
        .threshold-row output { color: var(--mark); font-weight: 600; }
        /* The thumb's middle, not its edge, runs over the length of the bars. */
        #threshold { appearance: none; -webkit-appearance: none; flex: none; width: calc(100% + 1.25rem); margin: 0 -0.625rem; height: 2rem; background: linear-gradient(var(--edge), var(--edge)) no-repeat center / calc(100% - 1.25rem) 2px; cursor: pointer; border-radius: 0.5rem; }
        #threshold::-webkit-slider-runnable-track { height: 2px; background: none; }
        #threshold::-moz-range-track { height: 2px; background: none; }
        #threshold::-webkit-slider-thumb { -webkit-appearance: none; width: 1.25rem; height: 1.25rem; margin-top: calc(1px - 0.625rem); border-radius: 50%; background: var(--mark); border: 3px solid var(--card); box-shadow: 0 0 0 1px var(--mark); }
        #threshold::-moz-range-thumb { width: 1.25rem; height: 1.25rem; box-sizing: border-box; border-radius: 50%; background: var(--mark); border: 3px solid var(--card); box-shadow: 0 0 0 1px var(--mark); }
        .similarity p { display: flex; justify-content: space-between; align-items: baseline; margin-bottom: 0.4rem; }
        .similarity strong { font-size: 1.9rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .numbers { margin-top: 0.9rem; display: grid; gap: 0.7rem; }
        .numbers dt { font-size: 0.85rem; color: var(--soft); overflow-wrap: anywhere; }
        .numbers dd { font-family: var(--mono); font-size: 0.85rem; overflow-wrap: anywhere; }
        .timing { margin-top: 1.1rem; padding-top: 0.9rem; border-top: 1px solid var(--line); }
        .stage-bar { display: flex; gap: 2px; height: 0.4rem; margin: 0.5rem 0; border-radius: 0.2rem; overflow: hidden; }
        .stages { display: flex; flex-wrap: wrap; gap: 0.15rem 1.1rem; font-size: 0.85rem; margin-bottom: 0.4rem; }
        .stages div { display: flex; gap: 0.4rem; align-items: center; }
        .stages dt { color: var(--soft); display: flex; align-items: center; gap: 0.35rem; }
        .stages dd { font-variant-numeric: tabular-nums; }
        .swatch { width: 0.6rem; height: 0.6rem; border-radius: 0.15rem; flex: none; }
        .stage-1 { background: var(--stage-1); }
        .stage-2 { background: var(--stage-2); }
        .stage-3 { background: var(--stage-3); }
        .stage-4 { background: var(--stage-4); }
        #identity { overflow-wrap: anywhere; }

        /* The terminal and the server */
        pre { font: 0.875rem/1.6 var(--mono); background: var(--paper); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.75rem 0.9rem; white-space: pre-wrap; word-break: break-all; }
        .figures { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 1.1rem; }
        .figures div { min-width: 0; }
        .figures dt { font-size: 0.85rem; color: var(--soft); }
        .figures dd { font-size: 1.25rem; line-height: 1.4; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .figures dd.stale { color: var(--soft); }
        .spark { display: block; width: 100%; height: 1.9rem; margin-top: 0.2rem; overflow: visible; border-bottom: 1px solid var(--line); }
        .spark path { fill: none; stroke: var(--accent); stroke-width: 1.5; vector-effect: non-scaling-stroke; stroke-linejoin: round; stroke-linecap: round; }

        dialog { border: 1px solid var(--line); border-radius: 0.75rem; background: var(--card); color: var(--ink); padding: 1.4rem; width: min(26rem, calc(100vw - 2rem)); }
        dialog::backdrop { background: rgb(10 14 20 / 0.55); }
        dialog .field { margin: 0.9rem 0 1.1rem; }
        .buttons { display: flex; justify-content: flex-end; gap: 0.6rem; }

        @media (max-width: 52rem) {
          main { grid-template-columns: minmax(0, 1fr); }
          .figures { grid-template-columns: repeat(3, minmax(0, 1fr)); }
        }
        @media (max-width: 34rem) {
          .top, main, footer { padding-inline: 0.9rem; }
          .top { flex-wrap: wrap; }
          .build { width: 100%; }
          .card { padding: 1rem; }
          .drop { min-height: 10rem; }
          .segments label { padding: 0 0.45rem; font-size: 0.95rem; }
          pre { font-size: 0.78rem; padding: 0.7rem; }
          .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); }
          .row { grid-template-columns: minmax(0, 1fr) auto; row-gap: 0.15rem; }
          .bars .row { padding: 0.3rem 0; }
          .row-track { grid-row: 2; grid-column: 1 / -1; min-height: 1.1rem; }
        }
        @media (prefers-reduced-motion: reduce) {
          *, *::before, *::after { transition: none !important; animation: none !important; scroll-behavior: auto !important; }
        }
        @media (forced-colors: active) {
          .track { border: 1px solid CanvasText; }
          .fill, .stage-bar span, .swatch { forced-color-adjust: none; }
          .segments label:has(:checked) { border-width: 3px; }
        }
        </style>
        </head>
        <body>
        <header class="top">
          <svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7"/><path d="M8 24V12m5.33 12V7m5.34 17V15M24 24V10"/></svg>
          <div class="title">
            <h1>Mantissa</h1>
            <p>Image models in 16-bit integers: the same answer every time, everywhere.</p>
          </div>
          <p id="build" class="build" hidden></p>
        </header>

        <noscript><p class="notice bad">This page needs JavaScript; the server itself does not: see openapi.yaml.</p></noscript>

        <main>
          <form id="ask" class="card" aria-labelledby="ask-title">
            <h2 id="ask-title">Question</h2>
            <div class="fields">
              <div class="field">
                <label for="model">Model</label>
                <select id="model" disabled></select>
              </div>
              <div class="field" id="top-k-field">
                <label for="top-k">Classes to list</label>
                <select id="top-k">
                  <option>1</option><option>3</option><option selected>5</option><option>10</option><option>20</option><option>50</option>
                </select>
              </div>
            </div>
            <fieldset class="tasks">
              <legend>Task</legend>
              <div id="tasks" class="segments"></div>
            </fieldset>
            <div id="slots" class="slots">
              <div class="slot" id="slot-0">
                <label class="drop">
                  <input type="file" accept="image/jpeg,image/png,image/webp" aria-label="Image" aria-describedby="hint-0">
                  <img alt="" hidden>
                  <span class="hint" id="hint-0"><strong class="choose">Choose an image</strong><span>or drop or paste one: JPEG, PNG or WebP</span></span>
                </label>
                <p class="file" hidden><span class="file-name"></span><button type="button" class="remove" aria-label="Remove the image">Remove</button></p>
              </div>
              <div class="slot" id="slot-1" hidden>
                <label class="drop">
                  <input type="file" accept="image/jpeg,image/png,image/webp" aria-label="Second image" aria-describedby="hint-1">
                  <img alt="" hidden>
                  <span class="hint" id="hint-1"><strong class="choose">Choose a second image</strong><span>to compare with the first</span></span>
                </label>
                <p class="file" hidden><span class="file-name"></span><button type="button" class="remove" aria-label="Remove the second image">Remove</button></p>
              </div>
            </div>
          </form>

          <section id="answer" class="card" aria-labelledby="answer-title" aria-busy="false">
            <h2 id="answer-title" tabindex="-1">Answer</h2>
            <p id="spoken" class="unseen" role="status" aria-live="polite"></p>
            <div id="error" class="notice bad" role="alert" hidden></div>
            <p id="empty" class="soft">Give it an image, and the answer appears here.</p>

            <div id="classes" hidden>
              <div id="threshold-row" class="row threshold-row">
                <label for="threshold" class="row-label">Threshold</label>
                <span class="row-track"><input id="threshold" type="range" min="0" max="1" step="0.01" value="0.5" aria-describedby="reached"></span>
                <output id="threshold-value" class="row-score" for="threshold">50%</output>
              </div>
              <ol id="bars" class="bars"></ol>
              <p id="reached" class="soft small"></p>
            </div>

            <div id="embedding" hidden>
              <div id="similarity" class="similarity">
                <p><span class="soft">Cosine similarity</span> <strong id="cosine"></strong></p>
                <span class="track" aria-hidden="true"><span id="cosine-bar" class="fill"></span></span>
              </div>
              <p id="compare" class="soft">Add a second image to compare it with.</p>
              <dl id="numbers" class="numbers"></dl>
            </div>

            <div id="timing" class="timing" hidden>
              <p><strong id="total"></strong> <span class="soft">from sending to the whole answer</span></p>
              <div id="stage-bar" class="stage-bar" aria-hidden="true"></div>
              <dl id="stages" class="stages"></dl>
              <p id="identity" class="soft small"></p>
            </div>
          </section>

          <section class="card wide" aria-labelledby="curl-title">
            <div class="head">
              <h2 id="curl-title">The same from a terminal</h2>
              <button type="button" id="copy">Copy</button>
            </div>
            <pre id="curl" tabindex="0" aria-labelledby="curl-title"></pre>
            <p id="copied" class="unseen" role="status" aria-live="polite"></p>
          </section>

          <section class="card wide" aria-labelledby="figures-title">
            <div class="head">
              <h2 id="figures-title">This server</h2>
              <p id="figures-note" class="soft small"></p>
            </div>
            <dl id="figures" class="figures"></dl>
          </section>
        </main>

        <footer>
          <p>Images go to this server only and are not kept. More: <a href="/openapi.yaml">openapi.yaml</a>, <a href="/v1/models">models</a>, <a href="/metrics">metrics</a></p>
        </footer>

        <dialog id="key-dialog" aria-labelledby="key-title">
          <form id="key-form">
            <h2 id="key-title">This server asks for an API key</h2>
            <p id="key-note" class="soft">It is kept until this tab is closed, and sent to this server only.</p>
            <div class="field">
              <label for="key">API key</label>
              <input id="key" type="password" autocomplete="off" spellcheck="false" required aria-describedby="key-note">
            </div>
            <div class="buttons">
              <button type="button" id="key-cancel">Cancel</button>
              <button type="submit" class="primary">Continue</button>
            </div>
          </form>
        </dialog>
        <script type="module">
        // The page at `/`. Text from the server or from files becomes text nodes only, never HTML: the page's
        // Content-Security-Policy (trusted types) refuses everything else.

        const byId = (id) => document.getElementById(id);

        const TASK_TITLES = { classify: "Classify", multilabel: "Multi-label", embed: "Embed" };
        const STAGES = ["preprocess", "queue", "inference"];
        const POLL_MILLISECONDS = 2000;
        /// Samples that a sparkline shows: a minute.
        const HISTORY = 30;
        /// Samples that a rate, and a quantile or mean, is taken over: 10 s and 30 s.
        const RATE_SAMPLES = 5;
        const WINDOW_SAMPLES = 15;
        /// Numbers of an embedding that are shown.
        const FIRST_NUMBERS = 8;

        const state = {
          models: [],
          task: null,
          /// The files of both slots; only embed uses the second.
          images: [null, null],
          topK: { classify: 5, multilabel: 10 },
          threshold: 0.5,
          /// Scores of a multilabel answer beside their rows, so that the slider needs no request.
          rows: [],
          running: null,
        };

        function element(tag, attributes = {}, ...children) {
          const node = document.createElement(tag);
          for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
          node.append(...children);
          return node;
        }

        // ---- Texts ----

        const width = (share) => `${(100 * Math.min(Math.max(share, 0), 1)).toFixed(1)}%`;
        /// What is not nothing does not look like nothing.
        const percent = (score) => (score > 0 && score < 0.0005 ? "<0.1%" : `${(100 * score).toFixed(1)}%`);

        function duration(milliseconds) {
          if (milliseconds >= 10000) return `${(milliseconds / 1000).toFixed(0)} s`;
          if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
          if (milliseconds >= 100) return `${milliseconds.toFixed(0)} ms`;
          return milliseconds >= 10 ? `${milliseconds.toFixed(1)} ms` : `${milliseconds.toFixed(2)} ms`;
        }

        function sentence(text) {
          const trimmed = String(text).trim();
          if (!trimmed) return "";
          const first = trimmed[0].toUpperCase() + trimmed.slice(1);
          return /[.!?]$/.test(first) ? first : `${first}.`;
        }

        // ---- Requests, and the API key ----

        const KEY_ITEM = "mantissa.key";
        let key = null;
        try { key = sessionStorage.getItem(KEY_ITEM); } catch { /* Storage may be blocked: the key then lives as long as the page. */ }
        let keyQuestion = null;

        /// Asks for a key, after saying why; several requests that need one wait for the same answer. False if it was not given.
        function askForKey(reason) {
          if (keyQuestion) return keyQuestion;
          const dialog = byId("key-dialog"), field = byId("key"), note = byId("key-note");
          note.textContent = reason
            + "It is kept until this tab is closed, and sent to this server only.";
          field.value = "";
          field.setCustomValidity("");
          keyQuestion = new Promise((resolve) => {
            const finish = (given) => {
              form.removeEventListener("submit", submit);
              cancel.removeEventListener("click", dismiss);
              dialog.removeEventListener("cancel", dismiss);
              if (dialog.open) dialog.close();
              keyQuestion = null;
              resolve(given);
            };
            const form = byId("key-form"), cancel = byId("key-cancel");
            const submit = (event) => {
              event.preventDefault();
              key = field.value;
              try { sessionStorage.setItem(KEY_ITEM, key); } catch { /* As above. */ }
              field.value = "";
              finish(true);
            };
            const dismiss = () => finish(false);
            form.addEventListener("submit", submit);
            cancel.addEventListener("click", dismiss);
            dialog.addEventListener("cancel", dismiss);
            dialog.showModal();
            field.focus();
          });
          return keyQuestion;
        }

        byId("key").addEventListener("input", (event) => {
          // What else there is cannot stand in a header.
          const field = event.target;
          field.setCustomValidity(/^[\x21-\x7e]*$/.test(field.value) ? "" : "A key has visible ASCII characters only.");
        });

        /// `fetch`, with the key where there is one. Asks for another where that is not enough, unless `quiet`, and tries again.
        async function call(path, options = {}, quiet = false) {
          for (;;) {
            const sent = key;
            const headers = new Headers(options.headers);
            if (sent) headers.set("Authorization", `Bearer ${sent}`);
            const response = await fetch(path, { ...options, headers, credentials: "same-origin" });
            // Without a key, 403 is about something else.
            if (quiet || !(response.status === 401 || (response.status === 403 && sent))) return response;
            const reason = !sent ? "" : response.status === 401 ? "The server did not take that key. " : "That key is not for this. ";
            if (key === sent && !(await askForKey(reason))) return response;
          }
        }

        /// What a failed answer says, as a title, a sentence, and details for a report.
        async function problem(response) {
          let body = {};
          try { body = await response.json(); } catch { /* Not ours, a proxy's page for instance: the status has to do. */ }
          const title = body.title || response.statusText || "The server refused the request";
          const text = response.status === 401 ? "This server needs an API key." : body.detail;
          const wait = Number(response.headers.get("Retry-After"));
          const request = response.headers.get("X-Request-Id");
          return {
            title: `${title} (${response.status})`,
            text: sentence(text || "") + (wait > 0 ? ` It asks to try again in ${wait} s.` : ""),
            detail: request ? `request ${request}` : "",
            canRetry: [401, 408, 429, 503, 504].includes(response.status),
          };
        }

        // A link sends no key: where there is one, the page asks, and shows the answer as text.
        for (const link of document.querySelectorAll("footer a")) {
          link.addEventListener("click", async (event) => {
            if (!key) return;
            event.preventDefault();
            try {
              const text = await (await call(link.getAttribute("href"))).arrayBuffer();
              location.assign(URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" })));
            } catch {
              location.assign(link.href);
            }
          });
        }

        // ---- The question ----

        const model = () => state.models.find((entry) => entry.value === byId("model").value);
        const slotCount = () => (state.task === "embed" ? 2 : 1);
        const chosen = () => state.images.slice(0, slotCount()).filter((file) => file !== null);

        async function loadModels() {
          try {
            const response = await call("/v1/models");
            if (!response.ok) return showProblem(await problem(response), loadModels);
            const list = (await response.json()).data;
            state.models = [];
            for (const entry of list) {
              const ready = entry.versions.filter((version) => version.state === "ready");
              if (ready.some((version) => version.version === entry.default_version)) {
                state.models.push({ value: entry.id, name: entry.id, tasks: entry.tasks, version: null });
              }
              if (ready.length < 2) continue;
              for (const { version } of ready) {
                state.models.push({ value: `${entry.id}\n${version}`, name: entry.id, tasks: entry.tasks, version });
              }
            }
          } catch (error) {
            return showProblem(unreachable(error), loadModels);
          }
          const select = byId("model");
          select.replaceChildren(...state.models.map((entry) => element(
            "option", { value: entry.value }, entry.version === null ? entry.name : `${entry.name}, version ${entry.version}`)));
          select.disabled = state.models.length === 0;
          if (state.models.length === 0) {
            return showProblem({ title: "No model is ready", text: "The server has no model that can answer now.", detail: "", canRetry: true }, loadModels);
          }
          clearProblem();
          showTasks();
        }

        function showTasks() {
          const tasks = model() ? model().tasks : [];
          if (!tasks.includes(state.task)) state.task = tasks[0] || null;
          byId("tasks").replaceChildren(...tasks.map((task) => {
            const input = element("input", { type: "radio", name: "task", value: task });
            input.checked = task === state.task;
            input.addEventListener("change", () => { state.task = task; changed(); });
            return element("label", {}, input, TASK_TITLES[task] || task);
          }));
          changed();
        }

        /// After each change of the question: shows what belongs to it, and asks it.
        function changed() {
          const embeds = state.task === "embed";
          byId("slot-1").hidden = !embeds;
          byId("slots").classList.toggle("pair", embeds);
          byId("top-k-field").hidden = embeds;
          if (!embeds && state.task) byId("top-k").value = String(state.topK[state.task] || 5);
          slots.forEach((slot) => slot.show());
          showCurl();
          if (chosen().length > 0) ask();
          else clearAnswer();
        }

        /// Path and query of the question; for multilabel with this threshold.
        function target(threshold) {
          const { name, version } = model();
          const versionPath = version === null ? "" : `/versions/${encodeURIComponent(version)}`;
          const path = `/v1/models/${encodeURIComponent(name)}${versionPath}/${state.task}`;
          if (state.task === "embed") return path;
          const query = new URLSearchParams({ top_k: state.topK[state.task] || 5 });
          if (state.task === "multilabel") query.set("threshold", threshold);
          return `${path}?${query}`;
        }

        function message() {
          const files = chosen();
          if (files.length === 1) {
            return { body: files[0], headers: { "Content-Type": files[0].type || "application/octet-stream" } };
          }
          const body = new FormData();
          for (const file of files) body.append("image", file, file.name);
          return { body, headers: {} };
        }

        async function ask() {
          if (state.running) state.running.abort();
          if (!model() || !state.task) return;
          const running = new AbortController(), task = state.task;
          state.running = running;
          byId("answer").setAttribute("aria-busy", "true");
          try {
            const start = performance.now();
            // All scores come, and the slider says which of them count: it moves without asking again.
            const response = await call(target(0), { method: "POST", ...message(), signal: running.signal });
            if (!response.ok) {
              const failure = await problem(response);
              if (state.running === running) showProblem(failure, ask);
              return;
            }
            const answer = await response.json();
            const milliseconds = performance.now() - start;
            if (state.running !== running) return;
            clearProblem();
            byId("empty").hidden = true;
            const spoken = task === "embed" ? showEmbeddings(answer.embeddings) : showClasses(answer.predictions[0], task);
            showTiming(milliseconds, response.headers.get("Server-Timing") || "", answer);
            byId("spoken").textContent = `${spoken} ${duration(milliseconds)}.`;
          } catch (error) {
            if (state.running === running && error.name !== "AbortError") showProblem(unreachable(error), ask);
          } finally {
            if (state.running === running) {
              state.running = null;
              byId("answer").setAttribute("aria-busy", "false");
            }
          }
        }

        // ---- The curl line ----

        /// A word for a POSIX shell.
        const quoted = (text) => (/^[\w@%+=:,.\/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
        /// As curl's -F wants a file's name that holds its own separators.
        const formName = (name) => (/[",;\\]/.test(name) ? `"${name.replace(/["\\]/g, "\\$&")}"` : name);
        /// A lone dash would be standard input.
        const localName = (file) => (file.name.startsWith("-") ? `./${file.name}` : file.name);

        function showCurl() {
          if (!model() || !state.task) return;
          const files = chosen();
          const words = [];
          if (files.length === 2) {
            for (const file of files) words.push(`-F ${quoted(`image=@${formName(localName(file))};type=${file.type || "application/octet-stream"}`)}`);
          } else {
            const file = files[0] || { name: "image.jpg", type: "image/jpeg" };
            words.push(`--data-binary ${quoted(`@${localName(file)}`)}`, `-H ${quoted(`Content-Type: ${file.type || "application/octet-stream"}`)}`);
          }
          // The key itself stays out of sight, and out of the shell's history.
          if (key) words.push('-H "Authorization: Bearer $API_KEY"');
          words.push(quoted(location.origin + target(state.threshold)));
          byId("curl").textContent = `curl ${words.join(" \\\n  ")}`;
        }

        byId("copy").addEventListener("click", async () => {
          const text = byId("curl").textContent;
          let done = false;
          try {
            await navigator.clipboard.writeText(text);
            done = true;
          } catch {
            // No clipboard without HTTPS: the older way, by the selection, which also stays for copying by hand.
            getSelection().selectAllChildren(byId("curl"));
            done = document.execCommand("copy");
          }
          byId("copied").textContent = done ? "Copied." : "Selected; copy it with the keyboard.";
          byId("copy").textContent = done ? "Copied" : "Selected";
          setTimeout(() => { byId("copy").textContent = "Copy"; byId("copied").textContent = ""; }, 2000);
        });

        // ---- The answer ----

        function clearAnswer() {
          if (state.running) { state.running.abort(); state.running = null; }
          byId("answer").setAttribute("aria-busy", "false");
          clearProblem();
          for (const id of ["classes", "embedding", "timing"]) byId(id).hidden = true;
          byId("empty").hidden = false;
          byId("spoken").textContent = "";
        }

        function clearProblem() {
          byId("error").hidden = true;
          byId("error").replaceChildren();
        }

        const unreachable = (error) => ({
          title: "The server does not answer", text: sentence(error.message || ""), detail: "", canRetry: true,
        });

        function showProblem({ title, text, detail, canRetry }, retry) {
          clearAnswer();
          byId("empty").hidden = true;
          const box = byId("error");
          box.append(element("strong", {}, title), element("div", {}, text));
          if (detail) box.append(element("small", {}, detail));
          if (canRetry) {
            const button = element("button", { type: "button" }, "Try again");
            button.addEventListener("click", () => {
              // The button goes with the error; the focus must have a place to go to.
              byId("answer-title").focus();
              retry();
            });
            box.append(button);
          }
          box.hidden = false;
        }

        const labelOf = (entry) => (entry.label === null || entry.label === undefined ? `class ${entry.index}` : entry.label);

        /// Shows bars, and returns the sentence that is read aloud.
        function showClasses(predictions, task) {
          const multilabel = task === "multilabel";
          state.rows = predictions.map((entry) => {
            const fill = element("span", { class: "fill" });
            fill.style.width = width(entry.score);
            const row = element(
              "li", { class: "row", title: `index ${entry.index}, score ${entry.score}` },
              element("span", { class: "row-label" }, labelOf(entry)),
              element("span", { class: "row-track", "aria-hidden": "true" }, element("span", { class: "track" }, fill)),
              element("span", { class: "row-score" }, percent(entry.score)));
            return { score: entry.score, row };
          });
          const bars = byId("bars");
          bars.replaceChildren(...state.rows.map(({ row }) => row));
          bars.classList.toggle("cut", multilabel);
          byId("threshold-row").hidden = !multilabel;
          byId("reached").hidden = !multilabel;
          byId("embedding").hidden = true;
          byId("classes").hidden = false;
          if (multilabel) showThreshold();
          const best = predictions.slice(0, 3).map((entry) => `${labelOf(entry)} ${percent(entry.score)}`).join(", ");
          return multilabel ? `${byId("reached").textContent} The first: ${best}.` : `${best}.`;
        }

        /// Draws the line, and says which classes reach it, by the server's rule: both numbers as float32, at least.
        function showThreshold() {
          const least = Math.fround(state.threshold);
          let reached = 0;
          for (const { score, row } of state.rows) {
            const isBelow = Math.fround(score) < least;
            row.classList.toggle("below", isBelow);
            if (!isBelow) reached += 1;
          }
          const value = `${Math.round(100 * state.threshold)}%`;
          byId("bars").style.setProperty("--threshold", `${100 * state.threshold}%`);
          byId("threshold-value").textContent = value;
          byId("threshold").setAttribute("aria-valuetext", value);
          const all = state.rows.length;
          byId("reached").textContent = reached === all && all > 1
            ? `All ${all} classes listed here reach the threshold.`
            : `${reached} of the ${all} classes listed here ${reached === 1 ? "reaches" : "reach"} the threshold.`;
        }

        function cosine(a, b) {
          let dot = 0, aa = 0, bb = 0;
          for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
            dot += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
          }
          return aa > 0 && bb > 0 ? dot / Math.sqrt(aa * bb) : 0;
        }

        /// Shows embeddings, and returns the sentence that is read aloud.
        function showEmbeddings(embeddings) {
          const files = chosen();
          const isPair = embeddings.length === 2;
          byId("similarity").hidden = !isPair;
          byId("compare").hidden = isPair;
          let spoken = `${embeddings[0].length} numbers.`;
          if (isPair) {
            const similarity = cosine(embeddings[0], embeddings[1]);
            byId("cosine").textContent = similarity.toFixed(3);
            byId("cosine-bar").style.width = width(similarity);
            spoken = `Cosine similarity ${similarity.toFixed(3)}.`;
          }
          byId("numbers").replaceChildren(...embeddings.flatMap((numbers, i) => [
            element("div", {},
              element("dt", {}, `${files[i] ? files[i].name : "Image"}: ${numbers.length.toLocaleString("en")} numbers, the first of them`),
              element("dd", {}, `${numbers.slice(0, FIRST_NUMBERS).map((x) => x.toFixed(4)).join(", ")}${numbers.length > FIRST_NUMBERS ? ", …" : ""}`)),
          ]));
          byId("classes").hidden = true;
          byId("embedding").hidden = false;
          return spoken;
        }

        /// The metrics of a Server-Timing header, by name.
        function serverTiming(header) {
          const metrics = new Map();
          for (const entry of header.split(",")) {
            const [name, ...parameters] = entry.split(";").map((part) => part.trim());
            const values = Object.fromEntries(parameters.map((part) => part.split("=")).map(([k, v]) => [k, (v || "").replaceAll('"', "")]));
            if (name) metrics.set(name, values);
          }
          return metrics;
        }

        function showTiming(milliseconds, header, answer) {
          const metrics = serverTiming(header);
          const stages = [...metrics].filter(([, values]) => values.dur !== undefined)
            .map(([name, values]) => ({ name, milliseconds: Number(values.dur) || 0, color: STAGES.indexOf(name) + 1 || 4 }));
          const rest = milliseconds - stages.reduce((sum, stage) => sum + stage.milliseconds, 0);
          if (rest > 0) stages.push({ name: "rest and network", milliseconds: rest, color: 4 });
          byId("total").textContent = duration(milliseconds);
          byId("stage-bar").replaceChildren(...stages.map((stage) => {
            const part = element("span", { class: `stage-${stage.color}` });
            part.style.flexGrow = String(stage.milliseconds);
            return part;
          }));
          const entries = stages.map((stage) => element(
            "div", {}, element("dt", {}, element("span", { class: `swatch stage-${stage.color}` }), stage.name),
            element("dd", {}, duration(stage.milliseconds))));
          const batch = metrics.get("batch");
          if (batch) entries.push(element("div", {}, element("dt", {}, "batch of"), element("dd", {}, batch.desc || "")));
          byId("stages").replaceChildren(...entries);
          byId("identity").textContent = `${answer.model}, version ${answer.version}, ${answer.checkpoint.slice(0, 19)}…`;
          byId("identity").title = answer.checkpoint;
          byId("timing").hidden = false;
        }

        // ---- Images: chosen, dropped, pasted ----

        /// One place for an image: its input, its preview, its name.
        function makeSlot(index) {
          const root = byId(`slot-${index}`), input = root.querySelector("input"), image = root.querySelector("img");
          const drop = root.querySelector(".drop"), line = root.querySelector(".file"), hint = root.querySelector(".hint strong");
          const emptyHint = hint.textContent;
          let shown = null, address = null;
          const show = () => {
            const file = state.images[index];
            if (file === shown) return;
            shown = file;
            if (address) URL.revokeObjectURL(address);
            address = file ? URL.createObjectURL(file) : null;
            drop.classList.toggle("full", file !== null);
            drop.classList.remove("unreadable");
            hint.textContent = emptyHint;
            image.hidden = file === null;
            line.hidden = file === null;
            root.querySelector(".file-name").textContent = file ? file.name : "";
            if (address) image.src = address;
            else image.removeAttribute("src");
            image.alt = file ? `Preview of ${file.name}` : "";
          };
          image.addEventListener("error", () => {
            if (!shown) return;
            image.hidden = true;
            drop.classList.add("unreadable");
            hint.textContent = "No preview of this file";
          });
          input.addEventListener("change", () => {
            if (input.files.length > 0) take([...input.files], index);
            // So that the same file can be chosen again.
            input.value = "";
          });
          root.querySelector(".remove").addEventListener("click", () => {
            state.images[index] = null;
            changed();
            input.focus();
          });
          return { root, drop, show };
        }

        const slots = [makeSlot(0), makeSlot(1)];

        /// Puts files into slots, the first into this one.
        function take(files, index) {
          state.images[index] = files[0];
          if (files.length > 1 && slotCount() === 2) state.images[1 - index] = files[1];
          changed();
        }

        /// The slot of an event that names none: the one it happened in, else the first empty one.
        function slotOf(event) {
          const own = slots.findIndex((slot) => !slot.root.hidden && event.target instanceof Node && slot.root.contains(event.target));
          if (own >= 0) return own;
          return slotCount() === 2 && state.images[0] !== null && state.images[1] === null ? 1 : 0;
        }

        const holdsFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
        document.addEventListener("dragover", (event) => {
          if (!holdsFiles(event)) return;
          event.preventDefault();
          const target = slotOf(event);
          slots.forEach((slot, i) => slot.drop.classList.toggle("over", i === target));
        });
        const dragEnded = () => slots.forEach((slot) => slot.drop.classList.remove("over"));
        document.addEventListener("dragleave", (event) => { if (event.relatedTarget === null) dragEnded(); });
        document.addEventListener("drop", (event) => {
          dragEnded();
          if (!holdsFiles(event)) return;
          // A file that misses the slots must not replace the page.
          event.preventDefault();
          if (event.dataTransfer.files.length > 0) take([...event.dataTransfer.files], slotOf(event));
        });
        document.addEventListener("paste", (event) => {
          const files = event.clipboardData ? [...event.clipboardData.files] : [];
          if (files.length === 0 || byId("key-dialog").open) return;
          event.preventDefault();
          take(files, slotOf(event));
        });

        byId("ask").addEventListener("submit", (event) => event.preventDefault());
        byId("model").addEventListener("change", showTasks);
        byId("top-k").addEventListener("change", () => { state.topK[state.task] = Number(byId("top-k").value); changed(); });
        byId("threshold").addEventListener("input", () => {
          state.threshold = Number(byId("threshold").value);
          showThreshold();
          showCurl();
        });

        // ---- Live figures ----

        /// What one reading of /metrics says, over all routes that answer with a model.
        function readMetrics(text) {
          const sample = { requests: 0, buckets: new Map(), batches: 0, images: 0, depth: 0, resident: null, build: null };
          for (const line of text.split("\n")) {
            const parts = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line);
            if (!parts) continue;
            const [, name, list, number] = parts, value = Number(number);
            const labels = Object.fromEntries([...(list || "").matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, k, v]) => [k, v]));
            switch (name) {
              case "mantissa_requests_total": if (labels.model) sample.requests += value; break;
              case "mantissa_request_seconds_bucket": {
                const bound = labels.le === "+Inf" ? Infinity : Number(labels.le);
                if (labels.model) sample.buckets.set(bound, (sample.buckets.get(bound) || 0) + value);
                break;
              }
              case "mantissa_batch_size_count": sample.batches += value; break;
              case "mantissa_batch_size_sum": sample.images += value; break;
              case "mantissa_queue_depth": sample.depth += value; break;
              case "mantissa_resident_bytes": sample.resident = value; break;
              case "mantissa_build_info": sample.build = labels; break;
            }
          }
          return sample;
        }

        /// The quantile of what was counted between two readings, in seconds, by interpolation in its bucket; null of nothing.
        function quantile(q, now, before) {
          const bounds = [...now.buckets.keys()].sort((a, b) => a - b);
          const counts = bounds.map((bound) => now.buckets.get(bound) - (before.buckets.get(bound) || 0));
          const all = counts[counts.length - 1];
          if (!(all > 0)) return null;
          const rank = q * all, at = counts.findIndex((count) => count >= rank);
          const lower = at > 0 ? bounds[at - 1] : 0, below = at > 0 ? counts[at - 1] : 0;
          // The last bucket has no end: its beginning is all that is known.
          if (bounds[at] === Infinity) return lower;
          return lower + (bounds[at] - lower) * ((rank - below) / (counts[at] - below));
        }

        const figures = [
          {
            title: "Requests/s", over: RATE_SAMPLES,
            value: (now, before) => (before ? (now.requests - before.requests) / ((now.time - before.time) / 1000) : null),
            text: (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(1)),
          },
          { title: "Latency, median", over: WINDOW_SAMPLES, value: (now, before) => (before ? quantile(0.5, now, before) : null), text: (value) => duration(1000 * value) },
          { title: "Latency, p99", over: WINDOW_SAMPLES, value: (now, before) => (before ? quantile(0.99, now, before) : null), text: (value) => duration(1000 * value) },
          { title: "Queue depth", value: (now) => now.depth, text: (value) => String(value) },
          {
            title: "Mean batch size", over: WINDOW_SAMPLES,
            value: (now, before) => (before && now.batches > before.batches ? (now.images - before.images) / (now.batches - before.batches) : null),
            text: (value) => value.toFixed(1),
          },
          { title: "Resident memory", value: (now) => now.resident, text: (value) => `${(value / 1048576).toFixed(0)} MiB` },
        ];
        let samples = [];

        for (const figure of figures) {
          figure.history = [];
          figure.output = element("dd", {}, "–");
          const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
          figure.path = document.createElementNS("http://www.w3.org/2000/svg", "path");
          svg.setAttribute("class", "spark");
          svg.setAttribute("viewBox", `0 0 ${HISTORY - 1} 20`);
          svg.setAttribute("preserveAspectRatio", "none");
          svg.setAttribute("aria-hidden", "true");
          svg.append(figure.path);
          byId("figures").append(element("div", {}, element("dt", {}, figure.title), figure.output, element("dd", { class: "spark-line" }, svg)));
        }

        function showFigures(sample) {
          // Counters that fell: the server was started again.
          const last = samples[samples.length - 1];
          if (last && (sample.requests < last.requests || sample.batches < last.batches)) samples = [];
          for (const figure of figures) {
            const value = figure.value(sample, samples[Math.max(samples.length - (figure.over || 1), 0)]);
            figure.history = [...figure.history, value].slice(-HISTORY);
            figure.output.textContent = value === null ? "–" : figure.text(value);
            figure.output.classList.remove("stale");
            figure.path.setAttribute("d", sparkline(figure.history));
          }
          samples = [...samples, sample].slice(-WINDOW_SAMPLES);
          if (sample.build) {
            byId("build").textContent = `${sample.build.version || ""} · ${sample.build.isa || ""}`;
            byId("build").hidden = false;
          }
          byId("figures-note").textContent = "Rate of the last 10 s; latency and batches of the last 30 s; lines of the last minute";
        }

        /// The newest value is at the right; 0 is at the bottom; gaps stay gaps.
        function sparkline(history) {
          const top = Math.max(...history.map((value) => value || 0));
          let path = "", isOpen = false;
          history.forEach((value, i) => {
            if (value === null) { isOpen = false; return; }
            const x = HISTORY - history.length + i, y = top > 0 ? 19 - 18 * (value / top) : 19;
            // A lone point is a line of no length, which round ends make a dot.
            path += isOpen ? `L${x} ${y.toFixed(2)}` : `M${x} ${y.toFixed(2)}h0`;
            isOpen = true;
          });
          return path;
        }

        let timer = null, polling = null;

        async function poll() {
          const controller = new AbortController();
          polling = controller;
          const limit = setTimeout(() => controller.abort(), 5 * POLL_MILLISECONDS);
          try {
            const response = await call("/metrics", { signal: controller.signal, cache: "no-store" }, true);
            if (response.ok) {
              const sample = readMetrics(await response.text());
              sample.time = performance.now();
              showFigures(sample);
            } else {
              pauseFigures(response.status === 401 || response.status === 403
                ? "The figures need an API key for metrics" : `No figures: the server answers ${response.status}`);
            }
          } catch {
            if (!document.hidden) pauseFigures("The server does not answer; these figures are old");
          }
          clearTimeout(limit);
          if (polling === controller && !document.hidden) timer = setTimeout(poll, POLL_MILLISECONDS);
        }

        function pauseFigures(note) {
          byId("figures-note").textContent = note;
          for (const figure of figures) figure.output.classList.add("stale");
        }

        document.addEventListener("visibilitychange", () => {
          clearTimeout(timer);
          if (polling) polling.abort();
          polling = null;
          if (!document.hidden) poll();
        });

        loadModels();
        if (!document.hidden) poll();
        </script>
        </body>
        </html>

        """##
}
