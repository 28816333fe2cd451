// Everything on the page works without this file. What is typed is stored on the way, a moment
// after each change; and the words selected in a paragraph are those that a fact is made of.

const form = document.getElementById("ticking");
const version = form.elements.version;
const said = document.getElementById("kept");
const PAUSE = 3000;
let timer = 0;
let waiting = null; // the request that is on its way
let stale = false;

form.addEventListener("input", later);
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (!waiting || stale) return;
  // What is sent now would carry the version that the request on its way is about to replace.
  event.preventDefault();
  const { submitter } = event;
  waiting.finally(() => form.requestSubmit(submitter));
});

function later() {
  clearTimeout(timer);
  if (!stale) timer = setTimeout(keep, PAUSE);
}

function keep() {
  if (waiting) return later();
  waiting = send().finally(() => (waiting = null));
}

async function send() {
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "fetch" },
    });
    if (response.status === 409) {
      stale = true;
      said.textContent = said.dataset.stale;
    } else if (response.ok && !response.redirected) {
      version.value = (await response.json()).version;
      const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      said.textContent = `${said.dataset.kept} ${time}`;
    } else {
      said.textContent = said.dataset.failed;
    }
  } catch {
    said.textContent = said.dataset.failed;
    later();
  }
}

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const passage = (node) => node?.parentElement?.closest("[data-passage]");
  const here = passage(selection.anchorNode);
  if (!here || selection.isCollapsed || here !== passage(selection.focusNode)) return;
  const box = form.elements[`selected-${here.dataset.passage}`];
  if (box) box.value = selection.toString().trim();
});
