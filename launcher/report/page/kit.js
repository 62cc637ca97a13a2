"use strict";
(() => {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const said = button.textContent, words = button.closest(".person").querySelector(".words");
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = [...words.children].map(each => each.textContent).join("\n");
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        const range = document.createRange();
        range.selectNodeContents(words);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        if (!document.execCommand("copy")) return;
      }
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = said; }, 1600);
    });
  }
})();
