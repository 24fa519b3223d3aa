// The beginning of a long file, cut where a record ends, so that something can be said of it at once.

export const LONG = 2 * 1024 * 1024; // bytes from which on the beginning is read first
const FIRST = 200 * 1024;
const LEAST = 3; // elements of a list within an object before it is taken for the list of the records
const [QUOTE, BACKSLASH, FEED, SEPARATOR] = [34, 92, 10, 28];
const [BRACE, BRACE_END, BRACKET, BRACKET_END, LESS] = [123, 125, 91, 93, 60];
const SPACE = [32, 9, 13, 10];
const PACKED = [[0x50, 0x41, 0x52, 0x31], [0x50, 0x4b], [0x1f, 0x8b], [0x28, 0xb5, 0x2f, 0xfd]]; // Parquet, zip, gzip, Zstandard

/** Return the beginning of a file as a file; null where it is not known how to cut it. */
export async function beginning(file) {
  const pieces = cut(new Uint8Array(await file.slice(0, FIRST).arrayBuffer()));
  return pieces && new File(pieces, file.name);
}

/** Return the pieces that the bytes are when they end with a whole record; null where that cannot be. */
export function cut(bytes) {
  if (PACKED.some((magic) => magic.every((byte, at) => bytes[at] === byte)) || bytes.subarray(0, 64).includes(0)) return null;
  let at = bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0;
  while (SPACE.includes(bytes[at])) at += 1;
  if (bytes[at] === LESS) return null;
  if (bytes[at] === BRACKET || (bytes[at] === BRACE && !lines(bytes, at))) return elements(bytes, at);
  return rows(bytes, bytes[at] !== BRACE && !bytes.subarray(0, 4096).includes(SEPARATOR));
}

/** Say whether the first line is an object for itself. */
function lines(bytes, start) {
  let end = bytes.indexOf(FEED, start) - 1;
  while (end > start && SPACE.includes(bytes[end])) end -= 1;
  return end > start && bytes[end] === BRACE_END;
}

function rows(bytes, quoted) {
  let end = 0, inside = false;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === QUOTE && quoted) inside = !inside;
    else if (bytes[at] === FEED && !inside) end = at + 1;
  }
  return end ? [bytes.subarray(0, end)] : null;
}

/** Cut behind the last whole element of the outermost list of objects, and close what is open there. */
function elements(bytes, start) {
  const open = [];
  let best = null;
  for (let at = start, text = false; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (text) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) text = false;
    } else if (byte === QUOTE) text = true;
    else if (byte === BRACE || byte === BRACKET) open.push(byte);
    else if (byte === BRACE_END || byte === BRACKET_END) {
      open.pop();
      if (byte === BRACE_END && open.at(-1) === BRACKET && !(best && best.open.length < open.length)) {
        const count = best?.open.length === open.length ? best.count + 1 : 1;
        best = { end: at + 1, open: [...open], count };
      }
    }
  }
  if (!best || (bytes[start] === BRACE && best.count < LEAST) || (bytes[start] === BRACKET && best.open.length > 1)) return null;
  const ends = best.open.reverse().map((byte) => (byte === BRACE ? "}" : "]"));
  return [bytes.subarray(0, best.end), ends.join("")];
}
