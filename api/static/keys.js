// Single keys: j and k move through the rows of a list, Enter opens, / searches, r writes, a goes to what can be done,
// s to where parcels are scanned in. Never while somebody types.
const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");
const rows = () => [...document.querySelectorAll("[data-row]")];
const linkOf = (row) => row.querySelector("a[href]");

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
  linkOf(next)?.focus();
  return true;
}

function reach(key) {
  const field = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  field?.focus();
  return Boolean(field);
}

const doing = { j: () => move(1), k: () => move(-1), "/": () => reach("/"), r: () => reach("r"), a: () => reach("a"), s: () => reach("s") };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (doing[event.key]?.()) event.preventDefault();
});
