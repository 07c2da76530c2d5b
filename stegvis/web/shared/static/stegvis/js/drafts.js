/**
 * Text that is not yet sent is kept on the server while it is written: nothing lies in the browser's own storage.
 * A form says <form data-draft="key" data-draft-url="/drafts/key">, and shows the state in an element [data-draft-state].
 */

const WAIT = 1500;

const met = new WeakSet();
meetForms();
// parts of a page that are put in later have forms too
document.addEventListener("htmx:afterSettle", meetForms);

function meetForms() {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    if (met.has(form)) continue;
    met.add(form);
    keepDraft(form);
  }
}

function keepDraft(form) {
  const state = form.querySelector("[data-draft-state]");
  const words = state?.dataset || {};
  let timer = 0;
  let kept = JSON.stringify(content());
  let sent = false;
  let underWay = Promise.resolve(true);

  function content() {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      if (name === "csrfmiddlewaretoken" || typeof value !== "string") continue;
      if (form.elements[name]?.type === "password") continue;
      (fields[name] ??= []).push(value);
    }
    return fields;
  }

  /** Keep what stands in the form. Answers true when nothing would be lost if the page went away. */
  function save(options) {
    return (underWay = underWay.then(() => keep(options)));
  }
  async function keep({ keepalive = false } = {}) {
    clearTimeout(timer);
    const now = JSON.stringify(content());
    if (sent || now === kept) return true;
    if (!navigator.onLine) {
      show(words.offline);
      return false;
    }
    const before = kept;
    kept = now;
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST",
        keepalive,
        credentials: "same-origin",
        headers: {
          "Content-Type": "application/json",
          "X-CSRFToken": token(),
          // a save because the page is going away is not something the person does
          ...(keepalive ? { "X-Stegvis-Background": "yes" } : {}),
        },
        body: now,
      });
      const signedOut = answer.redirected || [401, 403].includes(answer.status);
      if (!answer.ok || signedOut) throw new Error(signedOut ? "signed out" : String(answer.status));
      show((await answer.json()).words);
      return true;
    } catch (problem) {
      kept = before;
      show(!navigator.onLine ? words.offline : problem.message === "signed out" ? words.signedOut : words.failed);
      if (!keepalive && !sent) timer = setTimeout(save, 10 * WAIT);
      return false;
    }
  }
  // whoever has signed in anew in another tab has a new token; the one in the page is then worth nothing
  function token() {
    const fresh = document.cookie.match(/(?:^|; )(?:__Host-csrf|csrftoken)=([^;]+)/)?.[1];
    const field = form.elements.csrfmiddlewaretoken;
    if (fresh && field && form.dataset.draftOut) field.value = fresh;
    return (form.dataset.draftOut && fresh) || field?.value || "";
  }
  function show(text) {
    form.toggleAttribute("data-draft-unsaved", text !== undefined && [words.offline, words.signedOut, words.failed].includes(text));
    if (text === words.signedOut) form.dataset.draftOut = "yes";
    if (state && state.textContent !== text) state.textContent = text || "";
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    if (navigator.onLine) show(words.unsaved);
    else show(words.offline);
    timer = setTimeout(save, WAIT);
  });
  window.addEventListener("offline", () => show(words.offline));
  for (const back of ["online", "focus"]) window.addEventListener(back, () => save());
  form.addEventListener("submit", (event) => {
    // sent into the void, the browser would put its own page in place of what is written
    if (!navigator.onLine) {
      event.preventDefault();
      show(words.offline);
      return;
    }
    token();
    // the server throws the draft away when it has taken the form; a late save must not bring it back
    if (!event.defaultPrevented) {
      sent = true;
      clearTimeout(timer);
    }
  });
  // sent in place, without leaving the page
  form.addEventListener("htmx:beforeRequest", () => {
    sent = true;
    clearTimeout(timer);
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) sent = false;
  });
  document.addEventListener("htmx:beforeSwap", (event) => event.detail.target?.contains(form) && save());
  window.addEventListener("pageshow", () => (sent = false));
  window.addEventListener("pagehide", () => save({ keepalive: true }));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save({ keepalive: true }));
  document.addEventListener("stegvis:leaving", (event) => event.detail.waitFor.push(save({ keepalive: true })));
  form.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
    sent = true;
    clearTimeout(timer);
  });
}
