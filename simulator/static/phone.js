// A phone: its owner, the chat on its screen, what can be typed and pressed.

import { messageItem } from "./message.js";
import { el, icon } from "./text.js";

const TOAST_SECONDS = 4;
const TYPING_SECONDS = 5;

export class Phone {
  /** `data` is a phone of /sim/state; `chats` is the page's shared map of chats; `call` posts. */
  constructor(data, chats, call, onUnread) {
    Object.assign(this, { data, chats, call, onUnread });
    this.person = data.person;
    this.network = data.network;
    this.tab = data.chats[0];
    this.pressed = new Map();
    this.node = this.#build();
    this.draw();
  }

  // what message.js asks for
  get inGroup() { return this.tab.group; }
  find(id) { return this.chats.get(this.tab.key)?.messages.find((m) => m.id === id); }
  command = (text) => this.send({ text });
  reply(message) { this.#doing("Trả lời", message, { reply_to: message.id }); }
  change(message) { this.#doing("Sửa tin", message, { edit: message.id }, message.text); }
  remove(message) { this.#act("delete", { chat: this.tab.send_to, message_id: message.id }); }
  open(url) {
    if (/^https?:\/\//.test(url)) window.open(url, "_blank", "noopener");
  }
  async press(message, row, column, button) {
    button.setAttribute("aria-busy", "true");
    const body = { chat: this.tab.send_to, message_id: message.id, row, column };
    const answer = await this.#act("press", body);
    if (answer) this.pressed.set(answer.press, button);
    else button.removeAttribute("aria-busy");
  }

  // what the page tells
  answered({ press, text, alert }) {
    this.pressed.get(press)?.removeAttribute("aria-busy");
    this.pressed.delete(press);
    if (text) this.say(text, alert ? 10 : TOAST_SECONDS);
  }
  typing(key) {
    if (key !== this.tab.key) return;
    this.subtitle.textContent = "đang soạn tin…";
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.#subtitle(), TYPING_SECONDS * 1000);
  }
  say(text, seconds = TOAST_SECONDS) {
    this.toast.textContent = text;
    this.toast.hidden = false;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => { this.toast.hidden = true; }, seconds * 1000);
  }
  /** A picture came late: keep the end in sight if it was. */
  settle() {
    if (this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 360) this.#toEnd(true);
  }
  shows(key) { return this.data.chats.some((tab) => tab.key === key); }

  /** A message came or changed in one of this phone's chats. */
  update(key, message, isNew) {
    if (key !== this.tab.key) {
      if (isNew) this.#unread(key);
      return;
    }
    this.log.querySelector(".empty")?.remove();
    const old = this.log.querySelector(`[data-message-id="${CSS.escape(String(message.id))}"]`);
    const low = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 120;
    const item = messageItem(message, this);
    if (old) old.replaceWith(item);
    else this.log.append(item);
    this.drawn = JSON.stringify(this.chats.get(key));
    const own = message.sender === this.person;
    // At once for her own: a slow scroll through a long text would not be at the end when the answer comes.
    if (low || own) this.#toEnd(own);
    if (isNew && message.from_bot) { this.#subtitle(); this.onUnread(this); }
    this.#cost();
  }

  /** The state came anew: redraw only what differs, so that nobody loses the place she types in. */
  refresh(data) {
    this.data = data;
    this.tab = data.chats.find((tab) => tab.name === this.tab.name) ?? data.chats[0];
    this.#fillChatTabs();
    if (JSON.stringify(this.chats.get(this.tab.key)) !== this.drawn) this.draw();
    else this.#markChat();
  }

  /** Draw the chat anew. */
  draw() {
    const chat = this.chats.get(this.tab.key);
    this.drawn = JSON.stringify(chat);
    const messages = chat?.messages ?? [];
    this.log.replaceChildren(...messages.map((m) => messageItem(m, this)));
    if (!messages.length) this.log.append(this.#empty());
    this.face.textContent = this.tab.title.slice(0, 1);
    this.heading.textContent = this.tab.title;
    const blocked = this.tab.bot && chat?.bots?.[this.tab.bot] === "kicked";
    this.blockedNote.hidden = !blocked;
    this.footer.hidden = blocked;
    this.blockItem.hidden = this.tab.group;
    this.#markChat();
    this.#suggest();
    this.#subtitle();
    this.#cost();
    this.#toEnd(true);
  }

  async send(body) {
    const what = { chat: this.tab.send_to, ...this.draft, ...body };
    delete what.edit;
    if (this.draft.edit) await this.#act("edit", { chat: what.chat, message_id: this.draft.edit, text: what.text });
    else await this.#act("send", what);
    this.#done();
  }

  // building

  #build() {
    this.draft = {};
    this.log = el("div", { class: "log", role: "log", "aria-label": `Tin nhắn trên máy ${this.data.name}`, tabindex: "0" });
    this.heading = el("b");
    this.subtitle = el("span", { role: "status" });
    this.face = el("span", { class: "face", "aria-hidden": "true" });
    this.toast = el("div", { class: "toast", role: "status", hidden: true });
    this.cost = el("span", { class: "cost" });
    this.footer = this.#footer();
    this.blockedNote = el("div", { class: "blocked", hidden: true, text: "Đã chặn bot này." },
      el("button", { type: "button", text: "Bỏ chặn", onclick: () => this.#block(false) }));
    const screen = el("div", { class: `screen ${this.network}` }, this.#bar(), this.#chatTabs(), this.log,
      this.toast, this.blockedNote, this.footer);
    const owner = el("p", { class: "owner" }, this.cost, el("b", { text: this.data.name }), el("span", { text: this.data.title }));
    return el("section", { class: "phone", id: `phone-${this.person}`, "data-phone": this.person,
      "aria-label": `Điện thoại của ${this.data.name}` }, owner, screen);
  }

  #bar() {
    this.blockItem = el("button", { type: "button", text: "Chặn bot", onclick: () => { menu.hidden = true; this.#block(true); } });
    const menu = el("div", { class: "menu", hidden: true },
      el("button", { type: "button", text: "Gửi danh thiếp của mình", onclick: () => this.#pick(menu, { kind: "contact" }) }),
      el("button", { type: "button", text: "Gửi vị trí", onclick: () => this.#pick(menu, { kind: "location" }) }),
      el("button", { type: "button", text: "Gửi một tệp", onclick: () => this.#pick(menu, { kind: "document" }) }),
      el("button", { type: "button", text: "Chuyển tiếp một tin", onclick: () => this.#pick(menu, { text: "Tin được chuyển tiếp", forwarded_from: "Chị Tư" }) }),
      this.blockItem);
    const button = el("button", { type: "button", "aria-label": "Thêm", text: "⋮", onclick: () => { menu.hidden = !menu.hidden; } });
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target) && event.target !== button) menu.hidden = true;
    });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") menu.hidden = true; });
    return el("div", { class: "bar" }, this.face, el("div", { class: "who" }, this.heading, this.subtitle), button, menu);
  }

  #chatTabs() {
    this.chatRow = el("div", { class: "chats", role: "tablist", "aria-label": "Chọn cuộc trò chuyện" });
    this.#fillChatTabs();
    return this.chatRow;
  }

  #fillChatTabs() {
    const keys = JSON.stringify(this.data.chats);
    if (keys === this.chatKeys) return;
    this.chatKeys = keys;
    this.chatRow.hidden = this.data.chats.length < 2;
    this.chatButtons = new Map(this.data.chats.map((tab) => [tab.key,
      el("button", { type: "button", role: "tab", text: tab.title, onclick: () => this.#show(tab) })]));
    this.chatRow.replaceChildren(...this.chatButtons.values());
  }

  #markChat() {
    for (const [key, button] of this.chatButtons) {
      button.setAttribute("aria-selected", String(key === this.tab.key));
      if (key === this.tab.key) button.classList.remove("unread");
    }
  }

  #footer() {
    this.doing = el("div", { class: "doing", hidden: true }, el("span"),
      el("button", { type: "button", text: "Thôi", onclick: () => this.#done() }));
    this.box = el("textarea", { rows: "1", placeholder: "Nhắn tin", "aria-label": `Tin nhắn của ${this.data.name}`,
      autocomplete: "off", enterkeyhint: "send" });
    this.box.addEventListener("input", () => this.#fit());
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.#sendBox(); }
    });
    this.chips = el("div", { class: "chips", role: "group", "aria-label": "Gợi ý" });
    const attach = (label, face, kind) => el("button", { type: "button", "aria-label": label, title: label, onclick: () => this.send({ kind }) }, icon(face));
    const compose = el("form", { class: "compose", onsubmit: (event) => { event.preventDefault(); this.#sendBox(); } },
      attach("Gửi ảnh", "photo", "photo"), attach("Gửi nhãn dán", "smile", "sticker"), attach("Gửi tin thoại", "voice", "voice"),
      this.box, el("button", { class: "send", type: "submit", "aria-label": "Gửi", text: "➤" }));
    return el("div", {}, this.chips, this.doing, compose);
  }

  #empty() {
    const box = el("div", { class: "empty" }, el("span", { text: "Chưa có tin nhắn nào." }));
    if (this.network === "telegram" && !this.tab.group) {
      box.append(el("button", { type: "button", text: "Bắt đầu", onclick: () => this.send({ text: "/start" }) }));
    }
    return box;
  }

  #suggest() {
    const fitting = this.data.suggestions.filter((s) => !s.chat || s.chat === this.tab.name);
    this.chips.hidden = !fitting.length;
    this.chips.replaceChildren(...fitting.map((s) => el("button", {
      type: "button", text: s.label, title: s.text, onclick: () => this.send({ text: s.text }),
    })));
  }

  // doing

  async #sendBox() {
    const text = this.box.value;
    if (!text.trim()) return;
    this.box.value = "";
    this.#fit();
    await this.send({ text });
  }
  async #act(what, body) {
    try { return await this.call(`/sim/phones/${this.person}/${what}`, body); }
    catch (error) { this.say(error.message); return null; }
  }
  #pick(menu, body) { menu.hidden = true; this.send(body); }
  #block(blocked) { this.#act("block", { bot: this.tab.bot, blocked }); }
  #show(tab) { this.tab = tab; this.#done(); this.draw(); }
  #doing(label, message, draft, text = "") {
    this.draft = draft;
    this.doing.firstChild.textContent = `${label}: ${(message.text || "…").slice(0, 40)}`;
    this.doing.hidden = false;
    if (text) this.box.value = text;
    this.#fit();
    this.box.focus();
  }
  #done() { this.draft = {}; this.doing.hidden = true; }
  #unread(key) { this.chatButtons.get(key)?.classList.add("unread"); this.onUnread(this); }
  #subtitle() {
    clearTimeout(this.typingTimer);
    const members = Object.keys(this.chats.get(this.tab.key)?.people ?? {}).length;
    this.subtitle.textContent = this.tab.group ? `${members} thành viên` : "bot";
  }
  #cost() {
    if (this.network !== "zalo") return;
    const count = (this.chats.get(this.tab.key)?.messages ?? []).filter((m) => m.from_bot).length;
    this.cost.textContent = `Bot đã gửi ${count} tin`;
    this.cost.title = "Trên Zalo mỗi tin bot gửi ra đều tính vào hạn mức tháng";
  }
  #fit() {
    this.box.form?.classList.toggle("typing", this.box.value !== "");
    this.box.style.height = "38px";
    this.box.style.height = `${Math.min(this.box.scrollHeight + 2, 110)}px`;
  }
  #toEnd(atOnce = false) {
    requestAnimationFrame(() => this.log.scrollTo({ top: this.log.scrollHeight, behavior: atOnce ? "instant" : "auto" }));
  }
}
