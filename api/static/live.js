// An open page stays true: the server says that something is new, the page reads itself again and takes over what it
// can. What somebody types, has chosen, opened or marked stays as it is, and nothing moves away under their hands.
const place = document.querySelector("[data-live-source]");
const news = place?.querySelector("[data-live-news]");
const here = new URL(place?.dataset.livePage ?? "/", location.href);
let source, heard = "", reading = false, again = false, late = false;

function listen() {
  const address = new URL(place.dataset.liveSource, location.href);
  if (heard) address.searchParams.set("heard", heard);
  source = new EventSource(address);
  source.addEventListener("open", () => { place.dataset.liveHears = ""; });
  source.addEventListener("case", (event) => hear(event, caseNews));
  source.addEventListener("queue", (event) => hear(event, queueNews));
  source.addEventListener("presence", (event) => {
    place.querySelector("[data-live-present]").textContent = JSON.parse(event.data).said;
  });
}

function hear(event, tell) {
  heard = event.lastEventId;
  tell(JSON.parse(event.data));
  renew();
}

function leave() {
  source?.close();
  source = undefined;
}

function say(text, href) {
  const link = Object.assign(document.createElement("a"), { href, textContent: text });
  news.replaceChildren(...(text ? [link] : []));
  return link;
}

function caseNews({ said, version, first }) {
  if (said) say(said, `#m${first}`).addEventListener("click", () => seen(version));
}

function queueNews({ said }) {
  if (said) say(said, here.href);
}

// Whoever follows the link has seen the message, so what they write is no longer refused for not knowing it.
function seen(version) {
  for (const field of document.querySelectorAll(".composer input[name=version]")) field.value = version;
  const address = new URL(place.dataset.liveSource, location.href);
  address.searchParams.set("version", version);
  place.dataset.liveSource = address.pathname + address.search;
  news.replaceChildren();
  leave();
  listen();
}

async function renew() {
  again = true;
  if (reading) return;
  reading = true;
  while (again) {
    again = false;
    try {
      const address = here.pathname === location.pathname ? here.pathname + location.search : here.href;
      const answer = await fetch(address, { headers: { Accept: "text/html", "X-Renewal": "yes" } });
      if (answer.ok && !answer.redirected) takeOver(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      late = true;
    }
  }
  reading = false;
}

function takeOver(page) {
  late = false;
  for (const old of document.querySelectorAll("[data-live]")) {
    const fresh = page.querySelector(`[data-live="${old.dataset.live}"]`);
    const rows = [old.querySelector("tbody"), fresh?.querySelector("tbody")];
    if (!fresh) continue;
    if (old.dataset.live === "thread" || old.dataset.live === "timeline") grow(old, fresh);
    else if (old.dataset.live === "list" && rows[0] && rows[1]) mark(...rows);
    else change(old, fresh);
  }
}

function held(node) {
  const chosen = getSelection();
  return node.contains(document.activeElement)
    || (!chosen.isCollapsed && node.contains(chosen.anchorNode))
    || node.matches("details[open]") || Boolean(node.querySelector("details[open]"))
    || [node, ...node.querySelectorAll("input, select, textarea")].some(typed);
}

function typed(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (field.matches("select")) {
    return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
  }
  return field.matches("input, textarea") && field.value !== field.defaultValue;
}

// The new one in place of the old, or, where somebody holds it, of those of its parts that nobody holds.
function change(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (!held(old)) {
    old.replaceWith(document.adoptNode(fresh));
    return;
  }
  const [mine, theirs] = [[...old.children], [...fresh.children]];
  if (mine.length && mine.length === theirs.length && mine.every((one, at) => one.tagName === theirs[at].tagName)) {
    mine.forEach((one, at) => change(one, theirs[at]));
  } else late = true;
}

// A thread: what is there changes in its place, what is new comes after it.
function grow(old, fresh) {
  for (const entry of [...fresh.children]) {
    const known = document.getElementById(entry.id);
    if (known?.parentNode === old) change(known, entry);
    else {
      entry.classList.add("fresh");
      old.append(document.adoptNode(entry));
    }
  }
}

// A queue: rows change where they are and are marked when they are gone; new ones wait until somebody asks for them.
function mark(old, fresh) {
  for (const row of old.rows) {
    const renewed = row.id && fresh.querySelector(`#${CSS.escape(row.id)}`);
    if (renewed) change(row, renewed);
    else row.classList.add("gone");
  }
}

function present() {
  const form = document.querySelector(".composer form[action*='/messages']");
  let told = 0;
  form?.addEventListener("input", () => {
    if (Date.now() - told < 5000) return;
    told = Date.now();
    const body = new FormData();
    body.set("pass", form.elements.pass.value);
    body.set("writes", "yes");
    fetch(`${here.pathname}/presence`, { method: "POST", body, credentials: "same-origin" }).catch(() => {});
  });
}

if (place) {
  listen();
  if ("liveTeam" in place.dataset) present();
  document.addEventListener("focusout", () => late && setTimeout(renew, 200));
  // One connection for the page that is looked at, because a browser has few for all its pages together.
  document.addEventListener("visibilitychange", () => {
    leave();
    if (!document.hidden) listen();
  });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => event.persisted && listen());
}
