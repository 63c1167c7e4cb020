// The reading view's ground: one element per block, in groups. A ground knows where blocks stand
// in the page; `splice.js` knows which lines they stand for.
"use strict";
function readingGround() {
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
  let seen = null;       // indexes of the blocks that take room, made when asked for
  let groups = null;     // the groups and the index of the first block of each, likewise

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
    for (const group of touched) fit(group);
    seen = groups = null;
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

  function shown() {
    if (seen === null) {
      seen = [];
      for (let i = 0; i < nodes.length; i++) if (!nodes[i].hidden) seen.push(i);
    }
    return seen;
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

  return {
    splice,
    shown,
    clear() { body.textContent = ""; nodes = []; seen = groups = null; },
    head(html) { header.innerHTML = html; },
    tail(html) { tail.innerHTML = html; },
    count() { return nodes.length; },
    html() { return nodes.map((node) => node.innerHTML).join(""); },

    // Top and bottom of a block, -1 being the header; the bottom reaches to the next block.
    place(index, next) {
      const node = index < 0 ? header : nodes[index];
      const rect = node.getBoundingClientRect();
      const after = next < 0 ? null : nodes[next];
      // To ask for a place in a group out of sight would have that group laid out.
      let bottom = rect.bottom;
      if (after !== null && after.parentNode === node.parentNode) bottom = after.getBoundingClientRect().top;
      else if (after !== null && index < 0) bottom = after.parentNode.getBoundingClientRect().top;
      else if (after !== null) bottom = node.parentNode.getBoundingClientRect().bottom;
      return { top: rect.top, bottom };
    },

    // The last of the shown blocks whose top is above the view's, as an index of `shown`.
    atTop() {
      const { elements, first } = grouped(), all = shown();
      const above = (node) => node.getBoundingClientRect().top <= 0;
      const group = search(-1, elements.length - 1, (index) => above(elements[index]));
      if (group < 0) return -1;
      // Among what takes room: the last above this group, and the last in it.
      const until = (limit) => search(-1, all.length - 1, (each) => all[each] < limit);
      return search(until(first[group]), until(first[group + 1]), (each) => above(nodes[all[each]]));
    },

    // The block that a node stands in; -1 for the header, null for none.
    blockOf(node) {
      const isBlock = (each) => each.parentNode !== null && each.parentNode.parentNode === body;
      while (node && node !== header && node !== document && !isBlock(node)) node = node.parentNode;
      if (node === header) return -1;
      const index = nodes.indexOf(node);
      return index < 0 ? null : index;
    },
    rect(index) { return nodes[index].getBoundingClientRect(); },
    scroller() { return document.scrollingElement; },
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

function replace(array, start, deleted, made) {
  // Not as arguments of one call: a long post has more blocks than a call may have.
  if (made.length < 1000) { array.splice(start, deleted, ...made); return; }
  const rest = array.slice(start + deleted);
  array.length = start;
  for (const each of made) array.push(each);
  for (const each of rest) array.push(each);
}
