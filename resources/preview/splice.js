// Runs in the application world of the preview's page, whose own scripts are off.
// There are no timers there: what has to wait waits for an animation frame.
"use strict";
(() => {
  const header = document.querySelector(".sf-header");
  const body = document.querySelector(".sf-body");
  const tail = document.querySelector(".sf-tail");
  const template = document.createElement("div");
  template.className = "sf-block";
  let nodes = [];        // one element per block
  let counts = [];       // how many source lines each stands for
  let starts = null;     // first source line of each, made when asked for
  let seen = null;       // indexes of the blocks that take room, made when asked for
  let headLines = 0;
  let revision = -1;
  let bridge = null;
  let shownLine = 0;     // the line at the top that both sides know of
  let settling = 0;      // frames left in which we move the page ourselves
  let still = 0;         // frames in a row in which nothing moved
  let target = null;     // the line that it is to arrive at

  function prefix() {
    if (starts === null) {
      starts = new Float64Array(counts.length + 1);
      let line = headLines;
      for (let i = 0; i < counts.length; i++) { starts[i] = line; line += counts[i]; }
      starts[counts.length] = line;
    }
    return starts;
  }

  function element([html]) {
    const node = template.cloneNode(false);
    node.innerHTML = html;
    if (!node.hasChildNodes()) node.hidden = true;
    return node;
  }

  function splice(start, deleted, blocks) {
    const made = blocks.map(element);
    const after = start + deleted < nodes.length ? nodes[start + deleted] : null;
    for (let i = start; i < start + deleted; i++) nodes[i].remove();
    const fragment = document.createDocumentFragment();
    for (const node of made) fragment.appendChild(node);
    body.insertBefore(fragment, after);
    replace(nodes, start, deleted, made);
    replace(counts, start, deleted, blocks.map((each) => each[1]));
    starts = seen = null;
  }

  function replace(array, start, deleted, made) {
    // Not as arguments of one call: a long post has more blocks than a call may have.
    if (made.length < 1000) { array.splice(start, deleted, ...made); return; }
    const rest = array.slice(start + deleted);
    array.length = start;
    for (const each of made) array.push(each);
    for (const each of rest) array.push(each);
  }

  function common(message) {
    headLines = message.head_lines;
    starts = seen = null;
    if (message.header !== null) header.innerHTML = message.header;
    if (message.tail !== null) tail.innerHTML = message.tail;
    revision = message.revision;
  }

  // ---- lines and places

  // The indexes of the blocks that take room, made when asked for.
  function visible() {
    if (seen === null) {
      seen = [];
      for (let i = 0; i < nodes.length; i++) if (!nodes[i].hidden) seen.push(i);
    }
    return seen;
  }

  // The place at `index` of what takes room, -1 being the header: its top and bottom, reaching to
  // the next one, and the lines that it stands for.
  function place(index) {
    const shown = visible(), first = prefix();
    const rect = (index < 0 ? header : nodes[shown[index]]).getBoundingClientRect();
    const last = index + 1 >= shown.length;
    return {
      top: rect.top,
      bottom: last ? rect.bottom : nodes[shown[index + 1]].getBoundingClientRect().top,
      start: index < 0 ? 0 : first[shown[index]],
      end: last ? first[nodes.length] : first[shown[index + 1]],
    };
  }

  // The last place for which `before` holds, given that it holds for a beginning of them.
  function search(before) {
    let low = -1, high = visible().length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (before(visible()[middle])) low = middle; else high = middle - 1;
    }
    return place(low);
  }

  function lineAtTop() {
    if (window.scrollY <= 0) return 0;
    const at = search((index) => nodes[index].getBoundingClientRect().top <= 0);
    const height = at.bottom - at.top;
    const share = height > 0 ? Math.min(Math.max(-at.top / height, 0), 1) : 0;
    return at.start + share * (at.end - at.start);
  }

  // Where a line is, from the top of the view.
  function offsetOf(line) {
    const first = prefix();
    const at = search((index) => first[index] <= line);
    const share = at.end > at.start ? Math.min((line - at.start) / (at.end - at.start), 1) : 0;
    return at.top + share * (at.bottom - at.top);
  }

  // Blocks out of sight have a guessed height: once they are in sight the place is corrected.
  function settle() {
    if (target === null) return;
    const offset = target <= 0 ? -window.scrollY : offsetOf(target);
    const before = window.scrollY;
    if (Math.abs(offset) > 0.5) window.scrollBy(0, offset);
    // Three frames in a row without a move end it, be it that the page cannot go further.
    still = Math.abs(window.scrollY - before) > 0.5 ? 0 : still + 1;
    if (--settling > 0 && still < 3) requestAnimationFrame(settle);
    else { target = null; shownLine = lineAtTop(); }
  }

  function scrollToLine(line) {
    const running = target !== null;
    target = line;
    settling = 20;
    still = 0;
    shownLine = line;
    if (!running) settle();
  }

  function scrolled() {
    if (target !== null || bridge === null) return;
    const line = lineAtTop();
    if (Math.abs(line - shownLine) < 0.05) return;
    shownLine = line;
    bridge.on_scrolled(line);
  }

  function lineOfPoint(node, y) {
    while (node && node.parentNode !== body && node !== header && node !== document) node = node.parentNode;
    if (node === header) return 0;
    const index = nodes.indexOf(node);
    if (index < 0) return -1;
    const rect = nodes[index].getBoundingClientRect();
    const start = prefix()[index], lines = counts[index];
    const share = rect.height > 0 ? (y - rect.top) / rect.height : 0;
    return start + Math.min(Math.floor(Math.max(share, 0) * lines), Math.max(lines - 1, 0));
  }

  function clicked(event) {
    if (event.type === "click" && !event.ctrlKey && !event.metaKey) return;
    const line = lineOfPoint(event.target, event.clientY);
    if (event.type === "click") event.preventDefault();
    if (line >= 0 && bridge !== null) bridge.on_line_clicked(line);
  }

  window.addEventListener("scroll", scrolled, { passive: true });
  document.addEventListener("dblclick", clicked);
  document.addEventListener("click", clicked, true);
  document.addEventListener("dragstart", (event) => event.preventDefault());
  for (const kind of ["wheel", "touchmove", "keydown", "mousedown"]) {
    window.addEventListener(kind, () => { target = null; settling = 0; }, { passive: true, capture: true });
  }

  window.standfirst = {
    page(message) {
      const keep = message.keep ? lineAtTop() : 0;
      body.textContent = "";
      nodes = []; counts = [];
      common(message);
      splice(0, 0, message.blocks);
      if (message.keep) scrollToLine(keep); else scrollToLine(message.line || 0);
      return true;
    },
    patch(message) {
      if (message.base !== revision) { if (bridge) bridge.on_stale(); return false; }
      common(message);
      for (const [start, deleted, blocks] of message.splices) splice(start, deleted, blocks);
      return true;
    },
    clear() {
      body.textContent = header.textContent = tail.textContent = "";
      nodes = []; counts = []; starts = seen = null; headLines = 0; revision = -1;
      window.scrollTo(0, 0);
    },
    palette(name, values) {
      const root = document.documentElement;
      root.dataset.palette = name;
      for (const [key, value] of Object.entries(values)) root.style.setProperty("--sf-" + key, value);
    },
    scrollToLine,
    lineAtTop,
    offsetOf,
    state() { return { revision, blocks: nodes.length, lines: prefix()[nodes.length], scroll: window.scrollY }; },
    html() { return nodes.map((node) => node.innerHTML).join(""); },
  };

  new QWebChannel(qt.webChannelTransport, (channel) => {
    bridge = channel.objects.bridge;
    bridge.on_ready();
  });
})();
