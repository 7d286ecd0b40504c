// What a page cannot do by itself: sound for a Flash that nobody has read, and going to the lock once the session has ended.
"use strict";

// Each rings once in a window; where the page is left before it has rung to its end, the next one rings.
const heard = new Set(JSON.parse(sessionStorage.getItem("heard") ?? "[]"));
let audio;

// A browser lets no page sound that nobody has touched yet: the alarm then comes with the first key or click.
function alarm(rung) {
  if (!audio) {
    audio = new AudioContext();
    audio.onstatechange = tellSilent;
    // where sound is let through it begins within that
    setTimeout(tellSilent, 500);
  }
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

// Who has not touched the page would take it for quiet.
function tellSilent() {
  const bar = document.getElementById("silent");
  if (bar) {
    bar.hidden = audio?.state !== "suspended" || !document.querySelector("[data-flash]");
  }
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
document.addEventListener("htmx:afterSwap", tellSilent);

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

// Who types has to know when nobody keeps it; and no page goes away with what is not kept, also where its session has ended.
const draft = () => document.getElementById("draft");
const FIRST = 800;
const LONGEST = 4000;
let typed = 0;
let asked = 0;
let kept = 0;
let leaving = false;
let pause;
let longest;
addEventListener("pageshow", () => { leaving = false; });

const unkept = () => draft() && typed > kept;

/** Why nothing is kept: "unkept" or "unkept-locked", the places that say so; null once all is kept. */
let why = null;
/** Whether trying again by itself is of no use: what stands there is another's, or whoever is here now may not write. */
let hopeless = false;

function tell(place) {
  why = place;
  ["unkept", "unkept-locked"].forEach(id => { document.getElementById(id).hidden = id !== place; });
}

document.addEventListener("htmx:responseError", failed => {
  const {elt, xhr} = failed.detail;
  if (xhr.status === 401 && !unkept()) {
    location.reload();
  } else if (xhr.status === 401) {
    tell("unkept-locked");
  } else if (elt === draft()) {
    failedWith(xhr.status);
  }
});
document.addEventListener("htmx:sendError", failed => {
  if (failed.detail.elt === draft()) {
    tell("unkept");
  }
});

// A form of another session is refused with 403: with the token of the one that there is now it is not.
function failedWith(status) {
  if (status === 403 || status === 401) {
    again().catch(() => {});
  } else {
    hopeless = status < 500;
    tell("unkept");
  }
}

async function renew() {
  const answer = await fetch(location.pathname);
  if (answer.status === 401 || answer.status === 403) {
    hopeless = answer.status === 403;
    tell("unkept-locked");
    throw new Error(answer.status);
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("#draft input[name=_csrf]")?.value;
  if (!token) {
    hopeless = true;
    tell("unkept");
    throw new Error(answer.status);
  }
  document.querySelectorAll("input[name=_csrf]").forEach(field => { field.value = token; });
}

/** Keeps it in the session that there is now. */
async function again() {
  try {
    await renew();
    await keep();
  } catch (failure) {
    tell(why ?? "unkept");
    throw failure;
  }
}

// Every few seconds a page asks for the line: once it is answered again, what is not kept is kept without a press.
let trying = false;
document.addEventListener("htmx:afterRequest", answered => {
  const {elt, successful} = answered.detail;
  if (elt.id === "line" && successful && why && !hopeless && !trying) {
    trying = true;
    again().catch(() => {}).finally(() => { trying = false; });
  }
});

document.addEventListener("input", input => {
  if (draft()?.contains(input.target)) {
    typed++;
    clearTimeout(pause);
    pause = setTimeout(ask, FIRST);
    longest ??= setTimeout(ask, LONGEST);
  }
});

// However it got in: by keys, pasted, picked, dictated. Who never pauses is not left unkept either.
function ask() {
  clearTimeout(pause);
  clearTimeout(longest);
  longest = undefined;
  if (typed > asked && !leaving) {
    htmx.trigger(draft(), "typed");
  }
}

document.addEventListener("htmx:beforeRequest", sent => {
  if (sent.detail.elt === draft()) {
    if (leaving) {
      // the button has sent all of it
      sent.preventDefault();
    }
    asked = typed;
    sent.detail.xhr.typed = typed;
  }
});
document.addEventListener("htmx:afterRequest", answered => {
  if (answered.detail.elt === draft() && answered.detail.successful) {
    wasKept(answered.detail.xhr.typed);
  }
});

function wasKept(until) {
  kept = Math.max(kept, until);
  if (!unkept()) {
    hopeless = false;
    tell(null);
  }
}

// What was typed last is kept before another page comes; files go with a button of their own.
async function keep() {
  const until = typed;
  const texts = [...new FormData(draft())].filter(([, value]) => typeof value === "string");
  const answer = await fetch(draft().getAttribute("hx-post"), {method: "POST", body: new URLSearchParams(texts), keepalive: true});
  if (!answer.ok) {
    const locked = answer.status === 401 || answer.status === 403;
    hopeless = !locked && answer.status < 500;
    tell(locked ? "unkept-locked" : "unkept");
    throw new Error(answer.status);
  }
  const seen = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("input[name=seen]");
  if (seen) {
    draft().querySelector("input[name=seen]").value = seen.value;
  }
  wasKept(until);
}

// Told once that it cannot be kept, who presses again goes; the browser asks whether that is meant.
function keepAndThen(event, go) {
  event.preventDefault();
  const told = why;
  (told ? again() : keep()).then(go, () => {
    if (told) {
      go();
    } else {
      tell(why ?? "unkept");
    }
  });
}

document.addEventListener("submit", submitted => {
  const {target, submitter} = submitted;
  if (target === draft() && why) {
    // it would be lost with the page
    submitted.preventDefault();
    again().then(() => target.requestSubmit(submitter), () => {});
  } else if (target === draft()) {
    kept = typed;
    leaving = true;
  } else if (unkept() && !target.dataset.going) {
    keepAndThen(submitted, () => {
      target.dataset.going = "yes";
      target.requestSubmit(submitter);
    });
  }
}, true);
document.addEventListener("click", clicked => {
  const link = clicked.target.closest("a[href]");
  if (link && unkept() && link.origin === location.origin && link.pathname !== location.pathname
      && clicked.button === 0 && !clicked.ctrlKey && !clicked.metaKey && !clicked.shiftKey) {
    keepAndThen(clicked, () => { location.href = link.href; });
  }
});
addEventListener("beforeunload", going => {
  if (why && unkept()) {
    going.preventDefault();
  }
});
addEventListener("pagehide", () => {
  if (unkept()) {
    keep().catch(() => {});
  }
});

// In a list things are found by their value or any of their names, of which a part will do where one alone has it; what is
// taken when the field is left stands beside while somebody types, or the first few that it could be.
const AMONG = 5;

function found(input) {
  const short = text => text.toLowerCase().replaceAll(/\s/g, "");
  const asked = short(input.value);
  const all = [...input.list.options].map(({value, label}) => ({value, names: label.split(" · ")}));
  // two letters stand in too many names
  const enough = /[^\x00-\x7f]/.test(asked) ? 1 : 3;
  return asked === "" ? [] : [one => short(one.value) === asked, one => one.names.some(name => short(name) === asked),
    one => asked.length >= enough && one.names.some(name => short(name).includes(asked))]
    .map(fits => all.filter(fits)).find(some => some.length > 0) ?? [];
}

function pick(input, left) {
  const known = found(input);
  const said = ({names: [zh = "", en = zh]}) => document.documentElement.lang === "zh" ? zh : en;
  const beside = input.parentElement.querySelector(".picked");
  if (known.length === 1) {
    input.value = left ? known[0].value : input.value;
    beside.textContent = said(known[0]);
  } else {
    const several = known.slice(0, AMONG).map(one => `${said(one)} (${one.value})`).join(", ");
    beside.textContent = several === "" ? "" : `${beside.dataset.several} ${several}${known.length > AMONG ? " …" : ""}`;
  }
}

// before what asks the desk about the form
document.addEventListener("change", changed => {
  if (changed.target.list) {
    pick(changed.target, true);
  }
}, true);
document.addEventListener("input", typed => {
  if (typed.target.list) {
    pick(typed.target, false);
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
      place.textContent += fault.querySelector(".what").textContent + " ";
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
