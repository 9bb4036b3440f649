// Colours code without an element for each word: docs/decisions/0008-code-colours.md.

const names = {
  K: "keyword",
  S: "string",
  N: "number",
  C: "comment",
  T: "type",
  F: "function",
  L: "constant",
  V: "variable",
  G: "tag",
  A: "attribute",
  I: "inserted",
  D: "deleted",
};

export const canColour = typeof Highlight === "function" && CSS.highlights !== undefined;

const highlights = canColour
  ? Object.fromEntries(Object.entries(names).map(([letter, name]) => {
    const highlight = new Highlight();
    CSS.highlights.set(`ci-${name}`, highlight);
    return [letter, highlight];
  }))
  : {};

// The grammar of the tokens stands with the server's CodeTokenWriter.
function* read(tokens) {
  let at = 0;
  for (const [, letter, first, second] of tokens.matchAll(/([A-Z])([0-9a-z]+)(?:\.([0-9a-z]+))?/g)) {
    const gap = second !== undefined ? first : first.length === 1 ? "1" : first[0];
    const length = second ?? first.at(-1);
    const start = at + parseInt(gap, 36);
    at = start + parseInt(length, 36);
    yield [letter, start, at];
  }
}

// Where an offset into the whole text stands; offsets must grow from call to call.
function seeker(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  let start = 0;
  return (offset, isEnd) => {
    // The end of a word is the end of the text that it stands in, not the beginning of the next one.
    while (node && (isEnd ? offset > start + node.length : offset >= start + node.length)) {
      start += node.length;
      node = walker.nextNode();
    }

    return node && [node, offset - start];
  };
}

// Colours the words and returns what takes the colours away again.
export function colour(root, tokens) {
  const added = [];
  const seek = seeker(root);
  for (const [letter, start, end] of read(tokens)) {
    const from = seek(start, false);
    const to = from && seek(end, true);
    if (!to) {
      break;
    }

    // A live range would be looked at whenever anything on the page changes.
    const range = new StaticRange({ startContainer: from[0], startOffset: from[1], endContainer: to[0], endOffset: to[1] });
    highlights[letter]?.add(range);
    added.push([letter, range]);
  }

  return () => added.forEach(([letter, range]) => highlights[letter]?.delete(range));
}
