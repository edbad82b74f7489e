// Keys of the queue beside j, k, r and /: each presses what says so with data-press, first of all in the row that has
// the focus; x selects the row. Never while somebody types.
const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");
const rowOf = () => document.activeElement?.closest("[data-row]");

function press(key) {
  const chosen = `[data-press="${CSS.escape(key)}"]`;
  const found = rowOf()?.querySelector(chosen) ?? document.querySelector(`${chosen}:not([data-row] *)`);
  if (!found) return false;
  if (found.tagName !== "DETAILS") found.click();
  else {
    found.open = !found.open;
    found.querySelector("summary").focus();
    found.scrollIntoView({ block: "nearest" });
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (press(event.key)) event.preventDefault();
});
