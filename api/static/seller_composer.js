// The seller's composer: what is typed is kept on the server as it grows, files come by drop and paste, and a message
// that waits to be sent counts its seconds. Nothing here moves what somebody is typing.
const form = document.querySelector(".composer form");
const files = form?.querySelector("input[type=file][name=attachments]");

function keep() {
  const typed = new FormData(form);
  for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
  typed.set("keep", "yes");
  typed.delete("preview");
  return fetch(form.getAttribute("action").split("#")[0], { method: "POST", body: typed, credentials: "same-origin" });
}

let waiting;
form?.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  clearTimeout(waiting);
  waiting = setTimeout(keep, 1500);
});
form?.addEventListener("submit", () => clearTimeout(waiting));

// An action is chosen by a link: what was typed goes along, because it is kept before the link is followed.
for (const link of document.querySelectorAll(".composer .actions a")) {
  link.addEventListener("click", async (event) => {
    if (!waiting || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    clearTimeout(waiting);
    try { await keep(); } finally { location.assign(link.href); }
  });
}

function take(brought) {
  if (!files || !brought?.length) return false;
  const all = new DataTransfer();
  for (const file of [...files.files, ...brought]) all.items.add(file);
  files.files = all.files;
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
if (held) setTimeout(() => location.reload(), (Number(held.dataset.sendsIn) + 1) * 1000);
