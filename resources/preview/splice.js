// Runs in the application world of the preview's page, whose own scripts are off.
// There are no timers there: what has to wait waits for an animation frame.
"use strict";
(() => {
  const header = document.querySelector(".sf-header");
  const body = document.querySelector(".sf-body");
  const tail = document.querySelector(".sf-tail");
  const template = document.createElement("div");
  template.className = "sf-block";
  // Blocks stand in groups, and a group out of sight is not laid out (`content-visibility`): what
  // the engine looks through on every key and frame are the groups and the blocks of one of them,
  // where it was all blocks. `tests/benchmarks/bench_preview.py` has the figures.
  const groupTemplate = document.createElement("div");
  groupTemplate.className = "sf-group";
  const GROUP = 64;
  let nodes = [];        // one element per block
  let counts = [];       // how many source lines each stands for
  let starts = null;     // first source line of each, made when asked for
  let seen = null;       // indexes of the blocks that take room, made when asked for
  let groups = null;     // the groups and the index of the first block of each, likewise
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
    const touched = new Set();
    if (made.length > 0) touched.add(insert(start, deleted, made));
    for (let i = start; i < start + deleted; i++) {
      touched.add(nodes[i].parentNode);
      nodes[i].remove();
    }
    replace(nodes, start, deleted, made);
    replace(counts, start, deleted, blocks.map((each) => each[1]));
    for (const group of touched) fit(group);
    starts = seen = groups = null;
  }

  // Put elements before the blocks that they take the place of; returns their group.
  function insert(start, deleted, made) {
    const fragment = document.createDocumentFragment();
    for (const node of made) fragment.appendChild(node);
    const place = nodes[start] || nodes[start - 1];
    if (place === undefined) {
      const group = groupTemplate.cloneNode(false);
      group.appendChild(fragment);
      body.appendChild(group);
      return group;
    }
    place.parentNode.insertBefore(fragment, start < nodes.length ? place : null);
    return place.parentNode;
  }

  // Divide a group that has grown too long, take away an empty one, and guess the height of one
  // that was never in sight.
  function fit(group) {
    const count = group.childElementCount;
    if (count === 0) { group.remove(); return; }
    if (count > 2 * GROUP) {
      const rest = Array.from(group.children).slice(GROUP);
      let last = group;
      for (let i = 0; i < rest.length; i += GROUP) {
        const next = groupTemplate.cloneNode(false);
        next.append(...rest.slice(i, i + GROUP));
        last.after(next);
        last = next;
        guess(next);
      }
    }
    guess(group);
  }

  function guess(group) {
    group.style.containIntrinsicHeight = `auto ${80 * group.childElementCount}px`;
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
    starts = seen = groups = null;
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
    const node = index < 0 ? header : nodes[shown[index]];
    const rect = node.getBoundingClientRect();
    const last = index + 1 >= shown.length;
    const next = last ? null : nodes[shown[index + 1]];
    // To ask for a place in a group out of sight would have that group laid out.
    let bottom = rect.bottom;
    if (next !== null && next.parentNode === node.parentNode) bottom = next.getBoundingClientRect().top;
    else if (next !== null && index < 0) bottom = next.parentNode.getBoundingClientRect().top;
    else if (next !== null) bottom = node.parentNode.getBoundingClientRect().bottom;
    return {
      top: rect.top,
      bottom,
      start: index < 0 ? 0 : first[shown[index]],
      end: last ? first[nodes.length] : first[shown[index + 1]],
    };
  }

  // The last index from `low` to `high` for which `before` holds, given that it holds for a
  // beginning of them and for `low`.
  function search(low, high, before) {
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (before(middle)) low = middle; else high = middle - 1;
    }
    return low;
  }

  function grouped() {
    if (groups === null) {
      const elements = Array.from(body.children), first = [];
      let index = 0;
      for (const each of elements) { first.push(index); index += each.childElementCount; }
      first.push(index);
      groups = { elements, first };
    }
    return groups;
  }

  function lineAtTop() {
    if (window.scrollY <= 0) return 0;
    const { elements, first } = grouped(), shown = visible();
    const above = (node) => node.getBoundingClientRect().top <= 0;
    const group = search(-1, elements.length - 1, (index) => above(elements[index]));
    let index = -1;
    if (group >= 0) {
      // Among what takes room: the last above this group, and the last in it.
      const until = (limit) => search(-1, shown.length - 1, (each) => shown[each] < limit);
      index = search(until(first[group]), until(first[group + 1]), (each) => above(nodes[shown[each]]));
    }
    const at = place(index);
    const height = at.bottom - at.top;
    const share = height > 0 ? Math.min(Math.max(-at.top / height, 0), 1) : 0;
    return at.start + share * (at.end - at.start);
  }

  // Where a line is, from the top of the view.
  function offsetOf(line) {
    const first = prefix(), shown = visible();
    const at = place(search(-1, shown.length - 1, (index) => first[shown[index]] <= line));
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
    const isBlock = (each) => each.parentNode !== null && each.parentNode.parentNode === body;
    while (node && node !== header && node !== document && !isBlock(node)) node = node.parentNode;
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
      nodes = []; counts = []; starts = seen = groups = null; headLines = 0; revision = -1;
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
