/** A form about where somebody went shows only what the chosen destination asks for. Without script everything is
 * shown. A form need not have every part. */

for (const part of document.querySelectorAll("[data-outcome-part]")) follow(part);

function follow(part) {
  const destination = part.querySelector("[data-destination-choice]");
  const reason = part.querySelector("[data-reason-choice]");
  const groups = [...(reason?.querySelectorAll("optgroup") ?? [])];
  const place = (name) => part.querySelector(`[data-shows="${name}"]`);
  const filled = (element) => [...element.querySelectorAll("input, select")].some((input) => input.value.trim() !== "");
  const faulty = (element) => element.querySelector("[data-wrong]") !== null;

  function show() {
    const chosen = destination.selectedOptions[0];
    const fitting = groups.filter((group) => group.firstElementChild?.dataset.destination === destination.value);
    for (const group of groups) {
      group.remove();
      if (fitting.includes(group)) reason.append(group);
    }
    if (reason) {
      if (reason.selectedIndex < 0) reason.value = "";
      place("reason").hidden = fitting.length === 0 && !faulty(place("reason"));
    }
    for (const [name, needed] of [["receiver", chosen?.dataset.receiver], ["job", chosen?.dataset.job], ["text", chosen?.dataset.text]]) {
      const element = place(name);
      if (!element) continue;
      // what is written is never hidden
      element.hidden = !needed && !filled(element) && !faulty(element);
    }
  }
  destination.addEventListener("change", show);
  show();
}
