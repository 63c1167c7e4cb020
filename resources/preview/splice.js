// Runs in the application world of the preview's page, whose own scripts are off, behind
// `reading.js`, `theme.js` and `morph.js`: lines, places, clicks, and what the pane asks for.
// There are no timers there: what has to wait waits for an animation frame.
"use strict";
(() => {
  let ground = document.querySelector(".sf-body") ? readingGround() : null;
  let counts = [];       // how many source lines each block stands for
  let starts = null;     // first source line of each, made when asked for
  let headLines = 0;
  let allLines = 0;      // of a page of which only the whole is known
  let revision = -1;
  let bridge = null;
  let shownLine = 0;     // the line at the top that both sides know of
  let settling = 0;      // frames left in which we move the page ourselves
  let still = 0;         // frames in a row in which nothing moved
  let target = null;     // the line that it is to arrive at
  let isPrinted = false;

  function prefix() {
    if (starts === null) {
      starts = new Float64Array(counts.length + 1);
      let line = headLines;
      for (let i = 0; i < counts.length; i++) { starts[i] = line; line += counts[i]; }
      starts[counts.length] = counts.length > 0 ? line : Math.max(line, allLines);
    }
    return starts;
  }

  function splice(start, deleted, blocks) {
    ground.splice(start, deleted, blocks);
    replace(counts, start, deleted, blocks.map((each) => each[1]));
    starts = null;
  }

  function common(message) {
    headLines = message.head_lines;
    allLines = message.lines || 0;
    starts = null;
    if (message.header !== null) ground.head(message.header);
    if (message.tail !== null) ground.tail(message.tail);
    revision = message.revision;
  }

  function stale() {
    revision = -1;
    if (bridge) bridge.on_stale();
    return false;
  }

  // ---- lines and places

  // The place at `index` of what takes room, -1 being what is above the text: its top and bottom,
  // reaching to the next one, and the lines that it stands for.
  function place(index) {
    const shown = ground.shown(), first = prefix();
    const last = index + 1 >= shown.length;
    const { top, bottom } = ground.place(index < 0 ? -1 : shown[index], last ? -1 : shown[index + 1]);
    return {
      top,
      bottom,
      start: index < 0 ? 0 : first[shown[index]],
      end: last ? first[counts.length] : first[shown[index + 1]],
    };
  }

  function lineAtTop() {
    if (ground === null || ground.scroller().scrollTop <= 0) return 0;
    const at = place(ground.atTop());
    const height = at.bottom - at.top;
    const share = height > 0 ? Math.min(Math.max(-at.top / height, 0), 1) : 0;
    return at.start + share * (at.end - at.start);
  }

  // Where a line is, from the top of the view.
  function offsetOf(line) {
    const first = prefix(), shown = ground.shown();
    const at = place(search(-1, shown.length - 1, (index) => first[shown[index]] <= line));
    const share = at.end > at.start ? Math.min((line - at.start) / (at.end - at.start), 1) : 0;
    return at.top + share * (at.bottom - at.top);
  }

  // Blocks out of sight have a guessed height: once they are in sight the place is corrected.
  function settle() {
    if (target === null) return;
    const scroller = ground.scroller();
    const offset = target <= 0 ? -scroller.scrollTop : offsetOf(target);
    const before = scroller.scrollTop;
    // A theme that scrolls smoothly would still be on its way when it is looked at.
    if (Math.abs(offset) > 0.5) scroller.scrollBy({ left: 0, top: offset, behavior: "instant" });
    // Three frames in a row without a move end it, be it that the page cannot go further.
    still = Math.abs(scroller.scrollTop - before) > 0.5 ? 0 : still + 1;
    if (--settling > 0 && still < 3) requestAnimationFrame(settle);
    else { target = null; shownLine = lineAtTop(); }
  }

  function scrollToLine(line) {
    if (ground === null) return;
    const running = target !== null;
    target = line;
    settling = 20;
    still = 0;
    shownLine = line;
    if (!running) settle();
  }

  function scrolled() {
    if (target !== null || bridge === null || revision < 0) return;
    const line = lineAtTop();
    if (Math.abs(line - shownLine) < 0.05) return;
    shownLine = line;
    bridge.on_scrolled(line);
  }

  function lineOfPoint(node, y) {
    const index = ground === null ? null : ground.blockOf(node);
    if (index === null) return -1;
    if (index < 0) return 0;
    const rect = ground.rect(index);
    const start = prefix()[index], lines = counts[index];
    const share = rect.height > 0 ? (y - rect.top) / rect.height : 0;
    return start + Math.min(Math.floor(Math.max(share, 0) * lines), Math.max(lines - 1, 0));
  }

  function clicked(event) {
    // A link that wants a window of its own is followed like any other: the pane decides.
    event.target.closest?.("a[target], area[target]")?.removeAttribute("target");
    if (event.type === "click" && !event.ctrlKey && !event.metaKey) return;
    if (event.type === "click") event.preventDefault();
    if (bridge === null) return;
    const line = lineOfPoint(event.target, event.clientY);
    if (line >= 0) bridge.on_line_clicked(line);
    else bridge.on_words_clicked((event.target.textContent || "").trim().slice(0, 500));
  }

  document.addEventListener("scroll", scrolled, { passive: true, capture: true });
  document.addEventListener("dblclick", clicked);
  document.addEventListener("click", clicked, true);
  document.addEventListener("dragstart", (event) => event.preventDefault());
  document.addEventListener("load", (event) => { if (isPrinted && event.target.sheet) print(); }, true);
  for (const kind of ["wheel", "touchmove", "keydown", "mousedown"]) {
    window.addEventListener(kind, () => { target = null; settling = 0; }, { passive: true, capture: true });
  }

  function print() { printed.off(); if (isPrinted) printed.on(); }

  // ---- what the pane asks for

  // The page round the text, where a message has another one. Tells whether it fits.
  function around(message) {
    if (typeof message.document !== "string") return true;
    const keep = ground !== null && ground.start ? ground.start : null;
    const done = morph.document(message.document, keep);
    if (isPrinted) print();
    return done;
  }

  window.standfirst = {
    page(message) {
      const keep = message.keep ? lineAtTop() : 0;
      if (message.key === null) ground = wholeGround();
      else if (message.key !== "" && (ground === null || ground.key !== message.key)) ground = themeGround(message.key);
      if (ground === null || !around(message)) return stale();
      ground.clear();
      counts = [];
      common(message);
      splice(0, 0, message.blocks);
      if (isPrinted) print();
      if (message.keep) scrollToLine(keep); else scrollToLine(message.line || 0);
      return true;
    },
    patch(message) {
      if (message.base !== revision || !around(message)) return stale();
      common(message);
      for (const [start, deleted, blocks] of message.splices) splice(start, deleted, blocks);
      return true;
    },
    palette(name, values) {
      // The theme's own page wears the theme's colours.
      if (!document.querySelector(".sf-body")) return;
      const root = document.documentElement;
      root.dataset.palette = name;
      for (const [key, value] of Object.entries(values)) root.style.setProperty("--sf-" + key, value);
    },
    printed(wanted) { isPrinted = wanted; print(); },
    sheets: morph.sheets,
    pictures: morph.pictures,
    scrollToLine,
    lineAtTop,
    offsetOf,
    state() {
      const scroll = ground === null ? 0 : ground.scroller().scrollTop;
      return { revision, blocks: counts.length, lines: prefix()[counts.length], scroll };
    },
    html() { return ground.html(); },
  };

  // The way to the pane is at times not there yet when a page begins; the pane then asks again.
  let isConnected = false;
  function connect() {
    if (isConnected || typeof qt === "undefined" || !qt.webChannelTransport) return;
    isConnected = true;
    new QWebChannel(qt.webChannelTransport, (channel) => {
      bridge = channel.objects.bridge;
      bridge.on_ready();
    });
  }
  window.standfirst.connect = connect;
  connect();
})();
