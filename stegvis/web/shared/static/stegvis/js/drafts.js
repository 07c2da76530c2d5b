/**
 * Text that is not yet sent is kept on the server while it is written: nothing lies in the browser's own storage.
 * A form says <form data-draft="key" data-draft-url="/drafts/key">, and shows the state in an element [data-draft-state].
 */

const WAIT = 1500;

for (const form of document.querySelectorAll("form[data-draft]")) keepDraft(form);

function keepDraft(form) {
  const state = form.querySelector("[data-draft-state]");
  let timer = 0;
  let kept = JSON.stringify(content());
  let sent = false;

  function content() {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      if (name === "csrfmiddlewaretoken" || typeof value !== "string") continue;
      if (form.elements[name]?.type === "password") continue;
      (fields[name] ??= []).push(value);
    }
    return fields;
  }

  async function save({ keepalive = false } = {}) {
    clearTimeout(timer);
    const now = JSON.stringify(content());
    if (sent || now === kept) return;
    const before = kept;
    kept = now;
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST",
        keepalive,
        credentials: "same-origin",
        headers: {
          "Content-Type": "application/json",
          "X-CSRFToken": form.elements.csrfmiddlewaretoken?.value || "",
          // a save because the page is going away is not something the person does
          ...(keepalive ? { "X-Stegvis-Background": "yes" } : {}),
        },
        body: now,
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      show((await answer.json()).words);
    } catch {
      kept = before;
      show(state?.dataset.failed || "");
      if (!keepalive && !sent) timer = setTimeout(save, 10 * WAIT);
    }
  }
  function show(words) {
    if (state && state.textContent !== words) state.textContent = words;
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  form.addEventListener("submit", (event) => {
    // the server throws the draft away when it has taken the form; a late save must not bring it back
    if (!event.defaultPrevented) {
      sent = true;
      clearTimeout(timer);
    }
  });
  window.addEventListener("pageshow", () => (sent = false));
  window.addEventListener("pagehide", () => save({ keepalive: true }));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save({ keepalive: true }));
  document.addEventListener("stegvis:leaving", (event) => event.detail.waitFor.push(save({ keepalive: true })));
  form.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
    sent = true;
    clearTimeout(timer);
  });
}
