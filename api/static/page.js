// What every page does where scripts run: tell the server where the reader's clock is, and go to what went wrong.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `zone=${encodeURIComponent(zone)}; Path=/; SameSite=Lax; Max-Age=31536000${secure}`;
}

const wrong = document.querySelector(".refusal, [aria-invalid=true]");
if (wrong) {
  wrong.scrollIntoView({ block: "center" });
  wrong.focus({ preventScroll: true });
}

for (const flash of document.querySelectorAll(".flash.good")) {
  setTimeout(() => flash.remove(), 8000);
}
