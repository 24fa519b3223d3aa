/** Comfort for the questions: how many characters are left, and the focus on what is wrong. All works without it. */

const form = document.getElementById("answers");

/** Give the focus to the summary of what is wrong, which is what is read first. */
document.getElementById("problems")?.focus();

/** Tell how many characters a long answer has left. */
for (const field of form?.querySelectorAll("textarea[data-most]") ?? []) {
  const most = Number(field.dataset.most);
  const count = document.createElement("p");
  count.className = "hint";
  count.setAttribute("role", "status");
  const tell = () => {
    const left = most - [...field.value].length;
    const text = left < 0 ? form.dataset.over : form.dataset.left;
    const language = document.documentElement.lang;
    const number = new Intl.NumberFormat(/^[a-z]{2}$/.test(language) ? language : "en").format(Math.abs(left));
    // Said only where it begins to matter: a count at every stroke is noise.
    count.textContent = left < most / 5 ? text.replace("{n}", number) : "";
  };
  field.after(count);
  field.addEventListener("input", tell);
  tell();
}
