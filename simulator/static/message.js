// One message in the manner of its network.

import { el, formatted, hour, icon } from "./text.js";

/**
 * `phone` gives: person, network, inGroup, find(id), command(text), press(message, row, column),
 * reply(message), change(message), remove(message), open(url), settle().
 */
export function messageItem(message, phone) {
  if (message.kind === "service") {
    return el("div", { class: "service", "data-message-id": message.id, text: message.text });
  }
  const mine = message.sender === phone.person;
  const kind = `message${mine ? " mine" : ""}${message.from_bot ? " from-bot" : ""}${message.deleted ? " gone" : ""}`;
  const item = el("div", { class: kind, "data-message-id": message.id });
  item.append(bubble(message, phone, mine));
  const rows = message.markup?.inline_keyboard;
  if (rows?.length && phone.network === "telegram" && !message.deleted) item.append(keys(message, rows, phone));
  return item;
}

function bubble(message, phone, mine) {
  const box = el("div", { class: "bubble" });
  if (!mine && phone.inGroup) box.append(el("span", { class: "sender", text: message.name }));
  if (message.deleted) {
    box.append(el("span", { text: "Tin nhắn đã bị xoá" }), meta(message, phone, mine));
    return box;
  }
  if (message.forwarded_from) box.append(el("span", { class: "sender", text: `Chuyển tiếp từ ${message.forwarded_from}` }));
  const replied = message.reply_to != null && phone.find(message.reply_to);
  if (replied) box.append(el("span", { class: "quote", text: replied.deleted ? "Tin nhắn đã bị xoá" : replied.text || "…" }));
  const content = CONTENT[message.kind]?.(message, phone);
  if (content) box.append(content);
  if (message.text) box.append(formatted(message.text, message.entities, phone.network === "telegram" ? phone.command : null));
  box.append(meta(message, phone, mine));
  return box;
}

// Only pictures from this machine are fetched: nothing here may reach another host.
const isNear = (url) => /^\/|^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url);

function picture(file, phone) {
  const size = file.width ? { width: file.width, height: file.height } : {};
  return el("img", { class: "photo", src: file.url, alt: "Ảnh", onload: () => phone.settle(), ...size });
}

const CONTENT = {
  photo: (m, phone) => (isNear(m.file?.url ?? "") ? picture(m.file, phone) : el("span", { class: "attached", text: `Ảnh: ${m.file?.url ?? ""}` })),
  sticker: () => el("img", { src: "/static/sticker.svg", alt: "Nhãn dán", width: 72, height: 72 }),
  voice: () => el("span", { class: "attached" }, icon("voice"), document.createTextNode("Tin thoại 0:03")),
  contact: (m) => el("span", { class: "attached", text: `Danh thiếp: ${m.detail?.first_name ?? ""} ${m.detail?.phone_number ?? ""}` }),
  location: () => el("span", { class: "attached", text: "Vị trí" }),
  document: (m) => el("a", { class: "attached", href: m.file?.url || false, download: m.file?.name ?? "" },
    icon("file"), document.createTextNode(m.file?.name || "Tệp")),
};

function meta(message, phone, mine) {
  const line = el("span", { class: "meta" });
  if (message.protected) line.append(el("span", { title: "Không chuyển tiếp được", text: "bảo vệ" }));
  if (message.past?.length && !message.deleted) {
    line.append(el("span", { title: `Trước đó: ${message.past.at(-1)}`, text: "đã sửa" }));
  }
  line.append(el("time", { datetime: message.time, text: hour(message.time) }));
  if (!message.deleted) line.append(more(message, phone, mine));
  return line;
}

function more(message, phone, mine) {
  const button = el("button", { class: "more", type: "button", "aria-label": "Việc với tin này", "aria-expanded": "false", text: "⋯" });
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!open));
    if (open) button.closest(".message").querySelector(".acts")?.remove();
    else button.closest(".bubble").after(acts(message, phone, mine));
  });
  return button;
}

function acts(message, phone, mine) {
  const changeable = mine && phone.network === "telegram";
  const act = (text, onclick) => el("button", { type: "button", text, onclick });
  return el(
    "div", { class: "acts" },
    act("Trả lời", () => phone.reply(message)),
    changeable && message.kind === "text" && act("Sửa", () => phone.change(message)),
    changeable && act("Xoá", () => phone.remove(message)),
  );
}

function keys(message, rows, phone) {
  const board = el("div", { class: "keys", role: "group", "aria-label": "Nút trả lời" });
  rows.forEach((row, r) => {
    board.append(el("div", {}, ...row.map((key, c) => el("button", {
      type: "button", text: key.url ? `${key.text} ↗` : key.text, "data-row": r, "data-column": c,
      onclick: (event) => (key.url ? phone.open(key.url) : phone.press(message, r, c, event.currentTarget)),
    }))));
  });
  return board;
}
