// Formatted text into nodes. Everything people wrote goes through text nodes only.

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "q",
};

/** A node with a class, a text and properties; children are nodes. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "class") node.className = value;
    else if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter(Boolean));
  return node;
}

/** Text with entities (offsets in UTF-16 units, as JavaScript counts too). */
export function formatted(text, entities, onCommand) {
  const fragment = document.createDocumentFragment();
  const cuts = new Set([0, text.length]);
  for (const e of entities ?? []) {
    cuts.add(Math.min(e.offset, text.length));
    cuts.add(Math.min(e.offset + e.length, text.length));
  }
  const edges = [...cuts].sort((a, b) => a - b);
  for (let i = 0; i + 1 < edges.length; i++) {
    const [start, end] = [edges[i], edges[i + 1]];
    const over = (entities ?? []).filter((e) => e.offset <= start && e.offset + e.length >= end);
    fragment.append(piece(text.slice(start, end), over, onCommand));
  }
  return fragment;
}

function piece(text, entities, onCommand) {
  let node = document.createTextNode(text);
  for (const entity of entities) node = wrap(node, text, entity, onCommand);
  return node;
}

function wrap(inner, text, entity, onCommand) {
  if (entity.type === "url" || entity.type === "text_link") {
    const href = entity.url ?? text;
    if (!/^https?:\/\//.test(href)) return inner;
    return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, inner);
  }
  if (entity.type === "bot_command" && onCommand) {
    return el("button", { class: "command", type: "button", onclick: () => onCommand(text) }, inner);
  }
  if (entity.type === "spoiler") return el("span", { class: "spoiler", tabindex: "0" }, inner);
  return TAGS[entity.type] ? el(TAGS[entity.type], {}, inner) : inner;
}

/** A drawing of ours, said by the words beside it. */
export const icon = (name) => el("img", { class: "icon", src: `/static/${name}.svg`, alt: "", width: 22, height: 22 });

/** "08:05" of an ISO time, as it is written there. */
export const hour = (iso) => iso.slice(11, 16);
