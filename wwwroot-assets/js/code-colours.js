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

// Colours the words and returns what takes the colours away again.
export function colour(root, tokens) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const added = [];
  let node = walker.nextNode();
  let nodeStart = 0;
  for (const [letter, start, end] of read(tokens)) {
    // One range for each line: the browser looks at all of them when the page changes, and whether a range ends behind its start is a long walk among
    // the lines unless both are in one.
    for (let at = start; node && at < end;) {
      const nodeEnd = nodeStart + node.length;
      if (at >= nodeEnd) {
        nodeStart = nodeEnd;
        node = walker.nextNode();
        continue;
      }

      const to = Math.min(end, nodeEnd);
      // Not a live range, which would have to be moved whenever anything on the page changes.
      const range = new StaticRange({ startContainer: node, startOffset: at - nodeStart, endContainer: node, endOffset: to - nodeStart });
      highlights[letter]?.add(range);
      added.push([letter, range]);
      at = to;
    }
  }

  return () => added.forEach(([letter, range]) => highlights[letter]?.delete(range));
}
