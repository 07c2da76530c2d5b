/**
 * Questions that show on an answer appear and go as one answers. The server judges the same again; without script the
 * page comes back with the questions that belong to an answer.
 */

const form = document.getElementById("answers");
if (form) {
  form.elements.shown.value = "live";
  const following = [...form.querySelectorAll("[data-show-if]")];
  const given = (code) =>
    [...form.querySelectorAll(`[name="${CSS.escape(code)}"]`)].filter((each) => each.checked).map((each) => each.value);
  const place = (code) => document.getElementById(`q-${code}`);

  function judge() {
    // conditions point backwards only: one pass in the order of the page is enough
    for (const question of following) {
      const asked = place(question.dataset.showIf);
      if (!asked) continue; // it stands in an earlier section: the server has judged it
      const values = question.dataset.values.split(" ");
      question.hidden = asked.hidden || !given(question.dataset.showIf).some((value) => values.includes(value));
    }
  }
  form.addEventListener("change", judge);
  window.addEventListener("pageshow", judge);
  judge();
}
