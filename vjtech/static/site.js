// Everything works without this file. "/" reaches the search box, which suggests as one types:
// a combobox with a list of links, as the ARIA Authoring Practices describe it. In a filter's box
// an option is put in the box instead; what is sent for it is its slug.

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.querySelector("input[type=search]");
  if (box) {
    event.preventDefault();
    box.focus();
  }
});

// Now, and whenever htmx has brought a list with its filters anew.
setUp(document);
document.addEventListener("htmx:load", (event) => setUp(event.target));

function setUp(part) {
  for (const button of part.querySelectorAll("button[data-copy][hidden]")) copying(button);
  for (const input of part.querySelectorAll("input[data-suggest]:not([role])")) {
    combobox(input, input.parentElement.querySelector("[role=listbox]"));
  }
}

function combobox(input, list) {
  const status = document.createElement("p"); // its words are read out as they change
  const sent = document.createElement("input"); // what a filter's box stands for
  const { name, list: usual } = input;
  const isFilter = Boolean(usual);
  let asked = "";
  let shownFor = "";
  let timer = 0;
  let waiting = null;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const active = () => list.querySelector("[aria-selected=true]");

  status.className = "hidden";
  status.setAttribute("role", "status");
  list.after(status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  function show(shown) {
    list.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
    if (!shown) {
      choose(null);
      status.textContent = "";
    }
  }

  // What was asked for and has not come yet must not open a list that was closed since; nor do
  // the suggestions for less belong to what is in the box now.
  function close() {
    clearTimeout(timer);
    waiting?.abort();
    if (input.value.trim() !== shownFor) {
      list.replaceChildren();
      asked = "";
    }
    show(false);
  }

  function choose(option) {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function take(option) {
    if (!isFilter) {
      window.location = option.href;
      return;
    }
    input.value = option.dataset.name;
    const { kind, slug } = option.dataset;
    const value = "typed" in input.dataset ? `${kind}:${slug}` : slug; // of one kind or of several
    Object.assign(sent, { type: "hidden", name, value });
    input.removeAttribute("name");
    input.after(sent);
    shownFor = input.value;
    close();
  }

  async function suggest() {
    const words = input.value.trim();
    if (words === asked) return;
    waiting?.abort();
    asked = words;
    if (!words) {
      list.replaceChildren();
      return show(false);
    }
    waiting = new AbortController();
    try {
      const address = new URL(input.dataset.suggest, location.href);
      address.searchParams.set("q", words);
      const answer = await fetch(address, {
        headers: { "HX-Request": "true" },
        signal: waiting.signal,
      });
      if (!answer.ok) throw new Error(answer.status);
      list.innerHTML = await answer.text();
      for (const part of list.querySelectorAll("[id]")) {
        // A page has several such lists.
        list.querySelector(`[aria-labelledby="${part.id}"]`)?.setAttribute("aria-labelledby", `${list.id}-${part.id}`);
        part.id = `${list.id}-${part.id}`;
      }
      shownFor = words;
      choose(null);
      const here = document.activeElement === input;
      show(here && options().length > 0);
      if (here) status.textContent = list.querySelector("template").content.textContent;
    } catch (error) {
      if (error.name === "AbortError") return;
      asked = "";
      show(false);
    }
  }

  input.addEventListener("input", () => {
    choose(null); // Enter is for what has been typed since
    if (isFilter) {
      sent.remove();
      input.name = name;
      // The browser's own list of the most frequent is for an empty box.
      if (input.value) input.removeAttribute("list");
      else input.setAttribute("list", usual.id);
    }
    clearTimeout(timer);
    timer = setTimeout(suggest, 80);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the key is the input method's, which turns kana into kanji
    const all = options();
    const at = all.indexOf(active());
    if (event.key === "Escape" && !list.hidden) {
      close();
    } else if (event.key === "Escape" && input.value) {
      input.value = "";
      suggest();
    } else if (event.key === "ArrowDown" && all.length) {
      show(true);
      if (!event.altKey) choose(all[(at + 1) % all.length]);
    } else if (event.key === "ArrowUp" && event.altKey) {
      close();
    } else if (event.key === "ArrowUp" && all.length) {
      show(true);
      choose(all[at <= 0 ? all.length - 1 : at - 1]);
    } else if (event.key === "Enter" && active()) {
      take(active());
    } else {
      // These move the cursor in the box, which is where one is again.
      if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) choose(null);
      return;
    }
    event.preventDefault();
  });

  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!isFilter || !option) return;
    event.preventDefault();
    take(option);
  });

  // A press on an option leaves the focus in the box, or the list would be gone before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("blur", close);
}

// Without script the text is there to be selected; so it is where the clipboard is out of reach.
function copying(button) {
  const box = document.getElementById(button.dataset.copy);
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  button.after(status);
  button.hidden = false;
  button.addEventListener("click", async () => {
    box.focus();
    box.select();
    let copied = false;
    try {
      if (navigator.clipboard) {
        await navigator.clipboard.writeText(box.value);
        copied = true;
      } else copied = document.execCommand("copy");
    } catch {
      copied = false; // not allowed to: it is selected
    }
    status.textContent = copied ? button.dataset.copied : button.dataset.selected;
  });
}
