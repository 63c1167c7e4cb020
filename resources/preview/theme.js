// The theme view's ground: the blocks are siblings between two comments, as the layout left the
// place, with nothing of ours round them: `:first-child` and its kin find what they find on the
// published page.
"use strict";
function themeGround(key) {
  const LONG = 300;      // blocks from which on those out of sight are not laid out
  const template = document.createElement("template");
  let blocks = [];       // the nodes of each block, often none or one
  let tailNodes = [];
  let seen = null;       // indexes of the blocks that take room, made when asked for
  let isLong = false;
  let start = null, end = null;

  const comments = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
  while (comments.nextNode()) {
    if (comments.currentNode.data === key) start = comments.currentNode;
    else if (comments.currentNode.data === "/" + key) end = comments.currentNode;
  }
  if (start === null || end === null || start.parentNode !== end.parentNode) return null;
  const parent = start.parentNode;

  function made(html) {
    template.innerHTML = html;
    const nodes = Array.from(template.content.childNodes);
    // What stands on lines of their own in the published page is told apart here too.
    if (nodes.length > 0) nodes.push(document.createTextNode("\n"));
    return nodes;
  }

  function firstNodeFrom(index) {
    for (let i = index; i < blocks.length; i++) if (blocks[i].length > 0) return blocks[i][0];
    return tailNodes.length > 0 ? tailNodes[0] : end;
  }

  function splice(at, deleted, given) {
    const place = firstNodeFrom(at + deleted);
    for (let i = at; i < at + deleted; i++) for (const node of blocks[i]) node.remove();
    const fragment = document.createDocumentFragment();
    const all = [];
    for (const [html] of given) {
      const nodes = made(html);
      if (isLong) nodes.forEach(spare);
      for (const node of nodes) fragment.appendChild(node);
      all.push(nodes);
    }
    parent.insertBefore(fragment, place);
    replace(blocks, at, deleted, all);
    seen = null;
    if (!isLong && blocks.length > LONG) {
      isLong = true;
      for (const nodes of blocks) nodes.forEach(spare);
    } else if (isLong && blocks.length < LONG / 2) {
      isLong = false;
      for (const nodes of blocks) nodes.forEach((node) => node.removeAttribute?.("standfirst-far"));
    }
  }

  // Containment changes a page a little (counters, what juts out): for long posts only.
  function spare(node) {
    if (node.nodeType === Node.ELEMENT_NODE) node.setAttribute("standfirst-far", "");
  }

  function takesRoom(node) {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() !== "";
    return node.nodeType === Node.ELEMENT_NODE && !node.hidden && !/^(STYLE|LINK|META|TEMPLATE)$/.test(node.nodeName);
  }

  function shown() {
    if (seen === null) {
      seen = [];
      for (let i = 0; i < blocks.length; i++) if (blocks[i].some(takesRoom)) seen.push(i);
    }
    return seen;
  }

  function rectOf(node) {
    if (node.nodeType === Node.ELEMENT_NODE) return node.getBoundingClientRect();
    const range = document.createRange();
    range.selectNode(node);
    return range.getBoundingClientRect();
  }

  // Where a block stands; null where a sheet hides it.
  function rect(index) {
    let top = Infinity, bottom = -Infinity;
    for (const node of blocks[index]) {
      if (!takesRoom(node)) continue;
      const each = rectOf(node);
      if (each.width === 0 && each.height === 0) continue;
      top = Math.min(top, each.top);
      bottom = Math.max(bottom, each.bottom);
    }
    return top === Infinity ? null : { top, bottom, height: bottom - top };
  }

  // As `rect`, of the block or the next one that is not hidden; else the end of what is shown.
  function near(index) {
    for (let i = index; i < blocks.length && i < index + 50; i++) {
      const found = blocks[i].length > 0 ? rect(i) : null;
      if (found !== null) return found;
    }
    const whole = parent.getBoundingClientRect();
    return { top: whole.bottom, bottom: whole.bottom, height: 0 };
  }

  return {
    key,
    start,
    splice,
    shown,
    clear() {
      for (const nodes of [...blocks, tailNodes]) for (const node of nodes) node.remove();
      blocks = []; tailNodes = []; seen = null;
    },
    head() {},
    tail(html) {
      for (const node of tailNodes) node.remove();
      tailNodes = made(html);
      for (const node of tailNodes) parent.insertBefore(node, end);
    },
    count() { return blocks.length; },
    html() { return blocks.flat().map((node) => node.outerHTML ?? node.data).join(""); },
    place(index, next) {
      if (index < 0) {
        const scrolled = this.scroller();
        return { top: -scrolled.scrollTop, bottom: next < 0 ? near(0).top : near(next).top };
      }
      const found = near(index);
      return { top: found.top, bottom: next < 0 ? found.bottom : near(next).top };
    },
    atTop() {
      const all = shown();
      return search(-1, all.length - 1, (index) => near(all[index]).top <= 0);
    },
    blockOf(node) {
      while (node && node.parentNode !== parent) node = node.parentNode;
      if (!node) return null;
      const index = blocks.findIndex((nodes) => nodes.includes(node));
      return index < 0 ? null : index;
    },
    rect(index) { return near(index); },
    scroller() { return scrollerOf(parent); },
  };
}

// A page of which we only know the whole: lines are spread evenly over it.
function wholeGround() {
  return {
    splice() {}, clear() {}, head() {}, tail() {},
    shown() { return []; },
    count() { return 0; },
    html() { return document.body.innerHTML; },
    place() {
      const whole = document.documentElement.getBoundingClientRect();
      return { top: whole.top, bottom: whole.bottom };
    },
    atTop() { return -1; },
    blockOf() { return null; },
    rect() { return document.documentElement.getBoundingClientRect(); },
    scroller() { return scrollerOf(document.body); },
  };
}

// What scrolls a node: the column that a theme scrolls by itself, else the page.
function scrollerOf(node) {
  for (let each = node; each && each !== document.body && each.nodeType === Node.ELEMENT_NODE; each = each.parentNode) {
    if (each.scrollHeight > each.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(each).overflowY)) return each;
  }
  return document.scrollingElement || document.documentElement;
}

// Only `standfirst-far` is ours, and only in long posts.
{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("[standfirst-far] { content-visibility: auto; contain-intrinsic-block-size: auto 60px }");
  document.adoptedStyleSheets = [sheet];
}
