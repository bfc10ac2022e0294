// The page: draws the state the server holds and follows its events. Nothing lives here only.

import { Phone } from "./phone.js";
import { el } from "./text.js";

const DAYS = ["Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];
const VIETNAM_MS = 7 * 3600 * 1000;
const chats = new Map();
let phones = [];
let clockAhead = 0;
const $ = (id) => document.getElementById(id);

async function call(path, body) {
  const answer = await fetch(path, body === undefined ? {} : {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  });
  const result = await answer.json();
  if (!answer.ok) throw new Error(result.error ?? `Lỗi ${answer.status}`);
  return result;
}

function drawAll(state) {
  $("title").textContent = state.title;
  document.title = state.title;
  $("clock-next").hidden = !state.foresees;
  $("notice").textContent = state.notice;
  chats.clear();
  for (const [key, chat] of Object.entries(state.chats)) chats.set(key, chat);
  const same = phones.length && state.phones.every((data, i) => data.person === phones[i]?.person);
  if (same) state.phones.forEach((data, i) => phones[i].refresh(data));
  else layOut(state);
}

function layOut(state) {
  phones = state.phones.map((data) => new Phone(data, chats, call, markPhone));
  $("phones").replaceChildren(...phones.map((phone) => phone.node));
  drawTabs();
  const asked = location.hash.slice(1);
  show(phones.find((phone) => phone.person === asked) ?? phones[0]);
  showFaults(state.faults);
}

// one phone at a time on a narrow screen

function drawTabs() {
  $("tabs").replaceChildren(...phones.map((phone) => el("button", {
    type: "button", role: "tab", id: `tab-${phone.person}`, "aria-controls": `phone-${phone.person}`,
    onclick: () => show(phone), onkeydown: (event) => step(event, phone),
  }, document.createTextNode(phone.data.name.split(" ").at(-1)), el("small", { text: phone.data.title.split("·")[0] }))));
}

function show(phone) {
  if (!phone) return;
  for (const other of phones) {
    other.node.classList.toggle("shown", other === phone);
    const tab = $(`tab-${other.person}`);
    tab.setAttribute("aria-selected", String(other === phone));
    tab.tabIndex = other === phone ? 0 : -1;
  }
  $(`tab-${phone.person}`).classList.remove("unread");
  history.replaceState(null, "", `#${phone.person}`);
  phone.log.scrollTo({ top: phone.log.scrollHeight, behavior: "instant" });
}

function step(event, phone) {
  const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!way) return;
  const next = phones[(phones.indexOf(phone) + way + phones.length) % phones.length];
  show(next);
  $(`tab-${next.person}`).focus();
}

function markPhone(phone) {
  if (!phone.node.classList.contains("shown")) $(`tab-${phone.person}`)?.classList.add("unread");
}

// events

const HANDLERS = { message: put, edited: put, deleted: put, answered, action };

function apply(event) {
  HANDLERS[event.kind]?.(event);
}

function put({ kind, chat: key, message }) {
  const chat = chats.get(key);
  if (!chat || !message) return;
  const at = chat.messages.findIndex((m) => m.id === message.id);
  if (at < 0) chat.messages.push(message);
  else chat.messages[at] = message;
  for (const phone of phones) if (phone.shows(key)) phone.update(key, message, kind === "message" && at < 0);
}

function answered({ data }) {
  phones.find((phone) => phone.person === data.person)?.answered(data);
}

function action({ chat }) {
  for (const phone of phones) if (phone.shows(chat)) phone.typing(chat);
}

const needsRedraw = (event) => ["moved", "member", "new"].includes(event.kind);

async function follow() {
  let seq = null;
  for (let failures = 0; ; ) {
    try {
      if (seq === null) {
        const state = await call("/sim/state");
        drawAll(state);
        setClock(state.now);
        seq = state.seq;
      }
      const news = await call(`/sim/events?after=${seq}&timeout=25`);
      setClock(news.now);
      seq = news.reset || news.events.some(needsRedraw) ? null : news.seq;
      if (seq !== null) news.events.forEach(apply);
      failures = 0;
      $("trouble").hidden = true;
    } catch {
      failures += 1;
      seq = null;
      $("trouble").hidden = failures < 2;
      await new Promise((done) => setTimeout(done, Math.min(500 * failures, 5000)));
    }
  }
}

// clock

function setClock(iso) {
  clockAhead = new Date(iso).getTime() - Date.now();
  tick();
}

function tick() {
  const now = new Date(Date.now() + clockAhead + VIETNAM_MS);
  const two = (n) => String(n).padStart(2, "0");
  const day = `${DAYS[now.getUTCDay()]} ${two(now.getUTCDate())}/${two(now.getUTCMonth() + 1)}/${now.getUTCFullYear()}`;
  $("clock").textContent = `${day} · ${two(now.getUTCHours())}:${two(now.getUTCMinutes())}`;
}

async function moveClock(body) {
  const buttons = [...$("clock-buttons").children];
  for (const button of buttons) button.disabled = true;
  try {
    const moved = await call("/sim/clock", body);
    setClock(moved.now);
    sayOfClock(body.to_next ? moved.what || "Không còn việc nào sắp tới." : "");
  } catch (error) {
    sayOfClock(error.message);
  }
  for (const button of buttons) button.disabled = false;
}

function sayOfClock(text) {
  $("clock-said").textContent = text;
  $("clock-said").hidden = !text;
}

for (const button of document.querySelectorAll("#clock-buttons [data-seconds]")) {
  button.addEventListener("click", () => moveClock({ advance_seconds: Number(button.dataset.seconds) }));
}
$("clock-next").addEventListener("click", () => moveClock({ to_next: true }));

// faults

const form = document.querySelector("#faults form");
const KINDS = ["too_many", "server_error", "timeout_before", "timeout_after"];

function showFaults(settings) {
  form.limits.checked = settings.limits;
  form.zalo_redelivery.value = settings.zalo_redelivery;
  form.duplicates.value = Math.round(settings.duplicates * 100);
  for (const kind of KINDS) form[kind].value = 0;
  for (const rule of settings.rules) form[rule.kind].value = Math.round(rule.rate * 100);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const share = (name) => Number(form[name].value) / 100;
  const seconds = { too_many: 3, timeout_before: 8, timeout_after: 8, server_error: 0 };
  const rules = KINDS.filter((kind) => share(kind) > 0).map((kind) => ({ kind, rate: share(kind), seconds: seconds[kind] }));
  try {
    await call("/sim/faults", { ...(await call("/sim/faults")), rules, duplicates: share("duplicates"),
      limits: form.limits.checked, zalo_redelivery: form.zalo_redelivery.value });
    $("faults-said").textContent = "Đã áp dụng.";
  } catch (error) {
    $("faults-said").textContent = error.message;
  }
});

setInterval(tick, 1000);
follow();
