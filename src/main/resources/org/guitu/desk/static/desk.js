// What a page cannot do by itself: sound for a Flash that nobody has read, and going to the lock once the session has ended.
"use strict";

// Each rings once in a window; where the page is left before it has rung to its end, the next one rings.
const heard = new Set(JSON.parse(sessionStorage.getItem("heard") ?? "[]"));
let audio;

// A browser lets no page sound that nobody has touched yet: the alarm then comes with the first key or click.
function alarm(rung) {
  audio ??= new AudioContext();
  audio.resume().then(() => {
    [0, 0.35, 0.7].forEach(at => {
      const tone = audio.createOscillator();
      tone.frequency.value = 880;
      tone.connect(audio.destination);
      tone.start(audio.currentTime + at);
      tone.stop(audio.currentTime + at + 0.2);
      tone.onended = at === 0.7 ? rung : null;
    });
  });
}

["click", "keydown"].forEach(touch => document.addEventListener(touch, () => {
  if (audio?.state === "suspended") {
    audio.resume();
  }
}));

function ring() {
  const fresh = [...document.querySelectorAll("[data-flash]")].map(row => row.dataset.flash).filter(id => !heard.has(id));
  fresh.forEach(id => heard.add(id));
  if (fresh.length === 0) {
    return;
  }
  alarm(() => sessionStorage.setItem("heard", JSON.stringify([...heard])));
}

document.addEventListener("DOMContentLoaded", ring);
document.addEventListener("htmx:afterSwap", ring);

// What a window shows of the inbox or the overview is its own, under a random name: loading it anew, or coming back to it, shows the same.
document.addEventListener("DOMContentLoaded", () => {
  const page = document.querySelector("main[data-home]")?.dataset;
  if (page) {
    sessionStorage.setItem(page.home, page.window);
    history.replaceState(null, "", page.window);
  }
  ["/", "/oversight"].filter(home => sessionStorage.getItem(home)).forEach(home => {
    document.querySelectorAll(`a[href="${home}"]`).forEach(link => link.setAttribute("href", sessionStorage.getItem(home)));
  });
});

// Where what is asked for again and again is as it was, nothing is put in: who reads aloud or selects there is not disturbed.
const last = new Map();
document.addEventListener("htmx:beforeSwap", coming => {
  const {requestConfig, target, serverResponse} = coming.detail;
  if (requestConfig.verb === "get" && last.get(target.id) === serverResponse) {
    coming.detail.shouldSwap = false;
  }
  last.set(target.id, serverResponse);
});

document.addEventListener("htmx:responseError", failed => {
  if (failed.detail.xhr.status === 401) {
    location.reload();
  } else {
    tellUnkept(failed.detail.elt);
  }
});
document.addEventListener("htmx:sendError", failed => tellUnkept(failed.detail.elt));

// Who types has to know when nobody keeps it.
const draft = () => document.getElementById("draft");
let typed = 0;
let kept = 0;
let leaving = false;
addEventListener("pageshow", () => { leaving = false; });

function tellUnkept(form) {
  if (form === draft()) {
    document.getElementById("unkept").hidden = false;
  }
}

document.addEventListener("input", input => {
  if (draft()?.contains(input.target)) {
    typed++;
  }
});
document.addEventListener("htmx:beforeRequest", sent => {
  if (sent.detail.elt === draft()) {
    if (leaving) {
      // the button has sent all of it
      sent.preventDefault();
    }
    sent.detail.xhr.typed = typed;
  }
});
document.addEventListener("htmx:afterRequest", answered => {
  if (answered.detail.elt === draft() && answered.detail.successful) {
    kept = answered.detail.xhr.typed;
    document.getElementById("unkept").hidden = true;
  }
});

// What was typed last is kept before another page comes; files go with a button of their own.
async function keep() {
  const texts = [...new FormData(draft())].filter(([, value]) => typeof value === "string");
  kept = typed;
  const answer = await fetch(draft().getAttribute("hx-post"), {method: "POST", body: new URLSearchParams(texts), keepalive: true});
  if (!answer.ok) {
    throw new Error(answer.status);
  }
}

const unkept = () => draft() && typed > kept;

function keepAndThen(event, go) {
  event.preventDefault();
  keep().then(go, () => tellUnkept(draft()));
}

document.addEventListener("submit", submitted => {
  if (unkept() && submitted.target !== draft()) {
    const {target, submitter} = submitted;
    keepAndThen(submitted, () => target.requestSubmit(submitter));
  } else if (submitted.target === draft()) {
    kept = typed;
    leaving = true;
  }
}, true);
document.addEventListener("click", clicked => {
  const link = clicked.target.closest("a[href]");
  if (link && unkept() && link.origin === location.origin && link.pathname !== location.pathname
      && clicked.button === 0 && !clicked.ctrlKey && !clicked.metaKey && !clicked.shiftKey) {
    keepAndThen(clicked, () => { location.href = link.href; });
  }
});
addEventListener("pagehide", () => {
  if (unkept()) {
    keep().catch(() => {});
  }
});

// Faults of a form stand beside their fields: those that somebody has touched, or all once they were asked for.
// A button loads the form anew: which they were is kept for this window, by their places and not by what is in them.
const KEPT = "touched " + location.pathname;
const touched = new Set(JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"));
const EVERYTHING = "*";

function touch(id) {
  touched.add(id);
  sessionStorage.setItem(KEPT, JSON.stringify([...touched]));
}

function beside(path) {
  for (let at = path; at; at = at.slice(0, at.lastIndexOf("/"))) {
    const place = document.getElementById("fault:" + at);
    if (place) {
      return [place, document.getElementById(at), at];
    }
  }
  return [];
}

function placeFaults() {
  const faults = document.getElementById("faults");
  if (!faults) {
    return;
  }
  if (faults.dataset.everything === "true") {
    touch(EVERYTHING);
  }
  document.querySelectorAll(".fault").forEach(place => { place.textContent = ""; });
  document.querySelectorAll("[aria-invalid]").forEach(field => field.removeAttribute("aria-invalid"));
  faults.querySelectorAll("[data-for]").forEach(fault => {
    const [place, field, at] = beside(fault.dataset.for);
    if (place && (touched.has(EVERYTHING) || touched.has(at))) {
      place.textContent += fault.textContent + " ";
      field.setAttribute("aria-invalid", "true");
    }
  });
}

document.addEventListener("input", typed => touch(typed.target.id));
document.addEventListener("change", changed => {
  touch(changed.target.id);
  if (changed.target.type === "file" && changed.target.form) {
    changed.target.form.requestSubmit();
  }
});
document.addEventListener("DOMContentLoaded", placeFaults);
document.addEventListener("htmx:afterSwap", placeFaults);
document.addEventListener("click", clicked => {
  const to = clicked.target.closest("#faults a");
  if (to) {
    const [, field] = beside(decodeURIComponent(to.hash.slice(1)));
    if (field) {
      for (let at = field.parentElement; at; at = at.parentElement) {
        if (at.tagName === "DETAILS") {
          at.open = true;
        }
      }
      clicked.preventDefault();
      field.scrollIntoView({block: "center"});
      field.focus();
    }
  }
});
