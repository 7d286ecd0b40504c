// What a page cannot do by itself: sound for a Flash that nobody has read, and going to the lock once the session has ended.
"use strict";

const heard = new Set();

function ring() {
  const fresh = [...document.querySelectorAll("[data-flash]")].map(row => row.dataset.flash).filter(id => !heard.has(id));
  fresh.forEach(id => heard.add(id));
  if (fresh.length === 0) {
    return;
  }
  const audio = new AudioContext();
  [0, 0.35, 0.7].forEach(at => {
    const tone = audio.createOscillator();
    tone.frequency.value = 880;
    tone.connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.2);
  });
}

document.addEventListener("DOMContentLoaded", ring);
document.addEventListener("htmx:afterSwap", ring);
document.addEventListener("htmx:responseError", failed => {
  if (failed.detail.xhr.status === 401) {
    location.reload();
  }
});
