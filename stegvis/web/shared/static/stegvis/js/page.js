/** What every page does: focus on errors, dialogs, theme, one submit per form, and the warning before sign-out. */

const csrf = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
const send = (url, fields, headers = {}) =>
  fetch(url, {
    method: "POST",
    headers: { "X-CSRFToken": csrf(), ...headers },
    body: new URLSearchParams(fields),
    credentials: "same-origin",
  });

// htmx notes the page's address in the browser's storage, for a history we have turned off; nothing shall lie there
sessionStorage.removeItem("htmx-current-path-for-history");

// --- errors take the focus; links in the summary reach the field itself
document.querySelector("[data-take-focus]")?.focus();
document.addEventListener("htmx:afterSettle", (event) => event.target.querySelector?.("[data-take-focus]")?.focus());
document.addEventListener("click", (event) => {
  const link = event.target.closest(".ds-error-summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.scrollIntoView({ block: "center" });
});

// --- dialogs
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  event.target.closest("[data-closes]")?.closest("dialog")?.close();
});

// --- a part of the page that could not be fetched says so, instead of nothing happening
const failed = document.querySelector("[data-part-failed]");
for (const kind of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(kind, (event) => {
    if (failed && event.detail.requestConfig?.triggeringEvent?.isTrusted !== false) failed.hidden = false;
  });
}
failed?.querySelector("[data-dismiss]").addEventListener("click", () => (failed.hidden = true));

// --- a table that fits needs no stop for the keyboard
const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const scrolls = target.scrollWidth > target.clientWidth;
    scrolls ? target.setAttribute("tabindex", "0") : target.removeAttribute("tabindex");
  }
});
for (const table of document.querySelectorAll(".sv-table-scroll")) watcher.observe(table);

// --- print
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// --- theme: changes at once; the same form works without script
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-choice]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const theme = event.submitter.value;
  if (theme) document.documentElement.dataset.colorScheme = theme;
  else delete document.documentElement.dataset.colorScheme;
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button === event.submitter));
  send(form.action, { theme, quiet: "1" });
});

// --- one submit per form: a second press while the first is on its way does nothing
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.target === "_blank" || form.matches("[data-again], [hx-post]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  for (const button of submitButtons(form)) button.setAttribute("aria-disabled", "true");
});
// the page may come back from the browser's memory with the press still on it
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of submitButtons(form)) button.removeAttribute("aria-disabled");
  }
});
function submitButtons(form) {
  return [...form.elements].filter((element) => element.type === "submit");
}

// --- the warning before sign-out
const warning = document.getElementById("idle-warning");
if (warning) watchIdleness(warning);

function watchIdleness(dialog) {
  const limit = Number(dialog.dataset.idleSeconds) * 1000;
  const warnBefore = Math.min(120_000, limit / 2);
  const tellServerEvery = Math.min(60_000, limit / 4);
  const countdown = dialog.querySelector("[data-countdown]");
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("stegvis-alive") : null;
  let lastActive = Date.now(); // what the server knows
  let told = Date.now();
  let leaving = false;

  const stayed = (at) => {
    lastActive = at;
    if (dialog.dataset.held) return;
    if (dialog.open) dialog.close();
  };
  channel?.postMessage(lastActive); // opening this page was activity; other tabs of the same person hear it
  channel?.addEventListener("message", (event) => stayed(event.data));

  async function tellServer() {
    told = Date.now();
    try {
      const answer = await send(dialog.dataset.aliveUrl, {});
      if (answer.ok && !answer.redirected) {
        stayed(Date.now());
        channel?.postMessage(lastActive);
      } else if ([401, 403].includes(answer.status) || answer.redirected) leave();
    } catch {
      // no connection: the clock goes on, and the warning comes when it should
    }
  }
  async function leave() {
    if (leaving) return;
    leaving = true;
    // whoever has something unsaved, such as drafts.js, adds a promise that we wait for
    const waitFor = [];
    document.dispatchEvent(new CustomEvent("stegvis:leaving", { detail: { waitFor } }));
    const saved = await Promise.all(waitFor);
    if (saved.includes(false)) {
      hold();
      return;
    }
    try {
      const answer = await send(dialog.dataset.endUrl, {}, { "X-Stegvis-Background": "yes" });
      const { left } = answer.redirected ? { left: 0 } : await answer.json();
      if (left > 0) {
        leaving = false;
        stayed(Date.now() + left * 1000 - limit);
        return;
      }
    } catch {
      // no connection: the server ends the session by its own clock
    }
    const back = encodeURIComponent(location.pathname + location.search);
    location.assign(`${dialog.dataset.signInUrl}?next=${back}`);
  }
  /** Something written could not be kept: the page stays, covered, until somebody has signed in again. */
  function hold() {
    dialog.dataset.held = "yes";
    for (const part of dialog.querySelectorAll("[data-when-held]")) part.hidden = part.dataset.whenHeld !== "yes";
    if (!dialog.open) dialog.showModal();
  }
  async function tryAgain() {
    if (!dialog.dataset.held) return;
    const waitFor = [];
    document.dispatchEvent(new CustomEvent("stegvis:leaving", { detail: { waitFor } }));
    if ((await Promise.all(waitFor)).includes(false)) return;
    delete dialog.dataset.held;
    for (const part of dialog.querySelectorAll("[data-when-held]")) part.hidden = part.dataset.whenHeld === "yes";
    leaving = false;
    told = Date.now();
    stayed(told);
  }
  for (const back of ["focus", "online"]) window.addEventListener(back, tryAgain);
  function worked() {
    // typing and pointing count, but the server is told at most once a minute
    if (!dialog.open && Date.now() - told > tellServerEvery) tellServer();
  }
  for (const kind of ["keydown", "pointerdown", "input"]) document.addEventListener(kind, worked, { passive: true });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.requestConfig?.triggeringEvent?.isTrusted) stayed(Date.now());
  });

  dialog.querySelector("[data-stay]").addEventListener("click", tellServer);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (!dialog.dataset.held) tellServer();
  });

  setInterval(() => {
    const left = lastActive + limit - Date.now();
    if (left <= 0) leave();
    else if (left <= warnBefore) {
      if (!dialog.open) dialog.showModal();
      const seconds = Math.ceil(left / 1000);
      countdown.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    }
  }, 1000);
}
