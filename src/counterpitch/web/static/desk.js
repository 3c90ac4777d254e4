// Everything here is a convenience: each page works without it.
"use strict";
(() => {
  const typing = (at) => at instanceof HTMLElement
    && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) && at.type !== "checkbox");

  // The queue: j and k move, enter opens, x ticks, / searches.
  const rows = () => [...document.querySelectorAll("[data-rows] > li")];
  const at = () => rows().findIndex((row) => row.classList.contains("at"));
  const move = (to) => {
    const all = rows();
    if (!all.length) return;
    const next = Math.max(0, Math.min(all.length - 1, to));
    all.forEach((row) => row.classList.remove("at"));
    all[next].classList.add("at");
    all[next].querySelector("a")?.focus({ preventScroll: true });
    all[next].scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const go = document.querySelector("[data-keys]");
    if (event.key === "/") {
      const search = document.querySelector("input[type=search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (event.key === "j") { move(at() + 1); }
    else if (event.key === "k") { move(at() < 0 ? 0 : at() - 1); }
    else if (event.key === "x" && at() >= 0) {
      const box = rows()[at()].querySelector("input[type=checkbox]");
      if (box) { box.checked = !box.checked; box.dispatchEvent(new Event("change", { bubbles: true })); }
    } else if (event.key === "Enter" && at() >= 0 && !(event.target instanceof HTMLAnchorElement) && !(event.target instanceof HTMLButtonElement)) {
      rows()[at()].querySelector("a")?.click();
    } else if (go) {
      const link = [...go.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key);
      if (link) { event.preventDefault(); link.click(); }
    }
  });

  // How many are ticked, and all at once.
  const count = () => {
    const ticked = document.querySelectorAll("[data-rows] input[type=checkbox]:checked").length;
    document.querySelectorAll("[data-ticked]").forEach((each) => { each.textContent = String(ticked); });
    document.querySelectorAll("[data-needs-ticked]").forEach((each) => { each.disabled = ticked === 0; });
    document.querySelectorAll(".bulk").forEach((each) => { each.classList.toggle("some", ticked > 0); });
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-tick-all]")) {
      document.querySelectorAll("[data-rows] input[type=checkbox]").forEach((box) => { box.checked = event.target.checked; });
    }
    if (event.target.matches?.("[data-sends]")) event.target.form?.requestSubmit();
    count();
  });
  document.addEventListener("htmx:afterSettle", count);
  document.addEventListener("DOMContentLoaded", count);

  // Files dropped or pasted anywhere on the report form land in its file field.
  const form = document.querySelector("[data-drop]");
  if (form) {
    const field = form.querySelector("input[type=file]");
    const zone = form.querySelector(".drop");
    const list = form.querySelector("[data-chosen]");
    const say = () => { list.textContent = [...field.files].map((file) => file.name).join(", "); };
    const add = (files) => {
      if (!files.length) return;
      const all = new DataTransfer();
      [...field.files, ...files].forEach((file) => all.items.add(file));
      field.files = all.files;
      say();
    };
    field.addEventListener("change", say);
    ["dragover", "dragenter"].forEach((name) => form.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); }));
    ["dragleave", "drop"].forEach((name) => form.addEventListener(name, () => zone.classList.remove("over")));
    form.addEventListener("drop", (event) => { event.preventDefault(); add(event.dataTransfer.files); });
    document.addEventListener("paste", (event) => add(event.clipboardData.files));
    form.addEventListener("submit", () => { form.querySelectorAll("button").forEach((each) => { each.setAttribute("aria-busy", "true"); }); });
  }

  // Copy a receipt code or a safe reply.
  document.querySelectorAll("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) { button.hidden = true; return; }
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.textContent = "Copied";
    });
  });
})();
