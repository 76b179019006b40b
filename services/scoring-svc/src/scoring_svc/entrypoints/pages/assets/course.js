// Draws the course of a score over the year, and again when the score or the colours change.
"use strict";
(() => {
  const place = document.getElementById("course");
  if (!place) return;
  const { language, day, score, from, to } = place.dataset;
  const seconds = (text) => Date.parse(`${text}T00:00:00Z`) / 1000;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const months = new Intl.DateTimeFormat(language, { month: "short", timeZone: "UTC" });
  const days = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", timeZone: "UTC" });
  const numbers = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  let data = [[], []];
  let plot = null;
  const size = () => ({ width: place.clientWidth, height: Math.max(220, Math.min(320, place.clientWidth * 0.4)) });
  const draw = () => {
    if (plot) plot.destroy();
    const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line") } };
    plot = new uPlot({
      ...size(),
      tzDate: (at) => uPlot.tzDate(new Date(at * 1e3), "UTC"),
      scales: { x: { range: [seconds(from), seconds(to)] }, y: { range: (_, low, high) => [Math.max(0, Math.floor(Math.min(low ?? 50, 50) / 10) * 10), Math.max(120, high ?? 120)] } },
      axes: [{ ...axis, values: (_, at) => at.map((each) => months.format(each * 1e3)) }, { ...axis, size: 44 }],
      series: [
        { label: day, value: (_, at) => (at == null ? "–" : days.format(at * 1e3)) },
        { label: score, stroke: colour("--main"), width: 2, paths: uPlot.paths.stepped({ align: 1 }), points: { show: true, size: 7, fill: colour("--main") }, value: (_, each) => (each == null ? "–" : numbers.format(each)) },
      ],
    }, data, place);
    showLast();
  };
  // Nobody hovers on a phone: the legend begins with the newest point.
  const showLast = () => requestAnimationFrame(() => plot.setLegend({ idx: data[0].length - 1 }, false));
  const fetchCourse = async () => {
    const answer = await fetch(place.dataset.course, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { points } = await answer.json();
    const known = points.filter((point) => point.score !== null);
    data = [known.map((point) => seconds(point.effective_on)), known.map((point) => Number(point.score))];
    if (plot) { plot.setData(data); showLast(); } else draw();
  };
  document.addEventListener("capaian:changed", fetchCourse);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  new ResizeObserver(() => { if (plot && plot.width !== place.clientWidth) plot.setSize(size()); }).observe(place);
  fetchCourse();
})();
