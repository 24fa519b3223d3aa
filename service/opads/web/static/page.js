// What several scripts need: asking for a piece of a page, and putting it where it belongs. No text for people stands
// in scripts: it is in the page, in attributes `data-…` and in <template> elements, in the language of the page.

const policy = window.trustedTypes?.createPolicy("opads", { createHTML: (text) => text }) ?? { createHTML: (text) => text };

/** Return the document that a text of our own server is; nothing that a person typed is ever parsed so. */
export function parsed(text) {
  return new DOMParser().parseFromString(policy.createHTML(text), "text/html");
}

/** Ask our own server for a page; return the document, its status and its address. Throws where there is no answer. */
export async function asked(address, options = {}) {
  const response = await fetch(address, { headers: { Accept: "text/html" }, ...options });
  return { document: parsed(await response.text()), status: response.status, address: response.url };
}

/** Put the element of another document with an id in the place of ours with the same; return it, or null. */
export function replaced(id, from) {
  const ours = document.getElementById(id), theirs = from.getElementById(id);
  if (!ours || !theirs) return null;
  const adopted = document.adoptNode(theirs);
  ours.replaceWith(adopted);
  return adopted;
}

/** Say something to a screen reader without moving the focus (a region `#told` with role=status stands in the page). */
export function told(text) {
  const region = document.getElementById("told");
  if (region) region.textContent = text;
}
