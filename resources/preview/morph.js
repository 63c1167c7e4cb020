// Brings the page round the text to what the layouts make of it now, and leaves alone what is the
// same: sheets stay loaded, pictures stay decoded, the place stays.
"use strict";
const morph = (() => {
  const VERSION = "standfirst-version";
  let versions = 0;

  // html: the whole document; holds: whether a live node has the text in it, which is not touched.
  // Returns whether that could be done; else the page has to be loaded.
  function document_(html, keep) {
    const next = new DOMParser().parseFromString(html, "text/html");
    const holds = (node) => keep !== null && node.contains(keep);
    let nextKeep = null;
    if (keep !== null) {
      const comments = next.createTreeWalker(next, NodeFilter.SHOW_COMMENT);
      while (comments.nextNode()) if (comments.currentNode.data === keep.data) nextKeep = comments.currentNode;
      if (nextKeep === null) return false;
    }
    const nextHolds = (node) => nextKeep !== null && node.contains(nextKeep);
    const pending = [];  // sheets that go once those that came are there
    const came = [];

    function attributes(live, made) {
      for (const { name, value } of Array.from(made.attributes)) {
        if (live.getAttribute(name) !== value) live.setAttribute(name, value);
      }
      for (const { name } of Array.from(live.attributes)) {
        if (!made.hasAttribute(name)) live.removeAttribute(name);
      }
    }

    function isSheet(node) {
      return node.nodeName === "LINK" && /\bstylesheet\b/i.test(node.rel);
    }

    function isAlike(live, made) {
      if (live.nodeType !== made.nodeType || live.nodeName !== made.nodeName) return false;
      if (holds(live) !== nextHolds(made)) return false;
      if (isSheet(live) || isSheet(made)) return isSheet(live) && isSheet(made) && plain(live.href) === plain(made.href);
      return live.nodeType !== Node.ELEMENT_NODE || live.id === made.id;
    }

    function isSame(live, made) {
      return !holds(live) && !nextHolds(made) && live.isEqualNode(made);
    }

    function into(live, made) {
      if (live.nodeType !== Node.ELEMENT_NODE) {
        if (live.data !== made.data) live.data = made.data;
        return true;
      }
      if (isSheet(live)) return true;
      attributes(live, made);
      return children(live, made);
    }

    function children(live, made) {
      const olds = Array.from(live.childNodes), news = Array.from(made.childNodes);
      const from = keep === null ? -1 : olds.indexOf(keep), to = nextKeep === null ? -1 : news.indexOf(nextKeep);
      if ((from < 0) !== (to < 0)) return false;
      if (from < 0) return list(live, olds, news, null);
      const ends = (node) => node.nodeType === Node.COMMENT_NODE && node.data === "/" + keep.data;
      const until = olds.findIndex(ends), nextUntil = news.findIndex(ends);
      if (until < from || nextUntil < to) return false;
      return list(live, olds.slice(0, from), news.slice(0, to), keep)
        && list(live, olds.slice(until + 1), news.slice(nextUntil + 1), null);
    }

    function list(parent, olds, news, before) {
      let low = 0, oldEnd = olds.length, newEnd = news.length;
      while (low < oldEnd && low < newEnd && isSame(olds[low], news[low])) low++;
      while (oldEnd > low && newEnd > low && isSame(olds[oldEnd - 1], news[newEnd - 1])) { oldEnd--; newEnd--; }
      let at = low;
      for (let i = low; i < newEnd; i++) {
        const wanted = news[i];
        let found = -1;
        // The same further down goes before something alike here: a row that went is not all rows.
        for (let j = at; j < oldEnd && j < at + 24 && found < 0; j++) if (isSame(olds[j], wanted)) found = j;
        const isLater = found < 0 && news.slice(i + 1, i + 5).some((each) => at < oldEnd && isSame(olds[at], each));
        if (found < 0 && !isLater) {
          for (let j = at; j < oldEnd && j < at + 24 && found < 0; j++) if (isAlike(olds[j], wanted)) found = j;
        }
        if (found < 0) {
          if (nextHolds(wanted)) return false;
          add(parent, wanted, at < oldEnd ? olds[at] : olds[oldEnd] || before);
          continue;
        }
        for (; at < found; at++) if (!remove(olds[at])) return false;
        if (!isSame(olds[at], wanted) && !into(olds[at], wanted)) return false;
        at++;
      }
      for (; at < oldEnd; at++) if (!remove(olds[at])) return false;
      return true;
    }

    function add(parent, made, before) {
      const node = document.importNode(made, true);
      parent.insertBefore(node, before);
      if (isSheet(node)) came.push(node);
    }

    function remove(node) {
      if (holds(node)) return false;
      if (isSheet(node)) pending.push(node); else node.remove();
      return true;
    }

    const done = into(document.documentElement, next.documentElement);
    afterLoad(came, () => pending.forEach((node) => node.remove()));
    return done;
  }

  function afterLoad(links, then) {
    let left = links.length;
    if (left === 0) { then(); return; }
    for (const link of links) {
      const loaded = () => { if (--left === 0) then(); };
      link.addEventListener("load", loaded, { once: true });
      link.addEventListener("error", loaded, { once: true });
    }
  }

  function plain(address) {
    const url = new URL(address, document.baseURI);
    url.searchParams.delete(VERSION);
    return url.href;
  }

  function anew(address) {
    const url = new URL(address, document.baseURI);
    url.searchParams.set(VERSION, ++versions);
    return url.href;
  }

  function pathOf(address) {
    try { return decodeURIComponent(new URL(address, document.baseURI).pathname); } catch { return ""; }
  }

  // Load sheets again beside the old ones, which stay until then. One that another imports has no
  // link of its own: then all are loaded.
  function sheets(paths) {
    const all = Array.from(document.querySelectorAll("link[rel~=stylesheet]"));
    const named = all.filter((link) => paths.includes(pathOf(link.href)));
    for (const link of named.length > 0 ? named : all) {
      const next = link.cloneNode(false);
      next.href = anew(link.href);
      link.after(next);
      afterLoad([next], () => link.remove());
    }
  }

  function pictures(paths) {
    for (const image of document.images) {
      if (image.currentSrc.startsWith("site:") && paths.some((path) => pathOf(image.currentSrc).endsWith(path))) {
        image.src = anew(image.src);
      }
    }
  }

  return { document: document_, sheets, pictures };
})();

// The page as it is printed: what sheets say for print holds, what they say for screens does not.
const printed = (() => {
  const changed = [];  // what was, to go back to

  function told(query) {
    const found = /^\s*((?:only|not)\s+)?(print|screen|speech)\b(.*)$/is.exec(query);
    if (found === null) return query;
    // `speech` never holds here, `all` always.
    return `${found[1] || ""}${found[2].toLowerCase() === "print" ? "all" : "speech"}${found[3]}`;
  }

  function swap(media) {
    const now = media.mediaText;
    const wanted = now.split(",").map(told).join(",");
    if (wanted !== now) { changed.push([media, now]); media.mediaText = wanted; }
  }

  function rules(sheet) {
    if (sheet.media.length > 0) swap(sheet.media);
    let all;
    try { all = sheet.cssRules; } catch { return; }
    visit(all);
  }

  function visit(all) {
    for (const rule of all) {
      if (rule instanceof CSSMediaRule) swap(rule.media);
      else if (rule instanceof CSSImportRule && rule.styleSheet) rules(rule.styleSheet);
      if (rule.cssRules) visit(rule.cssRules);
    }
  }

  return {
    on() { for (const sheet of document.styleSheets) rules(sheet); },
    off() { for (const [media, was] of changed.splice(0)) media.mediaText = was; },
  };
})();
