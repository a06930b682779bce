// Only while developing: loads the page again after a build, or just its style sheet where that is all that changed.

const socket = new WebSocket(`ws://${location.hostname}:RELOAD_PORT/live_reload`);

socket.onmessage = ({ data }) => {
  const change = JSON.parse(data);
  if (change.all) location.reload();
  if (change.css) {
    for (const sheet of document.querySelectorAll("link[rel=stylesheet]")) {
      const url = new URL(sheet.href);
      url.searchParams.set("at", Date.now());
      sheet.href = url;
    }
  }
};

socket.onclose = () => console.info("The page no longer reloads by itself: cargo-leptos has stopped.");
