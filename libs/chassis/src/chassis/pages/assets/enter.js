// Signs in with the token of the address's fragment, or with one that is pasted. The fragment is taken out of the
// address at once, so that it stays in no history.
"use strict";
(() => {
  const place = document.getElementById("enter");
  const error = document.getElementById("enter-error");
  const enter = async (token) => {
    error.hidden = true;
    const answer = await fetch("/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token }),
    }).catch(() => null);
    if (answer && answer.ok) location.replace(place.dataset.next);
    else error.hidden = false;
  };
  document.getElementById("enter-form").addEventListener("submit", (event) => {
    event.preventDefault();
    enter(document.getElementById("token").value.trim());
  });
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token) {
    history.replaceState(null, "", location.pathname + location.search);
    enter(token);
  }
})();
