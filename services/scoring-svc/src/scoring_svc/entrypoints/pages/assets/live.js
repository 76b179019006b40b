// Keeps an open page true: one event stream, and for each card that changed its part of the page is fetched again.
"use strict";
(() => {
  const place = document.querySelector("[data-stream]");
  const light = document.getElementById("live");
  if (!place) return;
  const source = new EventSource(place.dataset.stream);
  const say = (state) => { if (light) light.dataset.state = state; };
  source.addEventListener("open", () => say("open"));
  source.addEventListener("error", () => say("waiting"));
  const take = (event) => {
    const card = JSON.parse(event.data);
    const shown = place.querySelector(`[data-card="${CSS.escape(card.civil_servant_id)}"]`);
    if (!shown || Number(shown.dataset.sequence) >= card.sequence) return;
    shown.dataset.sequence = card.sequence;
    htmx.ajax("GET", shown.dataset.parts, { target: shown, swap: "outerHTML" });
    document.dispatchEvent(new CustomEvent("capaian:changed"));
  };
  source.addEventListener("score", take);
  source.addEventListener("snapshot", take);
})();
