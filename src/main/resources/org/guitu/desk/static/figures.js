// Draws the tables of figures; who cannot see the picture has the table itself.
"use strict";

const COLOURS = ["#1a66d6", "#b3261e", "#b36b00", "#5b6b7a", "#2e7d4f", "#7b4fb3"];
const drawn = new Map();

function counts(figure) {
  const head = [...figure.querySelectorAll("thead th")].slice(1).map(cell => cell.textContent);
  const lines = [...figure.querySelectorAll("tbody tr")];
  return {
    labels: lines.map(line => line.querySelector("th").textContent),
    datasets: head.map((label, at) => ({
      label,
      backgroundColor: COLOURS[at % COLOURS.length],
      data: lines.map(line => Number(line.querySelectorAll("td")[at].textContent)),
    })),
  };
}

// Wide characters count twice; what is longer goes on in the next line, in a language with blanks after one.
const LABEL_WIDTH = 28;
const wide = text => [...text].reduce((sum, one) => sum + (one > "\u2e7f" ? 2 : 1), 0);

function lines(label) {
  const parts = label.split(/(?<= )|(?=[\u2e80-\uffff])/u);
  return parts.reduce((all, part) => {
    const last = all.at(-1) + part;
    return wide(last.trimEnd()) <= LABEL_WIDTH ? [...all.slice(0, -1), last] : [...all, part];
  }, [""]).filter(line => line).map(line => line.trimEnd());
}

function draw(figure) {
  const data = counts(figure);
  const ink = getComputedStyle(figure).color;
  const place = document.createElement("div");
  place.className = "chart";
  const tall = Math.max(1.8, ...data.labels.map(label => lines(label).length + 0.2));
  place.style.height = 4 + tall * data.labels.length * (figure.dataset.chart === "bar" ? Math.max(1, data.datasets.length * 0.6) : 1) + "rem";
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  place.append(canvas);
  figure.querySelector("figcaption").after(place);
  const stacked = figure.dataset.chart === "stacked";
  const axis = {stacked, ticks: {color: ink, precision: 0}, grid: {color: "#8884"}};
  return new Chart(canvas, {
    type: "bar",
    data,
    options: {
      indexAxis: "y",
      animation: false,
      maintainAspectRatio: false,
      scales: {x: axis, y: {...axis, ticks: {color: ink, autoSkip: false, callback: at => lines(data.labels[at])}}},
      plugins: {legend: {display: data.datasets.length > 1, labels: {color: ink}}},
    },
  });
}

function drawAll() {
  drawn.forEach((chart, figure) => {
    if (!figure.isConnected) {
      chart.destroy();
      drawn.delete(figure);
    }
  });
  document.querySelectorAll("figure[data-chart]").forEach(figure => {
    if (!drawn.has(figure)) {
      drawn.set(figure, draw(figure));
    }
  });
}

document.addEventListener("DOMContentLoaded", drawAll);
document.addEventListener("htmx:afterSwap", drawAll);
