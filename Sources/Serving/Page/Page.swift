/// The page at `/`: one file, no resources from elsewhere, light and dark.
enum Page {
    static let html = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Mantissa</title>
        <style>
        :root { color-scheme: light dark; --ink: #1c2430; --soft: #5c6675; --paper: #fbfbf9; --card: #ffffff; --line: #dcdfe4; --bar: #2f6fde; --bad: #b3261e; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --soft: #9aa4b2; --paper: #14171c; --card: #1d2128; --line: #333a44; --bar: #6ea3ff; --bad: #ff8a80; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 54rem; margin: 0 auto; padding: 2rem 1rem 3rem; }
        h1 { margin: 0; font-size: 1.6rem; letter-spacing: -0.01em; }
        p { margin: 0.3rem 0 1.2rem; color: var(--soft); }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 0.8rem; padding: 1rem; margin-top: 1rem; }
        #drop { display: block; border-style: dashed; border-width: 2px; text-align: center; padding: 2rem 1rem; cursor: pointer; }
        #drop.over, #drop:focus-within { border-color: var(--bar); }
        #drop input { position: absolute; opacity: 0; width: 1px; height: 1px; }
        .row { display: flex; gap: 1rem; flex-wrap: wrap; align-items: end; }
        label.field { display: flex; flex-direction: column; font-size: 0.85rem; color: var(--soft); gap: 0.2rem; }
        select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.35rem 0.5rem; }
        #result { display: grid; grid-template-columns: minmax(0, 16rem) minmax(0, 1fr); gap: 1.2rem; }
        @media (max-width: 38rem) { #result { grid-template-columns: 1fr; } }
        img { width: 100%; border-radius: 0.5rem; display: block; }
        ol { list-style: none; margin: 0; padding: 0; }
        li { margin-bottom: 0.6rem; }
        .name { display: flex; justify-content: space-between; gap: 1rem; }
        .track { height: 0.5rem; border-radius: 0.25rem; background: var(--line); overflow: hidden; }
        .track div { height: 100%; background: var(--bar); }
        .error { color: var(--bad); }
        small, code { color: var(--soft); overflow-wrap: anywhere; }
        [hidden] { display: none !important; }
        </style>
        </head>
        <body>
        <main>
        <h1>Mantissa</h1>
        <p>Image models in 16-bit integers: the same answer every time, everywhere.</p>
        <div class="card row">
        <label class="field">Model<select id="model"></select></label>
        <label class="field">Question<select id="task"></select></label>
        </div>
        <label class="card" id="drop" tabindex="-1"><input type="file" id="file" accept="image/jpeg,image/png,image/webp">Drop an image here, or choose one<br><small>JPEG, PNG or WebP; it goes to this server only</small></label>
        <div class="card" id="result" hidden>
        <img id="image" alt="The image that was sent">
        <div><ol id="answer" aria-live="polite"></ol><small id="note"></small></div>
        </div>
        <p style="margin-top:1.2rem"><small>From a terminal: <code id="curl"></code><br>Everything the server answers: <a href="/openapi.yaml">openapi.yaml</a></small></p>
        </main>
        <script>
        const $ = id => document.getElementById(id);
        const titles = { classify: "Which class is it?", multilabel: "What is in it?", embed: "Its embedding" };
        let models = [], file = null, shown = null;
        function option(select, value, text) { const o = document.createElement("option"); o.value = value; o.textContent = text; select.append(o); }
        function path() { return "/v1/models/" + encodeURIComponent($("model").value) + "/" + $("task").value; }
        function describe() { $("curl").textContent = "curl --data-binary @cat.jpg -H 'Content-Type: image/jpeg' " + location.origin + path(); }
        function chooseModel() {
          const entry = models.find(m => m.id === $("model").value);
          $("task").replaceChildren();
          for (const t of entry ? entry.tasks : []) option($("task"), t, titles[t] || t);
          describe();
        }
        function fail(text) { const li = document.createElement("li"); li.className = "error"; li.textContent = text; $("answer").replaceChildren(li); $("note").textContent = ""; }
        function bar(entry) {
          const li = document.createElement("li"), name = document.createElement("div"), track = document.createElement("div"), fill = document.createElement("div");
          const label = document.createElement("span"), score = document.createElement("span");
          name.className = "name"; track.className = "track";
          label.textContent = entry.label === null ? "class " + entry.index : entry.label;
          score.textContent = (100 * entry.score).toFixed(1) + "%";
          fill.style.width = (100 * entry.score) + "%";
          name.append(label, score); track.append(fill); li.append(name, track);
          return li;
        }
        async function ask() {
          describe();
          if (!file) return;
          $("result").hidden = false;
          if (shown) URL.revokeObjectURL(shown);
          $("image").src = shown = URL.createObjectURL(file);
          const start = performance.now();
          try {
            const query = $("task").value === "multilabel" ? "?threshold=0.05&top_k=10" : "";
            const response = await fetch(path() + query, { method: "POST", body: file, headers: { "Content-Type": file.type || "image/jpeg" } });
            const answer = await response.json();
            if (!response.ok) return fail(answer.detail || response.statusText);
            if (answer.embeddings) {
              const li = document.createElement("li"), code = document.createElement("code");
              code.textContent = answer.embeddings[0].length + " numbers: " + answer.embeddings[0].slice(0, 12).map(x => x.toFixed(4)).join(", ") + ", …";
              li.append(code); $("answer").replaceChildren(li);
            } else if (answer.predictions[0].length === 0) {
              fail("No class reaches the threshold.");
            } else {
              $("answer").replaceChildren(...answer.predictions[0].map(bar));
            }
            $("note").textContent = Math.round(performance.now() - start) + " ms, the way included; " + answer.checkpoint.slice(0, 23) + "…";
          } catch (error) { fail("The server does not answer: " + error.message); }
        }
        $("file").addEventListener("change", () => { file = $("file").files[0]; ask(); });
        $("model").addEventListener("change", () => { chooseModel(); ask(); });
        $("task").addEventListener("change", ask);
        for (const kind of ["dragenter", "dragover"]) $("drop").addEventListener(kind, e => { e.preventDefault(); $("drop").classList.add("over"); });
        for (const kind of ["dragleave", "drop"]) $("drop").addEventListener(kind, e => { e.preventDefault(); $("drop").classList.remove("over"); });
        $("drop").addEventListener("drop", e => { if (e.dataTransfer.files.length) { file = e.dataTransfer.files[0]; ask(); } });
        fetch("/v1/models").then(r => r.json()).then(list => {
          models = list.data.filter(m => m.versions.some(v => v.state === "ready"));
          for (const m of models) option($("model"), m.id, m.id);
          chooseModel();
        }).catch(error => fail("The server does not answer: " + error.message));
        </script>
        </body>
        </html>

        """
}
