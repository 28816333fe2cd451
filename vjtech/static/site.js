// Everything works without this file. "/" reaches the search box, which suggests as one types:
// a combobox with a list of links, as the ARIA Authoring Practices describe it.

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.querySelector("input[type=search]");
  if (box) {
    event.preventDefault();
    box.focus();
  }
});

const input = document.querySelector("input[data-suggest]");
if (input) combobox(input, input.parentElement.querySelector("[role=listbox]"));

function combobox(input, list) {
  let asked = "";
  let timer = 0;
  let waiting = null;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const active = () => list.querySelector("[aria-selected=true]");

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  function show(shown) {
    list.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
    if (!shown) choose(null);
  }

  function choose(option) {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  async function suggest() {
    const words = input.value.trim();
    if (words === asked) return;
    asked = words;
    waiting?.abort();
    if (!words) {
      list.replaceChildren();
      return show(false);
    }
    waiting = new AbortController();
    try {
      const address = `${input.dataset.suggest}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(address, {
        headers: { "HX-Request": "true" },
        signal: waiting.signal,
      });
      if (!answer.ok) return show(false);
      list.innerHTML = await answer.text();
      choose(null);
      show(document.activeElement === input && options().length > 0);
    } catch (error) {
      if (error.name !== "AbortError") show(false);
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, 80);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the key is the input method's, which turns kana into kanji
    const all = options();
    const at = all.indexOf(active());
    if (event.key === "Escape" && !list.hidden) {
      show(false);
    } else if (event.key === "ArrowDown" && all.length) {
      show(true);
      choose(all[(at + 1) % all.length]);
    } else if (event.key === "ArrowUp" && all.length) {
      show(true);
      choose(all[at <= 0 ? all.length - 1 : at - 1]);
    } else if (event.key === "Enter" && active()) {
      window.location = active().href;
    } else {
      return;
    }
    event.preventDefault();
  });

  // A press on an option leaves the focus in the box, or the list would be gone before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("blur", () => show(false));
}
