// The seller's composer: what is typed is kept on the server as it grows, files come by drop and paste, and a message
// that waits to be sent counts its seconds. Nothing here moves what somebody is typing.
const form = document.querySelector(".composer form[action*='/messages']");
const files = form?.querySelector("input[type=file][name=attachments]");
let waiting, going, changed = false;

function typed(withFiles) {
  const all = new FormData(form);
  if (!withFiles) for (const [name, value] of [...all]) if (value instanceof File) all.delete(name);
  all.set("keep", "yes");
  all.delete("preview");
  return all;
}

async function keep(withFiles = false) {
  going?.abort();
  going = new AbortController();
  const sent = { method: "POST", body: typed(withFiles), credentials: "same-origin", signal: going.signal };
  try {
    const answer = await fetch(form.getAttribute("action").split("#")[0], sent);
    told(answer.ok && !answer.redirected);
  } catch (error) {
    if (error.name !== "AbortError") told(false);
  }
}

function told(kept) {
  for (const said of document.querySelectorAll("[data-kept]")) said.hidden = (said.dataset.kept === "yes") !== kept;
}

form?.addEventListener("input", (event) => {
  changed = true;
  if (event.target.type === "file") return;
  clearTimeout(waiting);
  waiting = setTimeout(keep, 1500);
});
form?.addEventListener("submit", () => {
  clearTimeout(waiting);
  going?.abort();
});

// An action is chosen by a link: what was typed goes along, files too, because it is kept before the link is followed.
for (const link of document.querySelectorAll(".composer .actions a")) {
  link.addEventListener("click", async (event) => {
    if (!changed || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    clearTimeout(waiting);
    await keep(true);
    location.assign(link.href);
  });
}

function take(brought) {
  if (!files || !brought?.length) return false;
  const all = new DataTransfer();
  for (const file of [...files.files, ...brought]) all.items.add(file);
  files.files = all.files;
  changed = true;
  return true;
}

form?.addEventListener("dragover", (event) => {
  if (![...event.dataTransfer.types].includes("Files")) return;
  event.preventDefault();
  form.classList.add("dropping");
});
form?.addEventListener("dragleave", () => form.classList.remove("dropping"));
form?.addEventListener("drop", (event) => {
  form.classList.remove("dropping");
  if (take(event.dataTransfer.files)) event.preventDefault();
});
form?.addEventListener("paste", (event) => {
  if (take(event.clipboardData.files)) event.preventDefault();
});

const held = document.querySelector("[data-sends-in]");
if (held) {
  const bar = Object.assign(document.createElement("progress"), { max: held.dataset.sendsIn, value: held.dataset.sendsIn });
  bar.ariaHidden = "true";
  held.querySelector("p").append(bar);
  setInterval(() => { bar.value -= 1; }, 1000);
  setTimeout(() => location.reload(), (Number(held.dataset.sendsIn) + 1) * 1000);
}
